"""`/v1/notes`: the notes that were sent, to whom and when; of their text a fingerprint alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_smorest import Blueprint

from taknote.memory import SentRecord
from taknote.memory.interviews import Due
from taknote.web.interface import memory
from taknote.web.schemas import DueSchema, SentNoteSchema

blueprint = Blueprint("notes", __name__, url_prefix="/v1", description="Notes that were sent")


@blueprint.post("/notes")
@blueprint.arguments(SentNoteSchema)
@blueprint.response(201, SentNoteSchema)
def record_note(note: dict[str, Any]) -> SentRecord:
    """Record that a note was sent, so that another like it is noticed."""
    return memory().record(note["recipient"], note["body"])


@blueprint.get("/notes")
@blueprint.response(200, SentNoteSchema(many=True))
def list_notes() -> list[SentRecord]:
    """List the notes that were sent."""
    return memory().records()


@blueprint.get("/notes/due")
@blueprint.response(200, DueSchema(many=True))
def list_due() -> list[Due]:
    """List what is due: who is still to be thanked, and where to ask on the day agreed."""
    return memory().interviews.due(datetime.now(UTC).astimezone())


@blueprint.delete("/notes")
@blueprint.response(204)
def forget_notes() -> None:
    """Forget every note that was sent."""
    memory().forget()
