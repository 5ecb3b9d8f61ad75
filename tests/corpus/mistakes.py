"""Sentences with mistakes marked `[wrong=>right]`, and sentences without any, each in a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import FOLDER, NOW
from taknote.letter.draft import Draft

_EDIT = re.compile(r"\[([^\[\]]*?)=>([^\[\]]*?)\]")
_LETTERS = {
    "en": "Dear Keith,\n\nThank you for meeting with me today about the job.\n\n{}\n\n"
    "Kind regards,\nMaggie",
    "da": "Kære Keith\n\nTak for en god samtale i dag om stillingen.\n\n{}\n\n"
    "Med venlig hilsen\nMaggie",
}


@dataclass(frozen=True)
class Marked:
    """A letter with a sentence in it; where it is wrong, and the letter as it should be."""

    draft: Draft
    start: int
    end: int
    right: str
    set_aside: bool


def with_mistakes(language: str) -> Iterator[Marked]:
    """Letters with one mistake each. Every other one is set aside."""
    for number, line in enumerate(_lines(language, "mistakes.txt")):
        found = list(_EDIT.finditer(line))
        if len(found) != 1 or found[0][1] == found[0][2]:
            raise ValueError(f"{language}/mistakes.txt: one [wrong=>right] is needed in: {line}")
        frame = _LETTERS[language]
        start = frame.index("{}") + found[0].start()
        yield Marked(
            _draft(language, _EDIT.sub(r"\1", line)),
            start,
            start + len(found[0][1]),
            frame.format(re.sub(" {2,}", " ", _EDIT.sub(r"\2", line))),
            number % 2 == 1,
        )


def without_mistakes(language: str) -> Iterator[Draft]:
    """Letters in which nothing is wrong."""
    for line in _lines(language, "right.txt"):
        yield _draft(language, line)


def _lines(language: str, name: str) -> list[str]:
    text = (FOLDER / language / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _draft(language: str, sentence: str) -> Draft:
    body = _LETTERS[language].format(sentence)
    return Draft(body, NOW, language=language, is_thank_you_note=True)
