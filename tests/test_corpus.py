"""The corpus: what is expected of whole notes, and of each rule."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

import corpus
import training
from conftest import Complete
from taknote import languages
from taknote.check import check
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
    for name in corpus.OTHERS[:1]
    for case in corpus.whole_notes(language, name)
]
RULES = [case for language in corpus.LANGUAGES for case in corpus.rule_cases(language)]


def marked(report: Report) -> set[tuple[str, str]]:
    """What is worth a warning while typing."""
    return {(w.rule, w.text) for w in report.warnings if w.severity != "suggestion"}


def test_the_corpus_is_large_enough() -> None:
    for language, least in (("en", 300), ("da", 200)):
        assert sum(case.name.startswith(f"{language}/") for case in NOTES) >= least
    others = sum(
        len(corpus.whole_notes(code, n)) for code in corpus.LANGUAGES for n in corpus.OTHERS
    )
    assert others >= 200


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


def test_detection_generalises() -> None:
    """Each note is read with weights made without it, in four parts."""
    hits: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for language in corpus.LANGUAGES:
        mails = [
            (case, is_note)
            for names, is_note in ((corpus.NOTES, True), (corpus.OTHERS, False))
            for name in names
            for case in corpus.whole_notes(language, name)
        ]
        read = training.examples(language)
        for part in range(4):
            kept = [one for at, one in enumerate(read) if at % 4 != part]
            weights = training.train(kept, corpus.sentences(language))
            with training.weighing(language, weights):
                for case, is_note in mails[part::4]:
                    taken = check(case.draft).is_thank_you_note
                    hits["note"] += taken and is_note
                    wrong["note"] += taken != is_note
                    if not is_note:
                        continue
                    report = check(dataclasses.replace(case.draft, is_thank_you_note=True))
                    rules = {warning.rule for warning in report.warnings}
                    for sense in ("thanks", "case", "interest", "next"):
                        said = not rules & corpus.SENSES[sense]
                        hits[sense] += said and sense in case.says
                        wrong[sense] += said != (sense in case.says)
    for sense, count in hits.items():
        f1 = 2 * count / (2 * count + wrong[sense])
        assert f1 >= 0.95, (sense, f1)


def test_the_weights_are_what_the_corpus_makes() -> None:
    """To the byte: after a change of the corpus or the patterns, scripts/train.py is run."""
    packs = Path(languages.__file__).parent
    for language in corpus.LANGUAGES:
        made = training.train(training.examples(language), corpus.sentences(language)).table()
        assert (packs / language / "weights.tsv").read_text(encoding="utf-8") == made


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
