"""Plain text for reading: typographic variants folded, every position kept."""

from __future__ import annotations

import regex

from taknote.kept import by_text

_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x09], " ")
_LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
_QUOTES = {
    **dict.fromkeys([0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0x60, 0xB4], "'"),
    **dict.fromkeys([0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB], '"'),
}
_HYPHENS = dict.fromkeys([0x2010, 0x2011], "-")
_UNSEEN = dict.fromkeys([0x00, 0xAD, 0x200B, 0x200E, 0x200F, 0xFEFF], " ")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_FOLD = {**_SPACES, **_LINE_ENDS, **_QUOTES, **_HYPHENS, **_UNSEEN, **_SURROGATES}

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,@/-]*(?<=[\p{L}\p{N}\p{M}])|[\p{L}\p{N}]")


def plain(text: str) -> str:
    """Fold quotes, spaces, hyphens and line ends to their ASCII forms, one character for one.

    A position in the result is the same position in `text`. What has no place in UTF-8 (a lone
    surrogate) becomes U+FFFD, so that every library can take the result.
    """
    return text.translate(_FOLD).replace("\r\n", " \n").replace("\r", "\n")


@by_text
def count_words(text: str) -> int:
    """How many words a reader would count."""
    return len(_WORD.findall(text))


def words(text: str) -> list[regex.Match[str]]:
    """The words of a text, as matches that know their positions."""
    return list(_WORD.finditer(text))
