"""The command `taknote`: serve, and check a file as linters do."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taknote import __version__, languages
from taknote.check import check as check_draft
from taknote.letter.draft import Draft, Interview, Person
from taknote.letter.mail import draft_from_mail
from taknote.proofreading.proofreader import the_proofreader
from taknote.report import Report, Warning

if TYPE_CHECKING:
    from taknote.memory import Memory
    from taknote.memory.interviews import KeptInterview

_COLOURS = {"error": "red", "warning": "yellow", "suggestion": "cyan"}
_MARKS = {"met": ("✓", "green"), "missing": ("○", "cyan"), "broken": ("✗", "red"),
          "unknown": ("?", "white")}  # fmt: skip


_PATIENCE = 10.0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="taknote %(version)s")
def main() -> None:
    """Check the thank-you note that you write after a job interview."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8765, show_default=True, envvar="TAKNOTE_PORT", type=click.IntRange(0, 65535)
)
@click.option(
    "--data",
    envvar="TAKNOTE_DATA",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for what Taknote remembers.  [default: your data folder]",
)
@click.option("--token", envvar="TAKNOTE_TOKEN", default="", help="Token that callers must send.")
def serve(host: str, port: int, data: Path | None, token: str) -> None:
    """Serve on this machine until Ctrl+C."""
    from taknote.web.server import run  # noqa: PLC0415  the check alone needs no web server

    sys.exit(run(host, port, data, token))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--stage", type=click.Choice(["typing", "sending"]), default="sending")
@click.option("--language", default="auto", help="Language of the note: auto, en, en-GB, da, …")
@click.option("--interface", default="en", help="Language of the messages: en, da, …")
@click.option("--to", help="Address of the interviewer.")
@click.option("--subject", help="Subject line.")
@click.option("--company", default="", help="Name of the company.")
@click.option("--role", default="", help="The job's title.")
@click.option("--held-at", help="When the interview was, as 2026-11-23T10:00.")
def check(
    file: Path,
    form: str,
    stage: str,
    language: str,
    interface: str,
    to: str | None,
    subject: str | None,
    company: str,
    role: str,
    held_at: str | None,
) -> None:
    """Check FILE, a .txt or .eml, or - for what is piped in.

    Exits with 0 when there is nothing to warn of, with 1 when there is, with 2 on a bad call.
    """
    draft = _draft(file)
    moment = _moment(held_at) if held_at else None
    changes: dict[str, object] = {"stage": stage}
    if language != "auto":
        if language not in languages.tags():
            raise click.BadParameter(_known(languages.tags()), param_hint="--language")
        changes["language"] = language
    if interface not in languages.codes():
        raise click.BadParameter(_known(languages.codes()), param_hint="--interface")
    if to is not None:
        changes["to"] = (Person(email=to),)
    if subject is not None:
        changes["subject"] = subject
    if company or role or moment:
        changes["interview"] = Interview(company=company, role=role, held_at=moment)
    draft = dataclasses.replace(draft, **changes)  # type: ignore[arg-type]
    report = _complete(draft, interface)
    if form == "json":
        from taknote.web.schemas import Answer, ReportSchema  # noqa: PLC0415

        click.echo(json.dumps(ReportSchema().dump(Answer(report, draft)), indent=2))
    else:
        _print(str(file), draft, report)
    sys.exit(1 if any(item.severity != "suggestion" for item in report.warnings) else 0)


@main.group()
def interviews() -> None:
    """What is remembered of interviews."""


_DATA = click.option(
    "--data",
    envvar="TAKNOTE_DATA",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for what Taknote remembers.  [default: your data folder]",
)


@interviews.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_DATA
def import_file(file: Path, data: Path | None) -> None:
    """Remember the interviews of FILE: a calendar invitation (.ics) or business cards (.vcf)."""
    from taknote.memory.imports import ImportFileError, read_file  # noqa: PLC0415

    store = _memory(data)
    try:
        found = read_file(file.name, file.read_text(encoding="utf-8-sig"))
    except (ImportFileError, OSError, UnicodeDecodeError) as error:
        raise click.UsageError(str(error)) from error
    for interview in found:
        kept = store.interviews.create(interview)
        click.echo(f"{kept.id}: {_described(kept)}")


@interviews.command("list")
@_DATA
def list_interviews(data: Path | None) -> None:
    """List the newest interviews, and who is still to be thanked."""
    for interview in _memory(data).interviews.newest():
        click.echo(f"{interview.id}: {_described(interview)}")
        for person in interview.people:
            mark = "✓" if person.thanked_at else "○"
            click.echo(f"  {mark} {person.name or person.email} <{person.email}>")


def _memory(data: Path | None) -> Memory:
    import platformdirs  # noqa: PLC0415

    from taknote.memory import Memory, UnusableMemoryError  # noqa: PLC0415

    folder = data or Path(platformdirs.user_data_dir("taknote", appauthor=False))
    try:
        return Memory(folder, url=os.environ.get("TAKNOTE_DATABASE_URL", ""))
    except UnusableMemoryError as error:
        raise click.ClickException(str(error)) from error


def _described(interview: KeptInterview) -> str:
    when = interview.held_at.strftime("%Y-%m-%d %H:%M %z") if interview.held_at else "no date"
    what = interview.role or interview.company or "interview"
    return f"{what}, {when}, {len(interview.people)} people"


def _complete(draft: Draft, interface: str) -> Report:
    """The report when every engine is ready and has told all."""
    proofreader = the_proofreader()
    proofreader.wait()
    until = time.monotonic() + _PATIENCE
    while True:
        report = check_draft(draft, interface, proofreader)
        if report.complete or time.monotonic() > until:
            return report
        time.sleep(0.05)


def _known(names: object) -> str:
    return f"Taknote knows {', '.join(names)}."  # type: ignore[arg-type]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(
            "Give a moment as 2026-11-23T10:00.", param_hint="--held-at"
        ) from error


def _draft(file: Path) -> Draft:
    try:
        source = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}.") from error
    now = datetime.now(UTC).astimezone()
    if file.suffix.casefold() == ".eml":
        return draft_from_mail(source, now)
    try:
        return Draft(source.decode("utf-8-sig"), now)
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: not text in UTF-8 (byte {error.start}).") from error


def _print(name: str, draft: Draft, report: Report) -> None:
    if not report.is_thank_you_note:
        click.echo(f"{name}: not a thank-you note after an interview; nothing is checked.")
        return
    for warning in sorted(report.warnings, key=lambda item: (item.field != "body", item.start)):
        _print_warning(name, draft, warning)
    click.echo()
    for result in report.guidelines:
        mark, colour = _MARKS[result.status]
        click.echo(
            f"{click.style(mark, fg=colour)} {result.number}. {result.title}: {result.summary}"
        )


def _print_warning(name: str, draft: Draft, warning: Warning) -> None:
    if warning.field == "body":
        before = draft.body[: warning.start]
        line, column = before.count("\n") + 1, warning.start - (before.rfind("\n") + 1) + 1
        place = f"{name}:{line}:{column}"
    else:
        place = f"{name}: {warning.field}"
    severity = click.style(warning.severity, fg=_COLOURS[warning.severity], bold=True)
    click.echo(f"{place}: {severity}: {warning.message} [{warning.rule}]")
    for fix in warning.fixes:
        click.echo(f"    → {fix.title}")
