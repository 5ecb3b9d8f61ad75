"""Names: of the people a note may name, and of the company, from what is known of them."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex
from publicsuffixlist import PublicSuffixList
from rapidfuzz.distance import OSA

from taknote.kept import LONGEST, by_text
from taknote.languages import NameForms
from taknote.letter.draft import Draft, Interview, Person
from taknote.letter.mailboxes import FREE_MAIL, SHARED_MAILBOXES

_MOST_PEOPLE = 50
_MOST_DRAFTS = 1024  # in hand at a time
_TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*")
_DOUBLED = regex.compile(r"(.)\1")
_NAME = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}'’-]+")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whose name we know: its parts as they should be spelled.

    What is read off an address may be less than a name: `ksmith@…` is no Ksmith.
    """

    names: tuple[str, ...]
    email: str
    from_address: bool

    @property
    def given(self) -> str:
        """The first of the names."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """The company's name. `exact` is false where it is only read off an address."""

    name: str
    exact: bool


@by_text
def squash(name: str) -> str:
    """A name's letters and digits alone, in small letters without accents."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in folded if character.isalnum())


def domain_of(email: str) -> str:
    """The domain of an address, in small letters; empty where there is none."""
    return email.rpartition("@")[2].strip().strip(">").casefold() if "@" in email else ""


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same mailbox, to a human."""
    return bool(one) and one.strip().casefold() == other.strip().casefold()


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def company_of(email: str) -> str:
    """The company that an address belongs to, as the domain spells it; empty where none does.

    The registrable domain is found by the Public Suffix List (publicsuffix.org). A free-mail
    domain is no company.
    """
    domain = domain_of(email)
    if not domain or domain in FREE_MAIL:
        return ""
    registrable = _suffixes().privatesuffix(domain)
    if registrable is None or registrable in FREE_MAIL:
        return ""
    label = registrable.partition(".")[0]
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return ""
    return "-".join(part[:1].upper() + part[1:] for part in label.split("-"))


def person_from(person: Person, forms: NameForms) -> KnownPerson | None:
    """A known person from a display name or, failing that, from the address itself."""
    names = tuple(
        token
        for token in _NAME.findall(_turned(person.name))
        if token.casefold() not in forms.roles and not person.name.count("@")
    )
    if names:
        return KnownPerson(names, person.email, from_address=False)
    local = person.email.partition("@")[0].partition("+")[0]
    if not local or local.casefold() in SHARED_MAILBOXES:
        return None
    parts = [part for part in regex.split(r"[._-]+", local) if part.isalpha() and len(part) > 1]
    if not parts or any(part.casefold() in SHARED_MAILBOXES for part in parts):
        return None
    return KnownPerson(tuple(part.capitalize() for part in parts), person.email, from_address=True)


def _turned(name: str) -> str:
    """A display name with the given name first ("Smooth, Keith" is Keith Smooth)."""
    family, comma, given = name.partition(",")
    return f"{given} {family}" if comma and given.strip() else name


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Whom and what a draft names beside its body.

    `people` is everybody whose name is known, the interviewers first; `recipients` are those of
    them who get the note, `recipient` the one person in To, if it is one and no shared mailbox.
    """

    people: tuple[KnownPerson, ...]
    recipient: KnownPerson | None
    recipients: tuple[KnownPerson, ...]
    company: KnownCompany | None
    names: tuple[str, ...]
    squashed_names: frozenset[str]


def read_known(draft: Draft, forms: NameForms) -> Known:
    """Read the names in a draft's header and interview, which are the same from key to key."""
    interview = draft.interview or Interview()
    persons = (*interview.interviewers, *draft.recipients)
    length = sum(len(person.name) + len(person.email) for person in persons)
    read = _read_known if length <= LONGEST else _read_known.__wrapped__
    return read(
        forms,
        draft.sender,
        draft.to or (),
        draft.cc + draft.bcc,
        interview.interviewers,
        interview.company.strip(),
    )


