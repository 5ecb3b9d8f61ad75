"""What the tests tried that is meant to hurt, counted as they try it.

`--tally FILE` keeps the counts, from which the bench makes its table.
"""

from __future__ import annotations

from collections import Counter

TRIED: Counter[str] = Counter()


def tried(what: str, times: int = 1) -> None:
    """Count something that was tried; whoever counts it also asserts that it did no harm."""
    TRIED[what] += times
