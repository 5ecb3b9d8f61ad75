"""Tables of what is found, missed and wrongly found, on the corpus and on files that are named."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = PROJECT / "scripts"
sys.path[:0] = [str(PROJECT / "tests"), str(SCRIPTS), str(SCRIPTS / "benchmarks")]

from harper import Language, Linter  # noqa: E402
from tables import table  # noqa: E402

import corpus  # noqa: E402
import training  # noqa: E402
from corpus import mistakes  # noqa: E402
from evaluation import parts  # noqa: E402
from taknote.check import apply_edits, check  # noqa: E402
from taknote.languages.weights import NONE  # noqa: E402
from taknote.letter.draft import Draft  # noqa: E402
from taknote.letter.note import Note  # noqa: E402
from taknote.proofreading.proofreader import the_proofreader  # noqa: E402
from taknote.report import Report  # noqa: E402

RESULTS = PROJECT / "tests" / "corpus" / "RESULTS.md"
SENSES = ("thanks", "case", "interest", "next", "follow-up", "follow-up-date")
HEAD = ["Notes", "Question", "Of them so", "Precision", "Recall", "F1"]
SET_ASIDE = "set aside"
SETS = dict(
    zip(("worked on", SET_ASIDE), zip(corpus.NOTES, corpus.OTHERS, strict=True), strict=True)
)
ALONE = ", patterns alone"
FOLDS = 10
# The names that labelled files give to the senses.
LABELS = {
    "gratitude_opening": "thanks",
    "case_stated": "case",
    "enthusiasm_closing": "interest",
    "next_steps": "next",
    "follow_up_date": "follow-up-date",
}


@dataclass
class Score:
    """Counts of right, wrong and missing answers to one question."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def count(self, said: bool, so: bool) -> None:
        """Count one answer, and what would have been right."""
        self.hits += said and so
        self.false += said and not so
        self.missed += so and not said

    @property
    def row(self) -> list[str]:
        """How many were so, precision, recall and F1."""
        precision = self.hits / (self.hits + self.false) if self.hits + self.false else 1.0
        recall = self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0
        f1 = 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)
        return [str(self.hits + self.missed), f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}"]


@dataclass
class Tally:
    """The scores of a set of notes and of other mail."""

    scores: dict[str, Score] = field(default_factory=lambda: {})
    notes: int = 0
    alarms: int = 0
    mails: int = 0
    wrong: list[str] = field(default_factory=lambda: [])
    decided_after: list[int] = field(default_factory=lambda: [])
    wavered: int = 0

    def of(self, question: str) -> Score:
        """The score of a question."""
        return self.scores.setdefault(question, Score())

    def rows(self, name: str) -> Iterator[list[str]]:
        """The table's rows."""
        for question, score in self.scores.items():
            yield [name, question, *score.row]


def complete(draft: Draft) -> Report:
    """The report when nothing is being worked out any more."""
    while True:
        report = check(draft, proofreader=the_proofreader())
        if report.complete:
            return report
        time.sleep(0.01)


def says(report: Report, sense: str) -> bool:
    return not {warning.rule for warning in report.warnings} & corpus.SENSES[sense]


def is_said(case: corpus.Case, sense: str) -> bool:
    """Whether a note has a sense; a follow-up with a date is a follow-up."""
    return sense in case.says or (sense == "follow-up" and "follow-up-date" in case.says)


def add(tally: Tally, other: Tally) -> None:
    """Add another tally to one."""
    for question, score in other.scores.items():
        mine = tally.of(question)
        mine.hits += score.hits
        mine.false += score.false
        mine.missed += score.missed


def read_as_typed(tally: Tally, draft: Draft) -> None:
    """When a mail is taken for a note while it is being typed, and whether that wavers."""
    ends = [sentence.end for sentence in Note(draft).sentences]
    verdicts = [
        Note(dataclasses.replace(draft, body=draft.body[:end])).is_thank_you_note for end in ends
    ]
    if verdicts and verdicts[-1]:
        tally.decided_after.append(verdicts.index(True) + 1)
    changes = sum(one != next_one for one, next_one in itertools.pairwise([False, *verdicts]))
    tally.wavered += changes > 1


