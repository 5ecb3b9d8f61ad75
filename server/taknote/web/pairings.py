"""`/v1/pairings`: an extension is let in once, by a code that the service shows on its terminal.

A web page can't get here (the gate refuses its Origin), and an extension that guesses has five
tries at a code of eight characters that lives for five minutes.
"""

from __future__ import annotations

import secrets
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


@blueprint.post("/pairings/code")
@blueprint.response(204)
def show_code() -> None:
    """Show a pairing code on the service's terminal."""
    _only_extensions()
    code = new_code()
    if not memory().offer_code(code, time.time(), _PAUSE):
        raise TooManyRequests("A code was shown a moment ago; look at the terminal.")
    click.echo(f"\n  A browser extension wants to use Taknote. Its code: {code[:4]}-{code[4:]}\n")


@blueprint.post("/pairings")
@blueprint.arguments(PairingCodeSchema)
@blueprint.response(201, PairingSchema)
def pair(typed: dict[str, Any]) -> dict[str, str]:
    """Let an extension in by the code."""
    origin = _only_extensions()
    code = "".join(typed["code"].upper().split()).replace("-", "")
    if not memory().use_code(code, time.time(), _LIFETIME, _TRIES):
        raise Forbidden("That is not the code on the terminal, or it has expired.")
    token = secrets.token_urlsafe(32)
    memory().pair(origin, token)
    return {"token": token}


def new_code() -> str:
    """A code to show; eight characters of 32."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _only_extensions() -> str:
    origin = request.headers.get("Origin", "")
    if not regex.fullmatch(EXTENSION_ORIGIN, origin):
        raise Forbidden("Only a browser extension pairs.")
    return origin
