"""Spelling and grammar for guideline 8: of what the engines find, what can be said for sure.

Precision first: a checker that calls names misspelled is switched off. A word counts as misspelled
when the dictionary has one that is near, and when nothing speaks for a name, a term or a code.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from taknote.guidelines.edits import replace
from taknote.guidelines.finding import Finding, Fix
from taknote.kept import by_text
from taknote.letter.layout import Span
from taknote.letter.note import Note, Sentence
from taknote.proofreading import Mistake
from taknote.proofreading.nearness import differ_in_doubling, distance, sound_alike_but_for_vowels

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*")
_PLAIN_WORD = regex.compile(r"\p{Lu}?\p{Ll}+(?:['’]\p{Ll}+)?")
_PART_OF_A_CODE = regex.compile(r"[\w@/\\&+#\]\[}>'’-]")
_JOINER = regex.compile(r"[-&/@_+]\w")
_JOINED = regex.compile(r"\w[-&/@_+]")
_DRAWN = regex.compile(r"([aeiouyæøå])\1\1", regex.IGNORECASE)  # "sooo"
_INNER_MARK = regex.compile(r"[-'’]")
_POSSESSIVE = regex.compile(r"['’]s?\Z")
_SHORTEST, _SHORT = 4, 5
_ENDINGS = {"s", "es"}
_BEGINNINGS = {"un", "re", "non", "pre", "over", "sub", "co", "u"}
_SURE_AT_THE_START = 7
_NAMED_SHORT = 4


def mistakes(note: Note) -> Iterator[Finding]:
    """Misspelled words and slips of grammar, each with what should stand there."""
    known = _known_words(note)
    for sentence in note.sentences:
        found = note.proofread(sentence)
        if not found:
            continue
        misspelled = [one for one in found if one.kind == "spelling"]
        for mistake in found:
            if mistake.kind == "spelling":
                rights = _spellings(sentence, mistake, known, note)
            elif (
                # An unknown word misleads about its neighbours.
                any(abs(one.end - mistake.start) < 2 for one in misspelled)
                or _cuts_a_word(sentence.text, mistake)
                or _touches_name(sentence, mistake, known)
            ):
                continue
            else:
                rights = mistake.replacements[:2]
            if rights:
                yield _finding(note, sentence, mistake, rights)


def _finding(note: Note, sentence: Sentence, mistake: Mistake, rights: tuple[str, ...]) -> Finding:
    span = Span(sentence.start + mistake.start, sentence.start + mistake.end)
    wrong = note.body[span.start : span.end]
    return Finding(
        mistake.kind,
        "error" if mistake.kind == "spelling" else "warning",
        span.start,
        span.end,
        words={"wrong": wrong, "text": wrong, "right": rights[0] or "–"},
        fixes=tuple(_fix(note, span, right) for right in rights),
    )


def _fix(note: Note, span: Span, right: str) -> Fix:
    if right:
        return Fix("change", replace(span, right), words={"text": right})
    start = span.start - 1 if note.body[span.start - 1 : span.start] == " " else span.start
    return Fix("delete", replace(Span(start, span.end), ""))


def _spellings(
    sentence: Sentence, mistake: Mistake, known: frozenset[str], note: Note
) -> tuple[str, ...]:
    """What a word was meant to be, likeliest first; none where it may well be right."""
    text = sentence.text
    word = text[mistake.start : mistake.end]
    bare = _POSSESSIVE.sub("", word)
    around = text[mistake.start - 1 : mistake.start] + text[mistake.end : mistake.end + 1]
    if not _PLAIN_WORD.fullmatch(word) or _PART_OF_A_CODE.search(around) or _DRAWN.search(word):
        return ()
    if {word.casefold(), bare.casefold()} & (known | note.language.letter_words):
        return ()
    if bare[:1].isupper() and not _may_be_a_common_word(sentence, mistake, bare, note):
        return ()
    after = text[mistake.end :].lstrip(" ")
    if len(bare) <= _NAMED_SHORT and after[:1].isupper() and not after.startswith("I "):
        return ()  # "de los Andes"
    if any(_is_derived(bare.casefold(), right.casefold()) for right in mistake.replacements):
        return ()
    usual = note.language.letter_words | note.language.common_words
    near = [right for right in mistake.replacements if _is_near(word, right, usual)]
    if len(bare) < _SHORTEST:
        near = [right for right in near if right.casefold() in usual]
    return tuple(near[:3])


def _is_near(word: str, right: str, usual: frozenset[str]) -> bool:
    """Whether a word is but a slip away, or two from a usual one or one that sounds alike.

    Its first letter is seldom the wrong one.
    """
    if word[:1].casefold() != right[:1].casefold() and sorted(word[:2]) != sorted(right[:2]):
        return False
    if differ_in_doubling(word, right):
        return True
    slips = distance(word, right)
    if slips == 2 and (right.casefold() in usual or sound_alike_but_for_vowels(word, right)):
        return len(word) >= _SHORT and word[:1].islower() and " " not in right
    return slips <= 1


def _is_derived(word: str, right: str) -> bool:
    """Whether a word is a right one with an ending or a beginning that dictionaries may lack."""
    if word.startswith(right):
        return word.removeprefix(right) in _ENDINGS
    return word.endswith(right) and word.removesuffix(right) in _BEGINNINGS


def _may_be_a_common_word(sentence: Sentence, mistake: Mistake, word: str, note: Note) -> bool:
    """Whether a word with a capital stands first, and nothing else makes it a name."""
    if mistake.start > 0 or len(word) < _SURE_AT_THE_START:
        return False
    following = _WORD.search(sentence.text, mistake.end)
    if following and following.group()[:1].isupper() and following.group() != "I":
        return False
    return note.body.count(word) == 1


def _cuts_a_word(text: str, mistake: Mistake) -> bool:
    """Whether a correction ends within what is joined: "the re-org", "A&E"."""
    return (
        _JOINER.fullmatch(text[mistake.end : mistake.end + 2]) is not None
        or _JOINED.fullmatch(text[max(0, mistake.start - 2) : mistake.start]) is not None
    )


def _touches_name(sentence: Sentence, mistake: Mistake, known: frozenset[str]) -> bool:
    """Whether a correction would change a name or a word that the writer calls right."""
    kept = set(_WORD.findall(" ".join(mistake.replacements[:1])))
    for match in _WORD.finditer(sentence.text, mistake.start, mistake.end):
        word = match.group()
        if word in kept:
            continue
        if word.casefold() in known or (match.start() > 0 and word[:1].isupper() and len(word) > 2):
            return True
    return False


def _known_words(note: Note) -> frozenset[str]:
    """Words that the writer, the mail or the interview vouch for."""
    draft = note.draft
    texts = [*draft.words, draft.sender.name, draft.sender.email, note.salutation_names]
    for person in (*draft.recipients, *(draft.interview.interviewers if draft.interview else ())):
        texts += [person.name, person.email]
    texts += note.names
    if note.company:
        texts.append(note.company.name)
    if draft.interview:
        interview = draft.interview
        texts += [interview.company, interview.role, *interview.questions, *interview.strengths]
    for span in (*note.layout.quoted, note.layout.signature):
        if span:
            texts.append(note.plain[span.start : span.end])
    return _words_of("\n".join(texts))


@by_text
def _words_of(text: str) -> frozenset[str]:
    found = set()
    for match in _WORD.finditer(text):
        found.add(match.group().casefold())
        found.update(part.casefold() for part in _INNER_MARK.split(match.group()))
    return frozenset(found)
