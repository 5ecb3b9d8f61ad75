"""How like a sentence is to those that say a thing: a linear model over n-grams.

There are endless ways to want a job, and no pattern lists them all. The weights are data of the
language pack, made from the corpus by `scripts/train.py`. Source: logistic regression over word
and character n-grams, as in S. Wang and C. Manning, "Baselines and Bigrams", ACL 2012.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import regex

from taknote import languages
from taknote.kept import MOST
from taknote.languages.weights import Weights

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:'[\p{L}]+)?|\p{N}+|[?!:]|[\p{So}]")
_SHORTEST, _LONGEST = 3, 5
_LONGEST_WORD = 30
_MOST_WORDS = 120


def ngrams(sentence: str) -> list[str]:
    """The n-grams of a sentence: pairs of words, words, and three to five letters of a word.

    A pair or a word counts once. Letters are marked with "~", a word's edges with "_", the
    sentence's with "<" and ">"; every number counts as 0. Of more than 120 words the first 120 are
    read.
    """
    words = _words(sentence)
    return [*_pairs(words), *(part for word in dict.fromkeys(words) for part in _parts(word))]


def _words(sentence: str) -> list[str]:
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(sentence.casefold())[:_MOST_WORDS]]
    return ["0" if word.isnumeric() else word for word in words]


def _pairs(words: list[str]) -> Iterable[str]:
    return dict.fromkeys(map(" ".join, zip(["<", *words], [*words, ">"], strict=True)))


def _parts(word: str) -> list[str]:
    edged = f"_{word}_"
    return [word] + [
        "~" + edged[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(edged) - length + 1)
    ]


@functools.lru_cache(maxsize=MOST)
def read_word(code: str, word: str) -> tuple[int, tuple[float, ...]]:
    """How many n-grams a word has, and the sums of their weights by question."""
    return _summed(languages.load(code).weights, _parts(word))


@functools.lru_cache(maxsize=MOST)
def read_sums(code: str, sentence: str) -> tuple[int, tuple[float, ...]]:
    """How many n-grams a sentence has, and the sums of their weights by question."""
    words = _words(sentence)
    pairs = _summed(languages.load(code).weights, list(_pairs(words)))
    read = [pairs, *(read_word(code, word) for word in dict.fromkeys(words))]
    return sum(number for number, _ in read), tuple(
        map(sum, zip(*(sums for _, sums in read), strict=True))
    )


def _summed(weights: Weights, found: list[str]) -> tuple[int, tuple[float, ...]]:
    rows = [row for ngram in found if (row := weights.rows.get(ngram))]
    nothing = (0.0,) * len(weights.questions)
    return len(found), tuple(map(sum, zip(nothing, *rows, strict=True)))


def likeness(code: str, sentences: Iterable[str]) -> dict[str, float]:
    """How far sentences speak for each of the pack's questions, in logits: over 0 is yes.

    Args:
        code: the language's code.
        sentences: plain text. Taken together, they are weighed as one.
    """
    weights = languages.load(code).weights
    read = [read_sums(code, sentence) for sentence in sentences]
    scale = math.sqrt(max(1, sum(number for number, _ in read)))
    nothing = (0.0,) * len(weights.questions)
    totals = map(sum, zip(nothing, *(sums for _, sums in read), strict=True))
    return {
        question: bias + total / scale
        for question, bias, total in zip(weights.questions, weights.biases, totals, strict=True)
    }
