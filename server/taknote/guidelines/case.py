"""6. State your case in the middle: why you fit, the objection met, the better answer."""

from __future__ import annotations

from collections.abc import Iterator

from taknote.guidelines.edits import (
    add_to_middle,
    delete_sentence,
    first_that_fits,
    known_words,
    place_of_middle,
)
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.letter.note import Note, Sentence
from taknote.letter.plain import count_words
from taknote.letter.topics import takes_up

_MOST_BULLETS = 4
_LONGEST_BULLET = 30
_MANY_APOLOGIES = 2


def judge(note: Note) -> Judgement:
    """Look for the case, the noted questions, the bullets, and what weakens them."""
    return judgement(
        [*_case(note), *_questions(note), *_bullets(note), *_apologies(note), *_about_me(note)]
    )


def _case(note: Note) -> Iterator[Finding]:
    if _stated(note):
        return
    place = place_of_middle(note)
    scaffold = first_that_fits(note.language.sentences["case"], known_words(note))
    fixes = (
        (Fix("scaffold", add_to_middle(note, scaffold), words={"text": scaffold}, scaffold=True),)
        if scaffold
        else ()
    )
    yield Finding("no-case", "warning", place, place, missing=True, fixes=fixes)


def _stated(note: Note) -> list[Sentence]:
    """The sentences that state the case; one about pay is no case."""
    return [sentence for sentence in note.saying("case") if not sentence.says("pay")]


def _questions(note: Note) -> Iterator[Finding]:
    interview = note.draft.interview
    for question in interview.questions if interview else ():
        if not question.strip() or takes_up(note, question):
            continue
        place = place_of_middle(note)
        answer = note.language.sentences["answer"][0].replace("{question}", question.strip())
        yield Finding(
            "unanswered-question",
            "warning",
            place,
            place,
            missing=True,
            words={"question": question.strip()},
            fixes=(
                Fix("scaffold", add_to_middle(note, answer), words={"text": answer}, scaffold=True),
            ),
        )


def _bullets(note: Note) -> Iterator[Finding]:
    for paragraph in note.paragraphs:
        bullets = paragraph.bullets
        if len(bullets) > _MOST_BULLETS:
            yield Finding(
                "too-many-bullets",
                "warning",
                bullets[_MOST_BULLETS].start,
                bullets[-1].end,
                words={"count": str(len(bullets))},
            )
        if len(bullets) == 1:
            bullet = bullets[0]
            yield Finding("lone-bullet", "suggestion", bullet.start, bullet.end)
        for bullet in bullets:
            count = count_words(note.plain[bullet.start : bullet.end])
            if count > _LONGEST_BULLET:
                yield Finding(
                    "long-bullet",
                    "suggestion",
                    bullet.start,
                    bullet.end,
                    words={"count": str(count)},
                )


def _apologies(note: Note) -> Iterator[Finding]:
    doubting = note.saying("self-doubt")
    sorry = [sentence for sentence in note.saying("apology") if sentence not in doubting]
    weak = doubting + (sorry if len(sorry) + len(doubting) >= _MANY_APOLOGIES else [])
    for sentence in sorted(weak, key=lambda weak_sentence: weak_sentence.start):
        deletable = not any(
            sentence.says(name) for name in ("thanks", "case", "interest", "next-step", "follow-up")
        )
        fixes = (Fix("delete-sentence", delete_sentence(note, sentence)),) if deletable else ()
        yield Finding("apologetic", "warning", sentence.start, sentence.end, fixes=fixes)


def _about_me(note: Note) -> Iterator[Finding]:
    """Pay and perks are for another day; here they speak only where no case does."""
    paying = note.saying("pay")
    if not paying or len(_stated(note)) >= len(paying):
        return
    for sentence in paying:
        fixes = (
            (Fix("delete-sentence", delete_sentence(note, sentence)),)
            if not sentence.says("thanks") and len(paying) == 1
            else ()
        )
        yield Finding("about-me-only", "warning", sentence.start, sentence.end, fixes=fixes)
        return


GUIDELINE = Guideline(
    "case",
    (
        "no-case",
        "unanswered-question",
        "too-many-bullets",
        "lone-bullet",
        "long-bullet",
        "apologetic",
        "about-me-only",
    ),
    judge,
)
