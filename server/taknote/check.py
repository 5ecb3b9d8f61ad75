"""The check itself: from a draft to a report. No clock, no disk, no network.

Every fix is tried before it is offered: the edited draft is judged again, and a fix that leaves
its warning standing, or brings a new one, is not shown.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable

from taknote import languages
from taknote.guidelines import GUIDELINES
from taknote.guidelines.finding import (
    Finding,
    Fix,
    Guideline,
    Judgement,
    Severity,
    Status,
    TextEdit,
)
from taknote.languages import messages
from taknote.letter.draft import Draft
from taknote.letter.language import UNDETERMINED
from taknote.letter.note import Note
from taknote.proofreading.proofreader import Proofreader
from taknote.report import GuidelineResult, OfferedFix, Report, Warning

# How many words all the tries of fixes together may read again: plenty for a note with a handful
# of fixes, and a bound that keeps the time linear for what is far longer than a note.
_READ_AGAIN = 12_000
_SHORTEST = 500
# Guidelines that go by what sentences say.
_BY_SENSE = {"soon", "gratitude", "case", "enthusiasm", "receipts"}


def check(
    draft: Draft, interface: str = languages.DEFAULT, proofreader: Proofreader | None = None
) -> Report:
    """Check a draft.

    Args:
        draft: what the client sent.
        interface: the code of the language to speak to the writer in.
        proofreader: the engines for spelling and grammar; without them neither is checked.
    """
    note = Note(draft, interface, proofreader)
    is_note = note.is_thank_you_note
    judged = _judge(note) if is_note else []
    before = _count_rules(judged)
    ids, judged = _without_ignored(note, judged)
    warnings = []
    tries = max(2, _READ_AGAIN // max(note.words, _SHORTEST))
    for guideline, judgement in judged:
        for finding in judgement.findings:
            fixes = []
            for fix in finding.fixes:
                tries -= 1
                if tries < 0 or not _holds(note, before, finding, fix):
                    if finding.rule == "spelling":
                        break  # what is less likely is no help where the likeliest is none
                    continue
                fixes.append(fix)
            warnings.append((guideline, dataclasses.replace(finding, fixes=tuple(fixes))))
    return Report(
        language=note.language.code if note.language_is_known else UNDETERMINED,
        is_thank_you_note=is_note,
        words=note.words,
        paragraphs=len(note.paragraphs),
        complete=note.is_complete,
        guidelines=tuple(_results(note, judged, interface)),
        warnings=tuple(_worded(note, warnings, ids, interface)),
    )


def _judge(note: Note) -> list[tuple[Guideline, Judgement]]:
    """All guidelines' judgements, less what the writer turned off or is still typing."""
    off = note.draft.off
    judged = []
    for guideline in GUIDELINES:
        if guideline.id in off:
            judged.append((guideline, Judgement(known=False)))
            continue
        if note.has_unread and guideline.id in _BY_SENSE:
            judged.append((guideline, Judgement(known=False)))
            continue
        judgement = guideline.judge(note)
        kept = [
            finding
            for finding in judgement.findings
            if finding.rule not in off and not _is_unfinished(note, finding)
        ]
        if len(kept) < len(judgement.findings):
            judgement = Judgement(tuple(kept), judgement.known)
        judged.append((guideline, judgement))
    return judged


def _without_ignored(
    note: Note, judged: list[tuple[Guideline, Judgement]]
) -> tuple[list[str], list[tuple[Guideline, Judgement]]]:
    """The ids of the findings, in order, and the judgements, less what the writer ignores."""
    seen: Counter[str] = Counter()
    ids = []
    kept = []
    for guideline, judgement in judged:
        shown = []
        for finding in judgement.findings:
            key = f"{finding.rule}\0{finding.field}\0{_text_at(note, finding)}"
            seen[key] += 1
            stable = _stable_id(key, seen[key])
            if stable not in note.draft.ignored:
                ids.append(stable)
                shown.append(finding)
        kept.append((guideline, Judgement(tuple(shown), judgement.known)))
    return ids, kept


