"""Spelling and grammar: engines behind one small interface, kept warm, asked a sentence at a time.

An engine reads a sentence and tells its mistakes. What it can't tell at once it works out aside;
the sentence is complete when that is done. `Proofreader` holds the engines of every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["spelling", "grammar"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a sentence, in code points of it, with what might stand there instead."""

    start: int
    end: int
    kind: Kind
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a sentence; incomplete while more is being worked out."""

    mistakes: tuple[Mistake, ...]
    complete: bool = True


class Engine(Protocol):
    """Something that finds mistakes in a language."""

    name: str
    language: str

    def load(self) -> None:
        """Get ready; called once, before the first reading."""

    def read(self, sentence: str, tag: str) -> Reading:
        """The mistakes of a sentence. May be called from several threads.

        Args:
            sentence: plain text.
            tag: the language tag that the writer chose, such as "en-GB", or the language's code.
        """


def merge(readings: Sequence[Reading]) -> Reading:
    """One reading of several engines': of mistakes at the same place the first engine's stands."""
    kept: list[Mistake] = []
    for reading in readings:
        for mistake in reading.mistakes:
            if not any(mistake.start < one.end and one.start < mistake.end for one in kept):
                kept.append(mistake)
    kept.sort(key=lambda mistake: mistake.start)
    return Reading(tuple(kept), all(reading.complete for reading in readings))
