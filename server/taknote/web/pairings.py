"""`/v1/pairings`: an extension is let in once, by a code that the service shows on its terminal.

A web page can't get here (the gate refuses its Origin), and an extension that guesses has five
tries at a code of eight characters that lives for five minutes.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from typing import Any

import click
import regex
from flask import request
from flask_smorest import Blueprint
from werkzeug.exceptions import Forbidden, TooManyRequests

from taknote.web.gate import EXTENSION_ORIGIN
from taknote.web.interface import memory
from taknote.web.schemas import PairingCodeSchema, PairingSchema

blueprint = Blueprint("pairings", __name__, url_prefix="/v1", description="Let an extension in")

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that can be taken for another
_LENGTH = 8
_LIFETIME = 300.0
_TRIES = 5
_PAUSE = 3.0


class PairingCode:
    """The code of the moment: one at a time, short-lived, few tries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code = ""
        self._made_at = float("-inf")
        self._tries = 0

    def make(self) -> str:
        """Make a new code, which voids the one before.

        Raises:
            TooManyRequests: one was made a moment ago.
        """
        with self._lock:
            if time.monotonic() - self._made_at < _PAUSE:
                raise TooManyRequests("A code was shown a moment ago; look at the terminal.")
            self._code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
            self._made_at = time.monotonic()
            self._tries = 0
            return self._code

    def accept(self, code: str) -> bool:
        """Whether this is the code; it can be used once."""
        typed = "".join(code.upper().split()).replace("-", "")
        with self._lock:
            self._tries += 1
            alive = time.monotonic() - self._made_at < _LIFETIME and self._tries <= _TRIES
            same = hmac.compare_digest(typed.encode("utf-8", "replace"), self._code.encode())
            if not (self._code and alive and same):
                return False
            self._code = ""
            return True


_current = PairingCode()


@blueprint.post("/pairings/code")
@blueprint.response(204)
def show_code() -> None:
    """Show a pairing code on the service's terminal."""
    _only_extensions()
    code = _current.make()
    click.echo(f"\n  A browser extension wants to use Taknote. Its code: {code[:4]}-{code[4:]}\n")


@blueprint.post("/pairings")
@blueprint.arguments(PairingCodeSchema)
@blueprint.response(201, PairingSchema)
def pair(typed: dict[str, Any]) -> dict[str, str]:
    """Let an extension in by the code."""
    origin = _only_extensions()
    if not _current.accept(typed["code"]):
        raise Forbidden("That is not the code on the terminal, or it has expired.")
    token = secrets.token_urlsafe(32)
    memory().pair(origin, token)
    return {"token": token}


def _only_extensions() -> str:
    origin = request.headers.get("Origin", "")
    if not regex.fullmatch(EXTENSION_ORIGIN, origin):
        raise Forbidden("Only a browser extension pairs.")
    return origin
