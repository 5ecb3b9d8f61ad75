"""The parts of a letter: salutation, body paragraphs, bullets, sign-off, signature, quoted mail.

Takes what webmail yields: paragraphs by blank line or by single newline, hard-wrapped lines,
bulleted lists, replies quoted by Gmail, Outlook, Apple Mail or with `>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from taknote.kept import by_text
from taknote.languages import LetterForms
from taknote.letter.plain import count_words

_BULLET = regex.compile(r"\s*(?:[-*•·‣◦▪▫–—●○➢✓✔→+]|\(?\d{1,2}[.)]|\(?[a-e]\))\s+(?=\S)")
_ENDS_SENTENCE = regex.compile(r"[.!?…:;)\]\"'\p{So}]\s*\Z")
_NAME_LINE = regex.compile(
    r"\s*[-–—]?\s*(?:\p{Lu}[\p{L}\p{M}.'-]*|\[[^\]]{1,40}\]|\{{1,2}[^}]{1,40}\}{1,2})"
    r"(?:[ ]+(?:\p{L}[\p{L}\p{M}.'-]*|\[[^\]]{1,40}\])){0,3}[,.]?\s*\Z"
)
_BARE_NAME_SALUTATION = regex.compile(
    r"\s*(?:\p{Lu}[\p{L}\p{M}.'-]*|\[[^\]]{1,40}\])(?:[ ]\p{Lu}[\p{L}\p{M}.'-]*){0,2}"
    r"\s*[,:!–—-]+\s*\Z"
)
_LOWER_CASE_NAME = regex.compile(
    r"\s*[\p{L}.'-]+(?:\s[\p{L}.'-]+)?\s*(?=[,!:])|\s*[\p{L}.'-]+\s*\Z"
)
_CLOSING = regex.compile(r"\s*[,:!;.–—-]+\s*")
_STOP = regex.compile(r"[.!?]")
_ABBREVIATED = regex.compile(r"(?<=\b(?:mr|mrs|ms|dr|prof|hr|fr|st|jr|sr|\p{L}))\.", regex.I)
_SIGNATURE_MARK = regex.compile(r"--\s*\Z")
_RULE = regex.compile(r"\s*[_─-]{8,}\s*\Z")
_LONGEST_WRAP = 100
_SHORTEST_WRAP = 50
_SALUTATION_WORDS = 16
_SIGN_OFF_REACH = 14
_LONGEST_SIGN_OFF = 60
_LONGEST_DEVICE = 80
_LONGEST_REPLY_HEADER = 400


class Span(NamedTuple):
    """A stretch of the body in code points, end excluded."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        """The same stretch, counted from so many code points before."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Salutation:
    """The greeting. `name` spans what stands between the greeting word and the comma."""

    span: Span
    word: Span | None
    name: Span


class Block(NamedTuple):
    """Prose within a paragraph, or one bullet without its mark."""

    span: Span
    bullet: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each part of a letter stands.

    Paragraphs are lists of blocks; bullets belong to the paragraph that introduces them.
    """

    salutation: Salutation | None
    paragraphs: tuple[tuple[Block, ...], ...]
    postscript: tuple[Block, ...]
    sign_off: Span | None
    signature: Span | None
    quoted: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What a line is by itself; most lines of a letter are looked at again with every key."""

    blank: bool
    quoted: bool
    forwarded: bool
    header_field: str
    cuts: bool
    signs_off: bool
    postscript: bool
    bullet: bool
    first: int  # where it begins without its bullet's mark and outer spaces
    last: int  # where it ends without them
    ends_sentence: bool
    colon: bool
    may_quote: bool  # mail of somebody else may begin with it


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    look: _Look


@by_text
def _look(text: str, forms: LetterForms) -> _Look:
    blank = not text.strip()
    field = forms.header_field.match(text)
    bullet = _BULLET.match(text)
    device = not blank and len(text) < _LONGEST_DEVICE and forms.device.match(text)
    inner = text[bullet.end() :] if bullet else text
    quoted = text.lstrip().startswith(">")
    forwarded = forms.forward_header.match(text) is not None
    colon = text.rstrip().endswith(":")
    return _Look(
        blank=blank,
        quoted=quoted,
        forwarded=forwarded,
        header_field=field["field"].casefold() if field else "",
        # The signature mark of RFC 3676 ("-- "), or a mail program's own line.
        cuts=bool(_SIGNATURE_MARK.match(text) or device),
        signs_off=len(text) < _LONGEST_SIGN_OFF and forms.sign_off_line.match(text) is not None,
        postscript=forms.postscript.match(text) is not None,
        bullet=bullet is not None,
        first=len(text) - len(inner.lstrip()),
        last=len(text.rstrip()),
        ends_sentence=_ENDS_SENTENCE.search(text) is not None,
        colon=colon,
        may_quote=quoted or forwarded or colon or field is not None,
    )


def _line(start: int, text: str, forms: LetterForms) -> _Line:
    return _Line(start, start + len(text), text, _look(text, forms))


