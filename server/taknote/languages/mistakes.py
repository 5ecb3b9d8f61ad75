"""Mistakes that no word list can see, as data of a language pack: `[wrong=>right]` in patterns."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from taknote.languages.patterns import Pattern, PatternError, compile_any, expand
from taknote.languages.sieve import Sieve

_EDIT = regex.compile(r"\[(?P<wrong>[^\[\]]*?)=>(?P<right>[^\[\]]*?)\]")
_STEM = regex.compile(r"~\((?P<stems>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_TAKEN_OVER = regex.compile(r"~|<(?P<name>\w+)>")
# No sentence takes this long; a pattern that does is given up (see `regex`'s documentation). The
# time is all threads', so that a search may be held up through no fault of its own, but not twice.
_PATIENCE = (0.05, 0.25)


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of a sentence and what should stand there, in code points of the sentence."""

    start: int
    end: int
    right: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """One way to be wrong: patterns with what to change in them, and what only looks so."""

    name: str
    find: tuple[tuple[Pattern, str], ...]
    unless: Pattern

    def look_alikes(self, sentence: str) -> list[tuple[int, int]]:
        """Where a sentence only looks so; they may overlap, "det ville" with "ville jeg tage"."""
        return [one.span() for one in _matches(self.unless, sentence, overlapped=True)]


class Confusions:
    """All confusions of a language pack, which are looked for together."""

    def __init__(self, entries: Sequence[Confusion]) -> None:
        self._entries = entries
        self._patterns = [
            (at, pattern, right)
            for at, entry in enumerate(entries)
            for pattern, right in entry.find
        ]
        self._sieve = Sieve(pattern for _, pattern, _ in self._patterns)

    def corrections(self, sentence: str) -> Iterator[Correction]:
        """What they find in a sentence."""
        hidden: dict[int, list[tuple[int, int]]] = {}
        for index in self._sieve.lets_through(sentence):
            at, pattern, right = self._patterns[index]
            for match in _matches(pattern, sentence):
                if at not in hidden:
                    hidden[at] = self._entries[at].look_alikes(sentence)
                start, end = match.span("wrong")
                if any(start < to and since < end for since, to in hidden[at]):
                    continue
                text = _fill_in(right, match)
                if text != match["wrong"]:
                    yield _correction(sentence, start, end, text)


def _matches(pattern: Pattern, text: str, *, overlapped: bool = False) -> list[regex.Match[str]]:
    for seconds in _PATIENCE:
        with contextlib.suppress(TimeoutError):
            return list(pattern.finditer(text, overlapped=overlapped, timeout=seconds))
    return []


def _fill_in(right: str, match: regex.Match[str]) -> str:
    text = _TAKEN_OVER.sub(lambda taken: str(match[taken["name"] or "stem"]), right)
    return text[:1].upper() + text[1:] if match["wrong"][:1].isupper() else text


def _correction(sentence: str, start: int, end: int, text: str) -> Correction:
    """What is left out goes with the space before it."""
    if not text and start and sentence[start - 1] == " ":
        start -= 1
    return Correction(start, end, text)


def read_confusion(
    name: str, find: Sequence[str], unless: Sequence[str], parts: Mapping[str, str]
) -> Confusion:
    """Compile an entry of a pack's `mistakes.toml`.

    Raises:
        PatternError: a pattern can't be compiled, or says not just once what to change.
    """
    return Confusion(
        name, tuple(_compile(source, parts) for source in find), compile_any(unless, parts)
    )


def _compile(source: str, parts: Mapping[str, str]) -> tuple[Pattern, str]:
    edits = list(_EDIT.finditer(source))
    if len(edits) != 1:
        raise PatternError(source, "a pattern has one [wrong=>right]")
    edit = edits[0]
    wrong, stems = _STEM.subn(r"(?P<stem>\g<stems>)", edit["wrong"])
    if ("~" in edit["right"]) != bool(stems):
        raise PatternError(source, "what stands for ~ is missing on one side")
    whole = f"{source[: edit.start()]}(?P<wrong>{wrong}){source[edit.end() :]}"
    # A typed apostrophe may be straight or curly; that is no mistake.
    expanded = expand(whole, parts).replace("'", "['’]")
    text = rf"(?<![\w'’-])(?:{expanded})(?![\w]|['’-]\p{{L}})"
    try:
        return regex.compile(text, regex.IGNORECASE | regex.VERSION0), edit["right"]
    except regex.error as error:
        raise PatternError(source, str(error)) from error
