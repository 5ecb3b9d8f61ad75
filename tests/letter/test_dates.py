"""Dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from taknote.languages import load
from taknote.letter.dates import find_dates, working_day, write_date

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("tag", "text", "day"),
    [
        ("en", "by Friday", date(2026, 11, 27)),
        ("en", "on Monday", date(2026, 11, 30)),
        ("en", "next Wednesday", date(2026, 12, 2)),
        ("en", "on December 4", date(2026, 12, 4)),
        ("en", "on Friday, December 4th", date(2026, 12, 4)),
        ("en", "on the 4th of December", date(2026, 12, 4)),
        ("en", "by the 30th", date(2026, 11, 30)),
        ("en", "by Jan 8", date(2027, 1, 8)),
        ("en", "tomorrow", date(2026, 11, 24)),
        ("en", "by the end of next week", date(2026, 12, 4)),
        ("en", "by the end of the week", date(2026, 11, 27)),
        ("en", "in two weeks", date(2026, 12, 7)),
        ("en", "in a fortnight", date(2026, 12, 7)),
        ("en", "12/3", date(2026, 12, 3)),
        ("en-GB", "3/12", date(2026, 12, 3)),
        ("en", "2026-12-04", date(2026, 12, 4)),
        ("da", "på fredag", date(2026, 11, 27)),
        ("da", "fredag den 4. december", date(2026, 12, 4)),
        ("da", "d. 4. december", date(2026, 12, 4)),
        ("da", "den 4.12.", date(2026, 12, 4)),
        ("da", "4/12", date(2026, 12, 4)),
        ("da", "i morgen", date(2026, 11, 24)),
        ("da", "i slutningen af næste uge", date(2026, 12, 4)),
        ("da", "om 14 dage", date(2026, 12, 7)),
        ("da", "den 30.", date(2026, 11, 30)),
    ],
)
def test_a_date_is_understood(tag: str, text: str, day: date) -> None:
    sentence = f"I will call {text}" if tag != "da" else f"Jeg ringer {text}"
    found = find_dates(sentence, load(tag[:2]), tag, MONDAY)
    assert [named.day for named in found] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "at 3.5 per cent",
        "room 12",
        "in 2019 I ran",
        "last Friday",
        "on 31/31",
        "24/7",
        "February 30",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text, load("en"), "en", MONDAY) == ()


def test_a_weekday_beside_a_date_is_kept_for_comparison() -> None:
    (named,) = find_dates("on Friday, December 3", load("en"), "en", MONDAY)
    assert (named.weekday, named.day.weekday()) == (4, 3)


def test_working_days() -> None:
    friday = date(2026, 11, 27)
    assert working_day(friday, 2, "DK") == date(2026, 12, 1)
    assert working_day(date(2026, 12, 25), 0, "DK") == date(2026, 12, 28)
    assert working_day(date(2026, 12, 25), 0, "??") == date(2026, 12, 25)


def test_dates_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 12, 4)
    assert write_date(day, load("en"), "en") == "Friday, December 4"
    assert write_date(day, load("en"), "en-GB") == "Friday 4 December"
    assert write_date(day, load("da"), "da") == "fredag den 4. december"