def read_layout(text: str, forms: LetterForms) -> Layout:
    """Find the parts of a letter.

    Args:
        text: the whole body, as `plain` gives it.
        forms: the fixed parts of a letter in its language.
    """
    lines = _lines(text, forms)
    quoted = _quoted(lines, forms)
    own = [line for line, is_quoted in zip(lines, quoted, strict=True) if not is_quoted]
    own, below = _cut_signature(own)
    salutation, own = _salutation(own, text, forms)
    own, sign_off, signed = _sign_off(own, text, forms)
    signed += below
    postscript = _postscript(signed)
    signature = [line for line in signed if not line.look.blank and line not in postscript]
    return Layout(
        salutation=salutation,
        paragraphs=tuple(_paragraphs(own, forms)),
        postscript=tuple(_block(line) for line in postscript),
        sign_off=sign_off,
        signature=Span(signature[0].start, signature[-1].end) if signature else None,
        quoted=_spans(lines, quoted),
    )


def _lines(text: str, forms: LetterForms) -> list[_Line]:
    result = []
    start = 0
    for line in text.split("\n"):
        result.append(_line(start, line, forms))
        start += len(line) + 1
    return result


def _spans(lines: Sequence[_Line], marked: Sequence[bool]) -> tuple[Span, ...]:
    result: list[Span] = []
    for line, mark in zip(lines, marked, strict=True):
        if not mark:
            continue
        if result and result[-1].end + 1 == line.start:
            result[-1] = Span(result[-1].start, line.end)
        else:
            result.append(Span(line.start, line.end))
    return tuple(result)


def _quoted(lines: Sequence[_Line], forms: LetterForms) -> list[bool]:
    """Which lines are mail that somebody else wrote, with the headers above it."""
    marks = [line.look.quoted for line in lines]
    if not any(line.look.may_quote for line in lines):
        return marks
    for at, line in enumerate(lines):
        if line.look.blank or marks[at]:
            continue
        if line.look.forwarded or _is_header_block(lines, at):
            first = at - 1 if at and _RULE.match(lines[at - 1].text) else at
            return marks[:first] + [True] * (len(lines) - first)
        length = _reply_header_length(lines, at, forms)
        if not length:
            continue
        below = next((i for i in range(at + length, len(lines)) if not lines[i].look.blank), None)
        if below is None or not marks[below]:
            return marks[:at] + [True] * (len(lines) - at)
        for above in range(at, below):
            marks[above] = True
    return marks


def _reply_header_length(lines: Sequence[_Line], at: int, forms: LetterForms) -> int:
    """How many lines a header such as "On Monday … wrote:" takes here; 0 where there is none."""
    for length in (1, 2, 3):
        if at + length > len(lines) or lines[at + length - 1].look.blank:
            return 0
        if not lines[at + length - 1].look.colon:
            continue
        joined = " ".join(line.text.rstrip() for line in lines[at : at + length]).lstrip()
        if len(joined) <= _LONGEST_REPLY_HEADER and forms.reply_header.match(joined):
            return length
    return 0


def _is_header_block(lines: Sequence[_Line], at: int) -> bool:
    """Whether a block such as "From: … Sent: … To: … Subject: …" begins here."""
    fields = set()
    for line in lines[at : at + 6]:
        if not line.look.header_field:
            break
        fields.add(line.look.header_field)
    return len(fields) >= 3