@functools.lru_cache(maxsize=_MOST_DRAFTS)
def _read_known(
    forms: NameForms,
    sender: Person,
    to: tuple[Person, ...],
    copied: tuple[Person, ...],
    interviewers: tuple[Person, ...],
    company: str,
) -> Known:
    people = _people((*interviewers, *to, *copied)[:_MOST_PEOPLE], forms)
    addresses = {person.email.strip().casefold() for person in (*to, *copied)} - {""}
    names = tuple(name for person in people for name in person.names)
    return Known(
        people=people,
        recipient=_recipient(to[0], interviewers, forms) if len(to) == 1 else None,
        recipients=tuple(p for p in people if p.email.strip().casefold() in addresses),
        company=KnownCompany(company, exact=True)
        if company
        else _company_of_one((*to, *copied, *interviewers), sender),
        names=names,
        squashed_names=frozenset(map(squash, names)),
    )


def _people(persons: Iterable[Person], forms: NameForms) -> tuple[KnownPerson, ...]:
    known: list[KnownPerson] = []
    for person in persons:
        if person.email and any(same_address(person.email, other.email) for other in known):
            continue
        found = person_from(person, forms)
        if found and not any(found.names == other.names for other in known):
            known.append(found)
    return tuple(known)


def _recipient(
    recipient: Person, interviewers: Iterable[Person], forms: NameForms
) -> KnownPerson | None:
    """A recipient as well as we know them; None for a mailbox."""
    for person in interviewers:
        if same_address(person.email, recipient.email) and person.name:
            return person_from(person, forms)
    return person_from(recipient, forms)


def _company_of_one(persons: Iterable[Person], sender: Person) -> KnownCompany | None:
    """The company by the domain of the first of some persons who has one, not the sender's own."""
    for person in persons:
        name = company_of(person.email)
        if name and not same_address(domain_of(person.email), domain_of(sender.email)):
            return KnownCompany(name, exact=False)
    return None


def is_form_of(name: str, known: str, forms: NameForms) -> bool:
    """Whether a name is another form of a known one: the same, a short form, or an initial."""
    one, other = name.casefold().rstrip("."), known.casefold()
    if one == other or (len(one) == 1 and other.startswith(one)):
        return True
    if other in forms.nicknames.get(one, frozenset()):
        return True
    return len(one) >= 3 and (other.startswith(f"{one}-") or one.startswith(f"{other}-"))


def is_misspelling(name: str, known: str) -> bool:
    """Whether a name is close enough to a known one to be it, misspelled.

    One edit in four or five letters, two from six on; swapping neighbours is one edit (optimal
    string alignment). Two names that begin differently are two names, unless letters swapped.
    """
    one, other = name.casefold(), known.casefold()
    if one == other:
        return name != known and name[:1].islower()
    if squash(name) == squash(known):
        return True
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < 3 else 1 if shorter < 6 else 2
    if OSA.distance(one, other, score_cutoff=allowed) > allowed:
        return False
    return one[0] == other[0] or sorted(one) == sorted(other)


@by_text
def is_slip(name: str, known: str) -> bool:
    """Whether the difference is one that fingers make, and no other name.

    Letters swapped or doubled, an accent left out, a capital missing.
    """
    one, other = name.casefold(), known.casefold()
    if one == other:
        return name != known and name[:1].islower()
    if squash(name) == squash(known):
        return True
    swapped = sorted(one) == sorted(other) and OSA.distance(one, other) == 1
    doubled = _undoubled(one) == _undoubled(other)
    long_enough = min(len(one), len(other)) >= 4
    return long_enough and one[0] == other[0] and (swapped or doubled)


def _undoubled(name: str) -> str:
    return _DOUBLED.sub(r"\1", name)


@by_text
def tokens(text: str) -> tuple[regex.Match[str], ...]:
    """The words of a text that could be names or parts of them."""
    return tuple(_TOKEN.finditer(text))
