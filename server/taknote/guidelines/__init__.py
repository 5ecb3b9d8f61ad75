"""The nine guidelines, a file each, in their order.

To add one: a file here with its `GUIDELINE`, its name in the tuple below, its messages in each
language's `rules.toml`, its notes in the corpus.
"""

from taknote.guidelines import (
    case,
    email,
    enthusiasm,
    gratitude,
    proofread,
    receipts,
    separate,
    short,
    soon,
)
from taknote.guidelines.finding import Guideline

GUIDELINES: tuple[Guideline, ...] = (
    short.GUIDELINE,
    email.GUIDELINE,
    separate.GUIDELINE,
    soon.GUIDELINE,
    gratitude.GUIDELINE,
    case.GUIDELINE,
    enthusiasm.GUIDELINE,
    proofread.GUIDELINE,
    receipts.GUIDELINE,
)
IDS = frozenset(name for guideline in GUIDELINES for name in (guideline.id, *guideline.rules))
