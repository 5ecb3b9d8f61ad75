"""Messages to the writer, in the language of the interface, from each pack's `rules.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import regex

from taknote import languages
from taknote.guidelines.finding import Finding, Status

# {words}, or {words|word|words} for a number with its noun
_BLANK = regex.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
_SHOWN = 80


def guideline_title(code: str, guideline: str) -> str:
    """A guideline's name."""
    return str(_guideline(code, guideline)["title"])


def rule_text(code: str, guideline: str, rule: str, part: str, words: Mapping[str, str]) -> str:
    """A rule's `message` or `why`, filled in."""
    return _filled(_guideline(code, guideline)["rules"][rule][part], words)


def fix_title(code: str, title: str, words: Mapping[str, str]) -> str:
    """What the button of a fix says."""
    return _filled(languages.load(code).messages["fixes"][title], words)


def summary(
    code: str,
    guideline: str,
    status: Status,
    findings: Iterable[Finding],
    words: Mapping[str, str],
) -> str:
    """How a note stands with a guideline, in a line."""
    texts = _guideline(code, guideline)
    if status in ("met", "unknown"):
        return _filled(texts[status], words)
    shown = [
        str(texts["rules"][finding.rule]["title"])
        for finding in findings
        if finding.severity != "suggestion" and finding.missing == (status == "missing")
    ]
    return "; ".join(dict.fromkeys(shown))


def rules(code: str, guideline: str) -> Mapping[str, Any]:
    """A guideline's rules as the pack describes them."""
    described: Mapping[str, Any] = _guideline(code, guideline)["rules"]
    return described


def _guideline(code: str, guideline: str) -> Mapping[str, Any]:
    texts: Mapping[str, Any] = languages.load(code).messages[guideline]
    return texts


def _filled(template: str, words: Mapping[str, str]) -> str:
    def word(match: regex.Match[str]) -> str:
        text = " ".join(words.get(match[1], match[0]).split())
        if match[2] is not None:
            return f"{text} {match[2] if text == '1' else match[3]}"
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    return _BLANK.sub(word, template) if "{" in template else template