def read_note(tally: Tally, case: corpus.Case) -> None:
    """Count the answers to a note; its senses are asked for whether or not it is taken for one."""
    tally.of("is a note").count(complete(case.draft).is_thank_you_note, True)
    report = complete(dataclasses.replace(case.draft, is_thank_you_note=True))
    for sense in SENSES:
        right = says(report, sense) == is_said(case, sense)
        tally.of(sense).count(says(report, sense), is_said(case, sense))
        if not right:
            tally.wrong.append(
                f"{case.name}: {sense} {'missed' if is_said(case, sense) else 'added'}"
            )
    found = {w.rule for w in report.warnings if w.severity != "suggestion"}
    alarms = found - {rule for rule, _ in case.expected}
    tally.notes += 1
    tally.alarms += len(alarms)
    tally.wrong += [f"{case.name}: alarm {rule}" for rule in sorted(alarms)]


def cross_validated(language: str) -> dict[str, Tally]:
    """The scores of the corpus, every mail read with weights that were made without it.

    Beside them stand the scores of the patterns alone, without weights.
    """
    tallies = {name: Tally() for name in (*SETS, *(f"{name}{ALONE}" for name in SETS))}
    mails = [
        (title, is_note, case)
        for title, names in SETS.items()
        for is_note, name in zip((True, False), names, strict=True)
        for case in corpus.whole_notes(language, name)
    ]
    with training.weighing(language, NONE):
        read = [training.example(case, is_note=is_note) for _, is_note, case in mails]
    labelled = corpus.sentences(language)
    for fold in range(FOLDS):
        kept = [one for at, one in enumerate(read) if at % FOLDS != fold]
        for suffix, weights in (("", training.train(kept, labelled)), (ALONE, NONE)):
            with training.weighing(language, weights):
                for title, is_note, case in mails[fold::FOLDS]:
                    tally = tallies[title + suffix]
                    tally.mails += 1
                    if not suffix:
                        read_as_typed(tally, case.draft)
                    if is_note:
                        read_note(tally, case)
                        continue
                    taken = complete(case.draft).is_thank_you_note
                    tally.of("is a note").count(taken, False)
                    if taken:
                        tally.wrong.append(f"{case.name}: taken for a note")
                for title, is_note, case in mails[fold::FOLDS]:
                    if is_note and not complete(case.draft).is_thank_you_note:
                        tallies[title + suffix].wrong.append(f"{case.name}: not taken for a note")
    return tallies


def read_file(file: Path) -> Tally:
    """The same for a file of labelled notes."""
    tally = Tally()
    for line in file.read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        labels = entry["labels"] or {}
        report = complete(Draft(entry["body"], corpus.NOW, subject=entry.get("subject")))
        is_note = bool(labels.get("is_interview_thank_you"))
        tally.of("is a note").count(report.is_thank_you_note, is_note)
        if not (is_note and report.is_thank_you_note):
            continue
        tally.notes += 1
        for label, sense in LABELS.items():
            if label not in labels.get("borderline", ()):
                tally.of(sense).count(says(report, sense), bool(labels.get(label)))
    return tally


def proofread() -> Iterator[list[str]]:
    """Mistakes found and mended, beside Harper alone with all its default rules."""
    alone = Linter()
    for language in corpus.LANGUAGES:
        for set_aside in (False, True):
            cases = [c for c in mistakes.with_mistakes(language) if c.set_aside == set_aside]
            clean = list(mistakes.without_mistakes(language))
            counts: Counter[str] = Counter()
            for case in cases:
                warnings = [
                    w for w in complete(case.draft).warnings if w.rule in ("spelling", "grammar")
                ]
                at_it = [w for w in warnings if w.start < case.end and case.start < w.end]
                counts["found"] += bool(at_it)
                counts["wrong"] += len(warnings) - len(at_it)
                counts["mended"] += bool(
                    at_it
                    and at_it[0].fixes
                    and apply_edits(case.draft.body, at_it[0].fixes[0].edits) == case.right
                )
            for draft in clean:
                counts["wrong"] += sum(
                    w.rule in ("spelling", "grammar") for w in complete(draft).warnings
                )
            yield _proofreading_row(language, set_aside, "Taknote", cases, counts)
            if language == "en":
                yield _proofreading_row(
                    language, set_aside, "Harper alone", cases, _harper(alone, cases, clean)
                )


