"""Who may call. Everything passes here before any view runs; what isn't let in is refused.

The service listens on loopback, where every page in every browser of this machine can reach it.
What a browser can't forge decides, in this order:

* Host must be loopback with our port, so that a rebound domain name gets nothing.
* Origin, where there is one, must be our own page's, or an extension's that was paired and sends
  its token. `null` is nobody.
* Without Origin, Sec-Fetch-Site must not say that another site's page asks (an image, a frame);
  a person may follow a link to our pages.
* A body must be JSON, or plain text from a caller without an Origin, which no page can send.
"""

from __future__ import annotations

import hmac

import regex
from flask import Flask, Response, request
from flask_cors import CORS
from werkzeug.exceptions import Forbidden, Unauthorized, UnsupportedMediaType

from taknote.memory import Memory
from taknote.web.settings import Settings

EXTENSION_ORIGIN = r"(?:chrome|moz|safari-web)-extension://[A-Za-z0-9-]{1,64}"
_EXTENSION = regex.compile(EXTENSION_ORIGIN)
_PAIRING = "/v1/pairings"
_PAGES = frozenset({"/", "/docs"})


def register(app: Flask, settings: Settings, memory: Memory) -> None:
    """Put the gate before every view, and the headers that close pages after them."""
    CORS(
        app,
        origins=[EXTENSION_ORIGIN],
        allow_headers=["authorization", "content-type", "accept-language", "if-match"],
        methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        supports_credentials=False,
        allow_private_network=True,
        max_age=600,
    )

    @app.before_request
    def let_in() -> None:
        if settings.token:
            if not _same(_bearer(), settings.token):
                raise Unauthorized("This service asks for its token: Authorization: Bearer …")
        else:
            _from_this_machine(settings, memory)
        _body_type()

    @app.after_request
    def close(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        )
        return response


def _from_this_machine(settings: Settings, memory: Memory) -> None:
    if request.headers.get("Host", "").casefold() not in settings.hosts:
        raise Forbidden(f"Call this service by its own address, http://127.0.0.1:{settings.port}.")
    origin = request.headers.get("Origin")
    if origin is None:
        _without_origin()
    elif origin in settings.origins:
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise Forbidden("Pages of other origins may not call this service.")
    elif _EXTENSION.fullmatch(origin):
        _extension(origin, memory)
    else:
        raise Forbidden("Pages of other origins may not call this service.")


def _without_origin() -> None:
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site in ("none", "same-origin"):
        return
    followed_a_link = (
        request.method == "GET"
        and request.path in _PAGES
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )
    if not followed_a_link:
        raise Forbidden("Pages of other origins may not call this service.")


def _extension(origin: str, memory: Memory) -> None:
    if request.method == "OPTIONS" or request.path == "/health":
        return
    if request.path.startswith(_PAIRING):
        return
    if not memory.is_paired(origin, _bearer()):
        raise Unauthorized("This extension is not paired with Taknote yet.")


def _bearer() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else ""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _body_type() -> None:
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    if request.mimetype == "application/json":
        return
    if request.mimetype == "text/plain" and request.path == "/v1/check":
        if "Origin" in request.headers:
            raise Forbidden("A page must send JSON.")
        return
    raise UnsupportedMediaType(
        "Send JSON (Content-Type: application/json), or to /v1/check the note itself as text/plain."
    )
