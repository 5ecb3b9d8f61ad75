"""Mailboxes that are nobody's own, and domains that are no company: lists, kept as data."""

from __future__ import annotations

from pathlib import Path


def _lines(name: str) -> frozenset[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return frozenset(
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


FREE_MAIL = _lines("free_mail_domains.txt")
COMMON_FREE_MAIL = tuple(sorted(_lines("common_free_mail_domains.txt")))
SHARED_MAILBOXES = _lines("shared_mailboxes.txt")
