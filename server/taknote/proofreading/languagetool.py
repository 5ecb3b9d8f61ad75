"""A LanguageTool server, where the writer runs one (languagetool.org, LGPL).

Spoken to by its documented HTTP protocol, `POST /v2/check`, aside of the check and with a short
deadline. A server that is down or slow takes nothing from what the other engines found.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from taknote.proofreading import Kind, Mistake, Reading
from taknote.proofreading.aside import Aside

_DEADLINE = 2.0
_REST = 30.0  # seconds for which a server that did not answer is left alone
_MOST = 4096
_LARGEST_ANSWER = 1_000_000
_TAGS = {"en": "en-US", "da": "da-DK"}


class LanguageTool:
    """A LanguageTool server, as an engine for one language."""

    name = "languagetool"

    def __init__(self, language: str, url: str) -> None:
        self.language = language
        self._url = f"{url.rstrip('/')}/v2/check"
        self._aside: Aside[tuple[str, str], tuple[Mistake, ...]] = Aside(self._ask, _MOST)
        self._resting_until = 0.0

    def load(self) -> None:
        """Nothing to load: the server is another process."""

    def read(self, sentence: str, tag: str) -> Reading:
        """What the server said, once it has."""
        if time.monotonic() < self._resting_until:
            return Reading(())
        mistakes = self._aside.get((sentence, _TAGS.get(tag, tag)))
        return Reading(mistakes or (), mistakes is not None)

    def _ask(self, question: tuple[str, str]) -> tuple[Mistake, ...]:
        if time.monotonic() < self._resting_until:
            raise TimeoutError
        text, tag = question
        form = urllib.parse.urlencode({"text": text, "language": tag}).encode()
        try:
            with urllib.request.urlopen(self._url, form, timeout=_DEADLINE) as answer:
                content = json.loads(answer.read(_LARGEST_ANSWER))
            return tuple(_mistake(text, match) for match in content["matches"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            self._resting_until = time.monotonic() + _REST
            raise


def _mistake(text: str, match: dict[str, Any]) -> Mistake:
    """A match of the protocol; its offsets are UTF-16 code units."""
    units = text.encode("utf-16-le")
    start = len(units[: 2 * match["offset"]].decode("utf-16-le", "ignore"))
    end = start + len(
        units[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode(
            "utf-16-le", "ignore"
        )
    )
    kind: Kind = (
        "spelling" if match.get("rule", {}).get("issueType") == "misspelling" else "grammar"
    )
    return Mistake(start, end, kind, tuple(r["value"] for r in match.get("replacements", ())[:4]))
