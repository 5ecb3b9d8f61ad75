"""Which language a letter is written in, told by the commonest words of each language pack."""

from __future__ import annotations

import functools

import regex

from taknote import languages
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
    found = [word.casefold() for word in _WORD.findall(text[:_READ])]
    shares = {
        code: sum(word in _telling_words(code) for word in found) / max(len(found), 1)
        for code in languages.codes()
    }
    best = max(shares, key=lambda code: (shares[code], code == otherwise))
    known = sum(word in languages.load(best).common_words for word in found) / max(len(found), 1)
    if len(found) >= _ENOUGH_WORDS and known < _LEAST_SHARE:
        return UNDETERMINED
    return best if shares[best] else otherwise


@functools.cache
def _telling_words(code: str) -> frozenset[str]:
    """A language's common words, less those that are common in another one too."""
    others = (languages.load(other).common_words for other in languages.codes() if other != code)
    return languages.load(code).common_words.difference(*others)


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
