"""The wire format, written here and nowhere else.

Positions are code points inside Taknote and UTF-16 code units on the wire, as browsers, editors
and the Language Server Protocol count; the schemas convert them.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import regex
from marshmallow import Schema, ValidationError, fields, post_load, pre_dump, validate, validates

from taknote import languages
from taknote.guidelines import IDS
from taknote.letter.draft import Draft, Interview, Person
from taknote.memory.interviews import KeptInterview, Met
from taknote.report import Report

_EARLIEST, _LATEST = 1970, 2200
_LONGEST_NAME = 1000
_LONGEST_LIST = 20_000
_ASTRAL = regex.compile(r"[\U00010000-\U0010ffff]")


class _Text(fields.String):
    """A string of bounded length."""

    def __init__(self, longest: int = _LONGEST_NAME, **options: Any) -> None:
        super().__init__(validate=validate.Length(max=longest), **options)


class _Switch(fields.Boolean):
    """True or false, and nothing that merely looks like it."""

    truthy = {True}  # noqa: RUF012
    falsy = {False}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class _Moment(fields.Field[datetime]):
    """A moment by ISO 8601; without an offset it is in this machine's time zone."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> str | None:
        return value.isoformat() if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> datetime:
        if not isinstance(value, str):
            raise ValidationError("Give a date and time such as 2026-11-23T16:00:00+01:00.")
        try:
            moment = datetime.fromisoformat(value)
            if not _EARLIEST <= moment.year <= _LATEST:
                raise ValueError
            return moment if moment.tzinfo else moment.astimezone()
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                "Not a date and time such as 2026-11-23T16:00:00+01:00."
            ) from error


class _Day(fields.Field[date]):
    """A day by ISO 8601; the day of a date and time is taken too."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> str | None:
        return value.isoformat() if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> date:
        try:
            day = datetime.fromisoformat(value).date()
        except (TypeError, ValueError) as error:
            raise ValidationError("Not a date such as 2026-12-03.") from error
        if not _EARLIEST <= day.year <= _LATEST:
            raise ValidationError("Not a date such as 2026-12-03.")
        return day


class PersonSchema(Schema):
    """Somebody with a display name, an address, or both."""

    name = _Text(load_default="", metadata={"example": "Keith Smooth"})
    email = _Text(load_default="", metadata={"example": "keith@patrickson-hirsch.com"})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Person:
        return Person(**data)


def _people(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Nested(PersonSchema), validate=validate.Length(max=_LONGEST_LIST), **options
    )


def _country() -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Regexp(r"\A(?:[A-Za-z]{2})?\Z", error="Give a code of two letters."),
        metadata={"description": "ISO 3166-1 alpha-2", "example": "DK"},
    )


class InterviewSchema(Schema):
    """What is known of the interview."""

    company = _Text(load_default="", metadata={"example": "Patrickson-Hirsch"})
    role = _Text(load_default="", metadata={"example": "Marketing Manager"})
    held_at = _Moment(load_default=None, allow_none=True)
    hear_back_by = _Day(load_default=None, allow_none=True)
    interviewers = _people(load_default=list)
    questions = fields.List(_Text(), load_default=list, validate=validate.Length(max=50))
    strengths = fields.List(_Text(), load_default=list, validate=validate.Length(max=50))
    country = _country()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Interview:
        for name in ("interviewers", "questions", "strengths"):
            data[name] = tuple(data[name])
        return Interview(**data)


class CheckSchema(Schema):
    """A draft to be checked. Only `body` is required."""

    body = fields.String(required=True, metadata={"example": "Dear Kieth,\n\nThank you …"})
    subject = _Text(10_000, load_default=None, allow_none=True)
    language = fields.String(load_default="auto", metadata={"example": "auto"})
    to = _people(load_default=None, allow_none=True)
    cc = _people(load_default=list)
    bcc = _people(load_default=list)
    sender = fields.Nested(PersonSchema, data_key="from", load_default=Person, allow_none=True)
    read_receipt = _Switch(load_default=False, allow_none=True)
    delivery_receipt = _Switch(load_default=False, allow_none=True)
    send_at = _Moment(load_default=None, allow_none=True)
    attachments = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(min=0, max=10_000)
    )
    stage = fields.String(load_default="typing", validate=validate.OneOf(["typing", "sending"]))
    is_thank_you_note = _Switch(
        load_default=None,
        allow_none=True,
        metadata={"description": "The writer's word on it; left out, Taknote finds out by itself."},
    )
    now = _Moment(load_default=None, allow_none=True)
    interview = fields.Nested(InterviewSchema, load_default=None, allow_none=True)
    interview_id = _Text(load_default=None, allow_none=True)
    off = fields.List(_Text(), load_default=list, validate=validate.Length(max=_LONGEST_LIST))
    words = fields.List(_Text(), load_default=list, validate=validate.Length(max=_LONGEST_LIST))

    @validates("language")
    def language_is_known(self, value: str, data_key: str) -> None:
        if value != "auto" and _tag(value) is None:
            known = ", ".join(["auto", *languages.tags()])
            raise ValidationError(f"Taknote knows {known}.")

    @validates("off")
    def rules_are_known(self, value: list[str], data_key: str) -> None:
        unknown = sorted(set(value) - IDS)
        if unknown:
            raise ValidationError(f"There is no rule or guideline {unknown[0]!r}.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> CheckRequest:
        interview_id = data.pop("interview_id")
        data["language"] = None if data["language"] == "auto" else _tag(data["language"])
        data["to"] = None if data["to"] is None else tuple(data["to"])
        data["cc"], data["bcc"] = tuple(data["cc"]), tuple(data["bcc"])
        data["sender"] = data["sender"] or Person()
        data["now"] = data["now"] or datetime.now(UTC).astimezone()
        data["off"], data["words"] = frozenset(data["off"]), frozenset(data["words"])
        return CheckRequest(Draft(**data), interview_id)


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A draft to be checked, and the remembered interview that it names, if it does."""

    draft: Draft
    interview_id: str | None


