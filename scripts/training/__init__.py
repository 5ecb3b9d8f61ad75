"""Fits the weights of a language pack to the corpus: what a sentence says, and what a note is.

The corpus tells what a note says, not where. So a sense's sentences are found as they go
(multiple-instance learning): first those that a pattern finds, then, in notes that say a thing
that no pattern finds, the likeliest one.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unittest import mock

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import corpus
from taknote import languages
from taknote.languages.weights import NONE, Weights
from taknote.letter import likeness, senses
from taknote.letter.likeness import ngrams
from taknote.letter.note import Note
from taknote.letter.senses import PATTERNED

# A question of the corpus, and the sense that answers it.
QUESTIONS = {"case": "case", "interest": "interest", "next": "next-step"}
NOTE = "note"
_LEAST = 2  # sentences or notes that an n-gram must be in
_ROUNDS = 5
_SENSE_FREEDOM, _NOTE_FREEDOM = 20.0, 3.0  # LIBLINEAR's C
_LABELLED = 4.0  # how much a labelled sentence counts beside one of a note
# So near to the optimum that processors, which add in different orders, round to one table.
_TOLERANCE = 1e-12


@dataclass(frozen=True)
class Example:
    """A mail of the corpus: its sentences, and for each the senses that patterns find."""

    sentences: tuple[str, ...]
    found: tuple[frozenset[str], ...]
    says: frozenset[str]
    is_note: bool


def example(case: corpus.Case, *, is_note: bool) -> Example:
    """Read a case of the corpus by the patterns alone."""
    note = Note(case.draft)
    return Example(
        tuple(sentence.text for sentence in note.sentences),
        tuple(frozenset(s.name for s in x.senses if s.by == PATTERNED) for x in note.sentences),
        frozenset(QUESTIONS[name] for name in case.says & QUESTIONS.keys()),
        is_note,
    )


def examples(language: str) -> list[Example]:
    """All mails of the corpus in a language."""
    with weighing(language, NONE):
        return [
            example(case, is_note=is_note)
            for names, is_note in ((corpus.NOTES, True), (corpus.OTHERS, False))
            for name in names
            for case in corpus.whole_notes(language, name)
        ]


@contextlib.contextmanager
def weighing(language: str, weights: Weights) -> Iterator[None]:
    """Read a language with other weights than those of its pack."""
    pack = dataclasses.replace(languages.load(language), weights=weights)
    packs = {code: languages.load(code) for code in languages.codes()} | {language: pack}
    caches = (senses.read_senses, likeness.read_sums, likeness.read_word)
    with mock.patch.object(languages, "load", packs.__getitem__):
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()


def train(read: Sequence[Example], labelled: Iterable[tuple[str, str, bool]]) -> Weights:
    """Fit weights.

    Args:
        read: mails, notes and others.
        labelled: single sentences: a sense, a sentence, whether it says so.
    """
    labelled = list(labelled)
    columns = [_note(read), *(_sense(read, sense, labelled) for sense in QUESTIONS.values())]
    every = sorted(set().union(*(weights for _, weights in columns)))
    return Weights(
        (NOTE, *QUESTIONS.values()),
        tuple(bias for bias, _ in columns),
        {ngram: tuple(weights.get(ngram, 0.0) for _, weights in columns) for ngram in every},
    )


def _note(read: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Fit to whole mails and to their beginnings: a note is judged while it is being typed."""
    bags: list[Counter[str]] = []
    answers: list[bool] = []
    weights: list[float] = []
    for one in read:
        typed: Counter[str] = Counter()
        for number, text in enumerate(one.sentences, 1):
            typed = typed + Counter(ngrams(text))
            bags.append(typed)
            answers.append(one.is_note)
            weights.append(1.0 if number == len(one.sentences) else 1 / len(one.sentences))
    known = _known(
        Counter(ngram for text in one.sentences for ngram in ngrams(text)) for one in read
    )
    model = _fit(_matrix(bags, known), answers, _NOTE_FREEDOM, weights)
    return _weights(model, known)


def _sense(
    read: Sequence[Example], sense: str, labelled: Iterable[tuple[str, str, bool]]
) -> tuple[float, dict[str, float]]:
    bags: list[Counter[str]] = []
    answers: list[int] = []  # 1 says it, 0 does not, -1 undecided
    hidden: list[list[int]] = []  # a list for each note that says it where no pattern finds it
    doubtful: list[int] = []  # other sentences of notes that say it
    for one in read:
        if not one.is_note:
            continue
        said, seen = sense in one.says, any(sense in names for names in one.found)
        if said and not seen:
            hidden.append(list(range(len(bags), len(bags) + len(one.sentences))))
        for text, names in zip(one.sentences, one.found, strict=True):
            if said and seen and sense not in names:
                doubtful.append(len(bags))
            answers.append(-1 if said and not seen else int(said and sense in names))
            bags.append(Counter(ngrams(text)))
    labelled_from = len(bags)
    for name, text, says in labelled:
        if name == sense:
            bags.append(Counter(ngrams(text)))
            answers.append(int(says))
    known = _known(bags)
    matrix = _matrix(bags, known)
    for _ in range(_ROUNDS):
        decided = [at for at, answer in enumerate(answers) if answer >= 0]
        model = _fit(
            matrix[decided],
            [answers[at] for at in decided],
            _SENSE_FREEDOM,
            [_LABELLED if at >= labelled_from else 1.0 for at in decided],
        )
        scores = model.decision_function(matrix)
        for at in doubtful:
            answers[at] = 0 if scores[at] < 0 else -1
        for note in filter(None, hidden):
            best = max(note, key=lambda at: (scores[at], -at))
            for at in note:
                answers[at] = 1 if at == best else 0 if scores[at] < 0 else -1
    return _weights(model, known)


def _known(bags: Iterable[Counter[str]]) -> list[str]:
    seen = Counter(ngram for bag in bags for ngram in bag)
    return sorted(ngram for ngram, count in seen.items() if count >= _LEAST)


def _matrix(bags: Sequence[Counter[str]], known: Sequence[str]) -> csr_matrix:
    """Rows of n-gram counts, over the root of how many n-grams there are."""
    column = {ngram: at for at, ngram in enumerate(known)}
    ends, places, values = [0], [], []
    for bag in bags:
        scale = 1 / math.sqrt(max(1, bag.total()))
        for at, count in sorted((column[n], count) for n, count in bag.items() if n in column):
            places.append(at)
            values.append(count * scale)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(bags), len(known)))


def _fit(
    matrix: csr_matrix,
    answers: Sequence[int | bool],
    freedom: float,
    weights: Sequence[float] | None = None,
) -> LogisticRegression:
    model = LogisticRegression(
        C=freedom,
        class_weight="balanced",
        solver="liblinear",
        max_iter=1000,
        tol=_TOLERANCE,
        random_state=0,
    )
    return model.fit(matrix, numpy.array(answers, dtype=int), sample_weight=weights)


def _weights(model: LogisticRegression, known: Sequence[str]) -> tuple[float, dict[str, float]]:
    return float(model.intercept_[0]), dict(zip(known, map(float, model.coef_[0]), strict=True))
