"""The command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from taknote.cli import main

NOTE = (
    "Dear Kieth,\n\nThank you for meeting with me today about the marketing position.\n\n"
    "My years at Northwind have prepared me well.\n\nI would love to join your team and look "
    "forward to the next step. I will call you on Monday.\n\nBest,\nMaggie\n"
)
MAIL = """\
From: Maggie Bloom <maggie@bloom.example>
To: Keith Smooth <keith@patrickson-hirsch.com>, Anna <anna@patrickson-hirsch.com>
Subject: Thank you for the interview
Disposition-Notification-To: maggie@bloom.example
Content-Type: {kind}; charset=utf-8

{body}"""


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


@pytest.fixture
def note(tmp_path: Path) -> str:
    file = tmp_path / "note.txt"
    file.write_text(NOTE, encoding="utf-8")
    return str(file)


def test_a_misspelled_name_fails_like_a_linter(note: str) -> None:
    result = run(note, "--to", "keith@patrickson-hirsch.com")
    assert result.exit_code == 1
    assert f"{note}:1:6: error: “Kieth” should be “Keith”. [person-name]" in result.output
    assert "→ Change to “Keith”" in result.output


def test_a_good_note_passes(note: str) -> None:
    good = NOTE.replace("Kieth", "Keith")
    result = run("-", "--to", "keith@patrickson-hirsch.com", stdin=good)
    assert result.exit_code == 0
    assert "✓ 8. Proofread it, names above all: Nothing found" in result.output


def test_json_is_the_wire_format(note: str) -> None:
    result = run(note, "--format", "json", "--interface", "da")
    assert json.loads(result.output)["guidelines"][0]["title"] == "Hold den kort"


def test_a_mail_tells_its_recipients_and_receipts(tmp_path: Path) -> None:
    html = "".join(f"<p>{part}</p>" for part in NOTE.replace("\n", "<br>").split("<br><br>"))
    for kind, body in (("text/plain", NOTE), ("text/html", html)):
        file = tmp_path / "note.eml"
        file.write_text(MAIL.format(kind=kind, body=body), encoding="utf-8")
        report = json.loads(run(str(file), "--format", "json").output)
        rules = {warning["rule"] for warning in report["warnings"]}
        assert {"read-receipt", "several-recipients", "person-name"} <= rules
        assert report["paragraphs"] == 3


def test_other_mail_passes_with_a_word(tmp_path: Path) -> None:
    result = run("-", stdin="Hi Tom, lunch on Friday?")
    assert result.exit_code == 0
    assert "not a thank-you note" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file.txt"],
        ["-", "--language", "tlh"],
        ["-", "--held-at", "yesterday"],
        ["-", "--interface", "fr"],
        [],
    ],
)
def test_a_bad_call_exits_with_two(arguments: list[str]) -> None:
    assert run(*arguments, stdin="x").exit_code == 2


def test_bytes_that_are_no_text_exit_with_two(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"\xff\xfe\x00D")
    result = run(str(tmp_path / "note.txt"))
    assert result.exit_code == 2
    assert "UTF-8" in result.output