def _tag(value: str) -> str | None:
    """A language tag as the packs write it; tags are compared without regard to case (BCP 47)."""
    return next((tag for tag in languages.tags() if tag.casefold() == value.casefold()), None)


class TextEditSchema(Schema):
    """Replace a range of a field with text."""

    field = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    text = fields.String()


class FixSchema(Schema):
    """One click: edits to apply together, or a command that the webmail performs."""

    title = fields.String()
    edits = fields.List(fields.Nested(TextEditSchema))
    command = fields.String()


class WarningSchema(Schema):
    """Something to tell the writer, at a range of a field."""

    id = fields.String()
    guideline = fields.String()
    rule = fields.String()
    severity = fields.String(validate=validate.OneOf(["error", "warning", "suggestion"]))
    message = fields.String()
    why = fields.String()
    field = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    text = fields.String()
    fixes = fields.List(fields.Nested(FixSchema))


class GuidelineResultSchema(Schema):
    """How the note stands with one guideline."""

    id = fields.String()
    number = fields.Integer()
    title = fields.String()
    status = fields.String(validate=validate.OneOf(["met", "missing", "broken", "unknown"]))
    summary = fields.String()


@dataclass(frozen=True, slots=True)
class Answer:
    """A report with the draft that its positions are in."""

    report: Report
    draft: Draft


class ReportSchema(Schema):
    """The answer to a check."""

    language = fields.String()
    is_thank_you_note = fields.Boolean()
    words = fields.Integer()
    paragraphs = fields.Integer()
    complete = fields.Boolean()
    guidelines = fields.List(fields.Nested(GuidelineResultSchema))
    warnings = fields.List(fields.Nested(WarningSchema))

    @pre_dump
    def count_in_utf16(self, answer: Answer, **_: Any) -> dict[str, Any]:
        draft = answer.draft
        units = {"body": _Utf16(draft.body), "subject": _Utf16(draft.subject or "")}

        def moved(item: dict[str, Any]) -> dict[str, Any]:
            index = units.get(item["field"])
            if index:
                item |= {"start": index.of(item["start"]), "end": index.of(item["end"])}
            return item

        report = _as_dictionary(answer.report)
        for warning in report["warnings"]:
            moved(warning)
            for fix in warning["fixes"]:
                if fix["command"] is None:
                    del fix["command"]
                else:
                    del fix["edits"]
                for edit in fix.get("edits", ()):
                    moved(edit)
        return report


def _as_dictionary(report: Report) -> dict[str, Any]:
    """A report as plain data, as `dataclasses.asdict` makes it, without its deep copies."""

    def fields_of(one: Any) -> dict[str, Any]:
        return {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}

    data = fields_of(report)
    data["guidelines"] = [fields_of(result) for result in report.guidelines]
    data["warnings"] = [fields_of(warning) for warning in report.warnings]
    for warning in data["warnings"]:
        warning["fixes"] = [fields_of(fix) for fix in warning["fixes"]]
        for fix in warning["fixes"]:
            fix["edits"] = [fields_of(edit) for edit in fix["edits"]]
    return data


