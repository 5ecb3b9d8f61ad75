"""What was worked out of a text is kept, so that a keystroke costs a sentence and no letter."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])
# The same for all that is looked up by the sentence: the least would decide how many letters one
# process can have in hand.
MOST = 8192
# What is kept must not grow with what is pasted.
LONGEST = 4000


def by_text(function: _Function) -> _Function:
    """Keep a function's latest 8,192 results, but those of texts over 4,000 characters.

    Args:
        function: what depends on its arguments alone, which can all be hashed; the first of them
            is a text. Its result must not be changed by who gets it.
    """
    kept = functools.lru_cache(maxsize=MOST)(function)

    @functools.wraps(function)
    def ask(text: str, *arguments: Hashable) -> Any:
        return function(text, *arguments) if len(text) > LONGEST else kept(text, *arguments)

    return cast(_Function, ask)
