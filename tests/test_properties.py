"""What holds for every note, whatever is in it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus
from taknote.check import apply_edits, check
from taknote.guidelines.finding import TextEdit
from taknote.letter.draft import Draft, Interview, Person
from taknote.report import Report, Warning
from tally import tried

BODIES = [
    case.draft.body
    for language in corpus.LANGUAGES
    for name in (*corpus.NOTES, *corpus.OTHERS)
    for case in corpus.whole_notes(language, name)
]
WHOLE = [
    case.draft
    for language in corpus.LANGUAGES
    for name in corpus.NOTES
    for case in corpus.whole_notes(language, name)
]
DRAFTS = WHOLE + [case.draft for lang in corpus.LANGUAGES for case in corpus.rule_cases(lang)]
INTERVIEW = Interview(
    company="Patrickson-Hirsch",
    role="Marketing Manager",
    held_at=corpus.NOW - timedelta(hours=5),
    hear_back_by=(corpus.NOW + timedelta(days=9)).date(),
    interviewers=(Person("Keith Smooth", "keith@patrickson-hirsch.com"),),
    questions=("social media campaigns",),
    strengths=("product launches",),
)

pieces = st.one_of(
    st.sampled_from(BODIES).flatmap(lambda text: st.sampled_from(text.splitlines() or [""])),
    st.sampled_from(
        ["", "\n", "\r\n", " ", "> quoted", "-- ", "- bullet", "😀", "[Name]", "Kieth"]
    ),
    st.text(max_size=40),
)
bodies = st.lists(pieces, max_size=12).map("\n".join)
relaxed = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def rules_of(report: Report) -> Counter[str]:
    return Counter(warning.rule for warning in report.warnings)


@relaxed
@given(bodies, st.sampled_from([None, INTERVIEW]), st.sampled_from(["typing", "sending"]))
def test_every_range_lies_in_its_text(body: str, interview: Interview | None, stage: str) -> None:
    draft = Draft(body, corpus.NOW, interview=interview, stage=stage)  # type: ignore[arg-type]
    report = check(draft)
    tried("a letter made up by Hypothesis")
    for warning in report.warnings:
        if warning.field == "body":
            assert 0 <= warning.start <= warning.end <= len(body)
            assert warning.text == body[warning.start : warning.end]
        for fix in warning.fixes:
            for edit in fix.edits:
                if edit.field == "body":
                    assert 0 <= edit.start <= edit.end <= len(body)
    assert len({warning.id for warning in report.warnings}) == len(report.warnings)


@relaxed
@given(bodies)
def test_checking_is_deterministic(body: str) -> None:
    draft = Draft(body, corpus.NOW, interview=INTERVIEW)
    assert check(draft) == check(draft)
    tried("a letter made up by Hypothesis")


def apply(draft: Draft, edits: tuple[TextEdit, ...]) -> Draft:
    body = apply_edits(draft.body, [edit for edit in edits if edit.field == "body"])
    changes: dict[str, object] = {"body": body}
    subject = [edit for edit in edits if edit.field == "subject"]
    if subject:
        changes["subject"] = apply_edits(draft.subject or "", subject)
    for field in ("to", "cc", "bcc"):
        found = [edit for edit in edits if edit.field == field]
        if found:
            joined = ", ".join(person.email for person in getattr(draft, field))
            addresses = apply_edits(joined, found).split(", ")
            changes[field] = tuple(Person(email=address) for address in addresses)
    return dataclasses.replace(draft, **changes)  # type: ignore[arg-type]


def assert_fixes_hold(draft: Draft) -> int:
    before = check(draft)
    applied = 0
    for warning in before.warnings:
        for fix in warning.fixes:
            if not fix.edits:
                continue
            applied += 1
            after = check(apply(draft, fix.edits))
            assert_better(warning, before, after, fix.title)
    tried("a fix applied: its warning goes and none comes", applied)
    return applied


def assert_better(warning: Warning, before: Report, after: Report, title: str) -> None:
    had, has = rules_of(before), rules_of(after)
    assert has[warning.rule] < had[warning.rule], (warning.rule, title)
    new = has - had
    if warning.rule in ("no-case", "unanswered-question"):
        # What these offer is a scaffold, whose blanks are not let through.
        new.pop("placeholder", None)
    assert not new, (warning.rule, title, new)


def test_every_fix_removes_its_warning_and_adds_none() -> None:
    applied = 0
    for draft in DRAFTS:
        for stage in ("typing", "sending"):
            applied += assert_fixes_hold(dataclasses.replace(draft, stage=stage))
    assert applied > 1000


def test_fixes_hold_with_all_that_can_be_known() -> None:
    for draft in WHOLE:
        known = dataclasses.replace(
            draft, interview=INTERVIEW, to=INTERVIEW.interviewers, subject="", stage="sending"
        )
        assert_fixes_hold(known)


@relaxed
@given(bodies)
def test_fixes_hold_on_any_text(body: str) -> None:
    assert_fixes_hold(Draft(body, corpus.NOW, interview=INTERVIEW))
    tried("a letter made up by Hypothesis")


def fix_offered(rule: str, language: str) -> bool:
    return any(
        warning.fixes
        for case in corpus.rule_cases(language)
        for warning in check(case.draft).warnings
        if case.fires and warning.rule == rule == case.rule
    )


@pytest.mark.parametrize("language", corpus.LANGUAGES)
@pytest.mark.parametrize(
    "rule",
    [
        "filler",
        "no-thanks",
        "thanks-in-advance",
        "no-case",
        "unanswered-question",
        "apologetic",
        "no-interest",
        "no-next-step",
        "no-follow-up",
        "vague-follow-up",
        "wrong-date",
        "past-date",
        "pushy",
        "person-name",
        "company-name",
        "no-greeting",
        "no-sign-off",
        "informal",
        "asks-for-receipt",
    ],
)
def test_a_fix_is_offered(rule: str, language: str) -> None:
    assert fix_offered(rule, language)


GOOD = [corpus.base_note(language) for language in corpus.LANGUAGES] + [
    dataclasses.replace(case.draft, to=INTERVIEW.interviewers, interview=INTERVIEW)
    for language in corpus.LANGUAGES
    for case in corpus.whole_notes(language, "worked-on")
    if case.name.endswith(("/complete", "/komplet"))
]


@pytest.mark.parametrize("draft", GOOD, ids=range(len(GOOD)))
def test_typing_a_good_note_raises_no_error_on_the_way(draft: Draft) -> None:
    finished = {w.rule for w in check(draft).warnings if w.severity == "error"}
    for length in range(len(draft.body) + 1):
        typed = dataclasses.replace(draft, body=draft.body[:length])
        errors = {w.rule for w in check(typed).warnings if w.severity == "error"}
        assert errors <= finished, draft.body[:length]


def test_an_id_is_stable_while_the_text_at_it_is_the_same() -> None:
    body = "Dear Kieth,\n\nThank you for the interview today about the position."
    to = (Person(email="keith@patrickson-hirsch.com"),)

    def name_id(text: str) -> str:
        report = check(Draft(text, datetime.fromisoformat("2026-11-23T16:00:00Z"), to=to))
        return next(w.id for w in report.warnings if w.rule == "person-name")

    assert name_id(body) == name_id(f"\n\n{body} I would love to join you.")
