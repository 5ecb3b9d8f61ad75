"""Names for guideline 8: people's and the company's, as they should be spelled.

In the salutation a near miss of the recipient's name is that name, misspelled. In the body only
what fingers mix up is: other people have names as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import OSA

from taknote import languages
from taknote.guidelines.edits import replace
from taknote.guidelines.finding import Finding, Fix
from taknote.guidelines.separate import greets_group, has_title
from taknote.kept import by_text
from taknote.languages import NameForms
from taknote.letter.layout import Span
from taknote.letter.names import (
    Known,
    KnownCompany,
    is_form_of,
    is_misspelling,
    is_slip,
    squash,
    tokens,
)
from taknote.letter.note import Note, Sentence

_POSSESSIVE = regex.compile(r"['’]s?$")
_SHORTEST_NAME = 3
_SHORTEST_TWICE = 6
_SHORTEST_LOWER = 5
_SHORTEST_COMPANY = 4
_BREAK = regex.compile(r"[.,;:!?()\n]")


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """What a sentence says of names, at code points of it."""

    slips: tuple[tuple[Span, str], ...]
    companies: tuple[Span, ...]
    untold: tuple[tuple[Span, str], ...]


def misspelled_names(note: Note) -> list[Finding]:
    """The names in a note that are misspelled, less what the writer calls right."""
    right = {word.casefold() for word in note.draft.words}
    salutation = list(_salutation_name(note))
    mentioned = "" if salutation else _salutation_spelling(note)
    greeted = bool(note.salutation_names)
    read = [
        (sentence, _named_in(sentence.text, note.language.code, note.known, mentioned, greeted))
        for sentence in note.sentences
    ]
    found = [
        one
        for one in (*salutation, *_slips(note, read), *_companies(note, read))
        if one.words["wrong"].casefold() not in right
    ]
    return found + [
        one
        for one in _spelled_two_ways(note, read)
        if one.words["wrong"].casefold() not in right
        and not any(one.start < other.end and other.start < one.end for other in found)
    ]


@by_text
def _named_in(text: str, code: str, known: Known, mentioned: str, greeted: bool) -> _Named:
    """Read the names in a sentence.

    Args:
        text: the sentence.
        code: the language's code.
        known: whom and what the draft names beside its body.
        mentioned: how the salutation spells its reader, where nobody told us the name.
        greeted: whether the salutation has a name.
    """
    found = tokens(text)
    possible = _possible_names(found, code)
    # What is but read off an address counts where the letter uses names at all.
    told = tuple(
        person.names
        for person in known.people
        if not person.from_address or len(person.names) > 1 or greeted
    )
    return _Named(
        slips=tuple(_slips_in(found, possible, code, known.names, told, mentioned)),
        companies=tuple(_companies_in(text, found, code, known)),
        untold=tuple(_untold_in(found, possible, code, known)),
    )


def _possible_names(found: Sequence[regex.Match[str]], code: str) -> dict[int, str]:
    """Which words may be names: their numbers, and the words less "'s".

    They have a capital; common words are none.
    """
    common = languages.load(code).common_words
    words = ((at, _without_possessive(token.group())) for at, token in enumerate(found))
    return {
        at: word
        for at, word in words
        if len(word) >= _SHORTEST_NAME and word[:1].isupper() and word.casefold() not in common
    }


# ---- people -----------------------------------------------------------------------------------


def _salutation_name(note: Note) -> Iterator[Finding]:
    """In the salutation a near miss of the recipient's name is that name, misspelled."""
    salutation = note.layout.salutation
    if salutation is None or greets_group(note):
        return
    for span, right in _salutation_slips(note.salutation_names, note.language.code, note.known):
        yield _misspelled("person-name", note, span.moved(salutation.name.start), right)


