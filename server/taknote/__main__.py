"""Lets `python -m taknote` stand for the command `taknote`."""

from taknote.cli import main

main()
