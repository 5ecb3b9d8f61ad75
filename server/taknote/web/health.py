"""`GET /health`: whether the service is up, and what of it is ready."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_smorest import Blueprint

from taknote import __version__, languages
from taknote.languages import load
from taknote.letter.draft import Draft
from taknote.proofreading.proofreader import the_proofreader
from taknote.web.schemas import HealthSchema

blueprint = Blueprint("health", __name__, description="Whether the service is up")

ready: set[str] = set()


def sample(code: str) -> Draft:
    """A short note in a language, to load all that a check in it needs."""
    sentences = load(code).sentences
    body = "\n\n".join(
        [sentences["greeting"][0], sentences["thanks"][-1], sentences["interest"][-1]]
    )
    return Draft(f"{body}\n\n{sentences['sign_off_unnamed']}", datetime.now(UTC), language=code)


@blueprint.get("/health")
@blueprint.response(200, HealthSchema)
def health() -> dict[str, Any]:
    """Tell whether the service is up, and which engines are ready."""
    return {
        "name": "taknote",
        "version": __version__,
        "languages": list(languages.codes()),
        "engines": {
            **{f"reading-{code}": code in ready for code in languages.codes()},
            **the_proofreader().ready,
        },
    }