class _Utf16:
    """Turns code points of a text into UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self.astral = [match.start() for match in _ASTRAL.finditer(text)]

    def of(self, position: int) -> int:
        return position + bisect_left(self.astral, position)


class RuleSchema(Schema):
    """What a rule looks for, and why."""

    id = fields.String()
    title = fields.String()
    why = fields.String()
    good = fields.String()
    bad = fields.String()


class GuidelineSchema(Schema):
    """One of the nine guidelines with its rules."""

    id = fields.String()
    number = fields.Integer()
    title = fields.String()
    rules = fields.List(fields.Nested(RuleSchema))


class HealthSchema(Schema):
    """Whether the service is up, and what of it is ready."""

    name = fields.String()
    version = fields.String()
    languages = fields.List(fields.String())
    engines = fields.Dict(keys=fields.String(), values=fields.Boolean())


class SentNoteSchema(Schema):
    """A note that was sent; its text goes in and only a fingerprint is kept."""

    id = fields.Integer(dump_only=True)
    body = fields.String(required=True, load_only=True)
    recipient = _Text(required=True, metadata={"example": "keith@patrickson-hirsch.com"})
    sent_at = fields.AwareDateTime(dump_only=True)


class MetSchema(Schema):
    """Somebody met at an interview."""

    name = _Text(load_default="", metadata={"example": "Keith Smooth"})
    title = _Text(load_default="", metadata={"example": "Head of Marketing"})
    email = _Text(load_default="", metadata={"example": "keith@patrickson-hirsch.com"})
    thanked_at = fields.AwareDateTime(dump_only=True, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Met:
        return Met(**data)


class KeptInterviewSchema(Schema):
    """An interview that is remembered."""

    id = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True, metadata={"description": "also the ETag"})
    company = _Text(load_default="", metadata={"example": "Patrickson-Hirsch"})
    role = _Text(load_default="", metadata={"example": "Marketing Manager"})
    held_at = _Moment(load_default=None, allow_none=True)
    ends_at = _Moment(load_default=None, allow_none=True)
    place = _Text(load_default="")
    hear_back_by = _Day(load_default=None, allow_none=True)
    country = _country()
    questions = fields.List(_Text(), load_default=list, validate=validate.Length(max=50))
    strengths = fields.List(_Text(), load_default=list, validate=validate.Length(max=50))
    notes = _Text(10_000, load_default="")
    dismissed = _Switch(load_default=False)
    people = fields.List(
        fields.Nested(MetSchema), load_default=list, validate=validate.Length(max=200)
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> KeptInterview:
        for name in ("people", "questions", "strengths"):
            data[name] = tuple(data[name])
        return KeptInterview(**data)


class ImportSchema(Schema):
    """A calendar file (.ics) or business cards (.vcf)."""

    name = _Text(load_default="file", metadata={"example": "invitation.ics"})
    content = fields.String(required=True, metadata={"example": "BEGIN:VCALENDAR…"})


class DueSchema(Schema):
    """Something that is due: thanks, or a question on the day that was agreed."""

    kind = fields.String(validate=validate.OneOf(["thank", "follow-up"]))
    interview_id = fields.String()
    company = fields.String()
    name = fields.String()
    email = fields.String()
    since = fields.AwareDateTime()


class WordsSchema(Schema):
    """The personal dictionary."""

    words = fields.List(_Text(), required=True, validate=validate.Length(max=_LONGEST_LIST))


class IgnoredSchema(Schema):
    """The ids of warnings that are not to be shown any more."""

    ignored = fields.List(_Text(), required=True, validate=validate.Length(max=_LONGEST_LIST))


class ExportSchema(Schema):
    """All that is remembered."""

    interviews = fields.List(fields.Nested(KeptInterviewSchema))
    notes = fields.List(fields.Nested(SentNoteSchema))
    words = fields.List(fields.String())
    ignored = fields.List(fields.String())


class PairingCodeSchema(Schema):
    """The code that the service shows on its terminal."""

    code = _Text(required=True, longest=32)


class PairingSchema(Schema):
    """The token to send from now on: `Authorization: Bearer …`."""

    token = fields.String()
