"""What is meant to hurt: patterns driven to backtrack, sockets held open, memory filled up."""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

import corpus
from conftest import Service
from taknote import languages
from taknote.check import check
from taknote.guidelines import short
from taknote.languages.sieve import Alternatives, Sieve
from taknote.letter import likeness, senses
from taknote.letter.dates import patterns_of
from taknote.letter.draft import Draft
from taknote.letter.note import Note
from taknote.letter.plain import count_words
from tally import tried

_WORDS = regex.compile(r"(?<![\\\p{L}])\p{L}{2,}")
_PATIENCE = 2.0  # seconds for one search of one sentence: a hang, not a slow machine


def patterns(language: str) -> Iterator[tuple[str, regex.Pattern[str]]]:
    pack = languages.load(language)
    named: list[tuple[str, languages.SensePattern | languages.Evidence]] = [
        *((sense.name, sense) for sense in pack.senses.entries),
        *((f"evidence {at}", evidence) for at, evidence in enumerate(pack.evidence.entries)),
    ]
    for name, entry in named:
        for at, pattern in enumerate((*entry.any, *entry.unless)):
            yield f"{name} {at}", pattern
    for kind in ("filler", "informal"):
        for at, pattern in enumerate(getattr(pack, kind).patterns):
            yield f"{kind} {at}", pattern
    for at, pattern in enumerate(patterns_of(pack, language)):
        yield f"date {at}", pattern
    for name in ("negator", "not_negator", "subject", "opinion", "placeholders"):
        yield name, getattr(pack, name)


def hostile(pattern: regex.Pattern[str]) -> list[str]:
    """Texts that keep a pattern nearly matching: its own words over and over, never at an end."""
    words = list(dict.fromkeys(_WORDS.findall(pattern.pattern)))[:400] or ["a"]
    forward = " ".join(words)
    again = " ".join(itertools.islice(itertools.cycle(words[:7]), 300))
    return [
        text[: senses.LONGEST]
        for text in (
            f"{forward} {forward}",
            " ".join(reversed(words)),
            again,
            f"{words[0]} " * 700,
            "i have i would i " * 100,
            " " * senses.LONGEST,
            "a" * senses.LONGEST,
            f"{words[0]} {', ' * 700}",
            "for your " * 160,
            "1,2 " * 370,
        )
    ]


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_no_pattern_backtracks_without_end(language: str) -> None:
    searched = 0
    for name, pattern in patterns(language):
        for text in hostile(pattern):
            try:
                for _ in pattern.finditer(text, timeout=_PATIENCE):
                    pass
            except TimeoutError:
                pytest.fail(f"{language}, {name}: {text[:60]!r} …")
            tried("a text that keeps a pattern nearly matching")
            searched += 1
    assert searched > 700


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_the_sieve_lets_every_match_through(language: str) -> None:
    texts = [
        sentence.text.replace("\n", " ")
        for name in (*corpus.NOTES, *corpus.OTHERS)
        for case in corpus.whole_notes(language, name)
        for sentence in Note(case.draft).sentences
    ]
    mistakes = [pattern for _, pattern, _ in languages.load(language).confusions._patterns]
    every = [*(pattern for _, pattern in patterns(language)), *mistakes]
    sieve = Sieve(every)
    assert not sieve._always
    matched = let_through = 0
    for text in texts:
        may = sieve.lets_through(text)
        let_through += len(may)
        for index, pattern in enumerate(every):
            if pattern.search(text):
                matched += 1
                assert index in may, (pattern.pattern, text)
    assert matched > len(texts)
    assert let_through < 2 * matched, "a sieve that lets everything through is none"


def test_a_pattern_that_takes_too_long_leaves_its_guidelines_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = corpus.base_note("en")
    entries = languages.load("en").senses.entries
    interest = next(sense for sense in entries if sense.name == "interest").any
    search = Alternatives.search

    def slow(one: Alternatives, text: str, start: int = 0) -> regex.Match[str] | None:
        if set(one._patterns) & set(interest):
            raise TimeoutError
        return search(one, text, start)

    senses.read_senses.cache_clear()
    monkeypatch.setattr(Alternatives, "search", slow)
    report = check(draft)
    senses.read_senses.cache_clear()
    status = {result.id: result.status for result in report.guidelines}
    assert status["enthusiasm"] == status["case"] == "unknown"
    tried("a pattern that takes too long")
    assert status["short"] == "met"
    assert report.is_thank_you_note


def test_a_long_paragraph_is_not_counted_again_at_each_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = 0

    def count(text: str) -> int:
        nonlocal counted
        counted += len(text)
        return count_words(text)

    monkeypatch.setattr(short, "count_words", count)
    text = " ".join(f"I led team {number} in Aarhus." for number in range(1000))
    rules = [found.rule for found in short.judge(Note(Draft(text, corpus.NOW))).findings]
    assert "long-block" in rules
    assert counted < 10 * len(text)


