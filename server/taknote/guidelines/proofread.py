"""8. Check three times: names above all, placeholders, greeting, sign-off, register."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import regex
from rapidfuzz.distance import OSA

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
from taknote.guidelines.separate import greets_group, salutation_has_title
from taknote.kept import by_text
from taknote.letter.layout import Span
from taknote.letter.names import (
    is_form_of,
    is_misspelling,
    is_slip,
    squash,
    tokens,
)
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
_POSSESSIVE = regex.compile(r"['’]s?$")
_SHORTEST_NAME = 3
_SHORTEST_TWICE = 6
_SHORTEST_LOWER = 5
_BREAK = regex.compile(r"[.,;:!?()\n]")
_FOREIGN_SHARE = 0.3
_FOREIGN_WORDS = 6


def judge(note: Note) -> Judgement:
    """Check names, placeholders, greeting, sign-off, register, language and attachments."""
    placeholders = list(_placeholders(note))
    taken = [Span(found.start, found.end) for found in placeholders]
    right = {word.casefold() for word in note.draft.words}
    names = [
        found
        for found in (*_person_names(note), *_company_name(note))
        if found.words["wrong"].casefold() not in right
    ]
    names += [
        found
        for found in _apart_from(names, _spelled_two_ways(note))
        if found.words["wrong"].casefold() not in right
    ]
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


# ---- names ----------------------------------------------------------------------------------


def _person_names(note: Note) -> Iterator[Finding]:
    seen: set[int] = set()
    salutation = list(_salutation_name(note))
    spelled = "" if salutation else _salutation_spelling(note)
    for finding in (*salutation, *_body_names(note, spelled)):
        if finding.start not in seen:
            seen.add(finding.start)
            yield finding


def _salutation_name(note: Note) -> Iterator[Finding]:
    """In the salutation a near miss of the recipient's name is that name, misspelled."""
    salutation = note.layout.salutation
    addressed = (note.recipient,) if note.recipient else note.recipients
    if salutation is None or greets_group(note):
        return
    forms = note.language
    titled = salutation_has_title(note)
    others = [person for person in note.people if person not in addressed]
    for token in tokens(note.salutation_names):
        word = token.group()
        if forms.letter.titles.fullmatch(word) or word.casefold() in forms.names.particles:
            continue
        if any(is_form_of(word, name, forms.names) for person in others for name in person.names):
            continue
        candidates = [
            name
            for person in addressed
            for name in (person.names[-1:] if titled and len(person.names) > 1 else person.names)
        ]
        right = _right_spelling(note, word, candidates)
        if right:
            start = salutation.name.start + token.start()
            yield _misspelled("person-name", note, Span(start, start + len(word)), right)


def _right_spelling(note: Note, word: str, candidates: list[str]) -> str | None:
    """The candidate that a word misspells; None if it is right, another form, or unrelated."""
    forms = note.language.names
    if any(word == name for name in candidates):
        return None
    if any(is_form_of(word, name, forms) and word[:1].isupper() for name in candidates):
        return None
    close = [name for name in candidates if is_misspelling(word, name)]
    return close[0] if close else None


def _body_names(note: Note, mentioned: str) -> Iterator[Finding]:
    """In the body only slips count, and whole names of which one part is right."""
    told = tuple(
        person.names
        for person in note.people
        if not person.from_address or len(person.names) > 1 or note.salutation_names
    )
    for sentence in note.sentences:
        for start, end, right in _slips_in(
            sentence.text, note.language.code, note.names, told, mentioned
        ):
            span = Span(sentence.start + start, sentence.start + end)
            yield _misspelled("person-name", note, span, right)


@by_text
def _slips_in(
    text: str,
    code: str,
    known: tuple[str, ...],
    told: tuple[tuple[str, ...], ...],
    mentioned: str,
) -> tuple[tuple[int, int, str], ...]:
    """Where a sentence has a name that is misspelled, and what it should be."""
    forms = languages.load(code).names
    # A known name in small letters; short ones may be words ("will", "may", "mark").
    in_small_letters = frozenset(name.casefold() for name in known if len(name) >= _SHORTEST_LOWER)
    found = tokens(text)
    possible = dict(_possible_names(text, code))
    possible |= {
        at: word
        for at, token in enumerate(found)
        if (word := _without_possessive(token.group())) in in_small_letters
        and word not in languages.load(code).common_words
    }
    slips = []
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
            slips.append((start, start + len(base), right))
    return tuple(slips)


@by_text
def _possible_names(text: str, code: str) -> tuple[tuple[int, str], ...]:
    """Which of a sentence's words may be names: their numbers, and the words less "'s".

    They have a capital; common words are none.
    """
    common = languages.load(code).common_words
    words = ((at, _without_possessive(token.group())) for at, token in enumerate(tokens(text)))
    return tuple(
        (at, word)
        for at, word in words
        if len(word) >= _SHORTEST_NAME and word[:1].isupper() and word.casefold() not in common
    )


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


def _spelled_two_ways(note: Note) -> Iterator[Finding]:
    """A name that nobody told us, spelled in two ways that fingers mix up; the later is marked."""
    known = {name.casefold() for name in note.names}
    first: dict[str, str] = {}
    for sentence in note.sentences:
        found = tokens(sentence.text)
        for at, word in _possible_names(sentence.text, note.language.code):
            if (
                len(word) < _SHORTEST_TWICE
                or word.isupper()
                or word in languages.given_names()
                or word.casefold() in known
                or word.casefold() in note.language.letter_words
            ):
                continue
            for key in {squash(word), "".join(sorted(squash(word)))}:
                spelled = first.setdefault(key, word)
                if spelled != word and is_slip(word, spelled):
                    start = sentence.start + found[at].start()
                    span = Span(start, start + len(word))
                    finding = _misspelled("person-name", note, span, spelled)
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


def _company_name(note: Note) -> Iterator[Finding]:
    company = note.company
    if company is None or len(squash(company.name)) < 4:
        return
    wanted = squash(company.name)
    names = frozenset(squash(name) for name in note.names)
    parts = len(tokens(company.name))
    for sentence in note.sentences:
        for first, last in _companies_in(sentence.text, note.language.code, wanted, parts, names):
            start, end = sentence.start + first, sentence.start + last
            bare = _without_possessive(note.body[start:end])
            finding = _company_finding(note, Span(start, start + len(bare)), bare)
            if finding:
                yield finding


@by_text
def _companies_in(
    text: str, code: str, wanted: str, parts: int, names: frozenset[str]
) -> tuple[tuple[int, int], ...]:
    """Where a sentence has the company's name, right or misspelled."""
    common = languages.load(code).common_words
    found = tokens(text)
    places = []
    at = 0
    while at < len(found):
        length = _company_at(text, found, at, wanted, parts, names, common)
        if length:
            places.append((found[at].start(), found[at + length - 1].end()))
        at += length or 1
    return tuple(places)


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


def _company_finding(note: Note, span: Span, text: str) -> Finding | None:
    company = note.company
    if company is None or text == company.name:
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


# ---- what is not filled in, or not there -----------------------------------------------------


def _placeholders(note: Note) -> Iterator[Finding]:
    end = note.layout.quoted[0].start if note.layout.quoted else len(note.plain)
    start = 0
    for line in note.plain[:end].split("\n"):
        for place in _placeholders_in(line, note.language.code):
            span = Span(start + place.start, start + place.end)
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
    span = Span(offset + place.start, offset + place.end)
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
