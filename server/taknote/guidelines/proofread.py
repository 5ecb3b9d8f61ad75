"""8. Check three times: names above all, placeholders, greeting, sign-off, register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from taknote import languages
from taknote.guidelines.edits import (
    first_that_fits,
    insert,
    known_words,
    place_of_close,
    replace,
    replacements,
)
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.guidelines.mistakes import mistakes
from taknote.guidelines.names import misspelled_names
from taknote.kept import by_text
from taknote.letter.layout import Span
from taknote.letter.note import Note
from taknote.letter.plain import words as words_of

_BRACKETED = regex.compile(
    r"\[(?!\d{1,3}\])[^\[\]\n]{1,160}\]|\{\{[^{}\n]{1,80}\}\}|\$?\{[^{}\n]{1,80}\}"
    r"|<(?![\w.+-]+@)(?!https?:)[\p{L}][^<>\n@]{0,60}>|\b[Xx]{3,}\b|_{3,}|%[A-Z_]{3,40}%"
)
_EMOJI = regex.compile(
    r"\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F\u200D\p{Extended_Pictographic}]*"
)
_EMOTICON = regex.compile(r"(?<=\s|^)(?:[:;=]-?[)(DPpO3/|]|<3|\^\^|xD)(?=[\s.,!?]|$)")
_MANY_MARKS = regex.compile(r"[!?]*!{2,}[!?]*|\?{2,}|!\?+|\?!+")
_SHOUTING = regex.compile(
    r"(?<![\p{L}\p{N}])\p{Lu}{2,}(?:[ ',]+\p{Lu}{1,})*[ ',]+\p{Lu}{2,}(?![\p{L}\p{N}])"
)
_LOUD_WORD = regex.compile(r"(?<![\p{L}\p{N}-])\p{Lu}{4,}(?![\p{L}\p{N}-])")
_FOREIGN_SHARE = 0.3
_FOREIGN_WORDS = 6


def judge(note: Note) -> Judgement:
    """Check names, placeholders, greeting, sign-off, register, language and attachments."""
    placeholders = list(_placeholders(note))
    taken = [Span(found.start, found.end) for found in placeholders]
    names = misspelled_names(note)
    others = [
        *names,
        *_apart_from(names, mistakes(note)),
        *_form(note),
        *_informal(note),
        *_mixed_language(note),
        *_attachment(note),
    ]
    return judgement(
        [
            *placeholders,
            *(
                found
                for found in others
                if found.start == found.end
                or not any(found.start < span.end and span.start < found.end for span in taken)
            ),
        ]
    )


def _apart_from(names: list[Finding], found: Iterable[Finding]) -> Iterator[Finding]:
    """What says nothing of characters that a misspelled name already explains."""
    for finding in found:
        if not any(finding.start < name.end and name.start < finding.end for name in names):
            yield finding


# ---- what is not filled in, or not there -----------------------------------------------------


def _placeholders(note: Note) -> Iterator[Finding]:
    end = note.layout.quoted[0].start if note.layout.quoted else len(note.plain)
    start = 0
    for line in note.plain[:end].split("\n"):
        for place in _placeholders_in(line, note.language.code) if line else ():
            span = place.moved(start)
            yield Finding(
                "placeholder",
                "error",
                span.start,
                span.end,
                words={"text": note.body[span.start : span.end]},
                fixes=_fill_in(note, span),
            )
        start += len(line) + 1


@by_text
def _placeholders_in(line: str, code: str) -> tuple[Span, ...]:
    found: list[Span] = []
    for pattern in (_BRACKETED, languages.load(code).placeholders):
        for match in pattern.finditer(line):
            span = Span(*match.span())
            if not any(span.start < other.end and other.start < span.end for other in found):
                found.append(span)
    return tuple(found)


def _fill_in(note: Note, span: Span) -> tuple[Fix, ...]:
    """What is known to belong in the salutation's placeholder."""
    salutation = note.layout.salutation
    if salutation is None or note.recipient is None or note.recipient_is_guessed:
        return ()
    if salutation.name != span:
        return ()
    right = note.recipient.given
    return (Fix("change", replace(span, right), words={"text": right}),)


def _form(note: Note) -> Iterator[Finding]:
    if note.layout.salutation is None:
        start = len(note.body) - len(note.body.lstrip())
        yield Finding(
            "no-greeting", "warning", start, start, missing=True, fixes=_greet(note, start)
        )
    if note.layout.sign_off is None:
        place = place_of_close(note)
        yield Finding(
            "no-sign-off", "warning", place, place, missing=True, fixes=_sign(note, place)
        )


