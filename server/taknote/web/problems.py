"""Errors, as application/problem+json (RFC 9457) with the field at fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException


def register(app: Flask) -> None:
    """Answer every error as a problem."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(SQLAlchemyError, _no_memory)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, title: str, detail: str, errors: list[dict[str, str]]) -> Response:
    """A problem document. `errors` lists field and message of each field at fault."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if errors:
        document["errors"] = errors
    return Response(json.dumps(document), status, content_type="application/problem+json")


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    messages = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    fields = list(_fields(messages)) if messages else []
    detail = error.description or error.name
    if status == 413:
        detail = "The request is larger than 1 MiB."
    if fields:
        detail = "; ".join(
            f"{item['field']}: {item['message']}" if item["field"] else item["message"]
            for item in fields[:5]
        )
    answer = problem(status, error.name, detail, fields)
    for name, value in error.get_headers():
        if name.casefold() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _fields(messages: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Flatten marshmallow's nested messages into "interview.held_at" and the like."""
    if isinstance(messages, dict):
        for key, value in messages.items():
            whole = key in ("json", "query", "_schema") and not path
            yield from _fields(value, "" if whole else f"{path}.{key}".lstrip(".")[:200])
    elif isinstance(messages, list):
        for message in messages:
            yield from _fields(message, path)
    else:
        yield {"field": path.removesuffix("._schema"), "message": str(messages)}


def _no_memory(error: SQLAlchemyError) -> Response:
    reason = str(getattr(error, "orig", "") or "it can't be reached")
    detail = (
        f"Taknote could not use its data: {reason}. Nothing was changed. Look whether the disk is "
        "full, or another program holds the file, and try again."
    )
    return problem(503, "Service Unavailable", detail, [])


def _too_deep(_: RecursionError) -> Response:
    return problem(400, "Bad Request", "The JSON is nested too deeply.", [])


def _unexpected(error: Exception) -> Response:
    # The kind of error alone: its message could hold words of the letter.
    print(f"taknote: unexpected {type(error).__name__}", flush=True)
    return problem(500, "Internal Server Error", "Taknote failed on this request.", [])
