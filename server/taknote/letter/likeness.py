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

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:'[\p{L}]+)?|\p{N}+|[?!:]|[\p{So}]")
_SHORTEST, _LONGEST = 3, 5
_LONGEST_WORD = 30
_MOST_WORDS = 120


def ngrams(sentence: str) -> set[str]:
    """The n-grams of a sentence: words, pairs of words, and three to five letters of a word.

    Letters are marked with "~", a word's edges with "_", the sentence's with "<" and ">"; every
    number counts as 0. Of more than 120 words the first 120 are read.
    """
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(sentence.casefold())[:_MOST_WORDS]]
    words = ["0" if word.isnumeric() else word for word in words]
    found = set(words)
    found.update(map(" ".join, zip(["<", *words], [*words, ">"], strict=True)))
    for word in words:
        edged = f"_{word}_"
        found.update(
            "~" + edged[start : start + length]
            for length in range(_SHORTEST, _LONGEST + 1)
            for start in range(len(edged) - length + 1)
        )
    return found


@functools.lru_cache(maxsize=4096)
def read_sums(code: str, sentence: str) -> tuple[int, tuple[float, ...]]:
    """How many n-grams a sentence has, and the sums of their weights by question."""
    weights = languages.load(code).weights
    found = ngrams(sentence)
    rows = [row for ngram in found if (row := weights.rows.get(ngram))]
    return len(found), tuple(map(sum, zip(*rows, strict=True))) or (0.0,) * len(weights.questions)


def likeness(code: str, sentences: Iterable[str]) -> dict[str, float]:
    """How far sentences speak for each of the pack's questions, in logits: over 0 is yes.

    Args:
        code: the language's code.
        sentences: plain text. Taken together, they are weighed as one.
    """
    weights = languages.load(code).weights
    length = 0
    totals = [0.0] * len(weights.questions)
    for sentence in sentences:
        number, sums = read_sums(code, sentence)
        length += number
        totals = [total + part for total, part in zip(totals, sums, strict=True)]
    scale = math.sqrt(max(1, length))
    return {
        question: bias + total / scale
        for question, bias, total in zip(weights.questions, weights.biases, totals, strict=True)
    }
