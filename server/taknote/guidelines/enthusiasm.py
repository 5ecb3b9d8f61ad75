"""7. Close with interest in the job, the next step, and a follow-up by a named date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from taknote.guidelines.edits import (
    add_to_close,
    delete_sentence,
    first_that_fits,
    insert,
    known_words,
    place_of_close,
    replace,
)
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.letter.dates import NamedDate, working_day, write_date
from taknote.letter.layout import Span
from taknote.letter.note import Note, Sentence

_DAYS_TO_ANSWER = 2


def judge(note: Note) -> Judgement:
    """Look for interest, next step and dated follow-up, and for dates that can't be right."""
    return judgement(
        [*_interest(note), *_next_step(note), *_follow_up(note), *_dates(note), *_pushy(note)]
    )


def follow_up_date(note: Note) -> date:
    """The day to name for the follow-up.

    The day agreed for the answer, or two working days from now; weekends and the country's public
    holidays are skipped.
    """
    interview = note.draft.interview
    if interview and interview.hear_back_by and interview.hear_back_by >= note.today:
        return working_day(interview.hear_back_by, 0, note.country)
    return working_day(note.today, _DAYS_TO_ANSWER, note.country)


def _interest(note: Note) -> Iterator[Finding]:
    if not any(not sentence.says("pay") for sentence in note.saying("interest")):
        yield _absent(note, "no-interest", "interest")


def _next_step(note: Note) -> Iterator[Finding]:
    if not any(not sentence.says("demand") for sentence in note.saying("next-step")):
        yield _absent(note, "no-next-step", "next_step")


def _absent(note: Note, rule: str, kind: str) -> Finding:
    """Something that the close lacks, with a sentence that says it."""
    words = known_words(note)
    interview = note.draft.interview
    if interview and interview.hear_back_by and interview.hear_back_by >= note.today:
        words["date"] = write_date(interview.hear_back_by, note.language, note.tag)
    if kind == "follow_up":
        words["date"] = write_date(follow_up_date(note), note.language, note.tag)
    sentence = first_that_fits(note.language.sentences[kind], words)
    fixes = (
        (Fix("add", add_to_close(note, sentence), words={"text": sentence}),) if sentence else ()
    )
    place = place_of_close(note)
    return Finding(rule, "warning", place, place, missing=True, fixes=fixes)


def _follow_up(note: Note) -> Iterator[Finding]:
    promised = [sentence for sentence in note.saying("follow-up") if not sentence.says("demand")]
    if not promised:
        yield _absent(note, "no-follow-up", "follow_up")
        return
    if any(_has_date(note, sentence) for sentence in promised):
        return
    sentence = promised[-1]
    vague = sentence.spans("vague-when")
    day = write_date(follow_up_date(note), note.language, note.tag)
    clause = note.language.sentences["follow_up_clause"].replace("{date}", day)
    if vague:
        span = vague[-1]
        yield Finding(
            "vague-follow-up",
            "warning",
            span.start,
            span.end,
            missing=True,
            words={"text": note.body[span.start : span.end]},
            fixes=(Fix("change", replace(span, clause), words={"text": clause}),),
        )
        return
    end = sentence.end - len(sentence.text) + len(sentence.text.rstrip(".!… "))
    yield Finding(
        "vague-follow-up",
        "warning",
        sentence.start,
        sentence.end,
        missing=True,
        words={"text": ""},
        fixes=(Fix("add", insert(end, f" {clause}"), words={"text": clause}),),
    )


def _has_date(note: Note, promise: Sentence) -> bool:
    """Whether a promise names its day, in its own sentence or by "then" in the one before."""
    if any(named.day >= note.today for named in note.dates_in(promise)):
        return True
    at = note.sentences.index(promise)
    before = note.sentences[at - 1] if at else None
    refers_back = note.language.dates.refers_back.search(promise.text) is not None
    return bool(refers_back and before and note.dates_in(before))


def _dates(note: Note) -> Iterator[Finding]:
    interview = note.draft.interview
    for sentence in note.sentences:
        promising = sentence.says("follow-up") or sentence.says("next-step")
        for named in note.dates_in(sentence):
            if named.weekday is not None and named.weekday != named.day.weekday():
                yield _redated(note, "wrong-date", named, named.day)
            elif promising and named.exact and named.day < note.today and not _is_past(sentence):
                yield _redated(note, "past-date", named, follow_up_date(note))
            elif (
                interview
                and interview.hear_back_by
                and sentence.says("next-step")
                and not sentence.says("follow-up")
                and named.exact
                and named.day >= note.today
                and named.day != interview.hear_back_by
            ):
                yield _redated(note, "wrong-date", named, interview.hear_back_by)


def _is_past(sentence: Sentence) -> bool:
    """Whether the sentence looks back, so that its date may lie in the past."""
    return sentence.says("thanks") or sentence.says("encounter-pleasure")


def _redated(note: Note, rule: str, named: NamedDate, day: date) -> Finding:
    """A date that can't be right, with the day that should stand there."""
    right = write_date(day, note.language, note.tag)
    span = Span(named.start, named.end)
    return Finding(
        rule,
        "error",
        named.start,
        named.end,
        words={"text": right},
        fixes=(Fix("change", replace(span, right), words={"text": right}),),
    )


def _pushy(note: Note) -> Iterator[Finding]:
    for sentence in note.saying("demand"):
        needed = ("thanks", "case", "interest")
        fixes = (
            ()
            if any(sentence.says(name) for name in needed)
            else (Fix("delete-sentence", delete_sentence(note, sentence)),)
        )
        yield Finding("pushy", "warning", sentence.start, sentence.end, fixes=fixes)


GUIDELINE = Guideline(
    "enthusiasm",
    (
        "no-interest",
        "no-next-step",
        "no-follow-up",
        "vague-follow-up",
        "wrong-date",
        "past-date",
        "pushy",
    ),
    judge,
)
