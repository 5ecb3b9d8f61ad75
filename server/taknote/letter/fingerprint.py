"""Fingerprints of notes: enough to tell that a text was used again, not to tell the text.

Each run of four words is hashed with a key that stays on the machine (BLAKE2b, RFC 7693); the
words can't be read back. After Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from taknote.letter.plain import words

if TYPE_CHECKING:
    from taknote.letter.note import Sentence

_RUN = 4
_MOST = 2000


def fingerprint(sentences: Iterable[str], key: bytes) -> frozenset[int]:
    """The fingerprint of a note: a set of 64-bit hashes, at most 2,000.

    Args:
        sentences: the note's sentences.
        key: at most 64 bytes, the same for all notes that are to be compared.
    """
    found: set[int] = set()
    for sentence in sentences:
        found |= _runs(sentence, key)
        if len(found) > _MOST:
            break
    return frozenset(sorted(found)[:_MOST])


def shared_sentences(
    sentences: Sequence[Sentence], other: frozenset[int], key: bytes
) -> list[Sentence]:
    """The sentences most of whose word runs another note has too."""
    shared = []
    for sentence in sentences:
        runs = _runs(sentence.text, key)
        if runs and len(runs & other) * 2 > len(runs):
            shared.append(sentence)
    return shared


def _runs(sentence: str, key: bytes) -> set[int]:
    found = [match.group().casefold().encode() for match in words(sentence[:4000])]
    return {
        int.from_bytes(
            hashlib.blake2b(b" ".join(found[at : at + _RUN]), digest_size=8, key=key).digest()
        )
        for at in range(len(found) - _RUN + 1)
    }
