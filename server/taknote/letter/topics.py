"""Whether a note takes up a topic, by the stems of its words rather than their spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import snowballstemmer

from taknote.kept import by_text
from taknote.letter.plain import words

if TYPE_CHECKING:
    from taknote.letter.note import Note

_LEAST_STEM = 4


@by_text
def stem(word: str, algorithm: str) -> str:
    """A word's stem by a Snowball algorithm, named as at snowballstem.org."""
    return str(snowballstemmer.stemmer(algorithm).stemWord(word.casefold()))


def takes_up(note: Note, topic: str) -> bool:
    """Whether the note's body takes up a topic.

    Most of the topic's telling words must be there, inflected as may be, or as part of a compound
    ("kampagne" is in "kampagnebudget").
    """
    name = note.language.stemmer
    common = note.language.common_words
    wanted = {
        stem(match.group(), name)
        for match in words(topic)
        if match.group().casefold() not in common and len(match.group()) > 2
    }
    if not wanted:
        return True
    said = {
        stem(match.group(), name)
        for sentence in note.sentences
        for match in words(sentence.text)
        if match.group().casefold() not in common
    }
    found = sum(
        word in said
        or (
            len(word) >= _LEAST_STEM
            and any(word in other or _within(other, word) for other in said)
        )
        for word in wanted
    )
    return found * 2 >= len(wanted) + (len(wanted) > 1)


def _within(shorter: str, longer: str) -> bool:
    return len(shorter) > _LEAST_STEM and longer.startswith(shorter)
