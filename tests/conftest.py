"""A real service on a real socket."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from taknote.check import check
from taknote.letter.draft import Draft
from taknote.memory import Memory
from taknote.proofreading.proofreader import the_proofreader
from taknote.report import Report
from taknote.web import create_app
from taknote.web.server import listen
from taknote.web.settings import Settings
from tally import TRIED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tally", help="a file for the counts of what was tried")


def pytest_sessionfinish(session: pytest.Session) -> None:
    file = session.config.getoption("--tally")
    if file:
        Path(file).write_text(json.dumps(TRIED), encoding="utf-8")


@dataclass
class Answer:
    """What the service answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Service:
    """A running service, called as any program would."""

    port: int
    memory: Memory
    settings: Settings
    headers: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        """Send a request. A header that is None is left out, Host too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": f"127.0.0.1:{self.port}", **self.headers, **(headers or {})}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, answer.headers, content)

    def post(self, path: str, data: Any, **headers: str) -> Answer:
        """Send JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = json.dumps(data).encode()
        return self.call("POST", path, body, {"Content-Type": "application/json", **named})

    def check(self, **fields: Any) -> Any:
        """Check a draft, which must succeed."""
        answer = self.post("/v1/check", fields)
        assert answer.status == 200, answer.body
        return answer.json


def start(settings: Settings, memory: Memory) -> Iterator[Service]:
    """Run a service in this process until the test is over."""
    the_proofreader().wait()
    server = listen(create_app(settings, memory), "127.0.0.1", 0)
    settings.port = int(getattr(server, "effective_port"))  # noqa: B009  not in the stubs

    def run() -> None:
        with contextlib.suppress(OSError):  # closed from without while it listens
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield Service(settings.port, memory, settings)
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """A service that remembers nothing after the tests."""
    yield from start(Settings(), Memory())


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Service]:
    """A service of this test's own, with its data in a folder."""
    yield from start(Settings(), Memory(tmp_path))


@pytest.fixture
def guarded_service() -> Iterator[Service]:
    """A service that demands a token, as one off loopback does."""
    yield from start(Settings(token="open sesame"), Memory())


Complete = Callable[[Draft], Report]


@pytest.fixture(scope="session")
def complete() -> Complete:
    """A check that asks again until nothing is being worked out any more."""
    proofreader = the_proofreader()
    proofreader.wait()

    def check_until_complete(draft: Draft) -> Report:
        for _ in range(400):
            report = check(draft, proofreader=proofreader)
            if report.complete:
                return report
            time.sleep(0.025)
        raise AssertionError(f"never complete: {draft.body}")

    return check_until_complete
