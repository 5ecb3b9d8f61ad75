"""Text edits that put a sentence into a note, or take one out, and leave clean spacing."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from taknote.guidelines.finding import TextEdit
from taknote.kept import by_text
from taknote.languages import Replacements
from taknote.letter.layout import Span
from taknote.letter.note import Note, Paragraph, Sentence
from taknote.letter.plain import count_words

LONGEST_PARAGRAPH = 90
MOST_PARAGRAPHS = 4


def replace(span: Span, text: str) -> tuple[TextEdit, ...]:
    """Replace a range of the body."""
    return (TextEdit("body", span.start, span.end, text),)


@by_text
def replacements(text: str, entries: Replacements) -> tuple[tuple[Span, str], ...]:
    """Where a text has words that are better replaced, and by what."""
    return tuple((Span(*match.span()), use) for match, use in entries.find(text))


def insert(at: int, text: str) -> tuple[TextEdit, ...]:
    """Put text into the body at a position."""
    return (TextEdit("body", at, at, text),)


def delete_sentence(note: Note, sentence: Sentence) -> tuple[TextEdit, ...]:
    """Take a sentence out; with it the paragraph, where it stands alone in one."""
    for paragraph in note.paragraphs:
        if not paragraph.start <= sentence.start < paragraph.end:
            continue
        if len(paragraph.sentences) == 1:
            return _delete_paragraph(note, paragraph)
        break
    body = note.plain
    start, end = sentence.start, sentence.end
    if end < len(body) and body[end] == " ":
        while end < len(body) and body[end] == " ":
            end += 1
    else:
        while start > 0 and body[start - 1] == " ":
            start -= 1
    return replace(Span(start, end), "")


def _delete_paragraph(note: Note, paragraph: Paragraph) -> tuple[TextEdit, ...]:
    start, end = paragraph.start, paragraph.end
    while end < len(note.plain) and note.plain[end].isspace():
        end += 1
    if end == len(note.plain):
        while start > 0 and note.plain[start - 1].isspace():
            start -= 1
    return replace(Span(start, end), "")


def add_to_opening(note: Note, sentence: str) -> tuple[TextEdit, ...]:
    """Put a sentence first in the body, into the first paragraph where that has room."""
    gap = note.line_end * 2
    if not note.paragraphs:
        return _after_salutation(note, sentence)
    first = note.paragraphs[0]
    fits = first.prose_words + count_words(sentence) <= LONGEST_PARAGRAPH
    if fits and not (first.sentences and first.sentences[0].bullet):
        return insert(first.start, f"{sentence} ")
    return insert(_line_start(note, first.start), f"{sentence}{gap}")


def add_to_middle(note: Note, sentence: str) -> tuple[TextEdit, ...]:
    """Put a sentence between opening and close, as a paragraph of its own where there is room."""
    gap = note.line_end * 2
    if not note.paragraphs:
        return _after_salutation(note, sentence)
    if len(note.paragraphs) < MOST_PARAGRAPHS:
        return insert(note.paragraphs[0].end, f"{gap}{sentence}")
    return _append(note, note.paragraphs[1], sentence)


def add_to_close(note: Note, sentence: str) -> tuple[TextEdit, ...]:
    """Put a sentence last in the body, into the last paragraph where that has room."""
    if not note.paragraphs:
        return _after_salutation(note, sentence)
    return _append(note, note.paragraphs[-1], sentence)


def _append(note: Note, paragraph: Paragraph, sentence: str) -> tuple[TextEdit, ...]:
    ends_in_list = bool(paragraph.bullets) and paragraph.bullets[-1].end == paragraph.end
    fits = paragraph.prose_words + count_words(sentence) <= LONGEST_PARAGRAPH
    if fits and not ends_in_list:
        last = note.plain[paragraph.end - 1]
        stop = "." if last.isalnum() else ""
        return insert(paragraph.end, f"{stop} {sentence}")
    return insert(paragraph.end, f"{note.line_end * 2}{sentence}")


def _after_salutation(note: Note, sentence: str) -> tuple[TextEdit, ...]:
    salutation = note.layout.salutation
    if salutation is None:
        return insert(0, f"{sentence}{note.line_end * 2}" if note.body else sentence)
    return insert(salutation.span.end, f"{note.line_end * 2}{sentence}")


def _line_start(note: Note, at: int) -> int:
    """The start of the line, before a bullet's mark, unless the salutation stands on it."""
    line = note.plain.rfind("\n", 0, at) + 1
    salutation = note.layout.salutation
    return max(line, salutation.span.end if salutation else 0)


def place_of_close(note: Note) -> int:
    """Where a sentence of the close would go: the end of the body."""
    if note.paragraphs:
        return note.paragraphs[-1].end
    return note.layout.salutation.span.end if note.layout.salutation else 0


def place_of_opening(note: Note) -> int:
    """Where a sentence of the opening would go."""
    if note.paragraphs:
        return note.paragraphs[0].start
    return place_of_close(note)


def place_of_middle(note: Note) -> int:
    """Where a paragraph of the middle would go."""
    return note.paragraphs[0].end if note.paragraphs else place_of_close(note)


def first_that_fits(templates: Sequence[str], words: dict[str, str]) -> str | None:
    """The first template all of whose blanks can be filled in, filled in."""
    for template in templates:
        needed = _blanks(template)
        if all(words.get(name) for name in needed):
            result = template
            for name in needed:
                result = result.replace(f"{{{name}}}", words[name])
            return result
    return None


@functools.cache
def _blanks(template: str) -> tuple[str, ...]:
    names = ("name", "role", "company", "day", "date", "question", "strength", "sender")
    return tuple(name for name in names if f"{{{name}}}" in template)


def known_words(note: Note) -> dict[str, str]:
    """What a sentence can be filled in with: role, company, day, the first question and strength.

    Only what can be said truly: the day is named where the interview was today or yesterday.
    """
    interview = note.draft.interview
    known = {
        "role": interview.role.strip() if interview else "",
        "company": note.company.name if note.company and note.company.exact else "",
        "question": interview.questions[0].strip() if interview and interview.questions else "",
        "strength": interview.strengths[0].strip() if interview and interview.strengths else "",
        "sender": note.draft.sender.name.strip(),
    }
    if interview and interview.held_at:
        days = (note.today - interview.held_at.astimezone(note.draft.now.tzinfo).date()).days
        if days in (0, 1):
            known["day"] = note.language.sentences["days"]["yesterday" if days else "today"]
    return known
