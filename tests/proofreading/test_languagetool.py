"""A LanguageTool server, spoken to by its documented protocol; and one that misbehaves."""

from __future__ import annotations

import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator

import pytest

from taknote.proofreading import Reading
from taknote.proofreading.confusions import Confusions
from taknote.proofreading.languagetool import LanguageTool
from taknote.proofreading.proofreader import Proofreader


class Server:
    """Answers `POST /v2/check` as api.languagetool.org documents it."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: bytes | None = None
        self.delay = 0.0
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked = dict(urllib.parse.parse_qsl(form))
                server.asked.append(asked)
                time.sleep(server.delay)
                content = server.answer or json.dumps(matches(asked["text"])).encode()
                self.send_response(200 if self.path == "/v2/check" else 404)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


def matches(text: str) -> dict[str, object]:
    """What the server finds: "informations" misspelled; offsets in UTF-16 code units."""
    at = text.find("informations")
    units = len(text[:at].encode("utf-16-le")) // 2
    found = {
        "message": "Possible spelling mistake found.",
        "offset": units,
        "length": 12,
        "replacements": [{"value": "information"}, {"value": "informational"}],
        "rule": {"id": "MORFOLOGIK_RULE_EN_US", "issueType": "misspelling"},
    }
    return {"software": {"name": "LanguageTool"}, "matches": [found] if at >= 0 else []}


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.http.shutdown()
    running.http.server_close()


def read(engine: LanguageTool, sentence: str) -> Reading:
    reading = engine.read(sentence, "en")
    for _ in range(200):
        if reading.complete:
            return reading
        time.sleep(0.02)
        reading = engine.read(sentence, "en")
    raise AssertionError("never complete")


def test_what_it_finds_comes_with_the_next_check(server: Server) -> None:
    engine = LanguageTool("en", server.url)
    sentence = "😀 Thank you for the informations."
    assert engine.read(sentence, "en") == Reading((), complete=False)
    (mistake,) = read(engine, sentence).mistakes
    assert sentence[mistake.start : mistake.end] == "informations"
    assert mistake.kind == "spelling"
    assert mistake.replacements == ("information", "informational")
    assert server.asked == [{"text": sentence, "language": "en-US"}]


def test_no_double_of_what_our_own_engine_found(server: Server) -> None:
    proofreader = Proofreader([Confusions("en"), LanguageTool("en", server.url)])
    proofreader.wait()
    sentence = "Thank you for the informations."
    for _ in range(200):
        reading = proofreader.read(sentence, "en", "en")
        if reading.complete:
            break
        time.sleep(0.02)
    assert [m.kind for m in reading.mistakes] == ["grammar"]


@pytest.mark.parametrize(
    "answer",
    [
        b"<h1>hello</h1>",
        b"{}",
        b'{"matches": 7}',
        b'{"matches": [{"offset": "x"}]}',
        b"[]",
    ],
)
def test_a_wrong_answer_is_no_answer(server: Server, answer: bytes) -> None:
    server.answer = answer
    assert read(LanguageTool("en", server.url), "Some informations.") == Reading(())


def test_a_server_that_is_down_is_left_alone() -> None:
    engine = LanguageTool("en", "http://127.0.0.1:9")
    assert read(engine, "Some informations.") == Reading(())
    assert engine.read("Other informations.", "en") == Reading(())


def test_a_slow_server_is_not_waited_for(server: Server) -> None:
    server.delay = 3.0
    engine = LanguageTool("en", server.url)
    began = time.monotonic()
    assert not engine.read("Some informations.", "en").complete
    assert time.monotonic() - began < 1
    assert read(engine, "Some informations.") == Reading(())
