"""5. Sincere thanks in the opening, for the interviewer's time and for the chance to meet."""

from __future__ import annotations

from collections.abc import Iterator

from taknote.guidelines.edits import (
    add_to_opening,
    delete_sentence,
    first_that_fits,
    known_words,
    place_of_opening,
    replace,
)
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, TextEdit, judgement
from taknote.letter.layout import Span
from taknote.letter.note import Note, Sentence
from taknote.letter.plain import count_words

_MOST_THANKS = 3


def judge(note: Note) -> Judgement:
    """Look for thanks, what they are for, where they stand, and what spoils them."""
    return judgement([*_thanks(note), *_spoiled(note), *_overdone(note)])


def _thanks(note: Note) -> Iterator[Finding]:
    thanking = note.saying("thanks")
    place = place_of_opening(note)
    if not thanking:
        yield Finding(
            "no-thanks", "warning", place, place, missing=True, fixes=_opening_sentence(note)
        )
        return
    meant = [sentence for sentence in thanking if sentence.thanks_for_attention]
    first = thanking[0]
    if not meant:
        yield Finding(
            "thanks-for-nothing",
            "warning",
            first.start,
            first.end,
            missing=True,
            fixes=_opening_sentence(note),
        )
    elif not any(sentence in note.opening for sentence in thanking):
        yield Finding(
            "thanks-not-in-opening",
            "warning",
            first.start,
            first.end,
            fixes=_move_up(note, first) or _opening_sentence(note),
        )


def _opening_sentence(note: Note) -> tuple[Fix, ...]:
    sentence = first_that_fits(note.language.sentences["thanks"], known_words(note))
    if sentence is None:
        return ()
    return (Fix("add", add_to_opening(note, sentence), words={"text": sentence}),)


def _move_up(note: Note, sentence: Sentence) -> tuple[Fix, ...]:
    """Move the thanks as they stand, where they are a sentence of thanks alone."""
    others = {"case", "interest", "next-step", "follow-up"}
    if sentence.bullet or any(sentence.says(name) for name in others):
        return ()
    text = note.body[sentence.start : sentence.end]
    edits: tuple[TextEdit, ...] = (*add_to_opening(note, text), *delete_sentence(note, sentence))
    return (Fix("move-up", edits),)


def _spoiled(note: Note) -> Iterator[Finding]:
    for sentence in note.saying("thanks-in-advance"):
        for span in sentence.spans("thanks-in-advance")[:1]:
            yield Finding(
                "thanks-in-advance",
                "warning",
                span.start,
                span.end,
                fixes=(Fix("delete", _without(note, sentence, span)),),
            )
    for sentence in note.saying("grudging"):
        for span in sentence.spans("grudging")[:1]:
            yield Finding("grudging-thanks", "warning", span.start, span.end)


def _without(note: Note, sentence: Sentence, span: Span) -> tuple[TextEdit, ...]:
    """Take a phrase out: its sentence, where that is all there is, else its clause."""
    before = note.plain[sentence.start : span.start].rstrip(" ,;–—-")
    after = note.plain[span.end : sentence.end].strip(" .!,;")
    if count_words(before) < 3 and count_words(after) < 3:
        return delete_sentence(note, sentence)
    if count_words(before) >= 3:
        end = sentence.end if not after else span.end
        kept = note.plain[end - 1] if not after and note.plain[end - 1] in ".!?" else ""
        return replace(Span(sentence.start + len(before), end), kept)
    start = sentence.end - len(note.plain[span.end : sentence.end].lstrip(" ,;–—-"))
    return replace(Span(sentence.start, start + 1), note.body[start : start + 1].upper())


def _overdone(note: Note) -> Iterator[Finding]:
    for sentence in note.saying("overdone"):
        for span in sentence.spans("overdone")[:1]:
            yield Finding("overdone-thanks", "suggestion", span.start, span.end)
    thanking = note.saying("thanks")
    if len(thanking) > _MOST_THANKS:
        extra = thanking[_MOST_THANKS]
        fixes = (Fix("delete-sentence", delete_sentence(note, extra)),)
        yield Finding(
            "overdone-thanks",
            "suggestion",
            extra.start,
            extra.end,
            words={"count": str(len(thanking))},
            fixes=fixes,
        )


GUIDELINE = Guideline(
    "gratitude",
    (
        "no-thanks",
        "thanks-not-in-opening",
        "thanks-for-nothing",
        "thanks-in-advance",
        "overdone-thanks",
        "grudging-thanks",
    ),
    judge,
)
