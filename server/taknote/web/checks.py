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
@blueprint.arguments(CheckSchema())  # made once: making a schema costs more than reading by it
@blueprint.response(200, ReportSchema)
def check_note(asked: CheckRequest) -> Answer:
    """Check a draft against the nine guidelines."""
    draft = _with_memory(asked)
    return Answer(check(draft, interface(request), the_proofreader()), draft)


def _with_memory(asked: CheckRequest) -> Draft:
    """The draft with what is remembered; a check is not held up by data that can't be read."""
    draft, store = asked.draft, memory()
    try:
        told = draft.interview if asked.interview_id is None else _named(asked.interview_id, store)
        addresses = () if told else (person.email for person in draft.recipients)
        known = store.for_check(addresses)
    except SQLAlchemyError:
        return draft
    return dataclasses.replace(
        draft,
        interview=told or (known.interview.known if known.interview else None),
        words=draft.words | known.words,
        ignored=known.ignored,
        sent=known.sent,
        fingerprint_key=store.key,
    )


def _named(interview_id: str, store: Memory) -> Interview:
    """The interview that the request names."""
    kept = store.interviews.get(interview_id)
    if kept is None:
        unknown = UnprocessableEntity()
        fault = {"interview_id": ["There is no interview with this id."]}
        vars(unknown)["data"] = {"messages": {"json": fault}}
        raise unknown
    return kept.known
