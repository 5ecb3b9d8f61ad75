"""2. Send it by email, to the interviewer's own address, with a subject that says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from taknote.guidelines.edits import first_that_fits, known_words
from taknote.guidelines.finding import (
    Field,
    Finding,
    Fix,
    Guideline,
    Judgement,
    TextEdit,
    judgement,
)
from taknote.kept import by_text
from taknote.letter.draft import Person
from taknote.letter.mailboxes import COMMON_FREE_MAIL, FREE_MAIL, SHARED_MAILBOXES
from taknote.letter.names import domain_of, same_address
from taknote.letter.note import Note
from taknote.letter.plain import plain

_CHECKED_RECIPIENTS = 50


def judge(note: Note) -> Judgement:
    """Check the recipients' addresses and the subject line."""
    told = note.draft.to is not None or note.draft.subject is not None
    return judgement([*_recipients(note), *_subject(note)], known=told)


def addressed(note: Note) -> Iterator[tuple[Field, int, Person]]:
    """The recipients with their field and offset in it, the first fifty of each field.

    A field of recipients counts as the text of its addresses, joined by comma and space as in a
    header (RFC 5322, 3.4), so that a range in it is one address.
    """
    draft = note.draft
    fields: tuple[tuple[Field, tuple[Person, ...]], ...] = (
        ("to", draft.to or ()),
        ("cc", draft.cc),
        ("bcc", draft.bcc),
    )
    for field, people in fields:
        offset = 0
        for person in people[:_CHECKED_RECIPIENTS]:
            yield field, offset, person
            offset += len(person.email) + len(", ")


def _recipients(note: Note) -> Iterator[Finding]:
    draft = note.draft
    if draft.to is not None and not draft.recipients:
        yield Finding(
            "no-recipient", "warning", field="to", missing=True, fixes=_address_interviewer(note)
        )
    for field, offset, person in addressed(note):
        if person.email:
            yield from _address(note, field, offset, person)


def _address_interviewer(note: Note) -> tuple[Fix, ...]:
    """Address the one interviewer that is known."""
    interviewers = note.draft.interview.interviewers if note.draft.interview else ()
    known = [person for person in interviewers if person.email]
    if len(known) != 1:
        return ()
    return (
        Fix(
            "address",
            (TextEdit("to", 0, 0, known[0].email),),
            words={"text": known[0].email},
        ),
    )


def _address(note: Note, field: Field, start: int, person: Person) -> Iterator[Finding]:
    email = person.email.strip()
    words = {"text": email}
    end = start + len(person.email)
    if same_address(email, note.draft.sender.email):
        yield Finding("own-address", "warning", start, end, field, words=words)
        return
    if email.partition("@")[0].casefold() in SHARED_MAILBOXES:
        yield Finding(
            "shared-mailbox",
            "warning",
            start,
            end,
            field,
            words=words,
            fixes=_instead(note, field, start, end),
        )
        return
    right = _meant(note, email)
    if right is None and not _is_valid(email):
        yield Finding("address-typo", "error", start, end, field, words=words)
    elif right:
        fix = Fix("change", (TextEdit(field, start, end, right),), words={"text": right})
        yield Finding("address-typo", "error", start, end, field, words=words, fixes=(fix,))


def _instead(note: Note, field: Field, start: int, end: int) -> tuple[Fix, ...]:
    """The interviewer's own address, where one interviewer is known."""
    interviewers = note.draft.interview.interviewers if note.draft.interview else ()
    known = [person.email for person in interviewers if person.email]
    if len(known) != 1 or known[0].partition("@")[0].casefold() in SHARED_MAILBOXES:
        return ()
    edit = TextEdit(field, start, end, known[0])
    return (Fix("change", (edit,), words={"text": known[0]}),)


@by_text
def _is_valid(email: str) -> bool:
    """Whether an address has valid syntax (RFC 5322, RFC 6531); nothing is looked up."""
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _meant(note: Note, email: str) -> str | None:
    """The address that was meant, where this one is a letter or two off a known one."""
    interviewers = note.draft.interview.interviewers if note.draft.interview else ()
    known = [person.email.strip() for person in interviewers if person.email]
    if any(same_address(email, other) for other in known):
        return None
    for other in known:
        if OSA.distance(email.casefold(), other.casefold(), score_cutoff=2) <= 2:
            return other
    local, at, _ = email.rpartition("@")
    domain = domain_of(email)
    if not at or not local or not domain:
        return None
    for other in {domain_of(address) for address in known} - {domain}:
        if OSA.distance(domain, other, score_cutoff=2) <= 2:
            return f"{local}@{other}"
    nearest = _free_mail_near(domain)
    return f"{local}@{nearest}" if nearest else None


@by_text
def _free_mail_near(domain: str) -> str:
    """The common free-mail domain that this one is a slip away from; empty where none is."""
    if domain in FREE_MAIL:
        return ""
    distance, nearest = min(
        (OSA.distance(domain, other, score_cutoff=2), other) for other in COMMON_FREE_MAIL
    )
    allowed = 1 if len(nearest) < 9 else 2
    return nearest if 0 < distance <= allowed else ""


def _subject(note: Note) -> Iterator[Finding]:
    subject = note.draft.subject
    if subject is None:
        return
    if not subject.strip():
        yield Finding(
            "no-subject",
            "warning",
            field="subject",
            missing=True,
            fixes=(_write_subject(note, subject),),
        )
    elif note.language.subjects.vague.match(plain(subject).rstrip(" .!?")):
        yield Finding(
            "vague-subject",
            "suggestion",
            0,
            len(subject),
            "subject",
            words={"text": subject.strip()},
            fixes=(_write_subject(note, subject),),
        )


def _write_subject(note: Note, subject: str) -> Fix:
    """A subject line from what is known of role and company."""
    lines = note.language.subjects
    forms = (lines.with_role_and_company, lines.with_role, lines.with_company, lines.plain)
    text = first_that_fits(forms, known_words(note)) or lines.plain
    return Fix("subject", (TextEdit("subject", 0, len(subject), text),), words={"text": text})


GUIDELINE = Guideline(
    "email",
    (
        "no-recipient",
        "address-typo",
        "shared-mailbox",
        "own-address",
        "no-subject",
        "vague-subject",
    ),
    judge,
)
