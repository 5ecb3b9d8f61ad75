"""Sentence boundaries, by sentencex (Wikimedia), with positions kept."""

from __future__ import annotations

import regex
import sentencex

from taknote.kept import by_text
from taknote.languages import load

_STOP = regex.compile(r"(?<!\p{L})(?P<word>\p{Ll}{2,})\.\s+(?=\p{Lu})")
_LONGEST_ABBREVIATION = 4
_REPEATED_MARK = regex.compile(r"[!?]+(?=[!?])")


@by_text
def split_sentences(text: str, code: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a stretch of prose, as ranges in code points without outer white space.

    Args:
        text: plain text of one paragraph; line ends within it are taken as spaces.
        code: the language's code.
    """
    # sentencex does not end a sentence at "!!"; with all but the last mark hidden, it does.
    readable = _REPEATED_MARK.sub(lambda marks: "x" * len(marks.group()), text.replace("\n", " "))
    # Nor does it know every title.
    stops = {
        title.end()
        for title in load(code).letter.titles.finditer(readable)
        if len(title.group()) <= _LONGEST_ABBREVIATION and readable.startswith(". ", title.end())
    }
    if stops:
        readable = "".join("," if at in stops else mark for at, mark in enumerate(readable))
    ranges = []
    common = load(code).common_words
    for boundary in sentencex.get_sentence_boundaries(code, readable):
        start, end = boundary["start_index"], boundary["end_index"]
        while start < end and readable[start].isspace():
            start += 1
        while end > start and readable[end - 1].isspace():
            end -= 1
        # It takes "me." and "med." for abbreviations, which the commonest words never are.
        for stop in _STOP.finditer(readable, start, end):
            if stop["word"].casefold() in common:
                ranges.append((start, stop.end("word") + 1))
                start = stop.end()
        if start < end:
            ranges.append((start, end))
    return tuple(ranges)
