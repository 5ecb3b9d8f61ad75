"""What a check answers: statuses, warnings and fixes, in words; positions in code points."""

from __future__ import annotations

from dataclasses import dataclass

from taknote.guidelines.finding import Severity, Status, TextEdit


@dataclass(frozen=True, slots=True)
class OfferedFix:
    """A fix with its title in words."""

    title: str
    edits: tuple[TextEdit, ...]
    command: str | None


@dataclass(frozen=True, slots=True)
class Warning:
    """A warning, ready to be shown."""

    id: str
    guideline: str
    rule: str
    severity: Severity
    message: str
    why: str
    field: str
    start: int
    end: int
    text: str
    fixes: tuple[OfferedFix, ...]


@dataclass(frozen=True, slots=True)
class GuidelineResult:
    """How a note stands with one guideline."""

    id: str
    number: int
    title: str
    status: Status
    summary: str


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a check."""

    language: str
    is_thank_you_note: bool
    words: int
    paragraphs: int
    complete: bool
    guidelines: tuple[GuidelineResult, ...]
    warnings: tuple[Warning, ...]
