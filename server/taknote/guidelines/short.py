"""1. Keep it brief: three or four short paragraphs, no long blocks, no filler."""

from __future__ import annotations

from collections.abc import Iterator

from taknote.guidelines.edits import LONGEST_PARAGRAPH, MOST_PARAGRAPHS, replace, replacements
from taknote.guidelines.finding import Finding, Fix, Guideline, Judgement, judgement
from taknote.letter.layout import Span
from taknote.letter.note import Note, Paragraph
from taknote.letter.plain import count_words

_MANY_WORDS = 250
_FAR_TOO_MANY_WORDS = 480
_LONGEST_SENTENCE = 35


def judge(note: Note) -> Judgement:
    """Count paragraphs, words, and the words of each paragraph and sentence; look for filler."""
    return judgement([*_whole(note), *_paragraphs(note), *_sentences(note), *_filler(note)])


def _whole(note: Note) -> Iterator[Finding]:
    if not note.paragraphs:
        return
    start, end = note.paragraphs[0].start, note.paragraphs[-1].end
    if note.words > _MANY_WORDS:
        yield Finding(
            "too-many-words",
            "error" if note.words > _FAR_TOO_MANY_WORDS else "suggestion",
            start,
            end,
            words={"count": str(note.words)},
        )
    if len(note.paragraphs) > MOST_PARAGRAPHS:
        extra = note.paragraphs[MOST_PARAGRAPHS]
        yield Finding(
            "too-many-paragraphs",
            "warning",
            extra.start,
            end,
            words={"count": str(len(note.paragraphs))},
            fixes=_join(note) if len(note.paragraphs) == MOST_PARAGRAPHS + 1 else (),
        )


def _join(note: Note) -> tuple[Fix, ...]:
    """Join the two neighbours that make the shortest paragraph, if that is short enough."""
    pairs = [
        (one.prose_words + other.prose_words, one, other)
        for one, other in zip(note.paragraphs, note.paragraphs[1:], strict=False)
        if not one.bullets and not other.bullets
    ]
    if not pairs:
        return ()
    length, one, other = min(pairs, key=lambda pair: pair[0])
    if length > LONGEST_PARAGRAPH:
        return ()
    return (Fix("join", replace(Span(one.end, other.start), " ")),)


def _paragraphs(note: Note) -> Iterator[Finding]:
    for paragraph in note.paragraphs:
        if paragraph.prose_words > LONGEST_PARAGRAPH:
            yield Finding(
                "long-block",
                "warning",
                paragraph.start,
                paragraph.end,
                words={"count": str(paragraph.prose_words)},
                fixes=_split(note, paragraph),
            )


def _split(note: Note, paragraph: Paragraph) -> tuple[Fix, ...]:
    """Split at the sentence boundary nearest to the middle, where both halves are short then."""
    too_long = paragraph.prose_words > 2 * LONGEST_PARAGRAPH
    if len(note.paragraphs) >= MOST_PARAGRAPHS or paragraph.bullets or too_long:
        return ()
    middle = (paragraph.start + paragraph.end) / 2
    for after, before in sorted(
        zip(paragraph.sentences, paragraph.sentences[1:], strict=False),
        key=lambda pair: abs(pair[1].start - middle),
    ):
        halves = (
            note.plain[paragraph.start : after.end],
            note.plain[before.start : paragraph.end],
        )
        if max(map(count_words, halves)) <= LONGEST_PARAGRAPH:
            return (Fix("split", replace(Span(after.end, before.start), note.line_end * 2)),)
    return ()


def _sentences(note: Note) -> Iterator[Finding]:
    for sentence in note.sentences:
        if sentence.words > _LONGEST_SENTENCE:
            yield Finding(
                "long-sentence",
                "suggestion",
                sentence.start,
                sentence.end,
                words={"count": str(sentence.words)},
            )


def _filler(note: Note) -> Iterator[Finding]:
    for sentence in note.sentences:
        for place, use in replacements(sentence.text, note.language.filler):
            span = place.moved(sentence.start)
            found = note.body[span.start : span.end]
            yield Finding(
                "filler",
                "suggestion",
                span.start,
                span.end,
                fixes=(_shorten(note, span, found, use),),
            )


def _shorten(note: Note, span: Span, found: str, use: str) -> Fix:
    """Replace filler, keeping the capital of the sentence that it began."""
    if use:
        text = use[:1].upper() + use[1:] if found[:1].isupper() and use[:1].islower() else use
        return Fix("change", replace(span, text), words={"text": text})
    end = span.end
    while end < len(note.plain) and note.plain[end] == " ":
        end += 1
    following = note.body[end : end + 1]
    capital = (
        following.upper() if found[:1].isupper() and len(following.upper()) == 1 else following
    )
    return Fix("delete", replace(Span(span.start, end + len(following)), capital))


GUIDELINE = Guideline(
    "short",
    ("too-many-paragraphs", "too-many-words", "long-block", "long-sentence", "filler"),
    judge,
)
