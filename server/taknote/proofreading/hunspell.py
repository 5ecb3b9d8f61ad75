"""Spelling by Hunspell (MPL/LGPL/GPL) with a dictionary of the language pack.

Hunspell knows at once whether a word is right, compounds included. Its own suggestions take up to
half a second a word, so suggestions are made here, aside of the check: every word one slip away is
put to the dictionary, then the dictionary's own words that are two slips away (after Norvig, "How
to write a spelling corrector", 2007).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex
from hunspell import Hunspell
from rapidfuzz import process
from rapidfuzz.distance import OSA

from taknote import languages
from taknote.proofreading import Mistake, Reading
from taknote.proofreading.aside import Aside
from taknote.proofreading.nearness import likeliest

_WORD = regex.compile(r"(?<![\w@./-])\p{L}+(?:[-'’]\p{L}+)*(?![\w@/]|-\w)")
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøåé"
_ENGLISH = "en_US"
_MOST_WORDS = 20_000
_SUGGESTIONS = 4
_SHORTEST_STEM = 5
_SUFFIX = regex.compile(r"SFX\s+\S+\s+\S+\s+\p{Ll}").match  # hunspell(5): SFX flag strip add


class HunspellDictionary:
    """A pack's dictionary, as an engine."""

    name = "hunspell"

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self._english: Hunspell | None = None
        self._folder = folder
        self._lock = threading.Lock()
        self._right: OrderedDict[str, bool] = OrderedDict()
        self._aside: Aside[str, tuple[str, ...]] = Aside(self._suggest, _MOST_WORDS)
        self._words: list[str] = []
        self._endings: list[str] = []

    def load(self) -> None:
        """Load the dictionary."""
        self._dictionary = Hunspell(self.language, hunspell_data_dir=str(self._folder))
        if self.language != "en":
            self._english = Hunspell(_ENGLISH)  # the binding brings it along
        source = (self._folder / f"{self.language}.dic").read_text(encoding="utf-8")
        self._words = [line.split("/", 1)[0].split("\t", 1)[0] for line in source.splitlines()[1:]]
        rules = (self._folder / f"{self.language}.aff").read_text(encoding="utf-8")
        added = {line.split()[3].split("/")[0] for line in rules.splitlines() if _SUFFIX(line)}
        self._endings = ["", *sorted(added - {"0"}, key=len)]

    def read(self, sentence: str, tag: str) -> Reading:
        """The misspelled words, with suggestions where they have been worked out."""
        mistakes = []
        complete = True
        for match in _WORD.finditer(sentence):
            if self._is_right(match.group()):
                continue
            suggestions = self._aside.get(match.group())
            complete = complete and suggestions is not None
            mistakes.append(Mistake(match.start(), match.end(), "spelling", suggestions or ()))
        return Reading(tuple(mistakes), complete)

    def _is_right(self, word: str) -> bool:
        with self._lock:
            if word in self._right:
                self._right.move_to_end(word)
                return self._right[word]
            # Business speaks English in every language: "key account manager".
            right = any(
                _knows(dictionary, word)
                for dictionary in (self._dictionary, self._english)
                if dictionary
            )
            self._right[word] = right
            if len(self._right) > _MOST_WORDS:
                self._right.popitem(last=False)
            return right

    def _suggest(self, word: str) -> tuple[str, ...]:
        low = word.casefold()
        found = self._right_ones(_one_slip_away(low)) or self._right_ones(self._two_slips_away(low))
        usual = languages.load(self.language).letter_words
        best = likeliest(low, found, usual)[:_SUGGESTIONS]
        return tuple(one[:1].upper() + one[1:] if word[:1].isupper() else one for one in best)

    def _right_ones(self, candidates: Iterable[str]) -> list[str]:
        """The candidates that are words; compounds made up on the spot are not."""
        right = [one for one in dict.fromkeys(candidates) if _knows(self._dictionary, one)]
        return [one for one in right if any(" pa:" not in a for a in self._analyses(one))]

    def _analyses(self, word: str) -> tuple[str, ...]:
        return tuple(self._dictionary.analyze(word))

    def _two_slips_away(self, word: str) -> Iterator[str]:
        """The dictionary's words that are two slips away, in all their inflections."""
        for ending in self._endings:
            stem = word.removesuffix(ending)
            if len(stem) < _SHORTEST_STEM or (ending and stem == word):
                continue
            near = process.extract(stem, self._words, scorer=OSA.distance, score_cutoff=2)
            yield from (f"{candidate}{ending}" for candidate, _, _ in near)


def _knows(dictionary: Hunspell, word: str) -> bool:
    try:
        return bool(dictionary.spell(word.replace("’", "'")))
    except UnicodeEncodeError:
        return False  # letters that the dictionary's encoding does not have


def _one_slip_away(word: str) -> Iterator[str]:
    """Every text one letter swapped, left out, changed or added away."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in halves:
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
        for letter in _LETTERS:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail
