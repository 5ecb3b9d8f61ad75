"""The small pattern language of the language packs, on top of the `regex` library.

A pattern is a regular expression that matches whole words without regard to case, where a space
stands for any white space with or without a comma before it, ` … ` for up to six other words, and
`{name}` for a named part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

Pattern = regex.Pattern[str]

_PART = regex.compile(r"\{([a-z][a-z_]*)\}")
_SPACE = r",?\s+"
_ANY_WORDS = r"(?:\s+\S+){0,6}?\s+"
_OPTIONAL_WORDS = r"(?:\S+\s+){0,6}?"


class PatternError(ValueError):
    """A pattern that can't be compiled. `pattern` is the source at fault."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(reason)
        self.pattern = pattern


def expand(source: str, parts: Mapping[str, str]) -> str:
    """Turn a pattern of a language pack into a regular expression.

    Raises:
        PatternError: it names a part that does not exist.
    """

    def part(match: regex.Match[str]) -> str:
        if match[1] not in parts:
            raise PatternError(source, f"there is no part named {match[1]!r}")
        return f"(?:{parts[match[1]]})"

    for _ in range(4):  # parts may name parts
        source = _PART.sub(part, source)
    source = source.replace(" … ", _ANY_WORDS)
    source = source.replace("(?:… )?", _OPTIONAL_WORDS).replace("… ", _OPTIONAL_WORDS)
    return _spaces(source)


def _spaces(source: str) -> str:
    """Let each space stand for white space, but for those in [sets] and after backslashes."""
    result = []
    in_set = False
    escaped = False
    for at, character in enumerate(source):
        if not escaped and character == "[":
            in_set = True
        elif not escaped and character == "]":
            in_set = False
        if character == " " and not in_set and not escaped:
            quantified = source[at + 1 : at + 2] in ("?", "*", "{")
            result.append(rf"(?:{_SPACE})" if quantified else _SPACE)
        else:
            result.append(character)
        escaped = character == "\\" and not escaped
    return "".join(result)


def compile_any(
    sources: Sequence[str], parts: Mapping[str, str] | None = None, *, whole: bool = False
) -> Pattern:
    """Compile alternatives into one pattern.

    Args:
        sources: patterns of which any may match.
        parts: what `{name}` stands for.
        whole: match the whole text rather than words within it.

    Raises:
        PatternError: one of them can't be compiled.
    """
    alternatives = []
    for source in sources:
        expanded = expand(source, parts or {})
        try:
            regex.compile(expanded, regex.IGNORECASE)
        except regex.error as error:
            raise PatternError(source, str(error)) from error
        alternatives.append(expanded)
    joined = "|".join(alternatives) if alternatives else r"(?!)"
    text = (
        rf"\s*(?:{joined})\s*\Z" if whole else rf"(?:(?<!\w)|(?='))(?:{joined})(?:(?!\w)|(?<=\s))"
    )
    return regex.compile(text, regex.IGNORECASE | regex.VERSION0)
