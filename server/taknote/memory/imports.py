"""Interviews from what is at hand: a calendar's invitation, a business card.

iCalendar (RFC 5545) is read by icalendar, vCard (RFC 6350) by vobject. What is strange but legal is
taken; what is malformed is refused with its line.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import regex
import vobject
from icalendar import Calendar
from vobject.base import ParseError

from taknote import languages
from taknote.memory.interviews import KeptInterview, Met

_LARGEST = 512 * 1024
_MOST_EVENTS = 50
_ROOMS = {"ROOM", "RESOURCE"}
_TITLE_PARTS = regex.compile(r"\s*[,:|–—]\s*|\s+-\s+")
_MAILTO = regex.compile(r"\s*mailto:", regex.IGNORECASE)


class ImportFileError(ValueError):
    """A file that can't be read; the message names the line where that is known."""


def read_file(name: str, content: str) -> list[KeptInterview]:
    """The interviews in a calendar file, or one with the people of a file of business cards.

    Args:
        name: the file's name, whose ending tells what it is.
        content: what is in it.

    Raises:
        ImportFileError: it is neither, or malformed.
    """
    if len(content) > _LARGEST:
        raise ImportFileError(f"{name}: larger than {_LARGEST // 1024} KiB.")
    beginning = content.lstrip("\ufeff \r\n\t")[:40].upper()
    if beginning.startswith("BEGIN:VCALENDAR"):
        return _calendar(name, content)
    if beginning.startswith("BEGIN:VCARD"):
        return [_cards(name, content)]
    raise ImportFileError(
        f"{name}, line 1: neither a calendar (BEGIN:VCALENDAR) nor a business card (BEGIN:VCARD)."
    )


def _calendar(name: str, content: str) -> list[KeptInterview]:
    _check_lines(name, content)
    try:
        calendar = Calendar.from_ical(content.lstrip("\ufeff"))
        events = [_event(event) for event in list(calendar.walk("VEVENT"))[:_MOST_EVENTS]]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ImportFileError(f"{name}: {error}") from error
    if not events:
        raise ImportFileError(f"{name}: no event (VEVENT) in it.")
    return events


def _check_lines(name: str, content: str) -> None:
    """Refuse a line that is no property, by its number (RFC 5545, 3.1)."""
    for number, line in enumerate(content.lstrip("\ufeff").splitlines(), 1):
        if line and not line.startswith((" ", "\t")) and not regex.match(r"[\w-]+[;:]", line):
            raise ImportFileError(f"{name}, line {number}: {line[:40]!r} is no calendar property.")


def _event(event: Any) -> KeptInterview:
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if end is None and start is not None and event.get("DURATION") is not None:
        end = start + event.decoded("DURATION")
    listed = event.get("ATTENDEE", [])
    invited = [event.get("ORGANIZER"), *(listed if isinstance(listed, list) else [listed])]
    people = [_attendee(one) for one in invited if one is not None and not _is_room(one)]
    unique = {person.email.casefold() or person.name: person for person in people}
    return KeptInterview(
        role=_role_in(str(event.get("SUMMARY", "")))[:1000],
        held_at=start,
        ends_at=end,
        place=str(event.get("LOCATION", "")).strip()[:1000],
        people=tuple(unique.values()),
    )


def _moment(event: Any, name: str) -> datetime | None:
    """A property's moment with the organiser's own offset; a whole day begins at midnight here."""
    value = event.get(name)
    if value is None:
        return None
    moment = value.dt
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.astimezone()
    return datetime.combine(moment, time()).astimezone() if isinstance(moment, date) else None


def _role_in(summary: str) -> str:
    """The job in an event's title: "Interview: Marketing Manager" is about a Marketing Manager."""
    parts = [part.strip() for part in _TITLE_PARTS.split(summary) if part.strip()]
    jobs = [part for part in parts if not _names_a_meeting(part)]
    return jobs[0] if len(jobs) == 1 and len(parts) > 1 else ""


def _names_a_meeting(text: str) -> bool:
    return any(
        senses.entries[place].name == "meeting" and pattern.search(text)
        for senses in (languages.load(code).senses for code in languages.codes())
        for place, pattern, _ in senses.in_question(text)
    )


def _is_room(attendee: Any) -> bool:
    return str(getattr(attendee, "params", {}).get("CUTYPE", "")) in _ROOMS


def _attendee(attendee: Any) -> Met:
    parameters = getattr(attendee, "params", {})
    email = _MAILTO.sub("", str(attendee)).strip()
    name = str(parameters.get("CN", "")).strip().strip('"')
    return Met(name="" if "@" in name else name[:1000], email=email[:1000] if "@" in email else "")


def _cards(name: str, content: str) -> KeptInterview:
    people = []
    company = ""
    try:
        for card in vobject.readComponents(content.lstrip("\ufeff"), allowQP=True):
            if card.name != "VCARD":
                raise ImportFileError(f"{name}: {card.name} is no business card.")
            people.append(
                Met(
                    name=_text(card, "fn") or " ".join(_text(card, "n").split()),
                    title=_text(card, "title"),
                    email=_text(card, "email"),
                )
            )
            company = company or _text(card, "org")
    except ParseError as error:
        line = f", line {error.lineNumber}" if error.lineNumber else ""
        raise ImportFileError(f"{name}{line}: {error.msg}") from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise ImportFileError(f"{name}: {error}") from error
    if not people:
        raise ImportFileError(f"{name}: no business card in it.")
    return KeptInterview(company=company, people=tuple(people))


def _text(card: Any, name: str) -> str:
    value = getattr(card, name).value if hasattr(card, name) else ""
    return (" ".join(value) if isinstance(value, list) else str(value)).strip()[:1000]
