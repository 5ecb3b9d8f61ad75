"""`POST /v1/check`: a draft in, a report out."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import Request, request
from flask_smorest import Blueprint
from sqlalchemy.exc import SQLAlchemyError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnprocessableEntity

from taknote.check import check
from taknote.letter.draft import Draft, Interview
from taknote.memory import Memory
from taknote.proofreading.proofreader import the_proofreader
from taknote.web.interface import interface, memory
from taknote.web.schemas import Answer, CheckRequest, CheckSchema, ReportSchema


class _TextOrJson(FlaskParser):
    """Takes a body of plain text as the letter itself."""

    def load_json(self, req: Request, schema: Any) -> Any:
        if req.mimetype == "text/plain":
            return {"body": req.get_data().decode("utf-8", "replace")}
        return super().load_json(req, schema)


class _Blueprint(Blueprint):
    ARGUMENTS_PARSER = _TextOrJson()


blueprint = _Blueprint("check", __name__, url_prefix="/v1", description="Check a note")


@blueprint.post("/check")
@blueprint.arguments(CheckSchema)
@blueprint.response(200, ReportSchema)
def check_note(asked: CheckRequest) -> Answer:
    """Check a draft against the nine guidelines."""
    draft = _with_memory(asked)
    return Answer(check(draft, interface(request), the_proofreader()), draft)


def _with_memory(asked: CheckRequest) -> Draft:
    """The draft with what is remembered; a check is not held up by data that can't be read."""
    store = memory()
    try:
        return dataclasses.replace(
            asked.draft,
            interview=_interview(asked, store),
            words=asked.draft.words | store.words(),
            ignored=store.ignored(),
            sent=store.sent_notes(),
            fingerprint_key=store.key,
        )
    except SQLAlchemyError:
        return asked.draft


def _interview(asked: CheckRequest, store: Memory) -> Interview | None:
    """The interview as the request tells it, as it is remembered, or by whom the note goes to."""
    if asked.interview_id is not None:
        kept = store.interviews.get(asked.interview_id)
        if kept is None:
            unknown = UnprocessableEntity()
            fault = {"interview_id": ["There is no interview with this id."]}
            vars(unknown)["data"] = {"messages": {"json": fault}}
            raise unknown
        return kept.known
    if asked.draft.interview is not None:
        return asked.draft.interview
    found = store.interviews.by_address(person.email for person in asked.draft.recipients)
    return found.known if found else None
