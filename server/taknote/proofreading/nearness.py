"""How likely one word was meant by another: the slips that fingers and ears make come first."""

from __future__ import annotations

from collections.abc import Iterable

import regex
from rapidfuzz.distance import OSA

_SOUND_ALIKE = [
    set(pair.split())
    for pair in ("e i", "a e", "o u", "c k", "c s", "s z", "i y", "æ e", "ø o", "å o", "d t", "v f")
]
_USUAL = 0.7
_VOWELS = regex.compile(r"[aeiouyæøå]")
_DOUBLED = regex.compile(r"(\p{L})\1")


def distance(word: str, other: str) -> int:
    """Letters added, left out, changed or swapped (optimal string alignment)."""
    return OSA.distance(word.casefold(), other.casefold())


def likeliest(
    word: str, candidates: Iterable[str], usual: frozenset[str] = frozenset()
) -> list[str]:
    """The candidates, likeliest first; those that are equally likely keep their order.

    Args:
        word: what was written.
        candidates: what may have been meant.
        usual: words that are usual in such letters.
    """

    def cost(candidate: str) -> float:
        return _cost(word, candidate) - (_USUAL if candidate.casefold() in usual else 0)

    return sorted(dict.fromkeys(candidates), key=cost)


def differ_in_doubling(word: str, other: str) -> bool:
    """Whether two words are the same but for letters doubled or not."""
    return _single(word.casefold()) == _single(other.casefold())


def sound_alike_but_for_vowels(word: str, other: str) -> bool:
    """Whether two words have the same consonants in the same order, as they are heard."""
    return _consonants(word) == _consonants(other)


def _consonants(word: str) -> str:
    heard = word.casefold().replace("ph", "f").replace("ck", "k").replace("c", "k")
    return _single(_VOWELS.sub("", heard))


def _cost(word: str, candidate: str) -> float:
    written, meant = word.casefold(), candidate.casefold()
    cost = float(OSA.distance(written, meant))
    if written[:1] != meant[:1]:
        cost += 0.6  # the first letter is seldom wrong
    if differ_in_doubling(written, meant):
        return cost - 0.6  # a letter doubled or not
    if sorted(written) == sorted(meant):
        return cost - 0.5  # letters swapped
    if len(written) == len(meant):
        changed = {frozenset(pair) for pair in zip(written, meant, strict=True) if len({*pair}) > 1}
        if all(set(pair) in _SOUND_ALIKE for pair in changed):
            return cost - 0.4
    elif len(meant) > len(written):
        return cost - 0.2  # more is left out than put in
    return cost


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