def _harper(alone: Linter, cases: list[mistakes.Marked], clean: list[Draft]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for case in cases:
        lints = alone.lint(case.draft.body, language=Language.PLAINTEXT)
        at_it = [x for x in lints if x.span.start < case.end and case.start < x.span.end]
        counts["found"] += bool(at_it)
        counts["wrong"] += len(lints) - len(at_it)
        if at_it and at_it[0].suggestions:
            mended = alone.apply_suggestion(case.draft.body, at_it[0], at_it[0].suggestions[0])
            counts["mended"] += mended == case.right
    for draft in clean:
        counts["wrong"] += len(alone.lint(draft.body, language=Language.PLAINTEXT))
    return counts


def _proofreading_row(
    language: str,
    set_aside: bool,
    program: str,
    cases: list[mistakes.Marked],
    counts: Counter[str],
) -> list[str]:
    found = counts["found"]
    return [
        language,
        "set aside" if set_aside else "worked on",
        program,
        str(len(cases)),
        f"{found / max(1, found + counts['wrong']):.2f}",
        f"{found / max(1, len(cases)):.2f}",
        f"{counts['mended'] / max(1, found):.2f}",
    ]


def main() -> int:
    if "--parts" in sys.argv[1:]:
        for language in corpus.LANGUAGES:
            for sense, source, notes in parts.needed(language):
                print(f"{language} {sense}: {source}\n    {', '.join(notes) or 'no note alone'}")
        return 0
    the_proofreader().wait()
    rows: list[list[str]] = []
    alarms: list[list[str]] = []
    wrong: list[str] = []
    typed: list[list[str]] = []
    for language in corpus.LANGUAGES:
        tallies = cross_validated(language)
        every, every_alone = Tally(), Tally()
        for title in SETS:
            tally, alone = tallies[title], tallies[title + ALONE]
            rows += [
                [f"{language}, {title}", question, *score.row, alone.of(question).row[-1]]
                for question, score in tally.scores.items()
            ]
            alarms.append([f"{language}, {title}", str(tally.notes), str(tally.alarms)])
            add(every, tally)
            add(every_alone, alone)
            typed.append(
                [
                    f"{language}, {title}",
                    f"{statistics.mean(tally.decided_after):.1f}",
                    str(max(tally.decided_after)),
                    f"{tally.wavered} of {tally.mails}",
                ]
            )
            wrong += tally.wrong if title != SET_ASIDE or "--all" in sys.argv else []
        rows += [
            [f"{language}, all", question, *score.row, every_alone.of(question).row[-1]]
            for question, score in every.scores.items()
        ]
    made = [
        "# How well Taknote reads and proofreads its corpus",
        "Made by `python3 scripts/evaluate.py`. What is set aside was written before the patterns.",
        "## What a note says",
        f"Cross-validated in {FOLDS} parts: each mail is read with weights made without it. "
        "Patterns were fitted to what is worked on. What is set aside was written before "
        "them, in batches, and looked through afterwards, which mended the patterns again.",
        table([*HEAD, "F1 of the patterns alone"], rows),
        "## While it is being typed",
        "After how many sentences a note is taken for one, and how many mails, notes or not, "
        "change their verdict more than once.",
        table(["Mails", "Sentences, on average", "At most", "Wavered"], typed),
        "## Warnings and errors that a note should not have got",
        table(["Notes", "How many", "False alarms"], alarms),
        "## Spelling and grammar",
        "Precision counts every warning on letters without a mistake too, full of names, as wrong.",
        table(
            ["Language", "Letters", "Program", "Mistakes", "Precision", "Recall", "Mended at once"],
            list(proofread()),
        ),
    ]
    RESULTS.write_text("\n\n".join(made) + "\n", encoding="utf-8")
    print("\n\n".join(made))
    print("\n## Wrong\n\n" + "\n".join(wrong))
    for name in filter(os.path.isfile, sys.argv[1:]):
        print(f"\n## {Path(name).name}\n")
        print(table(HEAD, list(read_file(Path(name)).rows("file"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
