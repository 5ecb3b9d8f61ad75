"""A quick first look: which of some patterns a text can match at all.

RE2 tells in time linear in the text, whatever the pattern (R. Cox, "Regular Expression Matching in
the Wild", 2010). It has no lookarounds, so it is given the pattern without them, which matches
whatever the pattern matches, and more. Only what passes is searched by `regex`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import re2
import regex

_MEMORY = 32 << 20  # for one pattern's states; RE2 forgets them when it is used up
_WORD = r"\p{L}\p{M}\p{N}_"
_CLASSES = {"w": f"[{_WORD}]", "W": f"[^{_WORD}]", "s": r"[\s\pZ\x{85}]", "S": r"[^\s\pZ\x{85}]"}
_IN_SET = {"w": _WORD, "s": r"\s\pZ\x{85}"}
_NEVER, _NOTHING = "(?!)", r"[^\x00-\x{10FFFF}]"
_LOOKAROUNDS = ("(?!", "(?=", "(?<!", "(?<=")
_ANCHORS = frozenset("bBAZ")


class Sieve:
    """Tells of patterns that are looked for together which ones a text may match.

    Together they cost as one, as long as they are small: what RE2 works out of large ones would
    not fit into its memory.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        options = re2.Options()
        options.case_sensitive = False
        options.never_capture = True
        options.log_errors = False
        options.max_mem = _MEMORY
        self._set = re2.Set.SearchSet(options)
        self._understood: list[int] = []
        self._always: list[int] = []  # what RE2 does not understand is searched every time
        for index, source in enumerate(sources):
            try:
                self._set.Add(without_lookarounds(source))
                self._understood.append(index)
            except (re2.error, ValueError, IndexError):
                self._always.append(index)
        try:
            self._set.Compile()
        except re2.error:
            self._understood, self._always = [], list(range(len(sources)))

    def lets_through(self, text: str) -> list[int]:
        """The indices of the patterns that a text may match, in order."""
        found = cast("list[int] | None", self._set.Match(text) if self._understood else None)
        if not found:
            return self._always
        return sorted([*(self._understood[index] for index in found), *self._always])


class SievedPattern:
    """A compiled pattern that is searched only where it may match, and for so long at most."""

    def __init__(self, pattern: regex.Pattern[str], patience: float) -> None:
        self._pattern = pattern
        self._patience = patience
        self._sieve = Sieve([pattern.pattern])

    def search(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """The first match from a position on.

        Raises:
            TimeoutError: the search took longer than it may.
        """
        if not self._sieve.lets_through(text):
            return None
        return self._pattern.search(text, start, timeout=self._patience)

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """All matches; raises what `search` raises."""
        if not self._sieve.lets_through(text):
            return iter(())
        return self._pattern.finditer(text, timeout=self._patience)


def without_lookarounds(source: str) -> str:
    """A pattern in RE2's syntax that matches wherever `source` does."""
    made: list[str] = []
    at = 0
    while at < len(source):
        if source[at] == "\\":
            property_end = source.find("}", at) + 1 if source[at + 1] in "pP" else at + 2
            letter = source[at + 1]
            made.append("" if letter in _ANCHORS else _CLASSES.get(letter, source[at:property_end]))
            at = property_end
        elif source.startswith(_NEVER, at):
            made.append(_NOTHING)
            at += len(_NEVER)
        elif source.startswith(_LOOKAROUNDS, at):
            at = _end_of_group(source, at)
        elif source[at] == "[":
            end = _end_of_set(source, at)
            made.append(_set_of(source[at:end]))
            at = end
        else:
            made.append(source[at])
            at += 1
    return "".join(made)


def _set_of(source: str) -> str:
    for letter, members in _IN_SET.items():
        source = source.replace(f"\\{letter}", members)
    return source


def _end_of_set(source: str, at: int) -> int:
    at += 1
    if source[at] == "^":
        at += 1
    if source[at] == "]":
        at += 1
    while source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at + 1


def _end_of_group(source: str, at: int) -> int:
    depth = 0
    while True:
        if source[at] == "\\":
            at += 2
            continue
        if source[at] == "[":
            at = _end_of_set(source, at)
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
        if depth == 0:
            return at
