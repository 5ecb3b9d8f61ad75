"""9. No read receipt, no delivery receipt, and no asking for one."""

from __future__ import annotations

from collections.abc import Iterator

from taknote.guidelines.edits import delete_sentence
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.letter.note import Note


def judge(note: Note) -> Judgement:
    """Look at the compose window's options and at what the text asks for."""
    draft = note.draft
    known = draft.read_receipt is not None and draft.delivery_receipt is not None
    return judgement(_receipts(note), known=known)


def _receipts(note: Note) -> Iterator[Finding]:
    if note.draft.read_receipt:
        fixes = (Fix("turn-off-read-receipt", command="turn-off-read-receipt"),)
        yield Finding("read-receipt", "error", field="read_receipt", fixes=fixes)
    if note.draft.delivery_receipt:
        fixes = (Fix("turn-off-delivery-receipt", command="turn-off-delivery-receipt"),)
        yield Finding("delivery-receipt", "error", field="delivery_receipt", fixes=fixes)
    for sentence in note.saying("receipt-request"):
        fixes = (Fix("delete-sentence", delete_sentence(note, sentence)),)
        yield Finding("asks-for-receipt", "warning", sentence.start, sentence.end, fixes=fixes)


GUIDELINE = Guideline("receipts", ("read-receipt", "delivery-receipt", "asks-for-receipt"), judge)
