"""What a guideline finds in a note, before it is put into words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from taknote.letter.note import Note

Field = Literal[
    "body",
    "subject",
    "to",
    "cc",
    "bcc",
    "from",
    "read_receipt",
    "delivery_receipt",
    "send_at",
    "attachments",
]
Severity = Literal["error", "warning", "suggestion"]
Status = Literal["met", "missing", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace a range of a field with text, as in the Language Server Protocol."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One click: text edits to apply together, or a command that the webmail performs.

    `title` names the message in the language pack, `words` what is filled in there. A `scaffold`
    holds placeholders for the writer to fill in, which guideline 8 will not let through.
    """

    title: str
    edits: tuple[TextEdit, ...] = ()
    command: str | None = None
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    scaffold: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the writer, at a range of a field in code points.

    `missing` marks what is not there yet: a suggestion while typing, a warning when sending.
    """

    rule: str
    severity: Severity
    start: int = 0
    end: int = 0
    field: Field = "body"
    missing: bool = False
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a guideline says of a note. `known` is false where it takes something not told."""

    findings: tuple[Finding, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Guideline:
    """One of the nine: its id, the ids of its rules, and the function that judges a note."""

    id: str
    rules: tuple[str, ...]
    judge: Callable[[Note], Judgement]


def judgement(findings: Iterable[Finding], *, known: bool = True) -> Judgement:
    """Gather findings into a judgement. What is found makes the status known."""
    gathered = tuple(findings)
    return Judgement(gathered, known or any(item.severity != "suggestion" for item in gathered))
