"""Interviews over HTTP: ETags, imports, what is due, and the check that knows them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from conftest import Service
from taknote.memory import FILE
from tally import tried
from test_interviews import INVITATION

JSON = {"Content-Type": "application/json"}


def create(service: Service, **fields: Any) -> tuple[dict[str, Any], str]:
    answer = service.post("/v1/interviews", fields)
    assert answer.status == 201, answer.body
    return answer.json, str(answer.headers["ETag"])


def test_create_read_change_delete(own_service: Service) -> None:
    made, tag = create(own_service, company="Nordlys", people=[{"email": "kh@nordlys.dk"}])
    path = f"/v1/interviews/{made['id']}"
    answer = own_service.call("GET", path)
    assert answer.headers["ETag"] == tag
    assert answer.json["company"] == "Nordlys"
    body = b'{"company": "Northwind"}'
    assert own_service.call("PUT", path, body, JSON).status == 428
    changed = own_service.call("PUT", path, body, {**JSON, "If-Match": tag})
    assert changed.status == 200
    assert changed.json["company"] == "Northwind"
    assert own_service.call("PUT", path, body, {**JSON, "If-Match": tag}).status == 412
    assert own_service.call("DELETE", path, headers={"If-Match": tag}).status == 412
    newest = str(changed.headers["ETag"])
    assert own_service.call("DELETE", path, headers={"If-Match": newest}).status == 204
    assert own_service.call("GET", path).status == 404


def test_people_are_added(own_service: Service) -> None:
    made, tag = create(own_service, company="Nordlys")
    path = f"/v1/interviews/{made['id']}/people"
    assert own_service.post(path, {"name": "Anna"}, If_Match=tag).status == 201
    assert [one["name"] for one in own_service.call("GET", path).json] == ["Anna"]


def test_bad_fields_are_named(own_service: Service) -> None:
    answer = own_service.post("/v1/interviews", {"held_at": "soon", "compny": "x"})
    assert answer.status == 422
    assert {error["field"] for error in answer.json["errors"]} == {"held_at", "compny"}
    answer = own_service.post("/v1/interviews/import", {"name": "a.ics", "content": "BEGIN:X"})
    assert answer.status == 422
    assert "line 1" in answer.json["detail"]


def test_a_check_finds_the_interview_by_the_recipient(own_service: Service) -> None:
    create(
        own_service,
        company="Patrickson-Hirsch",
        people=[{"name": "Keith Smooth", "email": "keith@example.org"}],
        questions=["social media campaigns"],
    )
    note = "Dear Kieth,\n\nThank you for the interview at Patrickson Hirsh.\n\nMaggie"
    report = own_service.check(body=note, to=[{"email": "keith@example.org"}])
    found = {(w["rule"], w["text"]) for w in report["warnings"]}
    assert ("person-name", "Kieth") in found
    assert ("company-name", "Patrickson Hirsh") in found
    assert "unanswered-question" in {w["rule"] for w in report["warnings"]}


def test_a_check_takes_an_interview_by_its_id(own_service: Service) -> None:
    made, _ = create(own_service, company="Nordlys", people=[{"name": "Kristian Holm"}])
    note = "Dear Kritsian,\n\nThank you for the interview.\n\nMaggie"
    report = own_service.check(body=note, interview_id=made["id"])
    assert "person-name" in {w["rule"] for w in report["warnings"]} or report["is_thank_you_note"]
    answer = own_service.post("/v1/check", {"body": note, "interview_id": "none"})
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "interview_id"


def test_the_invitation_the_notes_and_what_is_due(own_service: Service) -> None:
    now = datetime.now(UTC)
    moment = (now - timedelta(hours=3)).strftime("%Y%m%dT%H%M%SZ")
    content = INVITATION.replace(";TZID=Europe/Copenhagen:20261123T100000", f":{moment}")
    answer = own_service.post("/v1/interviews/import", {"name": "i.ics", "content": content})
    assert answer.status == 201
    assert len(answer.json[0]["people"]) == 3
    due = own_service.call("GET", "/v1/notes/due").json
    assert [one["email"].split("@")[0] for one in due] == ["keith", "anna", "bo"]
    for one in due:
        note = {"recipient": one["email"], "body": "Thank you for the interview."}
        assert own_service.post("/v1/notes", note).status == 201
    assert own_service.call("GET", "/v1/notes/due").json == []


def test_words_and_the_whole_of_the_data(own_service: Service) -> None:
    put = own_service.call("PUT", "/v1/words", b'{"words": ["Grafanna"]}', JSON)
    assert put.json == {"words": ["Grafanna"]}
    note = "Dear Keith,\n\nThank you for meeting with me today. I like grafanna.\n\nMaggie"
    report = own_service.check(body=note)
    assert "grafanna" not in {w["text"] for w in report["warnings"]}
    create(own_service, company="Nordlys")
    export = own_service.call("GET", "/v1/export").json
    assert export["words"] == ["Grafanna"]
    assert [one["company"] for one in export["interviews"]] == ["Nordlys"]
    assert own_service.call("DELETE", "/v1/export").status == 204
    assert not any(own_service.call("GET", "/v1/export").json.values())


def test_data_that_another_program_holds_is_told_and_no_check_waits(
    own_service: Service, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = own_service.post("/v1/interviews", {"company": "Nordlys"})
        assert answer.status == 503
        assert "locked" in answer.json["detail"]
        assert "Nothing was changed" in answer.json["detail"]
        own_service.check(body="Dear Keith,\n\nThank you for the interview.\n\nMaggie")
    assert own_service.post("/v1/interviews", {"company": "Nordlys"}).status == 201
    assert len(own_service.call("GET", "/v1/interviews").json) == 1
    tried("a data file or database damaged, locked, full, newer or gone")


def test_a_full_disk_is_told_and_loses_nothing(own_service: Service) -> None:
    create(own_service, company="Nordlys")
    with own_service.memory._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def fill(connection: Any, _: Any) -> None:
        # SQLite's own way to run out of room, for this and every later connection.
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(own_service.memory._engine, "connect", fill)
    own_service.memory._engine.dispose()
    answers = [
        own_service.post("/v1/interviews", {"company": "x", "notes": "y" * 9000}) for _ in range(5)
    ]
    assert {answer.status for answer in answers} <= {201, 503}
    assert answers[-1].status == 503
    assert "full" in answers[-1].json["detail"]
    event.remove(own_service.memory._engine, "connect", fill)
    own_service.memory._engine.dispose()
    kept = own_service.call("GET", "/v1/interviews").json
    assert len(kept) == 1 + sum(answer.status == 201 for answer in answers)
    tried("a data file or database damaged, locked, full, newer or gone")


def test_damaged_data_stops_no_check(own_service: Service, tmp_path: Path) -> None:
    own_service.memory._engine.dispose()
    for file in tmp_path.glob(f"{FILE}*"):
        file.write_bytes(b"no database at all" * 500)
    own_service.check(body="Dear Keith,\n\nThank you for the interview.\n\nMaggie")
    answer = own_service.call("GET", "/v1/interviews")
    assert answer.status == 503
    assert "could not use its data" in answer.json["detail"]
    tried("a data file or database damaged, locked, full, newer or gone")


def test_an_ignored_warning_is_not_shown_again_and_the_others_keep_their_ids(
    own_service: Service,
) -> None:
    note = {
        "body": "Dear Keith,\n\nThank you for the interview. I recieved it, and recieved it.\n\nMe",
        "to": [{"email": "keith@example.org"}],
    }

    def shown() -> list[str]:
        warnings = own_service.check(**note)["warnings"]
        return [w["id"] for w in warnings if w["rule"] == "spelling"]

    first, second = shown()
    body = json.dumps({"ignored": [first]}).encode()
    assert own_service.call("PUT", "/v1/ignored", body, JSON).json == {"ignored": [first]}
    assert shown() == [second]
    assert own_service.call("GET", "/v1/export").json["ignored"] == [first]
    own_service.call("DELETE", "/v1/export")
    assert shown() == [first, second]
