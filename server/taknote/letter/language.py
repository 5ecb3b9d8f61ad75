"""Which language a letter is written in, told by the commonest words of each language pack."""

from __future__ import annotations

import functools

import regex

from taknote import languages
from taknote.kept import by_text
from taknote.languages import Language

_WORD = regex.compile(r"[\p{L}']+")
_ENOUGH_WORDS = 12
_LEAST_SHARE = 0.12
_READ = 4000
UNDETERMINED = "und"


def detect(text: str, otherwise: str) -> str:
    """The code of the language of a text, or `und` (BCP 47) where it is in none that we know.

    Args:
        text: plain text of any length; the first 4,000 characters decide.
        otherwise: the code to answer while there are too few words to tell.
    """
    codes = languages.codes()
    counts = [_count(line) for line in text[:_READ].split("\n") if line]
    words, *of_languages = map(sum, zip(_count(""), *counts, strict=True))
    known = dict(zip(codes, of_languages[::2], strict=True))
    telling = dict(zip(codes, of_languages[1::2], strict=True))
    best = max(codes, key=lambda code: (telling[code], code == otherwise))
    if words >= _ENOUGH_WORDS and known[best] < _LEAST_SHARE * words:
        return UNDETERMINED
    return best if telling[best] else otherwise


@by_text
def _count(line: str) -> tuple[int, ...]:
    """The words of a line; then, by language, those that are common in it, and in it alone."""
    spoken = [_languages_by_word().get(found.casefold(), ()) for found in _WORD.findall(line)]
    counts = [len(spoken)]
    for code in languages.codes():
        counts += [sum(code in speakers for speakers in spoken), spoken.count((code,))]
    return tuple(counts)


@functools.cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """The languages that each common word is common in."""
    found: dict[str, tuple[str, ...]] = {}
    for code in languages.codes():
        for word in languages.load(code).common_words:
            found[word] = (*found.get(word, ()), code)
    return found


def choose(text: str, wanted: str | None, otherwise: str) -> tuple[Language, bool]:
    """The language to read a text in, and whether the text is in a language that we know.

    Args:
        text: plain text.
        wanted: a language tag that the request names, or None to find out.
        otherwise: the code to use when nothing tells.
    """
    if wanted is not None:
        return languages.load(languages.tags()[wanted]), True
    code = detect(text, otherwise)
    if code == UNDETERMINED:
        return languages.load(otherwise), False
    return languages.load(code), True
