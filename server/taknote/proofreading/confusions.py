"""Right words in wrong places, by the language pack's own patterns."""

from __future__ import annotations

from taknote import languages
from taknote.proofreading import Mistake, Reading


class Confusions:
    """The pack's `mistakes.toml`, as an engine."""

    name = "mistakes"

    def __init__(self, language: str) -> None:
        self.language = language

    def load(self) -> None:
        """Compile the patterns."""
        languages.load(self.language)

    def read(self, sentence: str, tag: str) -> Reading:
        """What the patterns find; the first at a place stands."""
        text = sentence.replace("\n", " ")
        return Reading(
            tuple(
                Mistake(found.start, found.end, "grammar", (found.right,))
                for found in languages.load(self.language).confusions.corrections(text)
            )
        )
