"""The parts of a letter, as webmail really yields them."""

from __future__ import annotations

import pytest

from taknote import languages
from taknote.letter.layout import Layout, Span, read_layout
from taknote.letter.plain import plain

PARAGRAPHS = ["Thank you for the interview today.", "I ran a shop.", "I want the job."]


def read(body: str, language: str = "en") -> tuple[Layout, str]:
    text = plain(body)
    return read_layout(text, languages.load(language).letter), text


def texts(layout: Layout, text: str) -> list[str]:
    return [text[part[0].span.start : part[-1].span.end] for part in layout.paragraphs]


def cut(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n\r\n", "\r\n", "\n \n", "\n\u00a0\n", "\n\n\n"])
def test_paragraphs_by_blank_line_or_by_single_newline(gap: str) -> None:
    body = gap.join(["Dear Keith,", *PARAGRAPHS, "Best,", "Maggie"])
    layout, text = read(body)
    assert texts(layout, text) == PARAGRAPHS
    assert layout.salutation
    assert cut(text, layout.salutation.name) == "Keith"
    assert cut(text, layout.sign_off) == "Best,"
    assert cut(text, layout.signature) == "Maggie"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    layout, text = read(
        "Dear Keith,\n\n"
        "Thank you for taking the time to meet with me this morning and for\n"
        "showing me the office. I was struck by the way in which your people\n"
        "talk about their readers.\n\n"
        "I want the job.\n\nBest,\nMaggie"
    )
    assert len(layout.paragraphs) == 2
    assert texts(layout, text)[0].endswith("readers.")


def test_short_lines_that_end_sentences_are_paragraphs_of_their_own() -> None:
    layout, _ = read(
        "Hi Keith,\nThank you for the interview this morning, it was good to see you all.\n"
        "I ran a shop.\nI want the job.\nMaggie"
    )
    assert len(layout.paragraphs) == 3


@pytest.mark.parametrize("mark", ["-", "*", "•", "1.", "2)", "–", "○"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_belongs_to_the_paragraph_that_introduces_it(mark: str, gap: str) -> None:
    bullets = "\n".join(f"{mark} {word}" for word in ("launches", "copy", "budgets"))
    layout, text = read(
        f"Dear Keith,\n\nWhat I bring:{gap}{bullets}\n\nI want the job.\n\nBest,\nM"
    )
    assert len(layout.paragraphs) == 2
    inside = [text[b.span.start : b.span.end] for b in layout.paragraphs[0] if b.bullet]
    assert inside == ["launches", "copy", "budgets"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Dear Keith,", "Keith"),
        ("Dear Mr. Smooth:", "Mr. Smooth"),
        ("Dear Mr. Smooth", "Mr. Smooth"),
        ("Hi Keith!", "Keith"),
        ("Hi, Keith,", "Keith"),
        ("hello keith,", "keith"),
        ("Good morning Ms. O'Neil,", "Ms. O'Neil"),
        ("Dear Dr. Jean-Luc Baptiste de la Cruz,", "Dr. Jean-Luc Baptiste de la Cruz"),
        ("Dear [Interviewer Name],", "[Interviewer Name]"),
        ("Dear Anna, Tom, and Priya,", "Anna, Tom, and Priya"),
        ("Keith,", "Keith"),
        ("Dear Keith –", "Keith"),
    ],
)
def test_salutations(line: str, name: str) -> None:
    layout, text = read(f"{line}\n\nThank you for the interview today.\n\nBest,\nM")
    assert layout.salutation
    assert cut(text, layout.salutation.name) == name
    assert texts(layout, text) == ["Thank you for the interview today."]


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("Hi Keith, thank you for today.", "thank you for today."),
        ("Hello Denise, Thank you for today.", "Thank you for today."),
        ("Dear Sam – thank you for today.", "thank you for today."),
        ("Hi Rick thanks for taking the time.", "thanks for taking the time."),
        ("Hi! Thank you for today.", "Thank you for today."),
    ],
)
def test_a_salutation_in_the_line_of_the_first_sentence(body: str, rest: str) -> None:
    layout, text = read(body)
    assert layout.salutation
    assert texts(layout, text) == [rest]


