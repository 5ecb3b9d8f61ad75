"""What a client sent to be checked: plain values, nothing read out of them yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Stage = Literal["typing", "sending"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a display name, an address, or both; what is not known is empty."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is known of the interview that the note follows. Unknown parts are empty."""

    company: str = ""
    role: str = ""
    held_at: datetime | None = None
    hear_back_by: date | None = None
    interviewers: tuple[Person, ...] = ()
    questions: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class SentNote:
    """A note that went to somebody before: its fingerprint only, never its text."""

    recipient: str
    fingerprint: frozenset[int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A note being written, with all that the client knows of it.

    `None` means that the client could not tell, which is not the same as none: `to=()` is a note
    without recipients, `to=None` one whose recipients nobody has told us. `is_thank_you_note` is
    the writer's own word on what this is.
    """

    body: str
    now: datetime
    subject: str | None = None
    language: str | None = None
    to: tuple[Person, ...] | None = None
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    sender: Person = Person()
    read_receipt: bool | None = None
    delivery_receipt: bool | None = None
    send_at: datetime | None = None
    attachments: int | None = None
    stage: Stage = "typing"
    is_thank_you_note: bool | None = None
    interview: Interview | None = None
    off: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    sent: tuple[SentNote, ...] = field(default=(), repr=False)
    fingerprint_key: bytes = field(default=b"", repr=False)

    @property
    def recipients(self) -> tuple[Person, ...]:
        """Everybody the note goes to, in the order To, Cc, Bcc; empty when unknown."""
        return (self.to or ()) + self.cc + self.bcc
