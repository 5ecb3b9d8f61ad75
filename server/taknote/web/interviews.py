"""`/v1/interviews`: what is remembered of interviews, and of whom was met there.

An interview has a version, its ETag (RFC 9110, 8.8.3). To change or delete it, If-Match must name
the version that was read, so that two browsers don't overwrite each other.
"""

from __future__ import annotations

import dataclasses

from flask import Response, make_response, request
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound, PreconditionFailed, PreconditionRequired

from taknote.memory.imports import ImportFileError, read_file
from taknote.memory.interviews import ChangedMeanwhileError, KeptInterview, Met
from taknote.web.interface import memory
from taknote.web.problems import problem
from taknote.web.schemas import ImportSchema, KeptInterviewSchema, MetSchema

blueprint = Blueprint("interviews", __name__, url_prefix="/v1", description="Interviews")
_schema = KeptInterviewSchema()


@blueprint.get("/interviews")
@blueprint.response(200, KeptInterviewSchema(many=True))
def list_interviews() -> list[KeptInterview]:
    """List the newest interviews."""
    return memory().interviews.newest()


@blueprint.post("/interviews")
@blueprint.arguments(KeptInterviewSchema)
@blueprint.response(201, KeptInterviewSchema)
def create_interview(interview: KeptInterview) -> Response:
    """Remember an interview."""
    return _answer(memory().interviews.create(interview), 201)


@blueprint.post("/interviews/import")
@blueprint.arguments(ImportSchema)
@blueprint.response(201, KeptInterviewSchema(many=True))
def import_interviews(file: dict[str, str]) -> list[KeptInterview] | Response:
    """Remember the interviews of a calendar file, or one with the people of business cards."""
    try:
        found = read_file(file["name"], file["content"])
    except ImportFileError as error:
        fault = {"field": "content", "message": str(error)}
        return problem(422, "Unprocessable Entity", str(error), [fault])
    return [memory().interviews.create(interview) for interview in found]


@blueprint.get("/interviews/<string:key>")
@blueprint.response(200, KeptInterviewSchema)
def read_interview(key: str) -> Response:
    """Read an interview."""
    return _answer(_known(key))


@blueprint.put("/interviews/<string:key>")
@blueprint.arguments(KeptInterviewSchema)
@blueprint.response(200, KeptInterviewSchema)
def change_interview(interview: KeptInterview, key: str) -> Response:
    """Replace an interview; If-Match must name its version."""
    return _changed(dataclasses.replace(interview, id=key))


@blueprint.delete("/interviews/<string:key>")
@blueprint.response(204)
def delete_interview(key: str) -> None:
    """Forget an interview; If-Match must name its version."""
    if _known(key).version != _version():
        raise PreconditionFailed("Somebody else has changed it; read it again.")
    memory().interviews.delete(key)


@blueprint.get("/interviews/<string:key>/people")
@blueprint.response(200, MetSchema(many=True))
def list_people(key: str) -> list[Met]:
    """List who was met at an interview, and who has been thanked."""
    return list(_known(key).people)


@blueprint.post("/interviews/<string:key>/people")
@blueprint.arguments(MetSchema)
@blueprint.response(201, KeptInterviewSchema)
def add_person(person: Met, key: str) -> Response:
    """Add somebody who was met; If-Match must name the interview's version."""
    known = _known(key)
    return _changed(dataclasses.replace(known, people=(*known.people, person)), 201)


def _changed(interview: KeptInterview, status: int = 200) -> Response:
    try:
        changed = memory().interviews.change(interview, _version())
    except ChangedMeanwhileError:
        raise PreconditionFailed("Somebody else has changed it; read it again.") from None
    if changed is None:
        raise NotFound("There is no interview with this id.")
    return _answer(changed, status)


def _known(key: str) -> KeptInterview:
    found = memory().interviews.get(key)
    if found is None:
        raise NotFound("There is no interview with this id.")
    return found


def _version() -> int:
    """The version that the caller has read."""
    tags = request.if_match.as_set()
    if not tags:
        raise PreconditionRequired("Send the version that you read: If-Match, with its ETag.")
    tag = next(iter(tags))
    return int(tag) if tag.isdecimal() and len(tag) < 10 else -1


def _answer(interview: KeptInterview, status: int = 200) -> Response:
    answer = make_response(_schema.dump(interview), status)
    answer.set_etag(str(interview.version))
    return answer