@pytest.mark.parametrize(
    ("language", "end", "sign_off"),
    [
        ("en", "Best regards,\nMaggie\n555 0100\nwww.bloom.example", "Best regards,"),
        ("en", "Yours sincerely\n\nMaggie Bloom", "Yours sincerely"),
        ("en", "Thanks again!\nM", "Thanks again!"),
        ("en", "I want the job. Best wishes, Ingrid Vale", "Best wishes"),
        ("da", "Med venlig hilsen\nMaja", "Med venlig hilsen"),
        ("da", "De bedste hilsner,\nMaja", "De bedste hilsner,"),
        ("da", "Mvh Torben", "Mvh"),
        ("da", "Jeg vil gerne. Hilsen Mikkel", "Hilsen"),
    ],
)
def test_sign_offs(language: str, end: str, sign_off: str) -> None:
    greeting = {"en": "Dear Keith,", "da": "Kære Keith"}[language]
    layout, text = read(f"{greeting}\n\nEn to tre.\n\n{end}", language)
    assert cut(text, layout.sign_off) == sign_off
    assert layout.signature


def test_thanks_within_the_body_are_no_sign_off() -> None:
    layout, _ = read("Dear Keith,\n\nThanks for the interview.\n\nThank you for the tour as well.")
    assert layout.sign_off is None
    assert len(layout.paragraphs) == 2


QUOTED = [
    ("en", "On Mon, Nov 23, 2026 at 9:00 AM Keith Smooth <keith@example.com> wrote:\n> Hello"),
    ("en", "On Mon, Nov 23, 2026 at 9:00 AM Keith Smooth\n<keith@example.com> wrote:\n\n> Hello"),
    ("en", "On 23 Nov 2026, at 09:00, Keith Smooth wrote:\n\nHello"),
    ("en", "-----Original Message-----\nFrom: Keith\nHello"),
    ("en", "________________________________\nFrom: Keith\nSent: Monday\nTo: M\nSubject: Re\n\nHi"),
    ("en", "---------- Forwarded message ---------\nFrom: Keith\n\nHello"),
    ("en", "Begin forwarded message:\n\nHello"),
    ("en", "> Hello\n> there"),
    ("da", "Den man. 23. nov. 2026 kl. 09.00 skrev Keith Smooth <keith@example.com>:\n> Hej"),
    ("da", "-----Oprindelig meddelelse-----\nFra: Keith\nHej"),
    ("da", "Fra: Keith\nSendt: 23. november 2026\nTil: Maja\nEmne: Sv: Samtale\n\nHej"),
    ("da", "---------- Videresendt besked ---------\nFra: Keith\n\nHej"),
    ("da", "Start på videresendt besked:\n\nHej"),
]


@pytest.mark.parametrize(("language", "quote"), QUOTED)
def test_quoted_and_forwarded_mail_is_no_body(language: str, quote: str) -> None:
    greeting, sign_off = {"en": ("Dear Keith,", "Best,"), "da": ("Kære Keith", "Mvh")}[language]
    layout, text = read(f"{greeting}\n\nEn to tre.\n\n{sign_off}\nM\n\n{quote}", language)
    assert texts(layout, text) == ["En to tre."]
    assert (
        "".join(cut(text, span) for span in layout.quoted)
        .replace("\n", "")
        .startswith(quote.replace("\n", "")[:8])
    )


def test_an_answer_below_the_quote_is_body() -> None:
    layout, text = read(
        "On Mon, Nov 23, 2026 Keith wrote:\n> Thank you.\n\n"
        "Dear Keith,\n\nI want the job.\n\nBest,\nM"
    )
    assert texts(layout, text) == ["I want the job."]


@pytest.mark.parametrize("mark", ["-- ", "--", "Sent from my iPhone"])
def test_what_stands_below_a_signature_mark_is_signature(mark: str) -> None:
    layout, text = read(f"Dear Keith,\n\nI want the job.\n\n{mark}\nMaggie\nOffice: 3rd floor")
    assert texts(layout, text) == ["I want the job."]


def test_a_postscript_is_body() -> None:
    layout, text = read("Dear Keith,\n\nI want it.\n\nBest,\nM\n\nP.S. Thank you for the tea.")
    assert [cut(text, block.span) for block in layout.postscript] == ["P.S. Thank you for the tea."]


def test_nothing_at_all() -> None:
    for body in ("", "\n\n", " "):
        layout, _ = read(body)
        assert layout.paragraphs == ()
