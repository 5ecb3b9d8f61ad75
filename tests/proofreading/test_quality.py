"""How much of what is wrong is found, how much of what is found is wrong, and how it is mended."""

from __future__ import annotations

import pytest

import corpus
from conftest import Complete
from corpus import mistakes
from taknote.check import apply_edits
from taknote.report import Report, Warning

LEAST_RECALL = {"en": 0.85, "da": 0.80}
NOTES = [
    case
    for language in corpus.LANGUAGES
    for name in corpus.NOTES[:1]
    for case in corpus.whole_notes(language, name)
]


def wording(report: Report) -> list[Warning]:
    return [w for w in report.warnings if w.rule in ("spelling", "grammar")]


@pytest.mark.parametrize("set_aside", [False, True], ids=["worked on", "set aside"])
@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_precision_recall_and_first_suggestions(
    complete: Complete, language: str, set_aside: bool
) -> None:
    cases = [case for case in mistakes.with_mistakes(language) if case.set_aside == set_aside]
    found = mended = wrong = 0
    for case in cases:
        warnings = wording(complete(case.draft))
        at_it = [w for w in warnings if w.start < case.end and case.start < w.end]
        wrong += len(warnings) - len(at_it)
        found += bool(at_it)
        if at_it and at_it[0].fixes:
            mended += apply_edits(case.draft.body, at_it[0].fixes[0].edits) == case.right
    wrong += sum(len(wording(complete(draft))) for draft in mistakes.without_mistakes(language))
    assert len(cases) >= 40
    assert found / len(cases) >= LEAST_RECALL[language]
    assert found / (found + wrong) >= 0.95
    assert mended / found >= 0.85


@pytest.mark.parametrize("case", NOTES, ids=lambda case: case.name)
def test_no_false_alarm_on_whole_notes(complete: Complete, case: corpus.Case) -> None:
    expected = {(rule, text) for rule, text in case.expected if rule in ("spelling", "grammar")}
    assert {(w.rule, w.text) for w in wording(complete(case.draft))} == expected
