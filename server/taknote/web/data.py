"""`/v1/words`, `/v1/ignored`, `/v1/export`: the writer's own choices, and all of the data."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from taknote.web.interface import memory
from taknote.web.schemas import ExportSchema, IgnoredSchema, WordsSchema

blueprint = Blueprint("data", __name__, url_prefix="/v1", description="The writer's own data")


@blueprint.get("/words")
@blueprint.response(200, WordsSchema)
def list_words() -> dict[str, Any]:
    """List the personal dictionary."""
    return {"words": sorted(memory().words())}


@blueprint.put("/words")
@blueprint.arguments(WordsSchema)
@blueprint.response(200, WordsSchema)
def replace_words(sent: dict[str, Any]) -> dict[str, Any]:
    """Replace the personal dictionary."""
    return {"words": sorted(memory().keep_words(sent["words"]))}


@blueprint.get("/ignored")
@blueprint.response(200, IgnoredSchema)
def list_ignored() -> dict[str, Any]:
    """List the warnings that are not shown."""
    return {"ignored": sorted(memory().ignored())}


@blueprint.put("/ignored")
@blueprint.arguments(IgnoredSchema)
@blueprint.response(200, IgnoredSchema)
def replace_ignored(sent: dict[str, Any]) -> dict[str, Any]:
    """Replace the warnings that are not shown, by their ids."""
    return {"ignored": sorted(memory().ignore(sent["ignored"]))}


@blueprint.get("/export")
@blueprint.response(200, ExportSchema)
def export() -> dict[str, Any]:
    """Give out all that is remembered."""
    store = memory()
    return {
        "interviews": store.interviews.newest(1_000_000),
        "notes": store.records(),
        "words": sorted(store.words()),
        "ignored": sorted(store.ignored()),
    }


@blueprint.delete("/export")
@blueprint.response(204)
def forget_everything() -> None:
    """Forget all that is remembered."""
    memory().forget_all()
