"""Which notes of the corpus need each part of a sense's patterns, and which parts no note needs."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import corpus
import training
from taknote import languages
from taknote.languages.patterns import compile_any

_SHOWN = 70


def needed(language: str) -> Iterator[tuple[str, str, list[str]]]:
    """A sense, the beginning of one of its patterns, and the notes where it alone finds the sense.

    Look-alikes and negations are left aside: this tells what a part is there for, not what a note
    says.
    """
    pack = Path(languages.__file__).parent / language / "senses.toml"
    senses = tomllib.loads(pack.read_text(encoding="utf-8"))
    parts = senses.pop("parts")
    notes = [case for name in corpus.NOTES for case in corpus.whole_notes(language, name)]
    read = [(case, training.example(case, is_note=True)) for case in notes]
    for question, sense in {
        "thanks": "thanks",
        "follow-up": "follow-up",
        **training.QUESTIONS,
    }.items():
        patterns = [compile_any([source], parts) for source in senses[sense]["any"]]
        needs: dict[int, list[str]] = defaultdict(list)
        for case, one in read:
            if question not in case.says and f"{question}-date" not in case.says:
                continue
            found = {
                at
                for at, pattern in enumerate(patterns)
                if any(pattern.search(text) for text in one.sentences)
            }
            if len(found) == 1:
                needs[found.pop()].append(case.name.split("/", 2)[2])
        for at, source in enumerate(senses[sense]["any"]):
            yield sense, source[:_SHOWN], needs[at]
