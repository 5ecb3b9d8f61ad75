"""What a check costs, beside peers on the same letters, in one run.

First check (nothing of the letter read before), again after one keystroke, and unchanged; in
process and over HTTP, with the same server's /health as the floor.
"""

from __future__ import annotations

import http.client
import importlib.util
import itertools
import json
import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import regex
from harper import Language, Linter
from tables import milliseconds, percentile, table

from conftest import start
from taknote.check import check
from taknote.letter.draft import Draft, Person
from taknote.letter.senses import read_evidence, read_senses
from taknote.memory import Memory
from taknote.proofreading.harper import Harper
from taknote.proofreading.proofreader import the_proofreader
from taknote.web.settings import Settings

LENGTHS = (150, 400, 10_000)
TIMES = {150: 60, 400: 40, 10_000: 3}
THOUSAND = 1000
# pip install proselint; npm install --no-save --prefix tests/javascript write-good
WRITE_GOOD = Path(__file__).parent.parent.parent / "tests/javascript/node_modules/write-good"
WORDS = [
    *("plan", "team", "budget", "campaign", "launch", "ward", "patients", "students", "lessons"),
    *("release", "customers", "stock", "press", "results", "training", "roster", "market", "shop"),
    *("records", "quality", "tests", "reports", "meetings", "schedule", "deadline"),
]
FRAMES = [
    "I planned the {} and the {} for {} years, and we kept the {} in time.",
    "What you told me about the {} made me think of the {} that I led in {}.",
    "My experience with {} would help you with the {} and with the {} of {}.",
    "Last year our {} grew by {} percent, because the {} was better than the {}.",
]


def letter(words: int, seed: int) -> str:
    """A letter of about so many words that nobody has seen before."""
    pick = random.Random(seed)
    lines = ["Dear Keith,", "Thank you for meeting with me today about the marketing job."]
    while sum(len(line.split()) for line in lines) < words - 20:
        text = []
        for _ in range(4):
            blanks = [f"{pick.choice(WORDS)} {pick.randrange(10_000)}" for _ in range(4)]
            text.append(pick.choice(FRAMES).format(*blanks))
        lines.append(" ".join(text))
    lines += ["I would love to join your team.", "Kind regards,\nMaggie"]
    return "\n\n".join(lines)


def resident() -> float:
    """Megabytes that this process holds."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(work: Callable[[], object]) -> float:
    """How long something takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_process(text: str) -> None:
    """A check as the command line does it."""
    to = (Person("Keith Smooth", "keith@patrickson-hirsch.com"),)
    check(Draft(text, datetime.now(UTC), to=to), proofreader=the_proofreader())


class OverHttp:
    """A check as the extension does it, on a connection that is kept."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.host = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/json"}

    def check(self, text: str) -> None:
        """POST /v1/check."""
        body = json.dumps({"body": text, "to": [{"email": "keith@patrickson-hirsch.com"}]})
        self.connection.request("POST", "/v1/check", body, self.host)
        answer = self.connection.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()

    def health(self) -> None:
        """GET /health, the floor."""
        self.connection.request("GET", "/health", headers=self.host)
        self.connection.getresponse().read()


class WriteGood:
    """write-good in a Node.js of its own; to and fro takes it about 0.05 ms."""

    def __init__(self) -> None:
        node = Path(sys.executable).with_name("node")
        command = [node, Path(__file__).with_name("write_good.js"), WRITE_GOOD]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def check(self, text: str) -> int:
        """How much it finds."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(text).encode() + b"\n")
        self._node.stdin.flush()
        return int(self._node.stdout.readline())


def peers() -> tuple[dict[str, Callable[[str], object]], list[str]]:
    """The peers that are installed, and those that are missing."""
    harper = Linter()
    found: dict[str, Callable[[str], object]] = {
        "Harper alone": lambda text: harper.lint(text, language=Language.PLAINTEXT)
    }
    missing = []
    if importlib.util.find_spec("proselint"):
        from proselint.checks import __register__  # noqa: PLC0415
        from proselint.registry import CheckRegistry  # noqa: PLC0415
        from proselint.tools import LintFile  # noqa: PLC0415

        CheckRegistry().register_many(__register__)
        found["proselint"] = lambda text: LintFile(source="letter", content=text).lint()
    else:
        missing.append("proselint")
    if WRITE_GOOD.exists():
        found["write-good"] = WriteGood().check
    else:
        missing.append("write-good")
    return found, missing


