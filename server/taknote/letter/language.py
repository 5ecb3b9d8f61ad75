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
    words = 0
    known, telling = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    for line in text[:_READ].split("\n"):
        number, known_in_line, telling_in_line = _count(line)
        words += number
        for code in codes:
            known[code] += known_in_line[code]
            telling[code] += telling_in_line[code]
    best = max(codes, key=lambda code: (telling[code], code == otherwise))
    if words >= _ENOUGH_WORDS and known[best] < _LEAST_SHARE * words:
        return UNDETERMINED
    return best if telling[best] else otherwise


@by_text
def _count(line: str) -> tuple[int, dict[str, int], dict[str, int]]:
    """The words of a line; by language those that are common in it, and in it alone."""
    found = _WORD.findall(line)
    known = dict.fromkeys(languages.codes(), 0)
    telling = dict(known)
    for word in found:
        speakers = _languages_by_word().get(word.casefold(), ())
        for code in speakers:
            known[code] += 1
        if len(speakers) == 1:
            telling[speakers[0]] += 1
    return len(found), known, telling


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
