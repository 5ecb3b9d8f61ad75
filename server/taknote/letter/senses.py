"""What each sentence of a letter says: its senses, and whether they are asserted.

The patterns are data of the language pack. This module finds them, hides look-alikes, and tells
an assertion from a negation or a quotation. Where no pattern knows a sense's words, the pack's
linear model may still find the sentence like those that say it.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from taknote import languages
from taknote.kept import MOST
from taknote.languages import Language
from taknote.languages.sieve import Alternatives
from taknote.letter.likeness import likeness

Polarity = Literal["asserted", "negated", "quoted", "unread"]
PATTERNED, ALIKE = "pattern", "likeness"

# A longer "sentence" is no sentence; this bounds what one of them can cost.
LONGEST = 1500
_CLAUSE_END = regex.compile(r"[,;:–—()]|\s-\s|\s(?:and|but|so|og|men|så)\s")
_QUOTE = regex.compile(r'"[^"]{2,400}"')
_NEGATOR_REACH = 40
# How sure the likeness must be, in logits: what cross-validation on the corpus showed best.
_SURE = {"case": 0.5, "interest": 0.0, "next-step": 0.75}
# So unlike those that say a thing that patterns need not be searched, in logits.
_HOPELESS = -3.0
# What is said in much the words of other senses, and is none of them: a next step, for one, is the
# employer's to take, and no follow-up of the writer's.
_MERELY_WORDED_LIKE = {
    "follow-up": {"next-step"},
    "demand": _SURE.keys(),
    "self-doubt": _SURE.keys(),
    "receipt-request": _SURE.keys(),
}


@dataclass(frozen=True, slots=True)
class Sense:
    """A sense found in a sentence, at code points counted from the sentence's start."""

    name: str
    start: int
    end: int
    polarity: Polarity
    by: str = PATTERNED


@functools.lru_cache(maxsize=MOST)
def read_senses(code: str, sentence: str) -> tuple[Sense, ...]:
    """The senses of a sentence; one whose pattern took too long to search is "unread".

    Args:
        code: the language's code.
        sentence: plain text; of more than 1,500 characters the first 1,500 are read.
    """
    language = languages.load(code)
    text = sentence[:LONGEST].replace("\n", " ")
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    found = []
    logits = likeness(code, [text])
    for place, pattern, unless in language.senses.in_question(text):
        name = language.senses.entries[place].name
        if logits.get(name, 0.0) < _HOPELESS:
            continue
        try:
            for start, end in _said(pattern, unless, text):
                polarity = _polarity(language, text, start, quotes)
                found.append(Sense(name, start, end, polarity))
        except TimeoutError:
            found.append(Sense(name, 0, 0, "unread"))
    told = {sense.name for sense in found}
    told = told.union(*(_MERELY_WORDED_LIKE.get(name, ()) for name in told))
    for name, logit in logits.items():
        if name in _SURE and name not in told and logit > _SURE[name]:
            found.append(Sense(name, 0, len(text), "asserted", ALIKE))
    return tuple(found)


def _said(pattern: Alternatives, unless: Alternatives, text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern matches and no look-alike touches the match."""
    hit = pattern.search(text)
    if not hit:
        return
    hidden = [match.span() for match in unless.finditer(text)]
    while hit:
        start, end = hit.span()
        touching = [to for since, to in hidden if start < to and since < end]
        if touching:
            # What begins behind the look-alike may still be meant.
            after = max(min(touching), start + 1)
        else:
            yield start, end
            after = max(end, start + 1)
        hit = pattern.search(text, after)


def _polarity(language: Language, text: str, start: int, quotes: list[tuple[int, int]]) -> Polarity:
    if any(since < start < to for since, to in quotes):
        return "quoted"
    clause = text[max(0, start - _NEGATOR_REACH) : start]
    if language.subject.match(text, start) and not language.opinion.search(clause):
        return "asserted"  # a subject of its own begins a clause that "not" before it can't reach
    breaks = list(_CLAUSE_END.finditer(clause))
    if breaks:
        clause = clause[breaks[-1].end() :]
    negators = list(language.negator.finditer(clause))
    if not negators:
        return "asserted"
    harmless = [match.span() for match in language.not_negator.finditer(text[: start + 20])]
    offset = start - len(clause)
    for negator in negators:
        at = negator.start() + offset
        if not any(since <= at < to for since, to in harmless):
            return "negated"
    return "asserted"


@functools.lru_cache(maxsize=MOST)
def read_evidence(code: str, sentence: str) -> frozenset[int]:
    """Which of the pack's evidence entries a sentence bears out, by their index.

    Args:
        code: the language's code.
        sentence: plain text, read as `read_senses` reads it.
    """
    text = sentence[:LONGEST].replace("\n", " ")
    found = set()
    for place, pattern, unless in languages.load(code).evidence.in_question(text):
        with contextlib.suppress(TimeoutError):
            if any(True for _ in _said(pattern, unless, text)):
                found.add(place)
    return frozenset(found)