def _greet(note: Note, start: int) -> tuple[Fix, ...]:
    recipient = note.recipient
    if recipient is None or (
        recipient.from_address and len(recipient.names) == 1 and len(recipient.given) < 3
    ):
        return ()
    text = first_that_fits(note.language.sentences["greeting"], {"name": recipient.given})
    if text is None:
        return ()
    edits = insert(start, f"{text}{note.line_end * 2}")
    return (Fix("add", edits, words={"text": text}),)


def _sign(note: Note, place: int) -> tuple[Fix, ...]:
    sentences = note.language.sentences
    signature = note.layout.signature
    if signature and not note.plain[signature.start :].startswith("--"):
        text = sentences["sign_off_unnamed"]
        edits = insert(signature.start, f"{text}{note.line_end}")
        if note.plain[place : signature.start].count("\n") < 1:
            edits = insert(signature.start, f"{note.line_end * 2}{text}{note.line_end}")
        return (Fix("add", edits, words={"text": text}),)
    words = known_words(note)
    text = first_that_fits([sentences["sign_off"]], words) or sentences["sign_off_unnamed"]
    text = text.replace("\n", note.line_end)
    return (Fix("add", insert(place, f"{note.line_end * 2}{text}"), words={"text": text}),)


def _attachment(note: Note) -> Iterator[Finding]:
    if note.draft.attachments != 0:
        return
    for sentence in note.saying("attachment"):
        for span in sentence.spans("attachment")[:1]:
            yield Finding("missing-attachment", "warning", span.start, span.end)
        return


# ---- register and language --------------------------------------------------------------------


def _informal(note: Note) -> Iterator[Finding]:
    yield from _casual_greeting(note)
    for part in note.paragraphs:
        text = note.plain[part.start : part.end]
        for found, use in replacements(text, note.language.informal):
            yield _casual(note, part.start, found, use)
        marks, emojis, shouted = _loud(text)
        for found in marks:
            use = "?" if "?" in text[found.start : found.end] else "!"
            yield _casual(note, part.start, found, use)
        for found in emojis:
            yield _without_emoji(note, part.start + found.start, part.start + found.end)
        for found in shouted:
            yield _casual(note, part.start, found, "")


@by_text
def _loud(text: str) -> tuple[list[Span], list[Span], list[Span]]:
    """Where a text has several marks in a row, emojis, and words in capitals."""

    def spans(*patterns: regex.Pattern[str]) -> list[Span]:
        return [Span(*match.span()) for pattern in patterns for match in pattern.finditer(text)]

    return spans(_MANY_MARKS), spans(_EMOJI, _EMOTICON), spans(_SHOUTING)


def _casual_greeting(note: Note) -> Iterator[Finding]:
    salutation = note.layout.salutation
    if salutation is None or salutation.word is None:
        return
    word = note.plain[salutation.word.start : salutation.word.end]
    if word.casefold() in note.language.letter.informal_greetings:
        right = note.language.sentences["casual_greeting"]
        fix = Fix("change", replace(salutation.word, right), words={"text": right})
        yield Finding(
            "informal",
            "suggestion",
            salutation.word.start,
            salutation.word.end,
            words={"text": word},
            fixes=(fix,),
        )


def _casual(note: Note, offset: int, place: Span, use: str) -> Finding:
    span = place.moved(offset)
    found = note.body[span.start : span.end]
    text = use[:1].upper() + use[1:] if found[:1].isupper() else use
    fixes = (Fix("change", replace(span, text), words={"text": text.strip()}),) if use else ()
    return Finding(
        "informal", "suggestion", span.start, span.end, words={"text": found}, fixes=fixes
    )


def _without_emoji(note: Note, start: int, end: int) -> Finding:
    before = start
    while before > 0 and note.plain[before - 1] == " ":
        before -= 1
    fix = Fix("delete", replace(Span(before, end), ""))
    return Finding(
        "informal", "suggestion", start, end, words={"text": note.body[start:end]}, fixes=(fix,)
    )


def _mixed_language(note: Note) -> Iterator[Finding]:
    """Sentences in another language that we know, in a letter in this one."""
    if len(note.sentences) < 2:
        return
    for sentence in note.sentences:
        if _is_foreign(sentence.text, note.language.code):
            yield Finding("mixed-language", "warning", sentence.start, sentence.end)


@by_text
def _is_foreign(text: str, own_code: str) -> bool:
    found = [match.group().casefold() for match in words_of(text)]
    if len(found) < _FOREIGN_WORDS:
        return False
    shares = {
        code: sum(word in languages.load(code).common_words for word in found)
        for code in languages.codes()
    }
    own = shares.pop(own_code)
    return any(s / len(found) >= _FOREIGN_SHARE and s > own * 2 for s in shares.values())


GUIDELINE = Guideline(
    "proofread",
    (
        "spelling",
        "grammar",
        "person-name",
        "company-name",
        "placeholder",
        "no-greeting",
        "no-sign-off",
        "informal",
        "mixed-language",
        "missing-attachment",
    ),
    judge,
)
