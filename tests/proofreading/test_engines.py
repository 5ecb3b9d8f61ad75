"""The engines' machinery: ready when they are, one warning at a place, nothing in the way."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from pathlib import Path

import pytest

from conftest import Complete
from taknote import languages
from taknote.check import check
from taknote.languages import LanguagePackError
from taknote.languages.mistakes import read_confusion
from taknote.languages.patterns import PatternError
from taknote.letter.draft import Draft, Interview, Person
from taknote.proofreading import Mistake, Reading, merge
from taknote.proofreading.aside import Aside
from taknote.proofreading.nearness import likeliest
from taknote.proofreading.proofreader import Proofreader

NOW = datetime.fromisoformat("2026-11-23T16:00:00+01:00")


def letter(sentence: str, **fields: object) -> Draft:
    body = (
        f"Dear Keith,\n\nThank you for meeting with me today about the job. {sentence}\n\n"
        "Kind regards,\nMaggie"
    )
    return Draft(body, NOW, **fields)  # type: ignore[arg-type]


def wrong(complete: Complete, draft: Draft) -> list[str]:
    return [w.text for w in complete(draft).warnings if w.rule in ("spelling", "grammar")]


class Slow:
    """An engine that takes its time."""

    name = "slow"
    language = "en"

    def __init__(self) -> None:
        self.may_load = threading.Event()

    def load(self) -> None:
        self.may_load.wait()

    def read(self, sentence: str, tag: str) -> Reading:
        at = sentence.find("Keith")
        return Reading((Mistake(at, at + 5, "grammar", ("Anna",)),) if at >= 0 else ())


class Broken(Slow):
    name = "broken"

    def load(self) -> None:
        raise OSError("no dictionary")


def test_a_check_does_not_wait_for_an_engine() -> None:
    engine = Slow()
    proofreader = Proofreader([engine])
    proofreader.start()
    assert not check(letter("I met Keith."), proofreader=proofreader).complete
    assert proofreader.ready == {"slow-en": False}
    engine.may_load.set()
    proofreader.wait()
    assert check(letter("I met Keith."), proofreader=proofreader).complete
    assert proofreader.ready == {"slow-en": True}


def test_an_engine_that_cannot_load_takes_nothing_from_the_others() -> None:
    engine = Slow()
    engine.may_load.set()
    proofreader = Proofreader([Broken(), engine])
    proofreader.wait()
    assert proofreader.ready == {"broken-en": False, "slow-en": True}
    assert proofreader.read("I met Keith.", "en", "en").mistakes[0].replacements == ("Anna",)


def test_of_two_mistakes_at_a_place_the_first_engines_stands() -> None:
    one, other = Mistake(3, 8, "grammar", ("a",)), Mistake(5, 9, "spelling", ("b",))
    apart = Mistake(9, 12, "spelling")
    assert merge([Reading((one,)), Reading((other, apart))]).mistakes == (one, apart)
    assert not merge([Reading(()), Reading((), complete=False)]).complete


def test_work_aside_is_there_for_the_next_question() -> None:
    aside: Aside[str, str] = Aside(str.upper, most=2)
    assert aside.get("a") is None
    for _ in range(200):
        if aside.get("a"):
            break
        time.sleep(0.01)
    assert aside.get("a") == "A"


def test_what_fails_aside_fails_nobody() -> None:
    def work(number: int) -> float:
        return 1 / number

    aside = Aside(work, most=2)
    assert aside.get(0) is None
    assert aside.get(2) is None
    for _ in range(200):
        if aside.get(2):
            break
        time.sleep(0.01)
    assert aside.get(2) == 0.5


@pytest.mark.parametrize(
    ("word", "candidates", "best"),
    [
        ("becuase", ["became", "because"], "because"),
        ("comittee", ["comity", "committee"], "committee"),
        ("relly", ["rely", "rally", "really"], "really"),
        ("samtalle", ["samtalte", "samtale"], "samtale"),
    ],
)
def test_the_likeliest_spelling_comes_first(word: str, candidates: list[str], best: str) -> None:
    usual = languages.load("en").letter_words
    assert likeliest(word, candidates, usual)[0] == best


@pytest.mark.parametrize("dialect", ["en", "en-GB"])
def test_british_spelling_is_right(complete: Complete, dialect: str) -> None:
    sentence = "I organised the programme; it was an honour to practise at your theatre."
    assert wrong(complete, letter(sentence, language=dialect)) == []


def test_american_spelling_is_wrong_where_british_was_asked_for(complete: Complete) -> None:
    sentence = "I like the color of the theater."
    assert wrong(complete, letter(sentence, language="en-GB")) == ["color", "theater"]
    assert wrong(complete, letter(sentence)) == []


def test_positions_are_code_points(complete: Complete) -> None:
    draft = letter("😀😀 I recieved it, and its colour 👩🏽‍💻 plesed me.")
    for warning in complete(draft).warnings:
        if warning.rule == "spelling":
            assert draft.body[warning.start : warning.end] == warning.text
    assert wrong(complete, draft) == ["recieved", "plesed"]


@pytest.mark.parametrize(
    "sentence", ["\ud800 recieved", "Đặng Thị recieved", "\x00 recieved", "ß" * 3000]
)
def test_odd_letters_break_nothing(complete: Complete, sentence: str) -> None:
    complete(letter(sentence))
    complete(letter(sentence, language="da", is_thank_you_note=True))


def test_known_words_are_right(complete: Complete) -> None:
    sentence = "I have used grafanna and the fjeldstedt method at your acmeish plant."
    assert "grafanna" not in wrong(complete, letter(sentence, words=frozenset({"Grafanna"})))
    interview = Interview(role="Head of plesantries")
    assert wrong(complete, letter("I like plesantries.")) == ["plesantries"]
    assert wrong(complete, letter("I like plesantries.", interview=interview)) == []
    quoted = letter("I recieved it.")
    quoted_mail = Draft(f"{quoted.body}\n\nOn Monday Keith wrote:\n> We recieved it.", NOW)
    assert wrong(complete, quoted_mail) == []


def test_a_rule_can_be_turned_off(complete: Complete) -> None:
    draft = letter("I recieved it's answer in the box.", off=frozenset({"spelling", "grammar"}))
    assert wrong(complete, draft) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I liked how Priyanka and Wojciech explained it.",
        "Oluwaseun told me about Nordlys and Brightwater.",
        "We moved to Kubernetes, to eBPF and to PostgreSQL.",
        "Zsófia's idea of using io_uring won.",
    ],
)
def test_names_and_terms_are_never_misspelled(complete: Complete, sentence: str) -> None:
    assert wrong(complete, letter(sentence)) == []


def test_people_who_are_both_known_are_not_mixed_up(complete: Complete) -> None:
    people = (Person("Kristian Holm", "kh@nordlys.dk"), Person("Christian Berg", "cb@nordlys.dk"))
    draft = letter(
        "Kristian and Christian were kind, and so was Christina.",
        interview=Interview(company="Nordlys", interviewers=people),
    )
    assert "person-name" not in {w.rule for w in complete(draft).warnings}


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("Priyanka showed me round, and Pryianka was kind.", "Pryianka"),
        ("I like Brightwater, and Brigthwater likes me.", "Brigthwater"),
        ("Siobhán told me so, and Siobhan should know.", "Siobhan"),
    ],
)
def test_one_name_spelled_two_ways(complete: Complete, sentence: str, marked: str) -> None:
    found = [w for w in complete(letter(sentence)).warnings if w.rule == "person-name"]
    assert [w.text for w in found] == [marked]


@pytest.mark.parametrize(
    "pattern", ["no edit at all", "[a=>b] and [c=>d]", "[wrong=>~]", "[~(a|b)=>c]", "[(=>b]"]
)
def test_a_pack_with_a_bad_mistake_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        read_confusion("bad", [pattern], [], {})


def test_a_list_of_words_with_something_else_in_it_is_refused_by_line(tmp_path: Path) -> None:
    for file in (Path(languages.__file__).parent / "en").glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "given_names.txt").write_text("# names\nAnna\nBo2\n", encoding="utf-8")
    with pytest.raises(LanguagePackError, match=r"given_names\.txt, line 3: 'Bo2'"):
        languages.read(tmp_path)
