"""What a request tells of its caller: the language to answer in, and the memory it may use."""

from __future__ import annotations

from typing import cast

from flask import Request, current_app

from taknote import languages
from taknote.memory import Memory


def interface(request: Request) -> str:
    """The language to answer in, by Accept-Language (RFC 9110, 12.5.4)."""
    return request.accept_languages.best_match(languages.codes()) or languages.DEFAULT


def memory() -> Memory:
    """The service's memory."""
    return cast(Memory, current_app.extensions["taknote"]["memory"])
