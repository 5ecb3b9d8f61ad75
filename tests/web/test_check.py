"""`POST /v1/check` as callers see it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Service
from taknote.guidelines import GUIDELINES
from taknote.web.schemas import CheckSchema
from tally import tried

MAGGIE = """\
Dear Kieth,

Thank you for taking the time to meet with me today about the Marketing Manager position. I enjoyed
hearing where Patrickson Hirsh is heading.

My eight years in marketing have prepared me well.

I would love to join your team and look forward to the next step.

Best regards,
Maggie Bloom"""
MAJA = """\
Kære Kieth

Tak, fordi du tog dig tid til at møde mig i dag og tale om stillingen som marketingchef. Det var
spændende at høre, hvor Patrickson Hirsh er på vej hen.

Mine otte år i marketing har rustet mig godt.

Jeg vil meget gerne være en del af holdet og ser frem til at høre om næste skridt.

Venlig hilsen
Maja Bloom"""
KEITH = [{"email": "keith@patrickson-hirsch.com"}]


@pytest.mark.parametrize(("body", "language"), [(MAGGIE, "en"), (MAJA, "da")])
def test_misspelled_names_are_marked_from_the_address_alone(
    service: Service, body: str, language: str
) -> None:
    report = service.check(body=body, to=KEITH)
    assert report["language"] == language
    named = {w["rule"]: w for w in report["warnings"] if w["severity"] == "error"}
    assert set(named) == {"person-name", "company-name"}
    person, company = named["person-name"], named["company-name"]
    assert (person["text"], person["fixes"][0]["edits"][0]["text"]) == ("Kieth", "Keith")
    assert body[person["start"] : person["end"]] == "Kieth"
    assert company["text"] == "Patrickson Hirsh"
    assert company["fixes"][0]["edits"][0]["text"] == "Patrickson-Hirsch"


@pytest.mark.parametrize(
    ("body", "question", "answer"),
    [
        (
            MAGGIE,
            "social media campaigns",
            "You asked about campaigns on social media: I ran one for the festival.",
        ),
        (
            MAJA,
            "kampagner på sociale medier",
            "Du spurgte til en kampagne på de sociale medier: Jeg stod for byfestens.",
        ),
    ],
)
def test_a_question_left_unanswered_is_told(
    service: Service, body: str, question: str, answer: str
) -> None:
    interview = {"questions": [question]}
    open_question = [
        w["rule"] for w in service.check(body=body, interview=interview)["warnings"]
    ].count("unanswered-question")
    assert open_question == 1
    opening, middle = body.rsplit("\n\n", 2)[0], f"\n\n{answer}"
    answered = service.check(body=opening + middle, interview=interview)
    assert "unanswered-question" not in {w["rule"] for w in answered["warnings"]}


def test_the_answer_has_the_contracts_shape(service: Service) -> None:
    report = service.check(body=MAGGIE, to=KEITH, read_receipt=True)
    assert list(report) == [
        "language",
        "is_thank_you_note",
        "words",
        "paragraphs",
        "complete",
        "guidelines",
        "warnings",
    ]
    assert [g["number"] for g in report["guidelines"]] == list(range(1, 10))
    assert [g["id"] for g in report["guidelines"]] == [g.id for g in GUIDELINES]
    for result in report["guidelines"]:
        assert set(result) == {"id", "number", "title", "status", "summary"}
        assert result["status"] in {"met", "missing", "broken", "unknown"}
        assert result["summary"]
    receipt = next(w for w in report["warnings"] if w["rule"] == "read-receipt")
    assert set(receipt) == {
        "id", "guideline", "rule", "severity", "message", "why", "field", "start", "end", "text",
        "fixes",
    }  # fmt: skip
    assert receipt["fixes"] == [
        {"title": "Turn off the read receipt", "command": "turn-off-read-receipt"}
    ]


def test_positions_are_utf16_code_units(service: Service) -> None:
    body = MAGGIE.replace("Dear", "😀😀 Dear", 1).replace("today", "today 🎉")
    report = service.check(body=body, to=KEITH)
    encoded = body.encode("utf-16-le")
    for warning in report["warnings"]:
        if warning["field"] == "body":
            cut = encoded[warning["start"] * 2 : warning["end"] * 2].decode("utf-16-le")
            assert cut == warning["text"]
    company = next(w for w in report["warnings"] if w["rule"] == "company-name")
    edit = company["fixes"][0]["edits"][0]
    assert (edit["start"], edit["end"]) == (company["start"], company["end"])
    assert encoded[edit["start"] * 2 : edit["end"] * 2].decode("utf-16-le") == "Patrickson Hirsh"


def test_messages_come_in_the_interfaces_language(service: Service) -> None:
    answers = {
        language: service.post("/v1/check", {"body": MAGGIE, "to": KEITH}, Accept_Language=language)
        for language in ("da-DK,da;q=0.9,en;q=0.5", "en-GB", "fr", "")
    }
    messages = {
        language: next(w["message"] for w in answer.json["warnings"] if w["rule"] == "person-name")
        for language, answer in answers.items()
    }
    assert messages["da-DK,da;q=0.9,en;q=0.5"] == "“Kieth” skal være “Keith”."
    assert messages["en-GB"] == messages["fr"] == messages[""] == "“Kieth” should be “Keith”."


def test_plain_text_is_the_body(service: Service) -> None:
    answer = service.call(
        "POST", "/v1/check", MAGGIE.encode(), {"Content-Type": "text/plain; charset=utf-8"}
    )
    assert answer.status == 200
    assert answer.json == service.check(body=MAGGIE)


def test_an_empty_note_is_no_error(service: Service) -> None:
    for body in ("", " \n\n "):
        report = service.check(body=body)
        assert len(report["guidelines"]) == 9
        assert report["warnings"] == []


def test_the_stage_changes_severity_and_nothing_else(service: Service) -> None:
    typing = service.check(body=MAGGIE, stage="typing", now="2026-11-23T16:00:00+01:00")
    sending = service.check(body=MAGGIE, stage="sending", now="2026-11-23T16:00:00+01:00")
    assert [w["id"] for w in typing["warnings"]] == [w["id"] for w in sending["warnings"]]
    assert [g["status"] for g in typing["guidelines"]] == [
        g["status"] for g in sending["guidelines"]
    ]
    changed = {
        w["rule"]: (w["severity"], other["severity"])
        for w, other in zip(typing["warnings"], sending["warnings"], strict=True)
        if w["severity"] != other["severity"]
    }
    assert changed["no-follow-up"] == ("suggestion", "warning")


def test_the_language_can_be_forced_and_rules_turned_off(service: Service) -> None:
    assert service.check(body=MAGGIE, language="da")["language"] == "da"
    assert service.check(body=MAGGIE, language="EN-gb")["language"] == "en"
    report = service.check(body=MAGGIE, to=KEITH, off=["person-name", "enthusiasm"])
    assert {w["rule"] for w in report["warnings"] if w["severity"] == "error"} == {"company-name"}
    status = {g["id"]: g["status"] for g in report["guidelines"]}
    assert status["enthusiasm"] == "unknown"


def test_a_word_that_the_writer_calls_right_is_right(service: Service) -> None:
    report = service.check(body=MAGGIE, to=KEITH, words=["kieth", "Patrickson Hirsh"])
    assert not [w for w in report["warnings"] if w["severity"] == "error"]


def test_fixes_write_with_what_is_known(service: Service) -> None:
    body = "Dear Keith,\n\nIt was great to meet you today.\n\nMy years in marketing would help."
    interview = {
        "company": "Patrickson-Hirsch",
        "role": "Marketing Manager",
        "held_at": "2026-11-23T10:00:00-06:00",
        "hear_back_by": "2026-12-04",
        "country": "US",
    }
    report = service.check(
        body=body,
        interview=interview,
        now="2026-11-23T16:00:00-06:00",
        **{"from": {"name": "Maggie Bloom"}},
    )
    texts = {w["rule"]: w["fixes"][0]["edits"][0]["text"] for w in report["warnings"] if w["fixes"]}
    assert texts["no-thanks"] == (
        "Thank you for taking the time to meet with me today to discuss the Marketing Manager "
        "position at Patrickson-Hirsch. "
    )
    assert "by Friday, December 4" in texts["no-next-step"]
    assert "by Friday, December 4" in texts["no-follow-up"]
    assert texts["no-sign-off"] == "\n\nKind regards,\nMaggie Bloom"


@pytest.mark.parametrize(
    ("greeting", "mended"),
    [
        ("To whom it may concern:", "Dear Keith,"),
        ("Ladies and gentlemen,", "Dear Keith,"),
        ("Hello everyone,", "Hello Keith,"),
    ],
)
def test_a_greeting_of_nobody_becomes_one_of_the_reader(
    service: Service, greeting: str, mended: str
) -> None:
    body = MAGGIE.replace("Dear Kieth,", greeting)
    report = service.check(body=body, to=[{"name": "Keith Smooth", "email": "keith@example.org"}])
    (group,) = (one for one in report["warnings"] if one["rule"] == "group-greeting")
    (edit,) = group["fixes"][0]["edits"]
    assert (body[: edit["start"]] + edit["text"] + body[edit["end"] :]).splitlines()[0] == mended


def test_a_follow_up_skips_weekends_and_public_holidays(service: Service) -> None:
    def day(now: str, country: str) -> str:
        report = service.check(body=MAGGIE, now=now, interview={"country": country})
        found = next(w for w in report["warnings"] if w["rule"] == "no-follow-up")
        return str(found["fixes"][0]["edits"][0]["text"])

    # Thanksgiving is on Thursday 26 November 2026, in the United States alone.
    assert "by Wednesday, November 25" in day("2026-11-23T16:00:00-06:00", "US")
    assert "by Friday, November 27" in day("2026-11-24T16:00:00-06:00", "US")
    assert "by Thursday, November 26" in day("2026-11-24T16:00:00+01:00", "DK")
    assert "by Tuesday, December 1" in day("2026-11-27T16:00:00+01:00", "DK")


def test_a_note_used_again_is_noticed_and_its_text_is_not_kept(own_service: Service) -> None:
    body = MAGGIE.replace("Kieth", "Keith").replace("Patrickson Hirsh", "the agency")
    recorded = own_service.post(
        "/v1/notes", {"body": body, "recipient": "anna@patrickson-hirsch.com"}
    )
    assert recorded.status == 201
    again = own_service.check(body=body, to=KEITH)
    reused = [w for w in again["warnings"] if w["rule"] == "reused-note"]
    assert len(reused) >= 3
    assert "anna@patrickson-hirsch.com" in reused[0]["message"]
    to_anna = own_service.check(body=body, to=[{"email": "anna@patrickson-hirsch.com"}])
    assert "reused-note" not in {w["rule"] for w in to_anna["warnings"]}
    assert own_service.call("DELETE", "/v1/notes").status == 204
    assert own_service.call("GET", "/v1/notes").json == []


def test_one_draft_for_each_recipient(service: Service) -> None:
    report = service.check(body=MAGGIE, to=[*KEITH, {"email": "anna@patrickson-hirsch.com"}])
    several = next(w for w in report["warnings"] if w["rule"] == "several-recipients")
    assert several["field"] == "to"
    assert several["fixes"][0]["command"] == "one-draft-each"


# ---- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "body"),
        ({"body": None}, "body"),
        ({"body": 7}, "body"),
        ({"body": "x", "colour": "red"}, "colour"),
        ({"body": "x", "to": "keith@example.com"}, "to"),
        ({"body": "x", "to": [{"mail": "keith@example.com"}]}, "to.0.mail"),
        ({"body": "x", "language": "tlh"}, "language"),
        ({"body": "x", "stage": "sent"}, "stage"),
        ({"body": "x", "now": "2026-02-30T10:00:00Z"}, "now"),
        ({"body": "x", "now": "0001-01-01T00:00:00+14:00"}, "now"),
        ({"body": "x", "interview": {"held_at": "yesterday"}}, "interview.held_at"),
        ({"body": "x", "interview": {"hear_back_by": "2026-13-01"}}, "interview.hear_back_by"),
        ({"body": "x", "interview": {"country": "Denmark"}}, "interview.country"),
        ({"body": "x", "interview_id": "42"}, "interview_id"),
        ({"body": "x", "read_receipt": "yes"}, "read_receipt"),
        ({"body": "x", "attachments": -1}, "attachments"),
        ({"body": "x", "off": ["shouting"]}, "off"),
        ({"body": "x", "words": [1]}, "words.0"),
    ],
)
def test_a_bad_field_is_named(service: Service, sent: dict[str, object], field: str) -> None:
    answer = service.post("/v1/check", sent)
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json["errors"]] == [field]
    tried("a wrong field, body or type, refused by name")
    assert answer.json["errors"][0]["message"]
    assert answer.json["status"] == 422


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b"body=x", "application/x-www-form-urlencoded", 415),
        (b"x", "", 415),
        (b"<x/>", "application/xml", 415),
        (b"x" * (1024 * 1024 + 1), "text/plain", 413),
    ],
)
def test_a_bad_body_is_refused(
    service: Service, body: bytes, content_type: str, status: int
) -> None:
    answer = service.call("POST", "/v1/check", body, {"Content-Type": content_type or None})
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["status"] == status
    tried("a wrong field, body or type, refused by name")


def test_a_wrong_method_or_path_is_a_problem_too(service: Service) -> None:
    answer = service.call("GET", "/v1/check")
    assert (answer.status, answer.json["title"]) == (405, "Method Not Allowed")
    assert "POST" in answer.headers["Allow"]
    assert service.call("GET", "/v1/nothing").status == 404


HOSTILE = {
    "lone surrogate": "Dear \ud800 Keith,\n\nThank you for the interview \udfff today.",
    "NULs": "Dear Keith,\0\0\n\nThank you\0 for the interview today.",
    "right to left": "Dear קית,\n\nThank you for the interview today. \u202eתודה רבה\u202c",
    "a word of a megabyte": "x" * 1_000_000,
    "spaces": " " * 1_000_000,
    "new lines": "\n" * 1_000_000,
    "brackets": "[" * 500_000 + "{" * 400_000,
    "thanks without end": "thank you " * 90_000,
    "commas": "I, " * 300_000,
    "stops": "I am. " * 150_000,
    "quotes": '"' * 900_000,
    "angle": "<a " * 300_000,
    "bullets": "- a\n" * 200_000,
    "exclamation": "Thank you" + "!" * 900_000,
    "quoted reply": "> x\n" * 200_000,
    "on wrote": "On Monday\n" * 100_000,
    "emoji": "😀" * 200_000,
    "capitals": "A " * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_answered_and_the_service_goes_on(service: Service, name: str) -> None:
    start = time.monotonic()
    body = json.dumps({"body": HOSTILE[name]}, ensure_ascii=name == "lone surrogate")
    answer = service.call("POST", "/v1/check", body.encode(), {"Content-Type": "application/json"})
    assert answer.status in (200, 413)
    assert time.monotonic() - start < 50  # a hang, not a measurement
    assert service.call("GET", "/health").status == 200
    tried("a megabyte of one thing as a letter")


def test_ten_thousand_recipients(service: Service) -> None:
    people = [{"name": f"Name{at} Person", "email": f"p{at}@example.com"} for at in range(10_000)]
    report = service.check(body=MAGGIE, to=people)
    several = next(w for w in report["warnings"] if w["rule"] == "several-recipients")
    assert "10000" in several["message"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
fields = st.sampled_from(
    sorted(field.data_key or name for name, field in CheckSchema().load_fields.items())
)
patient = settings(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@patient
@given(st.dictionaries(fields, json_values, max_size=6) | json_values)
def test_no_json_whatever_makes_it_fail(service: Service, data: object) -> None:
    answer = service.call(
        "POST",
        "/v1/check",
        json.dumps(data).encode(),
        {"Content-Type": "application/json"},
    )
    assert answer.status < 500
    tried("JSON or bytes made up, sent to the service")


@patient
@given(st.binary(max_size=300), st.sampled_from(["application/json", "text/plain", "text/html"]))
def test_no_bytes_whatever_make_it_fail(service: Service, data: bytes, content_type: str) -> None:
    answer = service.call("POST", "/v1/check", data, {"Content-Type": content_type})
    assert answer.status < 500
    tried("JSON or bytes made up, sent to the service")
