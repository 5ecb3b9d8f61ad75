"""What Taknote holds: memory after a million different sentences, and 100,000 interviews."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from letters import FRAMES, WORDS, in_process, resident, seconds
from sqlalchemy import create_engine, insert
from tables import table

from taknote.memory import FILE, OWNER, Memory
from taknote.memory.tables import interview, person
from taknote.proofreading.proofreader import the_proofreader

MILESTONES = (0, 1_000, 10_000, 100_000, 250_000, 500_000, 1_000_000)
PER_LETTER = 200
INTERVIEWS = 100_000
LOOKUPS = 300


def sentence(number: int) -> str:
    """A sentence that no other number gives."""
    pick = random.Random(number)
    blanks = [f"{pick.choice(WORDS)} {number}", *(pick.choice(WORDS) for _ in range(3))]
    return FRAMES[number % len(FRAMES)].format(*blanks)


def read_sentences() -> list[tuple[int, float]]:
    """The megabytes after so many sentences, each in a letter of 200 that is checked whole."""
    the_proofreader().wait()
    read = 0
    held = []
    for milestone in MILESTONES:
        while read < milestone:
            text = " ".join(sentence(number) for number in range(read, read + PER_LETTER))
            in_process(f"Dear Keith,\n\nThank you for the interview today.\n\n{text}\n\nMaggie")
            read += PER_LETTER
        held.append((read, resident()))
    return held


def lookups(memory: Memory) -> float:
    """The median seconds to find the interview of a recipient who was not looked up before."""
    times = []
    for number in range(LOOKUPS):
        address = f"person{number * (INTERVIEWS // LOOKUPS)}@example.com"
        times.append(seconds(lambda: memory.for_check([address])))  # noqa: B023
    return statistics.median(times)


def fill(directory: Path) -> None:
    """Remember 100,000 interviews, as many years of them as nobody lives."""
    Memory(directory).close()
    engine = create_engine(f"sqlite:///{directory / FILE}")
    now = datetime.now(UTC).replace(tzinfo=None)
    empty: dict[str, object] = {
        "held_at": None,
        "ends_at": None,
        "hear_back_by": None,
        "questions": [],
    }
    fixed = {"owner": OWNER, "version": 1, "place": "", "country": "", "notes": "", "role": ""}
    with engine.begin() as connection:
        connection.execute(
            insert(interview),
            [
                {"id": f"{number}", "company": f"Company {number}", "created_at": now}
                | {"strengths": [], "dismissed": False, **empty, **fixed}
                for number in range(INTERVIEWS)
            ],
        )
        connection.execute(
            insert(person),
            [
                {"interview_id": f"{number}", "owner": OWNER, "name": "", "title": ""}
                | {"email": (address := f"person{number}@example.com"), "address": address}
                for number in range(INTERVIEWS)
            ],
        )
    engine.dispose()


def measure() -> str:
    """The tables."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        began = time.perf_counter()
        held = pool.apply(read_sentences)
        took = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty", Path(folder) / "full"
        fill(full)
        with contextlib.closing(Memory(empty)) as none, contextlib.closing(Memory(full)) as many:
            without, among = lookups(none), lookups(many)
    return "\n\n".join(
        [
            table(
                ["Different sentences checked", "Resident memory"],
                [[f"{number:,}", f"{megabytes:.0f} MB"] for number, megabytes in held],
            ),
            f"The million took {took / 60:.0f} minutes.",
            table(
                ["A recipient looked up", ""],
                [
                    ["where no interview is remembered", f"{1000 * without:.2f} ms"],
                    [f"among {INTERVIEWS:,} interviews", f"{1000 * among:.2f} ms"],
                ],
            ),
        ]
    )
