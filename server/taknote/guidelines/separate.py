"""3. One note for each person you met, each tailored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from taknote import languages
from taknote.guidelines.edits import first_that_fits, place_of_middle, replace
from taknote.guidelines.finding import Field, Finding, Fix, Guideline, Judgement, judgement
from taknote.kept import by_text
from taknote.languages import LetterForms
from taknote.letter.draft import Person
from taknote.letter.fingerprint import fingerprint, shared_sentences
from taknote.letter.layout import Span
from taknote.letter.names import (
    Known,
    is_form_of,
    is_misspelling,
    same_address,
    squash,
    tokens,
)
from taknote.letter.note import Note

_REUSED = 0.5

_MAY_BE_A_NAME = regex.compile(r"\s*(?:\p{Lu}|\[|\{)")
_DIGIT = regex.compile(r"\d")


def judge(note: Note) -> Judgement:
    """Count recipients; look at who is greeted and at what makes the note this person's own."""
    told = note.draft.to is not None
    return judgement(
        [*_several(note), *_greeting(note), *_reused(note), *_tailored(note)], known=told
    )


def _several(note: Note) -> Iterator[Finding]:
    draft = note.draft
    own = draft.sender.email.strip().casefold()
    people = {_mailbox(person) for person in draft.recipients} - {own, ""}
    if len(people) < 2:
        return
    to = {_mailbox(person) for person in draft.to or ()} - {own, ""}
    field: Field = "to" if len(to) > 1 else "cc" if draft.cc else "bcc"
    yield Finding(
        "several-recipients",
        "error",
        field=field,
        words={"count": str(len(people))},
        fixes=(Fix("one-draft-each", command="one-draft-each"),),
    )


def _mailbox(person: Person) -> str:
    return person.email.strip().casefold() or person.name.strip().casefold()


def _greeting(note: Note) -> Iterator[Finding]:
    salutation = note.layout.salutation
    if salutation is None:
        return
    if greets_group(note):
        span, right = salutation.name, note.recipient.given if note.recipient else ""
        if not note.salutation_names:  # "To whom it may concern", "Ladies and gentlemen"
            span = salutation.span
            right = first_that_fits(note.language.sentences["greeting"], {"name": right}) or ""
        fixes = (
            (Fix("change", replace(span, right), words={"text": right}),)
            if right and not note.recipient_is_guessed
            else ()
        )
        text = note.body[span.start : span.end].rstrip(" ,:;!")
        yield Finding(
            "group-greeting", "warning", span.start, span.end, words={"text": text}, fixes=fixes
        )
        return
    yield from _wrong_person(note)


def greets_group(note: Note) -> bool:
    """Whether the salutation is to several people, or to nobody in particular."""
    salutation = note.layout.salutation
    if salutation is None:
        return False
    span = salutation.span
    whole = note.plain[span.start : span.end].strip(" ,:;!–—-.")
    return _is_group(note.salutation_names, whole, note.language.letter)


@by_text
def _is_group(name: str, salutation: str, forms: LetterForms) -> bool:
    # "Dear all", "Dear Hiring Team", "To whom it may concern"
    if forms.group.fullmatch(name) or (not name and forms.group.search(salutation)):
        return True
    if _names_several(name, forms):
        return True
    # "Search Committee Chair Dr. Li" is one person, by the title.
    return bool(forms.group_part.search(name)) and not forms.titles.search(name)


def _names_several(name: str, forms: LetterForms) -> bool:
    """Whether it names more than one person ("Dear Anna and Tom", "Dear Ms. Ruiz, Mr. Holm")."""
    parts = [part for part in forms.name_joiner.split(name) if part.strip()]
    return len(parts) > 1 and all(_MAY_BE_A_NAME.match(part) is not None for part in parts)


def _wrong_person(note: Note) -> Iterator[Finding]:
    """A salutation that names somebody other than the recipient."""
    recipient = note.recipient
    salutation = note.layout.salutation
    if recipient is None or salutation is None:
        return
    wrong = _somebody_else(note.salutation_names, note.language.code, note.known)
    if wrong is None:
        return
    span = wrong.span.moved(salutation.name.start)
    fixes = (
        ()
        if recipient.from_address
        else (Fix("change", replace(span, wrong.right), words={"text": wrong.right}),)
    )
    yield Finding(
        "wrong-person",
        "error" if wrong.is_known or not recipient.from_address else "warning",
        span.start,
        span.end,
        words={"text": note.salutation_names, "name": " ".join(recipient.names)},
        fixes=fixes,
    )


