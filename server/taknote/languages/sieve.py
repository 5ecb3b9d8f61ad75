"""A quick first look: which of some patterns a text can match at all.

RE2 tells in time linear in the text, whatever the pattern (R. Cox, "Regular Expression Matching in
the Wild", 2010). It has no lookarounds and no backreferences, so it is given the pattern without
them, which matches whatever the pattern matches, and more. Only what passes is searched by `regex`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import re2
import regex

from taknote.languages.patterns import Pattern

_MEMORY = 8 << 20  # for one pattern's states; RE2 forgets them when it is used up
_WORD = r"\p{L}\p{M}\p{N}_"
_CLASSES = {"w": f"[{_WORD}]", "W": f"[^{_WORD}]", "s": r"[\s\pZ\x{85}]", "S": r"[^\s\pZ\x{85}]"}
_IN_SET = {"w": _WORD, "s": r"\s\pZ\x{85}"}
_NEVER, _NOTHING = "(?!)", r"[^\x00-\x{10FFFF}]"
_LOOKAROUNDS = ("(?!", "(?=", "(?<!", "(?<=")
_NAMED_GROUP, _BACKREFERENCE, _ANYTHING = "(?P<", "(?P=", r"[\x00-\x{10FFFF}]*"
_ANCHORS = frozenset("bBAZ")


class Sieve:
    """Tells of patterns that are looked for together which ones a text may match.

    RE2 looks once for the words that the patterns need (its FilteredRE2), and then for those
    patterns whose words are there. Many small patterns are quicker than one large one.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        options = re2.Options()
        options.case_sensitive = False
        options.never_capture = True
        options.log_errors = False
        options.max_mem = _MEMORY
        self._filter = re2.Filter()
        self._understood: list[int] = []
        self._always: list[int] = []  # what RE2 does not understand is searched every time
        for index, pattern in enumerate(patterns):
            try:
                self._filter.Add(without_lookarounds(pattern.pattern), options)
                self._understood.append(index)
            except (re2.error, ValueError, IndexError):
                self._always.append(index)
        if self._understood:
            self._filter.Compile()

    def lets_through(self, text: str) -> list[int]:
        """The indices of the patterns that a text may match, in order."""
        found = self._filter.Match(text) if self._understood else None
        if not found:
            return self._always
        return sorted([*(self._understood[index] for index in found), *self._always])


class Alternatives:
    """Compiled patterns of which any may match, each searched for so long at most."""

    def __init__(self, patterns: Sequence[Pattern], patience: float) -> None:
        self._patterns = patterns
        self._patience = patience

    def search(self, text: str, start: int = 0) -> regex.Match[str] | None:
        """The first match from a position on; where two begin there, that of the first pattern.

        Raises:
            TimeoutError: a search took longer than it may.
        """
        first = None
        for pattern in self._patterns:
            match = pattern.search(text, start, timeout=self._patience)
            if match and (first is None or match.start() < first.start()):
                first = match
        return first

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """All matches, none inside another; raises what `search` raises."""
        match = self.search(text)
        while match:
            yield match
            match = self.search(text, max(match.end(), match.start() + 1))


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
        elif source.startswith(_NAMED_GROUP, at):
            made.append("(?:")  # RE2 wants each name once
            at = source.index(">", at) + 1
        elif source.startswith(_BACKREFERENCE, at):
            made.append(_ANYTHING)
            at = source.index(")", at) + 1
        elif source[at] == "[":
            end = _end_of_set(source, at)
            made.append(_set_of(source[at:end]))
            at = end
        elif source[at] == "{":
            # Counting takes RE2 a state for each number.
            made.append("*" if source[at + 1] in "0," else "+")
            at = source.index("}", at) + 1
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
