"""The weights of a pack's linear model: a table of n-grams, made by `scripts/train.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HUNDREDTH = 100
BIAS = "*"


class WeightsError(ValueError):
    """A table that can't be used. `line` is where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each n-gram speaks for each question, in logits."""

    questions: tuple[str, ...]
    biases: tuple[float, ...]
    rows: Mapping[str, tuple[float, ...]]

    def table(self) -> str:
        """The table that `read_weights` reads, n-grams without weight left out."""
        lines = [
            "# How far each n-gram speaks for an answer, in hundredths of a logit.",
            "# Made from the corpus by `python3 scripts/train.py`.",
            "\t".join(["", *self.questions]),
        ]
        for ngram, row in [(BIAS, self.biases), *sorted(self.rows.items())]:
            cells = [round(weight * HUNDREDTH) for weight in row]
            if any(cells) or ngram == BIAS:
                lines.append("\t".join([ngram, *(str(cell) if cell else "" for cell in cells)]))
        return "\n".join(lines) + "\n"


NONE = Weights((), (), {})


def read_weights(text: str) -> Weights:
    """Read a table: a heading of questions, then an n-gram a line with its hundredths.

    Raises:
        WeightsError: a line has no number for each question, or the biases (`*`) are missing.
    """
    questions: tuple[str, ...] = ()
    rows: dict[str, tuple[float, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        ngram, *cells = line.split("\t")
        if not questions:
            questions = tuple(cells)
            continue
        try:
            row = tuple(int(cell or 0) / HUNDREDTH for cell in cells)
        except ValueError as error:
            raise WeightsError(number, f"not a whole number: {error}") from error
        if len(row) != len(questions):
            raise WeightsError(number, f"{len(questions)} numbers are wanted")
        rows[ngram] = row
    if BIAS not in rows:
        raise WeightsError(1, f"the biases ({BIAS}) are missing")
    biases = rows.pop(BIAS)
    return Weights(questions, biases, rows)
