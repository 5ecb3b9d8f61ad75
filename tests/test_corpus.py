"""The corpus: what is expected of whole notes, and of each rule."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

import corpus
from conftest import Complete
from taknote.guidelines import GUIDELINES
from taknote.report import Report

NOTES = [
    case
    for language in corpus.LANGUAGES
    for name in corpus.NOTES
    for case in corpus.whole_notes(language, name)
]
WORKED_ON = [case for case in NOTES if "/set-aside/" not in case.name and not case.doubtful]
OTHER = [
    case
    for language in corpus.LANGUAGES
    for name in corpus.OTHERS
    for case in corpus.whole_notes(language, name)
]
RULES = [case for language in corpus.LANGUAGES for case in corpus.rule_cases(language)]


def marked(report: Report) -> set[tuple[str, str]]:
    """What is worth a warning while typing."""
    return {(w.rule, w.text) for w in report.warnings if w.severity != "suggestion"}


def test_the_corpus_is_large_enough() -> None:
    assert len(NOTES) >= 115
    assert len(OTHER) >= 60


@pytest.mark.parametrize("case", WORKED_ON, ids=lambda case: case.name)
def test_a_note_gets_the_warnings_expected_and_no_other(
    complete: Complete, case: corpus.Case
) -> None:
    report = complete(case.draft)
    assert report.is_thank_you_note
    found = marked(report)
    for rule, text in case.expected:
        assert any(rule == one and text in (shown, "") for one, shown in found), (rule, found)
    expected_rules = {rule for rule, _ in case.expected}
    assert {rule for rule, _ in found} == expected_rules


@pytest.mark.parametrize("case", WORKED_ON, ids=lambda case: case.name)
def test_a_note_lacks_what_it_does_not_say(complete: Complete, case: corpus.Case) -> None:
    rules = {warning.rule for warning in complete(case.draft).warnings}
    for sense, absent in corpus.SENSES.items():
        if sense == "follow-up-date" and "follow-up" in case.says:
            continue
        if sense == "follow-up" and "follow-up-date" in case.says:
            continue
        assert bool(rules & absent) == (sense not in case.says), (sense, rules & absent)


@pytest.mark.parametrize("case", OTHER, ids=lambda case: case.name)
def test_other_mail_is_left_alone(complete: Complete, case: corpus.Case) -> None:
    report = complete(case.draft)
    assert not report.is_thank_you_note
    assert report.warnings == ()
    assert {result.status for result in report.guidelines} == {"unknown"}


def test_detection_generalises_to_the_notes_set_aside(complete: Complete) -> None:
    """Precision and recall on notes that no pattern was fitted to."""
    hits: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for case in NOTES:
        if "/set-aside/" not in case.name:
            continue
        report = complete(case.draft)
        rules = {warning.rule for warning in report.warnings}
        hits["note"] += report.is_thank_you_note
        missed["note"] += not report.is_thank_you_note
        for sense in ("thanks", "case", "interest", "next"):
            said = not rules & corpus.SENSES[sense]
            hits[sense] += said and sense in case.says
            false[sense] += said and sense not in case.says
            missed[sense] += sense in case.says and not said
    for sense, count in hits.items():
        f1 = 2 * count / (2 * count + false[sense] + missed[sense])
        assert f1 >= 0.95, (sense, f1)


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_the_good_note_of_the_rules_is_quiet(complete: Complete, language: str) -> None:
    for stage in ("typing", "sending"):
        report = complete(dataclasses.replace(corpus.base_note(language), stage=stage))
        assert report.warnings == (), [w.rule for w in report.warnings]
        # Without a date "this morning" tells that it is soon enough.
        assert {result.status for result in report.guidelines} == {"met"}


@pytest.mark.parametrize("case", RULES, ids=lambda case: f"{case.name}-{case.rule}")
def test_a_rule_fires_on_what_it_is_for_alone(complete: Complete, case: corpus.RuleCase) -> None:
    report = complete(case.draft)
    assert report.is_thank_you_note
    assert (case.rule in {warning.rule for warning in report.warnings}) == case.fires


def test_every_rule_has_three_notes_for_and_three_against() -> None:
    counted = Counter((case.rule, case.fires) for case in RULES)
    for guideline in GUIDELINES:
        for rule in guideline.rules:
            assert counted[rule, True] >= 3, rule
            assert counted[rule, False] >= 3, rule
