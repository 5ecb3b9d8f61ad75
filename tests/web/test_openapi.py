"""Calls made up from the OpenAPI document: none fails, and answers are as it describes them."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from conftest import Service
from tally import tried

OPERATIONS = (
    *("POST /v1/check", "GET /v1/guidelines", "GET /health"),
    *("GET /v1/notes", "POST /v1/notes", "DELETE /v1/notes", "GET /v1/notes/due"),
    *("GET /v1/words", "PUT /v1/words", "GET /v1/ignored", "PUT /v1/ignored", "GET /v1/export"),
    *("GET /v1/interviews", "POST /v1/interviews", "DELETE /v1/export"),
)


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_made_up_calls_are_answered_as_the_document_says(own_service: Service, mode: str) -> None:
    load_all_checks()
    address = f"http://127.0.0.1:{own_service.port}/openapi.json"
    schema = schemathesis.openapi.from_url(address)
    called = set()
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if operation.path.startswith("/v1/pairings"):
            continue  # codes are shown on the terminal
        generation = schemathesis.GenerationMode(mode)

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=generation))
        def made_up(case: Any) -> None:
            answer = case.call()
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])
            tried("a call made up from the OpenAPI document")

        # What takes no data can't be called wrongly.
        with contextlib.suppress(Unsatisfiable):
            made_up()
        called.add(f"{operation.method.upper()} {operation.path}")
    assert {one for one in OPERATIONS if one.split()[1] in schema} <= called
    assert len(called) >= 12
    assert own_service.call("GET", "/health").status == 200