@by_text
def _salutation_slips(names: str, code: str, known: Known) -> tuple[tuple[Span, str], ...]:
    """Where a salutation's names are misspelled, and what they should be."""
    language = languages.load(code)
    addressed = (known.recipient,) if known.recipient else known.recipients
    titled = has_title(names, language.letter)
    others = [person for person in known.people if person not in addressed]
    slips = []
    for token in tokens(names):
        word = token.group()
        if language.letter.titles.fullmatch(word) or word.casefold() in language.names.particles:
            continue
        if any(
            is_form_of(word, name, language.names) for person in others for name in person.names
        ):
            continue
        candidates = [
            name
            for person in addressed
            for name in (person.names[-1:] if titled and len(person.names) > 1 else person.names)
        ]
        right = _right_spelling(word, candidates, language.names)
        if right:
            slips.append((Span(*token.span()), right))
    return tuple(slips)


def _right_spelling(word: str, candidates: list[str], forms: NameForms) -> str | None:
    """The candidate that a word misspells; None if it is right, another form, or unrelated."""
    if any(word == name for name in candidates):
        return None
    if any(is_form_of(word, name, forms) and word[:1].isupper() for name in candidates):
        return None
    close = [name for name in candidates if is_misspelling(word, name)]
    return close[0] if close else None


def _slips(note: Note, read: Iterable[tuple[Sentence, _Named]]) -> Iterator[Finding]:
    for sentence, named in read:
        for span, right in named.slips:
            yield _misspelled("person-name", note, span.moved(sentence.start), right)


def _slips_in(
    found: Sequence[regex.Match[str]],
    possible: dict[int, str],
    code: str,
    known: tuple[str, ...],
    told: tuple[tuple[str, ...], ...],
    mentioned: str,
) -> Iterator[tuple[Span, str]]:
    """Where a name is misspelled, and what it should be.

    In the body only slips count, and whole names of which one part is right.
    """
    forms = languages.load(code).names
    # A known name in small letters; short ones may be words ("will", "may", "mark").
    in_small_letters = frozenset(name.casefold() for name in known if len(name) >= _SHORTEST_LOWER)
    possible = possible | {
        at: word
        for at, token in enumerate(found)
        if (word := _without_possessive(token.group())) in in_small_letters
        and word not in languages.load(code).common_words
    }
    for at, base in sorted(possible.items()):
        if (
            any(
                base == name or (is_form_of(base, name, forms) and base[:1].isupper())
                for name in known
            )
            or base == mentioned
        ):
            continue
        before = found[at - 1].group() if at else ""
        after = found[at + 1].group() if at + 1 < len(found) else ""
        if _is_another_person(base, known) and not {before, after} & set(known):
            continue
        right = _slipped(base, told, before, after)
        if right is None and mentioned and not known and is_slip(base, mentioned):
            right = mentioned
        if right:
            start = found[at].start()
            yield Span(start, start + len(base)), right


def _is_another_person(name: str, known: Sequence[str]) -> bool:
    """Whether somebody else may bear a name: a common one, and not a known one unaccented."""
    return name in languages.given_names() and squash(name) not in {squash(one) for one in known}


def _salutation_spelling(note: Note) -> str:
    """How the salutation spells its reader, where nobody told us the name."""
    if greets_group(note):
        return ""
    found = [
        token.group()
        for token in tokens(note.salutation_names)
        if not note.language.letter.titles.fullmatch(token.group())
    ]
    return found[-1] if found and found[-1][:1].isupper() else ""


def _slipped(word: str, people: Sequence[tuple[str, ...]], before: str, after: str) -> str | None:
    """The known name that a word of the body misspells, if it surely is one."""
    for names in people:
        for name in names:
            whole = any(
                other != name and other in (before, after, _without_possessive(after))
                for other in names
            )
            if (whole and is_misspelling(word, name)) or is_slip(word, name):
                return name
    return None


