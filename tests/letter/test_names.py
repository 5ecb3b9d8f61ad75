"""Names that a draft's header and interview tell."""

from __future__ import annotations

from datetime import UTC, datetime

from taknote import languages
from taknote.letter.draft import Draft, Interview, Person
from taknote.letter.names import Known, KnownCompany, read_known

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)
KEITH = Person("Smooth, Keith", "keith@patrickson-hirsch.com")
ANNA = Person("Anna Berg", "anna@patrickson-hirsch.com")


def known(body: str = "", *to: Person, interview: Interview | None = None) -> Known:
    draft = Draft(body, NOW, to=to, interview=interview)
    return read_known(draft, languages.load("en").names)


def test_they_are_read_once_for_all_keystrokes_of_a_letter() -> None:
    first = known("Dear Kei", KEITH)
    assert known("Dear Keit", KEITH) is first
    assert known("Dear Keit", ANNA) is not first


def test_what_is_long_is_read_and_not_kept() -> None:
    crowd = tuple(Person(f"Nobody Number{n}", f"n{n}@example.org") for n in range(200))
    assert known("", *crowd) is not known("", *crowd)
    assert known("", *crowd).people == known("", *crowd).people


def test_the_recipient_and_the_company() -> None:
    alone = known("", KEITH)
    assert alone.recipient is not None
    assert alone.recipient.names == ("Keith", "Smooth")
    assert alone.company == KnownCompany("Patrickson-Hirsch", exact=False)
    assert known("", KEITH, ANNA).recipient is None
    assert [person.given for person in known("", KEITH, ANNA).recipients] == ["Keith", "Anna"]


def test_the_interview_knows_better() -> None:
    met = Interview(company=" Patrickson Hirsch Ltd ", interviewers=(ANNA, KEITH))
    told = known("", Person("", "keith@patrickson-hirsch.com"), interview=met)
    assert told.company == KnownCompany("Patrickson Hirsch Ltd", exact=True)
    assert told.recipient is not None
    assert told.recipient.names == ("Keith", "Smooth")
    assert [person.given for person in told.people] == ["Anna", "Keith"]
    assert told.squashed_names == {"anna", "berg", "keith", "smooth"}