def measure() -> str:
    """The tables."""
    began = time.perf_counter()
    the_proofreader().wait()
    in_process(letter(150, 1))
    ready = time.perf_counter() - began
    services = start(Settings(), Memory())
    http_check = OverHttp(next(services).port)
    others, missing = peers()
    programs: dict[str, Callable[[str], object]] = {
        "Taknote in process": in_process,
        "Taknote over HTTP": http_check.check,
        **others,
    }
    rows = []
    floor = [seconds(http_check.health) for _ in range(200)]
    medians: dict[tuple[str, int, str], float] = {}
    references = itertools.count(1000)
    for words in LENGTHS:
        for name, program in programs.items():
            for seed in range(3):
                program(letter(words, -1 - seed))
            times: dict[str, list[float]] = {"first": [], "after a key": [], "unchanged": []}
            for number in range(TIMES[words]):
                text = letter(words, hash((name, words, number)) % 10**9)
                # A sentence that nobody has seen before, as each key makes one.
                typed = text.replace("the marketing job.", f"the marketing job {next(references)}.")
                times["first"].append(seconds(lambda: program(text)))  # noqa: B023
                times["after a key"].append(seconds(lambda: program(typed)))  # noqa: B023
                times["unchanged"].append(seconds(lambda: program(typed)))  # noqa: B023
            row = [f"{words}", name]
            for kind, values in times.items():
                medians[name, words, kind] = statistics.median(values)
                worst = milliseconds(percentile(values, 0.99))
                row.append(f"{milliseconds(statistics.median(values))} ({worst})")
            rows.append(row)
    rows.append(["–", "the same server's /health", milliseconds(statistics.median(floor)), "", ""])
    used = after_a_thousand()
    sentence, word = (f"{1000 * one:.3f} ms" for one in a_new_sentence())
    proofread = proofread_alone()
    next(services, None)
    ours, alone = "Taknote in process", "Harper alone"
    after_key = medians["Taknote over HTTP", 150, "after a key"] / statistics.median(floor)
    to_harper = medians[ours, 150, "after a key"] / medians[alone, 150, "after a key"]
    to_harper_afresh = medians[ours, 150, "after a key"] / medians[alone, 150, "first"]
    first = medians[ours, 150, "first"] / medians[alone, 150, "first"]
    longer = medians[ours, 10_000, "first"] / medians[ours, 400, "first"]
    least = (statistics.median(floor) + proofread) / statistics.median(floor)
    ratios = [
        ["After a key, to the floor (150 words, HTTP)", f"{after_key:.1f}", "2"],
        ["The floor and Harper on the new sentence, to the floor", f"{least:.1f}", ""],
        ["After a key, to Harper alone that has kept what it read", f"{to_harper:.2f}", "0.5"],
        ["After a key, to Harper alone on the whole letter", f"{to_harper_afresh:.2f}", "0.5"],
        ["First check of 150 words, to Harper alone", f"{first:.2f}", "1.3"],
        ["25 times the length (400 to 10,000 words)", f"{longer:.1f} times the time", "27.5"],
        ["A new sentence read, and searched for one word", f"{sentence}, {word}", ""],
        ["A new sentence proofread by Harper, with our rules", milliseconds(proofread), ""],
        ["Engines loaded and first answer", f"{ready:.1f} s", ""],
        ["Resident memory after a thousand different letters", f"{used:.0f} MB", ""],
    ]
    head = ["Words", "Program", "First check", "After a key", "Unchanged"]
    made = [
        "Medians, and in brackets the 99th percentile.",
        table(head, rows),
        table(["Ratio", "", "Goal: at most"], ratios),
        "Ten times the length, by the shape of the letter (goal: at most eleven times the time).",
        table(["Shape", "1,000 words", "10,000 words", "Times"], by_shape()),
    ]
    if missing:
        made.append(f"Not measured, for they are not installed: {', '.join(missing)}.")
    return "\n\n".join(made)


SHAPES: dict[str, Callable[[list[str]], str]] = {
    "one paragraph": " ".join,
    "one sentence": lambda sentences: " and ".join(one.rstrip(".") for one in sentences),
    "a paragraph each": "\n\n".join,
    "a line each": "\n".join,
    "a bullet each": lambda sentences: "\n".join(f"- {one}" for one in sentences),
    "a quoted reply": lambda sentences: "\n".join(f"> {one}" for one in sentences),
    "wrapped at 72": lambda sentences: textwrap.fill(" ".join(sentences), 72),
    "misspelled": lambda sentences: " ".join(sentences).replace("the ", "teh "),
}
SENTENCES = (60, 600)  # about 1,000 and 10,000 words


def by_shape() -> list[list[str]]:
    """How long a first check takes of so many sentences, and of ten times as many."""
    pick = random.Random(11)

    def sentence() -> str:
        return FRAMES[0].format(
            *(f"{pick.choice(WORDS)} {pick.randrange(10**6)}" for _ in range(4))
        )

    def first_check(made: Callable[[list[str]], str], number: int) -> float:
        text = made([sentence() for _ in range(number)])
        letter = f"Dear Keith,\n\nThank you for the interview today.\n\n{text}"
        return seconds(lambda: in_process(letter))

    rows = []
    for shape, made in SHAPES.items():
        few, many = (
            statistics.median(first_check(made, number) for _ in range(3)) for number in SENTENCES
        )
        rows.append([shape, milliseconds(few), milliseconds(many), f"{many / few:.1f}"])
    return rows


def a_new_sentence() -> tuple[float, float]:
    """The median times to read a sentence never seen, and to search it for one word."""
    pick = random.Random(7)
    read, searched = [], []
    one_word = regex.compile(r"\binterested\b", regex.IGNORECASE)
    for _ in range(THOUSAND):
        blanks = [f"{pick.choice(WORDS)} {pick.randrange(10_000)}" for _ in range(4)]
        text = pick.choice(FRAMES).format(*blanks)
        read.append(seconds(lambda: (read_senses("en", text), read_evidence("en", text))))  # noqa: B023
        searched.append(seconds(lambda: one_word.search(text)))  # noqa: B023
    return statistics.median(read), statistics.median(searched)


def proofread_alone() -> float:
    """The median time that Harper takes for a sentence never seen: no key can cost less."""
    engine = Harper()
    engine.load()
    return statistics.median(
        seconds(lambda: engine.read(f"I met you about the marketing job {number}.", "en"))  # noqa: B023
        for number in range(THOUSAND)
    )


def after_a_thousand() -> float:
    """Megabytes that a process with nothing else in it holds after a thousand different letters."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_read_a_thousand)


def _read_a_thousand() -> float:
    the_proofreader().wait()
    for number in range(THOUSAND):
        in_process(letter(150, number))
    return resident()
