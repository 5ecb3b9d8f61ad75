"""4. Send it the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.letter.note import Note

_CLOCK_CHANGE = timedelta(hours=1)


def judge(note: Note) -> Judgement:
    """Compare the interview's day with now; without a date, take what the text tells."""
    held_at = note.draft.interview.held_at if note.draft.interview else None
    if held_at is not None:
        return judgement(_by_date(note, held_at))
    late = list(_late_in_text(note))
    says_today = bool(note.saying("event-today")) or bool(note.saying("event-yesterday"))
    return judgement([*late, *_yesterday(note)], known=bool(late) or says_today)


def _by_date(note: Note, held_at: datetime) -> Iterator[Finding]:
    """Days are those of the place where the interview was held."""
    now = note.draft.now
    hours = int((now - held_at).total_seconds() // 3600)
    days = _days_after(now, held_at)
    words = {"hours": str(hours), "days": str(days)}
    place = note.paragraphs[0].start if note.paragraphs else 0
    if days > 0:
        yield Finding("late", "warning" if days == 1 else "error", place, place, words=words)
        yield from _late_in_text(note)
        return
    send_at = note.draft.send_at
    if send_at is not None and _days_after(send_at, held_at) > 0:
        yield Finding(
            "scheduled-late",
            "warning",
            field="send_at",
            words=words,
            fixes=(Fix("send-now", command="send-now"),),
        )
    elif now >= held_at:
        yield Finding("send-today", "suggestion", place, place, words=words)


def _days_after(moment: datetime, held_at: datetime) -> int:
    """How many days later it is, where the interview was held.

    An offset that differs by an hour may be the same place after the clocks were changed; then it
    is a day later only when it is so by either.
    """
    days = (moment.astimezone(held_at.tzinfo).date() - held_at.date()).days
    one, other = moment.utcoffset(), held_at.utcoffset()
    if one is not None and other is not None and abs(one - other) == _CLOCK_CHANGE:
        days = min(days, (moment.date() - held_at.date()).days)
    return days


def _late_in_text(note: Note) -> Iterator[Finding]:
    for sentence in note.saying("event-late"):
        for span in sentence.spans("event-late")[:1]:
            yield Finding("late-in-text", "warning", span.start, span.end)


def _yesterday(note: Note) -> Iterator[Finding]:
    """What was yesterday is a day late: worth a word, not a warning."""
    for sentence in note.saying("event-yesterday"):
        if sentence.thanks_for_meeting or sentence.says("encounter-pleasure"):
            for span in sentence.spans("event-yesterday")[:1]:
                yield Finding("late-in-text", "suggestion", span.start, span.end)
            return


GUIDELINE = Guideline("soon", ("late", "late-in-text", "send-today", "scheduled-late"), judge)
