"""Many people typing at once: how long their checks take, on one process and on several.

Each sends a check every two seconds, over a connection that is kept, of a letter whose last
sentence was typed on since; what is measured begins when everybody has opened theirs. The service
runs as it is run by people, in processes of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pygal
from letters import LENGTHS, WORDS, in_process, letter, seconds
from tables import milliseconds, percentile, table

from postgresql import postgresql
from taknote.proofreading.proofreader import the_proofreader

PEOPLE = 200
EVERY = 2.0
LASTS = 60.0
CALLERS = (1, 50, 100, 200, 300, 400, 550)
SHORT = 12.0
OPENED = 5 * EVERY  # everybody has opened a letter by then, and what piled up is worked off
TOKEN = "load"
PLOTS = Path(__file__).parent


@dataclass
class Held:
    """What a run showed."""

    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def row(self, name: str, people: int, lasted: float) -> list[str]:
        """The table's row."""
        return [
            name,
            str(people),
            f"{len(self.took) / lasted:.0f} a second",
            milliseconds(statistics.median(self.took)),
            milliseconds(percentile(self.took, 0.99)),
            milliseconds(max(self.took)),
            str(len(self.faults)),
        ]


async def _type(port: int, person: int, since: float, until: float, held: Held) -> None:
    """One person at the keyboard, whose checks count from a moment on."""
    pick = random.Random()  # sentences that no earlier run has typed
    text = letter(150, person)
    await asyncio.sleep(pick.random() * EVERY)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while time.perf_counter() < until:
        number += 1
        words = " and ".join(pick.choice(WORDS) for _ in range(1 + number % 6))
        typed = text.replace("your team.", f"your team to work on {words}.")
        body = json.dumps({"body": typed, "to": [{"email": "keith@patrickson-hirsch.com"}]})
        began = time.perf_counter()
        writer.write(
            f"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()
        )
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError, IndexError) as error:
            held.faults.append(str(error))
            return
        if began >= since:
            held.took.append(time.perf_counter() - began)
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            held.faults.append(head.decode("latin-1"))
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))
    writer.close()


def _all(port: int, people: int, lasts: float) -> Held:
    async def run() -> Held:
        held = Held()
        since = time.perf_counter() + OPENED
        until = since + lasts
        await asyncio.gather(*(_type(port, one, since, until, held) for one in range(people)))
        return held

    return asyncio.run(run())


def typing(port: int, people: int, lasts: float) -> Held:
    """So many people type for so long; they live in a process of their own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_all, (port, people, lasts))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        typing(port, 4, SHORT)  # engines and languages are loaded aside
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def measure() -> str:
    """The tables; the plots lie beside them."""
    rows = []
    throughput = []
    one, several = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as folder:
        serve = [sys.executable, "-m", "taknote", "serve", "--port", str(one), "--data", folder]
        with _running(serve, one, {"TAKNOTE_TOKEN": TOKEN}):
            held = typing(one, PEOPLE, LASTS)
            rows.append(held.row("one process, SQLite", PEOPLE, LASTS))
            for people in CALLERS:
                short = typing(one, people, SHORT)
                throughput.append((people, len(short.took) / SHORT))
    with postgresql() as url:
        hosted = {"TAKNOTE_TOKEN": TOKEN, "TAKNOTE_DATABASE_URL": url}
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "2"),
            *("--keep-alive", "30", "--bind", f"127.0.0.1:{several}", "--log-level", "error"),
            "taknote.web.hosting:create()",
        ]
        with _running(gunicorn, several, hosted):
            held = typing(several, PEOPLE, LASTS)
            rows.append(held.row("two workers, PostgreSQL", PEOPLE, LASTS))
    _plot(throughput)
    head = ["Service", "People", "Checks", "Median", "99th percentile", "Slowest", "Faults"]
    return "\n\n".join(
        [
            f"A check every {EVERY:.0f} seconds from each of {PEOPLE} people, for {LASTS:.0f} "
            "seconds; they share the machine's two cores with the service "
            "(goal: 99th percentile under 100 ms, no fault).",
            table(head, rows),
            "![Checks a second against people](throughput.svg)",
            "![Time against length](length.svg)",
        ]
    )


def _plot(throughput: list[tuple[int, float]]) -> None:
    the_proofreader().wait()
    by_length = []
    for words in sorted({*LENGTHS, 50, 1000, 2500, 5000}):
        # A longer letter by the same seed would begin as the shorter one did.
        letters = [letter(words, 100 * words + number) for number in range(5)]
        times = [seconds(lambda: in_process(text)) for text in letters]  # noqa: B023
        by_length.append((words, 1000 * statistics.median(times)))
    for name, title, across, up, points in (
        ("throughput", "Checks answered", "people typing", "checks a second", throughput),
        ("length", "First check of a letter", "words", "milliseconds", by_length),
    ):
        chart = pygal.XY(title=title, x_title=across, y_title=up, show_legend=False)
        chart.add(title, points)
        (PLOTS / f"{name}.svg").write_bytes(chart.render())
