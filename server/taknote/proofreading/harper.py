"""English by Harper (Automattic, Apache-2.0), in process, with the rules that suit a letter.

A word counts as misspelled when it is so in the dialect that the writer chose; where none was
chosen, American and British spelling are both right.
"""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path

from harper import Dialect, Language, Lint, Linter, SuggestionKind

from taknote import languages
from taknote.languages.patterns import compile_any
from taknote.proofreading import Kind, Mistake, Reading
from taknote.proofreading.nearness import likeliest

_RULES = Path(__file__).parent.parent / "languages" / "en" / "harper.toml"
_BRITISH = {"SpellCheck", "AnA"}  # "an honour" is right to the British alone
_ARTICLES = {"a", "an"}


class Harper:
    """Harper's linters: one with the chosen rules, one for British spelling."""

    name = "harper"
    language = "en"

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a linter serves one thread at a time
        self._linters: dict[Dialect, Linter] = {}

    def load(self) -> None:
        """Build the linters; they share one dictionary.

        Raises:
            ValueError: the rules' file names a rule that Harper does not have.
        """
        data = tomllib.loads(_RULES.read_text(encoding="utf-8"))
        chosen = {rule for group in data["group"] for rule in group["rules"]}
        self._right = compile_any(data["right"])
        for dialect, rules in ((Dialect.AMERICAN, chosen), (Dialect.BRITISH, _BRITISH)):
            linter = Linter(dialect)
            known = linter.get_lint_config()
            unknown = chosen - set(known)
            if unknown:
                raise ValueError(f"{_RULES}: Harper has no rule {min(unknown)}")
            linter.set_lint_config({rule: rule in rules for rule in known})
            self._linters[dialect] = linter
        self.read("This is a sentence.", "en")

    def read(self, sentence: str, tag: str) -> Reading:
        """The mistakes of a sentence."""
        american = self._lint(sentence, Dialect.AMERICAN)
        spelling = [mistake for mistake in american if _is_spelling(mistake)]
        articles = [mistake for mistake in american if _is_article(mistake)]
        # Reading a sentence twice costs half as much again, and most have no such mistake.
        if tag == "en-GB" or (tag != "en-US" and (spelling or articles)):
            british = self._lint(sentence, Dialect.BRITISH)
            places = {(mistake.start, mistake.end) for mistake in british}
            articles = [one for one in articles if (one.start, one.end) in places]
            if tag == "en-GB":
                spelling = [mistake for mistake in british if _is_spelling(mistake)]
            else:
                spelling = [one for one in spelling if (one.start, one.end) in places]
        others = [m for m in american if not _is_spelling(m) and not _is_article(m)]
        grammar = [*articles, *others]
        exempt = [match.span() for match in self._right.finditer(sentence)] if grammar else []
        grammar = [one for one in grammar if not any(s <= one.start < e for s, e in exempt)]
        return Reading((*spelling, *grammar))

    def _lint(self, sentence: str, dialect: Dialect) -> list[Mistake]:
        with self._lock:
            linter = self._linters[dialect]
            lints = linter.lint(sentence.replace("\n", " "), language=Language.PLAINTEXT)
            return [_mistake(lint) for lint in lints]


def _is_spelling(mistake: Mistake) -> bool:
    return mistake.kind == "spelling"


def _is_article(mistake: Mistake) -> bool:
    return {one.casefold() for one in mistake.replacements} <= _ARTICLES


def _mistake(lint: Lint) -> Mistake:
    text = lint.problem_text
    replacements = []
    for suggestion in lint.suggestions:
        if suggestion.kind == SuggestionKind.REPLACE:
            replacements.append(suggestion.replacement_text)
        elif suggestion.kind == SuggestionKind.REMOVE:
            replacements.append("")
        else:
            replacements.append(text + suggestion.replacement_text)
    kind: Kind = "spelling" if lint.lint_kind in ("Spelling", "Typo") else "grammar"
    if kind == "spelling":
        replacements = likeliest(text, replacements, languages.load("en").letter_words)
    return Mistake(lint.span.start, lint.span.end, kind, tuple(dict.fromkeys(replacements)))