def _is_unfinished(note: Note, finding: Finding) -> bool:
    """Whether a finding is about the very word that is being typed."""
    end = len(note.body)
    return (
        note.draft.stage == "typing"
        and finding.field == "body"
        and finding.start < finding.end == end
        and note.body[end - 1].isalnum()
    )


def _holds(note: Note, rules_before: Counter[str], finding: Finding, fix: Fix) -> bool:
    """Whether a fix removes its warning and adds none."""
    body_edits = [edit for edit in fix.edits if edit.field == "body"]
    if not body_edits:
        return True
    draft = dataclasses.replace(note.draft, body=apply_edits(note.body, body_edits))
    after = Note(draft, proofreader=note.proofreader, earlier=note)
    rules_after = _count_rules(_judge(after))
    # What is not known yet of the text that the fix makes is not known of the fix.
    note.is_complete = note.is_complete and after.is_complete
    if rules_after[finding.rule] >= rules_before[finding.rule]:
        return False
    return all(
        count <= rules_before[rule] or (fix.scaffold and rule == "placeholder")
        for rule, count in rules_after.items()
    )


def _count_rules(judged: Iterable[tuple[Guideline, Judgement]]) -> Counter[str]:
    return Counter(finding.rule for _, judgement in judged for finding in judgement.findings)


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Apply text edits to the text they were made for; they must not overlap."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def severity_of(finding: Finding, stage: str) -> Severity:
    """A finding's severity: what is merely missing weighs less while typing."""
    if not finding.missing:
        return finding.severity
    if stage == "typing":
        return "suggestion"
    return finding.severity if finding.severity != "error" else "warning"


def _results(
    note: Note, judged: list[tuple[Guideline, Judgement]], interface: str
) -> Iterable[GuidelineResult]:
    judgements = {guideline.id: judgement for guideline, judgement in judged}
    counts = {"words": str(note.words), "paragraphs": str(len(note.paragraphs))}
    for number, guideline in enumerate(GUIDELINES, 1):
        judgement = judgements.get(guideline.id)
        status = _status(judgement)
        yield GuidelineResult(
            id=guideline.id,
            number=number,
            title=messages.guideline_title(interface, guideline.id),
            status=status,
            summary=messages.summary(
                interface,
                guideline.id,
                status,
                judgement.findings if judgement else (),
                counts,
            ),
        )


def _status(judgement: Judgement | None) -> Status:
    if judgement is None:
        return "unknown"
    if any(not found.missing and found.severity != "suggestion" for found in judgement.findings):
        return "broken"
    if any(found.missing and found.severity != "suggestion" for found in judgement.findings):
        return "missing"
    return "met" if judgement.known else "unknown"


def _worded(
    note: Note, found: list[tuple[Guideline, Finding]], ids: list[str], interface: str
) -> Iterable[Warning]:
    for (guideline, finding), key in zip(found, ids, strict=True):
        text = _text_at(note, finding)
        words = {"text": text, **finding.words}
        yield Warning(
            id=key,
            guideline=guideline.id,
            rule=finding.rule,
            severity=severity_of(finding, note.draft.stage),
            message=messages.rule_text(interface, guideline.id, finding.rule, "message", words),
            why=messages.rule_text(interface, guideline.id, finding.rule, "why", words),
            field=finding.field,
            start=finding.start,
            end=finding.end,
            text=text,
            fixes=tuple(
                OfferedFix(
                    messages.fix_title(interface, fix.title, {**words, **fix.words}),
                    fix.edits,
                    fix.command,
                )
                for fix in finding.fixes
            ),
        )


def _text_at(note: Note, finding: Finding) -> str:
    if finding.field == "body":
        return note.body[finding.start : finding.end]
    if finding.field == "subject":
        return (note.draft.subject or "")[finding.start : finding.end]
    return finding.words.get("text", "") if finding.end else ""


def _stable_id(key: str, count: int) -> str:
    """The same while rule, field and marked text are the same, wherever the text moves to."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{digest}-{count}"