def _cut_signature(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """Cut where the signature begins by its mark."""
    for at, line in enumerate(lines):
        if line.look.cuts:
            return lines[:at], lines[at:]
    return lines, []


def _salutation(
    lines: list[_Line], text: str, forms: LetterForms
) -> tuple[Salutation | None, list[_Line]]:
    first = next((at for at, line in enumerate(lines) if not line.look.blank), None)
    if first is None:
        return None, []
    line = lines[first]
    greeting = forms.greeting.match(line.text, len(line.text) - len(line.text.lstrip()))
    if greeting is None:
        if not _BARE_NAME_SALUTATION.match(line.text) or len(lines) == first + 1:
            return None, lines
        span = _trimmed(text, line.start, line.end)
        return Salutation(span, None, _name_span(text, span.start, span.end)), lines[first + 1 :]
    word = Span(line.start + greeting.start(), line.start + greeting.end())
    end = line.start + _salutation_end(line.text, forms)
    span = _trimmed(text, line.start, end)
    rest = _line(end, line.text[end - line.start :], forms)
    remaining = ([] if rest.look.blank else [rest]) + lines[first + 1 :]
    return Salutation(span, word, _name_span(text, word.end, span.end)), remaining


@by_text
def _salutation_end(line: str, forms: LetterForms) -> int:
    """Where the greeting ends: with its line, or before the sentence that goes on in it."""
    stripped = line.rstrip()
    inside = _ABBREVIATED.sub(" ", stripped[:-1])
    short = count_words(stripped) <= _SALUTATION_WORDS
    closed = stripped.endswith((",", ":", "!", "–", "—", "-", ";"))
    if short and closed and not _STOP.search(inside) and inside.count(",") <= 4:
        whole = forms.salutation_head.match(stripped.replace(",", " "))
        if whole and whole.end() >= len(stripped) - 1:
            return len(stripped)
    head = forms.salutation_head.match(line)
    end = head.end() if head else 0
    # A lower-case name: "hi marcus, thank you …"
    lower = _LOWER_CASE_NAME.match(line, end)
    if lower and count_words(lower.group()) and not (head and "," in line[: head.end()]):
        end = lower.end()
    closing = _CLOSING.match(line, end)
    return closing.end() if closing else end


def _name_span(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " ,:;!–—-.\n":
        end -= 1
    while start < end and text[start] in " ,\n":
        start += 1
    return Span(start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _sign_off(
    lines: list[_Line], text: str, forms: LetterForms
) -> tuple[list[_Line], Span | None, list[_Line]]:
    """Split the lines at the sign-off: body, sign-off, and what is signed below it."""
    filled = [at for at, line in enumerate(lines) if not line.look.blank]
    for at in filled[-_SIGN_OFF_REACH:]:
        line = lines[at]
        if line.look.signs_off:
            below = [lines[i] for i in filled if i > at]
            if all(count_words(other.text) <= 9 or other.look.postscript for other in below):
                return lines[:at], _trimmed(text, line.start, line.end), lines[at + 1 :]
    for at in reversed(filled[-_SIGN_OFF_REACH:]):
        line = lines[at]
        inline = forms.sign_off_with_name.search(line.text, max(len(line.text) - 120, 0))
        if inline and all(count_words(lines[i].text) <= 9 for i in filled if i > at):
            start = line.start + inline.start("phrase")
            before = _line(line.start, line.text[: inline.start("phrase")], forms)
            name = _line(line.start + inline.start("name"), inline["name"], forms)
            body = lines[:at] + ([] if before.look.blank else [before])
            return body, Span(start, line.start + inline.end("phrase")), [name, *lines[at + 1 :]]
    return _bare_name(lines, filled)


def _bare_name(lines: list[_Line], filled: Sequence[int]) -> tuple[list[_Line], None, list[_Line]]:
    """A last line that is only a name is a signature, even with no sign-off above it."""
    if (
        len(filled) > 1
        and len(lines[filled[-1]].text) < 50
        and _NAME_LINE.match(lines[filled[-1]].text)
    ):
        return lines[: filled[-1]], None, lines[filled[-1] :]
    return lines, None, []


def _postscript(lines: Sequence[_Line]) -> list[_Line]:
    """The postscript, which is body although it stands below the sign-off."""
    for at, line in enumerate(lines):
        if line.look.postscript:
            end = next((i for i in range(at, len(lines)) if lines[i].look.blank), len(lines))
            return list(lines[at:end])
    return []


def _paragraphs(lines: Sequence[_Line], forms: LetterForms) -> list[tuple[Block, ...]]:
    """Group lines into paragraphs."""
    result: list[list[Block]] = []
    for group in _groups(lines):
        is_list = group[0].look.bullet
        # A list belongs to what introduces it, over a blank line too.
        new = not (is_list and result)
        for line in _unwrapped(group, forms):
            block = _block(line)
            if block.span.start >= block.span.end:
                continue
            if block.bullet and result and not new:
                result[-1].append(block)
            else:
                result.append([block])
            new = False
    return [tuple(blocks) for blocks in result if blocks]


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Runs of lines with no blank line within."""
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.look.blank:
            groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _unwrapped(group: Sequence[_Line], forms: LetterForms) -> Sequence[_Line]:
    """Join the lines that a mail program wrapped; keep the breaks that a writer made."""
    if len(group) == 1:
        return group
    width = max(len(line.text.rstrip()) for line in group)
    broken_within = any(not line.look.ends_sentence for line in group[:-1])
    wrapped = _SHORTEST_WRAP <= width <= _LONGEST_WRAP and broken_within
    runs: list[list[_Line]] = []
    for line in group:
        above = runs[-1][-1] if runs else None
        if (
            above is not None
            and wrapped
            and not line.look.bullet
            and _broke_for_width(above, line, width)
        ):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_joined(run, forms) for run in runs]


def _joined(run: Sequence[_Line], forms: LetterForms) -> _Line:
    if len(run) == 1:
        return run[0]
    text = "\n".join(line.text for line in run)
    return _Line(run[0].start, run[-1].end, text, _look(text, forms))


def _broke_for_width(above: _Line, line: _Line, width: int) -> bool:
    """Whether the next word would not have fitted on the line above, as a greedy wrap leaves it."""
    last = above.text.rstrip()
    first_word = line.text.split(None, 1)[0]
    if above.look.ends_sentence:
        return len(last) + 1 + len(first_word) > width
    return len(last) + 1 + len(first_word) > width - 12 or line.text.lstrip()[:1].islower()


def _block(line: _Line) -> Block:
    """A line as a block, without its bullet mark and outer spaces."""
    start = line.start + line.look.first
    return Block(Span(start, max(start, line.start + line.look.last)), line.look.bullet)