class _WrongPerson(NamedTuple):
    """Where a salutation names the wrong person, in code points of its names."""

    span: Span
    right: str
    is_known: bool  # is another interviewer


@by_text
def _somebody_else(names: str, code: str, known: Known) -> _WrongPerson | None:
    language = languages.load(code)
    recipient = known.recipient
    said = [
        token
        for token in tokens(names)
        if not language.letter.titles.fullmatch(token.group().rstrip("."))
        and token.group().casefold() not in language.names.particles
    ]
    if recipient is None or not said or not all(token.group()[:1].isupper() for token in said):
        return None
    is_known = any(
        is_form_of(token.group(), name, language.names)
        for token in said
        for person in known.people
        if not person.from_address and not same_address(person.email, recipient.email)
        for name in person.names
    )
    own = recipient.names
    if recipient.from_address and not is_known and len(own) == 1:
        return None
    if any(
        is_form_of(token.group(), name, language.names)
        or is_misspelling(token.group(), name)
        or squash(name) in squash(token.group())
        or squash(token.group()) in squash(name)
        for token in said
        for name in own
    ):
        return None
    if has_title(names, language.letter):
        return _WrongPerson(Span(said[0].start(), said[-1].end()), own[-1], is_known)
    right = recipient.given if len(said) == 1 or len(own) == 1 else " ".join(own)
    return _WrongPerson(Span(0, len(names)), right, is_known)


def has_title(names: str, forms: LetterForms) -> bool:
    """Whether a salutation's names begin with a title, so that the family name follows."""
    return forms.titles.match(names) is not None


def _reused(note: Note) -> Iterator[Finding]:
    """Nearly the text of a note that went to somebody else; the shared sentences are marked."""
    if not note.draft.sent:
        return
    own = {person.email.strip().casefold() for person in note.draft.recipients}
    key = note.draft.fingerprint_key
    mine = fingerprint((sentence.text for sentence in note.sentences), key)
    if not mine:
        return
    for sent in note.draft.sent:
        if sent.recipient.strip().casefold() in own:
            continue
        shared = len(mine & sent.fingerprint) / len(mine)
        if shared < _REUSED:
            continue
        for sentence in shared_sentences(note.sentences, sent.fingerprint, key):
            yield Finding(
                "reused-note",
                "warning",
                sentence.start,
                sentence.end,
                words={"name": sent.recipient, "share": f"{round(shared * 100)}"},
            )
        return


def _tailored(note: Note) -> Iterator[Finding]:
    """Whether anything is particular to this person or conversation."""
    company = note.company.name if note.company else ""
    role = note.draft.interview.role if note.draft.interview else ""
    if not note.paragraphs or any(
        _is_particular(sentence.text, note.language.code, company, role)
        for sentence in note.sentences
    ):
        return
    place = place_of_middle(note)
    yield Finding("not-tailored", "suggestion", place, place, missing=True)


@by_text
def _is_particular(text: str, code: str, company: str, role: str) -> bool:
    """Whether a sentence is nobody else's: a name, a number, something that was said or seen."""
    language = languages.load(code)
    if company and squash(company) in squash(text):
        return True
    if language.letter.particular.search(text):
        return True
    if role and role.casefold() in text.casefold():
        return True
    own_words = [
        token
        for token in tokens(text)
        if token.start() > 0
        and token.group()[:1].isupper()
        and token.group() not in ("I", "I'm", "I'd", "I've", "I'll", "De", "Dem", "Deres")
        and text[: token.start()].rstrip()[-1:] not in (".", "!", "?", ":")
        and token.group().casefold() not in language.common_words
    ]
    return bool(own_words) or _DIGIT.search(text) is not None


GUIDELINE = Guideline(
    "separate",
    ("several-recipients", "group-greeting", "reused-note", "wrong-person", "not-tailored"),
    judge,
)
