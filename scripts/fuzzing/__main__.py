"""One target for the fuzzer: bytes in, and nothing but the errors that are promised out."""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests"))
import corpus

with atheris.instrument_imports(include=["taknote"]):
    from taknote.check import apply_edits, check
    from taknote.languages.mistakes import read_confusion
    from taknote.languages.patterns import PatternError, compile_any
    from taknote.languages.weights import WeightsError, read_weights
    from taknote.letter.draft import Draft, Person
    from taknote.memory import Memory
    from taknote.memory.imports import ImportFileError, read_file
    from taknote.web import create_app
    from taknote.web.settings import Settings

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)
APP = create_app(Settings(token="t"), Memory())
CLIENT = APP.test_client()


def letter(data: bytes) -> None:
    """A letter, its reader's address first: every range lies in it, every edit applies."""
    address, _, body = data.decode("utf-8", "replace").partition("\n")
    report = check(Draft(body, NOW, to=(Person("", address[:80]),), stage="sending"))
    for warning in report.warnings:
        limit = len(body) if warning.field == "body" else 10**6
        assert 0 <= warning.start <= warning.end <= limit
        for fix in warning.fixes:
            apply_edits(body, [edit for edit in fix.edits if edit.field == "body"])


def door(data: bytes) -> None:
    """Whatever comes in by HTTP, no 5xx goes out."""
    answer = CLIENT.post(
        "/v1/check",
        data=data,
        content_type="application/json",
        headers={"Authorization": "Bearer t"},
    )
    assert answer.status_code < 500, answer.data


def invitation(data: bytes) -> None:
    """A calendar invitation is read or refused."""
    with contextlib.suppress(ImportFileError):
        read_file("invitation.ics", data.decode("utf-8", "replace"))


def card(data: bytes) -> None:
    """A business card is read or refused."""
    with contextlib.suppress(ImportFileError):
        read_file("card.vcf", data.decode("utf-8", "replace"))


def pack(data: bytes) -> None:
    """A line of a language pack is read or refused."""
    source = data.decode("utf-8", "replace")
    with contextlib.suppress(PatternError):
        compile_any([source], {"part": "a|b"})
    with contextlib.suppress(PatternError):
        read_confusion("name", [source], [], {})
    with contextlib.suppress(WeightsError):
        read_weights(source)


def seeds(name: str) -> list[str]:
    """What to begin with: a few of each kind that are right."""
    notes = [
        f"keith@patrickson-hirsch.com\n{case.draft.body}"
        for language in corpus.LANGUAGES
        for case in corpus.whole_notes(language, corpus.NOTES[0])[:40]
    ]
    return {
        "letter": notes,
        "door": [json.dumps({"body": note, "to": [{"email": "a@b.com"}]}) for note in notes[:20]],
        "invitation": [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
            "SUMMARY:Interview\r\nDTSTART:20261123T100000Z\r\nDTSTAMP:20261101T000000Z\r\n"
            "ATTENDEE;CN=Keith Smooth:mailto:keith@patrickson-hirsch.com\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        ],
        "card": [
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Keith Smooth\r\nN:Smooth;Keith\r\nEND:VCARD\r\n"
        ],
        "pack": ["(?:their|there) [is=>are] (?:many|{part})", "*\t1\t2\nword\t5\t\n"],
    }[name]


if __name__ == "__main__":
    target = globals()[sys.argv[1]]
    for number, seed in enumerate(seeds(sys.argv[1])):
        (Path(sys.argv[-1]) / f"seed-{number}").write_bytes(seed.encode())
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()
