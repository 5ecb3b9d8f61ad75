"""Days are those of the place where the interview was held, whatever clock the writer has."""

from __future__ import annotations

from datetime import datetime

import pytest

from taknote.check import check
from taknote.letter.draft import Draft, Interview

BODY = "Dear Keith,\n\nThank you for meeting with me about the job.\n\nKind regards,\nMaggie"


def rules(held_at: str, now: str, send_at: str | None = None) -> set[str]:
    draft = Draft(
        BODY,
        datetime.fromisoformat(now),
        send_at=datetime.fromisoformat(send_at) if send_at else None,
        interview=Interview(held_at=datetime.fromisoformat(held_at)),
    )
    soon = {"late", "send-today", "scheduled-late"}
    return {warning.rule for warning in check(draft).warnings} & soon


@pytest.mark.parametrize(
    ("held_at", "now", "expected"),
    [
        ("2026-11-23T10:00:00+01:00", "2026-11-23T23:59:00+01:00", "send-today"),
        ("2026-11-23T10:00:00+01:00", "2026-11-24T00:01:00+01:00", "late"),
        # Midnight passed where the writer is, not where the interview was held; and the reverse.
        ("2026-11-23T10:00:00-08:00", "2026-11-24T07:30:00+01:00", "send-today"),
        ("2026-11-23T10:00:00+09:00", "2026-11-23T17:30:00+01:00", "late"),
        # Over the date line: Auckland's Tuesday is Honolulu's Monday.
        ("2026-11-24T09:00:00+13:00", "2026-11-23T20:00:00-10:00", "send-today"),
        # The clocks go back on 25 October and forward on 28 March, in Copenhagen.
        ("2026-10-25T01:30:00+02:00", "2026-10-25T23:30:00+01:00", "send-today"),
        ("2026-10-25T01:30:00+02:00", "2026-10-26T00:30:00+01:00", "late"),
        ("2027-03-28T01:30:00+01:00", "2027-03-28T23:30:00+02:00", "send-today"),
        ("2027-03-28T01:30:00+01:00", "2027-03-29T01:30:00+02:00", "late"),
        # London and Copenhagen are an hour apart all year.
        ("2026-11-23T15:00:00+00:00", "2026-11-24T00:30:00+01:00", "send-today"),
        ("2026-11-23T15:00:00+00:00", "2026-11-24T01:30:00+01:00", "late"),
    ],
)
def test_the_day_of_the_interview(held_at: str, now: str, expected: str) -> None:
    assert rules(held_at, now) == {expected}


def test_a_scheduled_send_is_judged_by_the_same_clock() -> None:
    held, now = "2026-11-23T10:00:00-08:00", "2026-11-23T20:00:00+01:00"
    assert rules(held, now, "2026-11-24T08:30:00+01:00") == {"send-today"}
    assert rules(held, now, "2026-11-24T09:30:00+01:00") == {"scheduled-late"}
