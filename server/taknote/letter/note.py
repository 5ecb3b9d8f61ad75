"""The note: a draft as read, once. Guidelines ask it; none of them parses text again."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taknote.languages import Language
from taknote.letter.dates import NamedDate, find_dates
from taknote.letter.draft import Draft
from taknote.letter.kind import is_thank_you_note
from taknote.letter.language import choose
from taknote.letter.layout import Block, Layout, Span, read_layout
from taknote.letter.names import Known, KnownCompany, KnownPerson, read_known
from taknote.letter.plain import count_words, plain
from taknote.letter.senses import LONGEST, Sense, read_senses
from taknote.letter.sentences import split_sentences
from taknote.proofreading import Mistake, Reading
from taknote.proofreading.proofreader import Proofreader

_SHORT_OPENING = 30


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of the body with what it says; positions are code points of the whole body."""

    start: int
    end: int
    text: str
    bullet: bool
    words: int
    senses: tuple[Sense, ...]
    asserted: frozenset[str]

    def says(self, name: str) -> bool:
        """Whether the sentence asserts a sense."""
        return name in self.asserted

    def spans(self, name: str) -> list[Span]:
        """Where in the body it asserts a sense."""
        return [
            Span(self.start + sense.start, self.start + sense.end)
            for sense in self.senses
            if sense.name == name and sense.polarity == "asserted"
        ]

    @property
    def thanks_for_meeting(self) -> bool:
        """Whether it thanks for the other's time or for the chance to meet."""
        return self.says("thanks") and any(sense.name == "meeting" for sense in self.senses)

    @property
    def thanks_for_attention(self) -> bool:
        """Whether it thanks for the meeting, or for what the reader did in it."""
        return self.thanks_for_meeting or (
            self.says("thanks") and any(sense.name == "attention" for sense in self.senses)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A body paragraph, with the bullets that belong to it."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]
    bullets: tuple[Span, ...]
    words: int
    prose_words: int

    def says(self, name: str) -> bool:
        """Whether one of its sentences asserts a sense."""
        return any(sentence.says(name) for sentence in self.sentences)


class Note:
    """A draft, read. All positions are code points of `draft.body`.

    Args:
        draft: what the client sent.
        otherwise: the code of the language to take where nothing tells.
        proofreader: the engines for spelling and grammar.
        earlier: a note of a draft that differs in its body alone, and not so far that it would be
            in another language; what stands at the same place in both is not read again.
    """

    def __init__(
        self,
        draft: Draft,
        otherwise: str = "en",
        proofreader: Proofreader | None = None,
        earlier: Note | None = None,
    ) -> None:
        self.draft = draft
        self.proofreader = proofreader
        self.is_complete = True
        self.body = draft.body
        self.plain = plain(draft.body)
        self.language: Language
        self.language_is_known: bool
        if earlier:
            self.language, self.language_is_known = earlier.language, earlier.language_is_known
        else:
            self.language, self.language_is_known = choose(self.plain, draft.language, otherwise)
        self.tag = draft.language or self.language.code
        self.layout: Layout = read_layout(self.plain, self.language.letter)
        self.known: Known = earlier.known if earlier else read_known(draft, self.language.names)
        self._dates: dict[Sentence, list[NamedDate]] = earlier._dates if earlier else {}
        self._readings: dict[Sentence, Reading] = earlier._readings if earlier else {}
        known = earlier._paragraphs if earlier else {}
        self._paragraphs: dict[tuple[str, tuple[Block, ...]], Paragraph] = {}
        for blocks in self.layout.paragraphs:
            key = self.plain[blocks[0].span.start : blocks[-1].span.end], blocks
            self._paragraphs[key] = known.get(key) or self._paragraph(blocks)
        self.paragraphs = tuple(self._paragraphs.values())
        self._postscript = self._sentences(self.layout.postscript)
        self.sentences: tuple[Sentence, ...] = (
            *(sentence for part in self.paragraphs for sentence in part.sentences),
            *self._postscript,
        )

    def _paragraph(self, blocks: tuple[Block, ...]) -> Paragraph:
        sentences = tuple(self._sentences(blocks))
        return Paragraph(
            start=blocks[0].span.start,
            end=blocks[-1].span.end,
            sentences=sentences,
            bullets=tuple(block.span for block in blocks if block.bullet),
            words=sum(sentence.words for sentence in sentences),
            prose_words=sum(sentence.words for sentence in sentences if not sentence.bullet),
        )

    def _sentences(self, blocks: Iterable[Block]) -> list[Sentence]:
        found = []
        for block in blocks:
            offset = block.span.start
            text = self.plain[offset : block.span.end]
            for start, end in split_sentences(text, self.language.code):
                inner = text[start:end]
                senses, asserted = _read(self.language.code, inner[:LONGEST])
                found.append(
                    Sentence(
                        start=offset + start,
                        end=offset + end,
                        text=inner,
                        bullet=block.bullet,
                        words=count_words(inner),
                        senses=senses,
                        asserted=asserted,
                    )
                )
        return found

    def proofread(self, sentence: Sentence) -> tuple[Mistake, ...]:
        """The mistakes of a sentence; the note is incomplete while some are being worked out."""
        if self.proofreader is None:
            return ()
        reading = self._readings.get(sentence)
        if reading is None:
            text = sentence.text[:LONGEST]
            reading = self.proofreader.read(text, self.language.code, self.tag)
            self._readings[sentence] = reading
        self.is_complete = self.is_complete and reading.complete
        return reading.mistakes

    @functools.cached_property
    def words(self) -> int:
        """How many words the body has; greeting, sign-off, signature and quoted mail are none."""
        return sum(sentence.words for sentence in self.sentences)

    @functools.cached_property
    def is_thank_you_note(self) -> bool:
        """Whether this is a thank-you note after a job interview at all."""
        if not self.language_is_known:
            return False
        if self.draft.is_thank_you_note is not None:
            return self.draft.is_thank_you_note
        # The senses of a sentence, and that it thanks for a meeting, are all that it takes.
        texts = [sentence.text for sentence in self.sentences]
        if self.draft.subject:
            texts.append(plain(self.draft.subject))
        return is_thank_you_note(self.sentences, texts, self.language, self.draft.interview)

    @functools.cached_property
    def has_unread(self) -> bool:
        """Whether a pattern took too long on a sentence, so that what it says is not known."""
        return any(one.polarity == "unread" for s in self.sentences for one in s.senses)

    @functools.cached_property
    def opening(self) -> tuple[Sentence, ...]:
        """The sentences of the opening.

        They are the first paragraph's, and the second's where the first is a mere pleasantry.
        """
        if not self.paragraphs:
            return ()
        first, *rest = self.paragraphs
        sentences = list(first.sentences)
        aside = first.words <= _SHORT_OPENING and not first.says("case")
        if rest and not first.says("thanks") and aside:
            sentences += rest[0].sentences
        return tuple(sentences)

    @functools.cached_property
    def _by_sense(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            for name in sentence.asserted:
                found.setdefault(name, []).append(sentence)
        return found

    def saying(self, name: str) -> list[Sentence]:
        """The sentences that assert a sense, in order."""
        return [*self._by_sense.get(name, ())]

    @functools.cached_property
    def today(self) -> date:
        """The writer's day."""
        return self.draft.now.date()

    def dates_in(self, sentence: Sentence) -> list[NamedDate]:
        """The dates that a sentence names, at positions in the whole body."""
        if sentence not in self._dates:
            text = sentence.text[:LONGEST].replace("\n", " ")
            self._dates[sentence] = [
                dataclasses.replace(
                    named, start=sentence.start + named.start, end=sentence.start + named.end
                )
                for named in find_dates(text, self.language, self.tag, self.today)
            ]
        return self._dates[sentence]

    @property
    def people(self) -> tuple[KnownPerson, ...]:
        """Everybody whose name is known."""
        return self.known.people

    @property
    def names(self) -> tuple[str, ...]:
        """Every known name's right spelling, from the best source on."""
        return self.known.names

    @property
    def recipient(self) -> KnownPerson | None:
        """The one person the note goes to, where it is one and known."""
        return self.known.recipient

    @property
    def recipients(self) -> tuple[KnownPerson, ...]:
        """The people known who are among the recipients."""
        return self.known.recipients

    @property
    def recipient_is_guessed(self) -> bool:
        """Whether the recipient's name is only read off the address."""
        return self.recipient is not None and self.recipient.from_address

    @property
    def company(self) -> KnownCompany | None:
        """The company, where it is known."""
        return self.known.company

    @functools.cached_property
    def salutation_names(self) -> str:
        """What the salutation calls its reader, without the greeting word."""
        if self.layout.salutation is None:
            return ""
        name = self.layout.salutation.name
        return self.plain[name.start : name.end]

    @property
    def country(self) -> str:
        """The country whose public holidays count."""
        if self.draft.interview and self.draft.interview.country:
            return self.draft.interview.country
        return _country(self.language, self.tag)

    @property
    def line_end(self) -> str:
        """The line end that the body uses."""
        return "\r\n" if "\r\n" in self.body else "\n"


def _read(code: str, text: str) -> tuple[tuple[Sense, ...], frozenset[str]]:
    senses = read_senses(code, text)
    return senses, frozenset(one.name for one in senses if one.polarity == "asserted")


def _country(language: Language, tag: str) -> str:
    return language.countries.get(tag, language.country)
