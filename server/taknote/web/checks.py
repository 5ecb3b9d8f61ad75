"""`POST /v1/check`: a draft in, a report out."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import Request, request
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser

from taknote.check import check
from taknote.letter.draft import Draft
from taknote.proofreading.proofreader import the_proofreader
from taknote.web.interface import interface, memory
from taknote.web.schemas import Answer, CheckSchema, ReportSchema


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
def check_note(draft: Draft) -> Answer:
    """Check a draft against the nine guidelines."""
    store = memory()
    draft = dataclasses.replace(draft, sent=store.sent_notes(), fingerprint_key=store.key)
    return Answer(check(draft, interface(request), the_proofreader()), draft)