def test_whatever_is_kept_is_bounded() -> None:
    check(corpus.base_note("en"))
    kept = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    ours = [one for one in kept if (one.__module__ or "").startswith("taknote")]
    assert len(ours) >= 12
    packs = {"load", "codes", "tags", "given_names", "_languages_by_word", "the_proofreader"}
    for one in ours:
        bound = one.cache_parameters()["maxsize"]
        assert bound is not None or one.__name__ in packs or not one.cache_info().currsize > 64, one


def test_many_sentences_are_forgotten_again() -> None:
    for number in range(20):
        text = " ".join(f"I led team {number}x{at} in Aarhus." for at in range(600))
        check(Draft(f"Dear Ann,\n\n{text}", corpus.NOW))
    for cache in (senses.read_senses, likeness.read_sums, likeness.read_word):
        info = cache.cache_info()
        assert info.maxsize is not None
        assert info.currsize <= info.maxsize


def raw(service: Service, sent: bytes, seconds: float = 20) -> bytes:
    with socket.create_connection(("127.0.0.1", service.port), timeout=seconds) as connection:
        connection.sendall(sent)
        answer = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while part := connection.recv(65536):
                answer += part
                if b"\r\n\r\n" in answer:
                    break
        return answer


def test_headers_without_end_are_refused(service: Service) -> None:
    host = f"Host: 127.0.0.1:{service.port}\r\n".encode()
    long = b"GET /health HTTP/1.1\r\n" + host + b"X-Long: " + b"a" * 400_000 + b"\r\n\r\n"
    assert b" 431 " in raw(service, long)
    many = b"GET /health HTTP/1.1\r\n" + host + b"X-Many: a\r\n" * 30_000 + b"\r\n"
    assert b" 431 " in raw(service, many)
    tried("a socket with headers without end, or no HTTP", 2)
    assert service.call("GET", "/health").status == 200


def test_what_is_no_http_is_refused(service: Service) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        b"\r\n" * 100 + b"\r\n",
    ):
        answer = raw(service, sent, seconds=2)
        tried("a socket with headers without end, or no HTTP")
        assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), (sent, answer)
        assert service.call("GET", "/health").status == 200


def test_five_hundred_connections_that_say_nothing_hold_nobody_up(service: Service) -> None:
    """Slow-loris: a byte of a request now and then, on every one of them."""
    held: list[socket.socket] = []
    try:
        for _ in range(500):
            one = socket.create_connection(("127.0.0.1", service.port), timeout=10)
            one.sendall(b"POST /v1/check HTTP/1.1\r\nHost: ")
            held.append(one)
        for one in held:
            one.sendall(b"1")
        began = time.monotonic()
        assert service.check(body="Dear Ann,")["words"] == 0
        assert time.monotonic() - began < 30
        tried("a connection that says nothing, all at once", len(held))
    finally:
        for one in held:
            one.close()


def test_half_closed_sockets_are_let_go(service: Service) -> None:
    for _ in range(50):
        one = socket.create_connection(("127.0.0.1", service.port), timeout=10)
        one.sendall(b"POST /v1/check HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{")
        one.shutdown(socket.SHUT_WR)
        one.close()
        tried("a half-closed connection")
    assert service.call("GET", "/health").status == 200


CANARY = "Zyxcanaryq"


def test_nothing_of_a_letter_is_kept_logged_or_told(
    own_service: Service,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A word of the letter is searched for in all that the service leaves behind."""
    caplog.set_level(0)
    body = f"Dear {CANARY},\n\nThank you for the interview today, {CANARY}lly.\n\nBest,\nAnn"
    report = own_service.check(body=body, subject=f"Thanks {CANARY}", to=[{"email": "k@a-b.com"}])
    assert any(CANARY in warning["text"] for warning in report["warnings"]) or report["words"]
    assert own_service.post("/v1/notes", {"recipient": "k@a-b.com", "body": body}).status == 201
    refused = [
        own_service.post("/v1/check", {"body": body, "stage": "never"}),
        own_service.post("/v1/check", {"body": body, "language": "xx"}),
        own_service.post("/v1/notes", {"recipient": 5, "body": body}),
        own_service.call(
            "POST",
            "/v1/check",
            f'{{"body": "{CANARY}'.encode(),
            {"Content-Type": "application/json"},
        ),
        own_service.call("POST", "/v1/check", body.encode(), {"Content-Type": "text/html"}),
    ]
    for answer in refused:
        assert 400 <= answer.status < 500
        assert CANARY.encode() not in answer.body
        tried("a refusal, a data file, a log searched for a word of the letter")
    own_service.memory.close()

    files = [file.read_bytes() for file in tmp_path.iterdir()]
    assert files
    assert not any(CANARY.casefold().encode() in data.lower() for data in files)
    told = "".join(capfd.readouterr()) + caplog.text
    assert CANARY.casefold() not in told.casefold()
    tried("a refusal, a data file, a log searched for a word of the letter", len(files) + 2)
