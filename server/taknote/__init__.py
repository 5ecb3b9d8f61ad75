"""Taknote: checks the thank-you note that a candidate writes after a job interview."""

from importlib.metadata import version

__version__ = version("taknote")