@by_text
def _without_possessive(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _untold_in(
    found: Sequence[regex.Match[str]], possible: dict[int, str], code: str, known: Known
) -> Iterator[tuple[Span, str]]:
    """Names that nobody told us, long enough to be misspelled for sure."""
    told = {name.casefold() for name in known.names}
    for at, word in possible.items():
        if (
            len(word) < _SHORTEST_TWICE
            or word.isupper()
            or word in languages.given_names()
            or word.casefold() in told
            or word.casefold() in languages.load(code).letter_words
        ):
            continue
        start = found[at].start()
        yield Span(start, start + len(word)), word


def _spelled_two_ways(note: Note, read: Iterable[tuple[Sentence, _Named]]) -> Iterator[Finding]:
    """A name that nobody told us, spelled in two ways that fingers mix up; the later is marked."""
    first: dict[str, str] = {}
    for sentence, named in read:
        for span, word in named.untold:
            for key in {squash(word), "".join(sorted(squash(word)))}:
                spelled = first.setdefault(key, word)
                if spelled != word and is_slip(word, spelled):
                    finding = _misspelled("person-name", note, span.moved(sentence.start), spelled)
                    yield dataclasses.replace(finding, severity="warning")
                    break


def _misspelled(rule: str, note: Note, span: Span, right: str) -> Finding:
    return Finding(
        rule,
        "error",
        span.start,
        span.end,
        words={"wrong": note.body[span.start : span.end], "text": right},
        fixes=(Fix("change", replace(span, right), words={"text": right}),),
    )


# ---- the company ------------------------------------------------------------------------------


def _companies(note: Note, read: Iterable[tuple[Sentence, _Named]]) -> Iterator[Finding]:
    if note.company is None:
        return
    for sentence, named in read:
        for span in named.companies:
            start, end = span.moved(sentence.start)
            bare = _without_possessive(note.body[start:end])
            finding = _company_finding(note, note.company, Span(start, start + len(bare)), bare)
            if finding:
                yield finding


def _companies_in(
    text: str, found: Sequence[regex.Match[str]], code: str, known: Known
) -> Iterator[Span]:
    """Where a sentence has the company's name, right or misspelled."""
    wanted = squash(known.company.name) if known.company else ""
    if known.company is None or len(wanted) < _SHORTEST_COMPANY:
        return
    parts = len(tokens(known.company.name))
    common = languages.load(code).common_words
    at = 0
    while at < len(found):
        length = _company_at(text, found, at, wanted, parts, known.squashed_names, common)
        if length:
            yield Span(found[at].start(), found[at + length - 1].end())
        at += length or 1


def _company_at(
    text: str,
    found: Sequence[regex.Match[str]],
    at: int,
    wanted: str,
    parts: int,
    names: frozenset[str],
    common: frozenset[str],
) -> int:
    """How many words from here on are the company's name, right or misspelled; 0 for none."""
    if not found[at].group()[:1].isupper() and squash(found[at].group()) != wanted:
        return 0
    best = (99, 0)
    allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
    for length in range(1, min(parts + 2, len(found) - at + 1)):
        window = found[at : at + length]
        between = text[window[0].start() : window[-1].end()]
        if _BREAK.search(between):
            break
        said = squash(_without_possessive(between))
        if length == 1 and (said in names or said in common):
            continue
        if not said or said[0] != wanted[0]:
            continue
        distance = OSA.distance(said, wanted, score_cutoff=allowed)
        if distance <= allowed and distance < best[0]:
            best = (distance, length)
    return best[1]


def _company_finding(note: Note, company: KnownCompany, span: Span, text: str) -> Finding | None:
    if text == company.name:
        return None
    same_letters = squash(text) == squash(company.name)
    if company.exact:
        # A wrong capital or accent is an error too, but ALL CAPS is a matter of style.
        if same_letters and text.isupper() and len(tokens(text)) == 1:
            return None
        return _misspelled("company-name", note, span, company.name)
    if same_letters:
        # An address tells letters and hyphens, not spaces and capitals.
        joined = "-" in company.name and "-" not in text
        if not joined or "&" in text:
            return None
        finding = _misspelled("company-name", note, span, company.name)
        return Finding(
            "company-name",
            "suggestion",
            finding.start,
            finding.end,
            words=finding.words,
            fixes=finding.fixes,
        )
    right = company.name
    if " " in text and "-" not in right:
        return Finding(
            "company-name", "warning", span.start, span.end, words={"wrong": text, "text": right}
        )
    return _misspelled("company-name", note, span, right)
