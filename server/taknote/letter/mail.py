"""Drafts from mail files: `.eml` (RFC 5322) by the standard library, everything else as text."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from taknote.letter.draft import Draft, Person

_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "blockquote"})


def draft_from_mail(source: bytes, now: datetime) -> Draft:
    """Read a mail as a draft: body, subject, people, receipts asked for, attachments."""
    mail = message_from_bytes(source, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    sender = _people(mail, "from")
    return Draft(
        body=_body(mail),
        now=now,
        subject=str(mail["subject"]) if mail["subject"] is not None else "",
        to=_people(mail, "to"),
        cc=_people(mail, "cc"),
        bcc=_people(mail, "bcc"),
        sender=sender[0] if sender else Person(),
        read_receipt="disposition-notification-to" in mail,  # RFC 8098
        delivery_receipt="return-receipt-to" in mail,
        attachments=sum(1 for _ in mail.iter_attachments()),
    )


def _people(mail: EmailMessage, header: str) -> tuple[Person, ...]:
    return tuple(
        Person(address.display_name, address.addr_spec)
        for value in mail.get_all(header, [])
        for address in getattr(value, "addresses", ())
    )


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    return _text_of(text) if part.get_content_subtype() == "html" else text


def _text_of(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "".join(reader.parts).strip()


class _Text(HTMLParser):
    """The text of a simple HTML mail, a blank line between its blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "head", "title"):
            self.hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "head", "title"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(" ".join(data.split()) if data.isspace() else data.replace("\n", " "))
