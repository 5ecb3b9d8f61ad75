"""The service: HTTP around the check. `create_app` is the place to begin."""

from __future__ import annotations

import gc
import threading
from typing import Any

from flask import Flask
from flask_smorest import Api

from taknote import __version__, languages
from taknote.check import check
from taknote.memory import Memory
from taknote.proofreading.proofreader import the_proofreader
from taknote.web import (
    checks,
    data,
    gate,
    guidelines,
    health,
    interviews,
    notes,
    pages,
    pairings,
    problems,
)
from taknote.web.settings import Settings

LARGEST_BODY = 1024 * 1024


class _Api(Api):
    def _register_error_handlers(self) -> None:
        """Errors are written in one place, `problems`."""


def create_app(settings: Settings, memory: Memory) -> Flask:
    """Make the service.

    Args:
        settings: where it listens and whom it lets in.
        memory: what it remembers.
    """
    app = Flask("taknote.web")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        API_TITLE="Taknote",
        API_VERSION=f"v{__version__}",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    setattr(app.json, "sort_keys", False)  # noqa: B010  only the default provider has it
    app.extensions["taknote"] = {"settings": settings, "memory": memory}
    problems.register(app)
    gate.register(app, settings, memory)
    api = _Api(app, spec_kwargs=_description())
    for resource in (checks, guidelines, interviews, notes, data, pairings, health):
        api.register_blueprint(resource.blueprint)
    app.extensions["taknote"]["api"] = api
    app.register_blueprint(pages.blueprint)
    return app


def _description() -> dict[str, Any]:
    return {
        "info": {
            "description": "Checks thank-you notes after job interviews. Runs on your own machine; "
            "no note is kept or logged. Positions are UTF-16 code units. "
            "Errors are application/problem+json (RFC 9457).",
            "license": {"name": "MIT"},
        }
    }


def warm_up() -> None:
    """Load every language in the background, so that the first check finds them ready."""
    proofreader = the_proofreader()
    proofreader.start()

    def load() -> None:
        for code in languages.codes():
            check(health.sample(code))
            health.ready.add(code)
        proofreader.wait()
        # What is loaded stays. To look through it for garbage again and again takes 0.1 s each
        # time, in which everybody waits.
        gc.collect()
        gc.freeze()

    threading.Thread(target=load, name="warm-up", daemon=True).start()
