"""Interviews are remembered, on SQLite and on a real PostgreSQL, and never lost or mixed up."""

from __future__ import annotations

import dataclasses
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from postgresql import postgresql
from taknote.memory import FILE, Memory, Remembered, UnusableMemoryError
from taknote.memory.imports import ImportFileError, read_file
from taknote.memory.interviews import ChangedMeanwhileError, KeptInterview, Met
from tally import tried

NOW = datetime.fromisoformat("2026-11-23T16:00:00+01:00")
INTERVIEW = KeptInterview(
    company="Patrickson-Hirsch",
    role="Marketing Manager",
    held_at=datetime.fromisoformat("2026-11-23T10:00:00+09:00"),
    ends_at=datetime.fromisoformat("2026-11-23T11:00:00+09:00"),
    hear_back_by=date(2026, 12, 1),
    questions=("social media campaigns",),
    people=(Met("Keith Smooth", "Head", "Keith@Patrickson-Hirsch.com"), Met("Anna Holm")),
)


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Memory]]:
    """Two services with the same data."""
    if request.param == "SQLite":
        opened = [Memory(tmp_path), Memory(tmp_path)]
    else:
        url = request.getfixturevalue("database")
        opened = [Memory(url=url, owner=str(tmp_path)), Memory(url=url, owner=str(tmp_path))]
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def memory(services: list[Memory]) -> Memory:
    return services[0]


def test_what_was_noted_comes_back(memory: Memory) -> None:
    made = memory.interviews.create(INTERVIEW)
    kept = memory.interviews.get(made.id)
    assert kept == dataclasses.replace(INTERVIEW, id=made.id)
    assert kept is not None
    assert kept.held_at is not None
    assert kept.held_at.utcoffset() == timedelta(hours=9)
    assert memory.interviews.newest() == [kept]


def test_an_interview_is_found_by_whom_was_met(memory: Memory) -> None:
    made = memory.interviews.create(INTERVIEW)
    found = memory.interviews.by_address(["keith@patrickson-hirsch.com "])
    assert found is not None
    assert found.id == made.id
    assert memory.interviews.by_address(["other@patrickson-hirsch.com", ""]) is None


def test_two_who_change_it_at_once_do_not_overwrite_each_other(memory: Memory) -> None:
    made = memory.interviews.create(INTERVIEW)
    changed = memory.interviews.change(dataclasses.replace(made, company="Northwind"), 1)
    assert changed is not None
    assert changed.version == 2
    with pytest.raises(ChangedMeanwhileError):
        memory.interviews.change(dataclasses.replace(made, company="Southwind"), 1)
    kept = memory.interviews.get(made.id)
    assert kept is not None
    assert kept.company == "Northwind"
    assert memory.interviews.change(dataclasses.replace(made, id="none"), 1) is None


def test_a_note_that_went_out_thanks_its_reader(memory: Memory) -> None:
    made = memory.interviews.create(INTERVIEW)
    assert [one.kind for one in memory.interviews.due(NOW)] == ["thank", "thank"]
    memory.record("keith@patrickson-hirsch.com", "Thank you for the interview.")
    assert [one.name for one in memory.interviews.due(NOW)] == ["Anna Holm"]
    # A change keeps who was thanked.
    memory.interviews.change(dataclasses.replace(made, company="Northwind"), 1)
    assert [one.name for one in memory.interviews.due(NOW)] == ["Anna Holm"]


def test_what_is_due_and_when(memory: Memory) -> None:
    made = memory.interviews.create(INTERVIEW)
    assert INTERVIEW.ends_at
    assert memory.interviews.due(INTERVIEW.ends_at - timedelta(minutes=1)) == []
    assert {one.kind for one in memory.interviews.due(NOW + timedelta(days=9))} == {
        "thank",
        "follow-up",
    }
    assert memory.interviews.due(NOW + timedelta(days=60)) == []
    memory.interviews.change(dataclasses.replace(made, dismissed=True), 1)
    assert memory.interviews.due(NOW) == []


def test_owners_do_not_see_each_other(tmp_path: Path) -> None:
    one, other = Memory(tmp_path, owner="one"), Memory(tmp_path, owner="other")
    made = one.interviews.create(INTERVIEW)
    assert other.interviews.newest() == []
    assert other.interviews.get(made.id) is None
    assert other.interviews.by_address(["keith@patrickson-hirsch.com"]) is None
    assert not other.interviews.delete(made.id)
    other.forget_all()
    assert one.interviews.get(made.id)


def test_forgetting_all_leaves_nothing(memory: Memory) -> None:
    memory.interviews.create(INTERVIEW)
    memory.keep_words(["Holm"])
    memory.record("keith@patrickson-hirsch.com", "Thank you for the interview.")
    memory.forget_all()
    assert (memory.interviews.newest(), memory.records(), memory.words()) == ([], [], frozenset())


def test_a_check_goes_by_what_another_service_wrote_last(services: list[Memory]) -> None:
    writer, reader = services
    keith = ["keith@patrickson-hirsch.com"]
    assert reader.for_check(keith) == Remembered(None, frozenset(), frozenset(), ())

    made = writer.interviews.create(INTERVIEW)
    assert reader.for_check(keith).interview == made
    changed = writer.interviews.change(dataclasses.replace(made, role="Head"), made.version)
    assert reader.for_check(keith).interview == changed
    writer.record(keith[0], "Thank you for the interview about the marketing job on Monday.")
    seen = reader.for_check(keith)
    assert [sent.recipient for sent in seen.sent] == keith
    assert seen.interview is not None
    assert seen.interview.people[0].thanked_at is not None
    writer.keep_words(["Kubernetes"])
    assert reader.for_check(keith).words == {"Kubernetes"}
    writer.ignore(["abc-1"])
    assert reader.for_check(keith).ignored == {"abc-1"}
    writer.forget()
    assert reader.for_check(keith).sent == ()
    writer.interviews.delete(made.id)
    assert reader.for_check(keith).interview is None
    writer.forget_all()
    assert reader.for_check(keith) == Remembered(None, frozenset(), frozenset(), ())


def test_a_clock_that_was_set_back_locks_nobody_out(memory: Memory) -> None:
    assert memory.offer_code("AAAAAAAA", 1000.0, 3.0)
    assert not memory.offer_code("BBBBBBBB", 1001.0, 3.0)
    assert memory.offer_code("CCCCCCCC", 400.0, 3.0)
    assert not memory.use_code("CCCCCCCC", 399.0, 300.0, 5)
    assert memory.use_code("CCCCCCCC", 401.0, 300.0, 5)


def test_the_first_versions_file_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as old:
        old.executescript(
            """
            CREATE TABLE secret (value BLOB NOT NULL);
            INSERT INTO secret VALUES (x'0102');
            CREATE TABLE sent_note (id INTEGER PRIMARY KEY, owner VARCHAR NOT NULL,
              recipient VARCHAR NOT NULL, sent_at DATETIME NOT NULL, fingerprint BLOB NOT NULL);
            INSERT INTO sent_note VALUES (1, 'local', 'a@b.dk', '2026-11-01 10:00:00.000000', x'');
            CREATE TABLE pairing (origin VARCHAR PRIMARY KEY, owner VARCHAR NOT NULL,
              token_hash BLOB NOT NULL);
            PRAGMA user_version = 1;
            """
        )
    memory = Memory(tmp_path)
    assert memory.key == b"\x01\x02"
    assert [record.recipient for record in memory.records()] == ["a@b.dk"]
    assert memory.interviews.create(INTERVIEW).id


def test_two_services_write_to_one_file(tmp_path: Path) -> None:
    memories = [Memory(tmp_path), Memory(tmp_path)]

    def write(memory: Memory) -> None:
        for _ in range(25):
            memory.interviews.create(INTERVIEW)

    threads = [threading.Thread(target=write, args=(memory,)) for memory in memories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memories[0].interviews.newest()) == 50


def at_the_same_time(services: list[Memory], work: Callable[[Memory, int], None]) -> None:
    """Let eight threads do the same, half of them with either service."""
    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(work, services[name % 2], name) for name in range(8)]
    for one in done:
        one.result()


def test_no_record_is_lost_while_others_look() -> None:
    memory = Memory()

    def work(one: Memory, name: int) -> None:
        for number in range(20):
            if name:
                one.for_check([f"{number}@example.com"])
            else:
                one.record(f"{number}@example.com", "Dear Ann, thank you for the interview.")

    at_the_same_time([memory, memory], work)
    assert len(memory.records()) == 20
    memory.close()


def test_of_codes_offered_at_the_same_time_one_is_shown(services: list[Memory]) -> None:
    for moment in range(1000, 1050, 5):
        shown: list[str] = []

        def offer(memory: Memory, name: int) -> None:
            if memory.offer_code(f"{name}", moment, 3.0):  # noqa: B023
                shown.append(f"{name}")  # noqa: B023

        at_the_same_time(services, offer)
        (code,) = shown
        assert services[0].use_code(code, moment, 300.0, 5)


def test_pairings_of_one_extension_at_the_same_time_leave_one(services: list[Memory]) -> None:
    origin = "chrome-extension://abc"

    def pair(memory: Memory, name: int) -> None:
        for number in range(10):
            memory.pair(origin, f"{name} {number}")

    at_the_same_time(services, pair)
    (last,) = [name for name in range(8) if services[0].is_paired(origin, f"{name} 9")]
    assert services[1].is_paired(origin, f"{last} 9")


WRITER = """
import sys
from pathlib import Path
from taknote.memory import Memory
from taknote.memory.interviews import KeptInterview, Met
memory = Memory(Path(sys.argv[1]))
while True:
    made = memory.interviews.create(KeptInterview(company="c", people=(Met("a"), Met("b"))))
    print(made.id, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_kill_9_while_writing_loses_nothing_that_was_told_of(tmp_path: Path) -> None:
    for _ in range(5):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            told = [process.stdout.readline().strip() for _ in range(20)]
            process.send_signal(signal.SIGKILL)
            told += process.stdout.read().split()
        memory = Memory(tmp_path)
        for key in told:
            kept = memory.interviews.get(key)
            assert kept is not None
            assert len(kept.people) == 2
        tried("a record that the service told of before it was killed", len(told))
        tried("the service killed while it writes (kill -9)")


@pytest.mark.skipif(os.name == "nt", reason="/dev/full is of Unix")
def test_a_newer_database_and_a_wrong_address_are_told(database: str) -> None:
    for url, words in (
        ("nothing://there", "can't be used"),
        ("postgresql+psycopg://nobody@127.0.0.1:9/none", "can't use its data in the database"),
    ):
        with pytest.raises(UnusableMemoryError, match=words):
            Memory(url=url)
        tried("a data file or database damaged, locked, full, newer or gone")


INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Calendar//EN
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Copenhagen:20261123T100000
DURATION:PT1H30M
SUMMARY:Interview\\, Marketing Manager
LOCATION:Nørregade 7
ORGANIZER;CN="Keith Smooth":mailto:keith@patrickson-hirsch.com
ATTENDEE;CN=Anna Holm;ROLE=REQ-PARTICIPANT:MAILTO:anna@patrickson-hirsch.com
ATTENDEE;CN=bo@patrickson-hirsch.com:mailto:bo@patrickson-
 hirsch.com
ATTENDEE;CUTYPE=ROOM;CN=Room 7:mailto:room7@patrickson-hirsch.com
ATTENDEE;CN=Keith Smooth:mailto:keith@patrickson-hirsch.com
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_becomes_an_interview() -> None:
    (found,) = read_file("invite.ics", INVITATION.replace("\n", "\r\n"))
    assert found.role == "Marketing Manager"
    assert found.place == "Nørregade 7"
    assert found.held_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert found.held_at.utcoffset() == timedelta(hours=1)
    assert found.ends_at == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    assert found.people == (
        Met("Keith Smooth", "", "keith@patrickson-hirsch.com"),
        Met("Anna Holm", "", "anna@patrickson-hirsch.com"),
        Met("", "", "bo@patrickson-hirsch.com"),
    )


@pytest.mark.parametrize(
    ("summary", "role"),
    [
        ("Interview: Marketing Manager", "Marketing Manager"),
        ("Jobsamtale – Sygeplejerske", "Sygeplejerske"),
        ("Nurse | Interview", "Nurse"),
        ("Interview with Keith", ""),
        ("Lunch", ""),
        ("", ""),
    ],
)
def test_the_job_in_an_invitations_title(summary: str, role: str) -> None:
    (found,) = read_file("i.ics", INVITATION.replace("Interview\\, Marketing Manager", summary))
    assert found.role == role


def test_business_cards_become_people() -> None:
    cards = (
        "BEGIN:VCARD\nVERSION:3.0\nN:Smooth;Keith;;;\nFN:Keith Smooth\nORG:Patrickson-Hirsch\n"
        "TITLE:Head\nEMAIL;TYPE=work:keith@patrickson-hirsch.com\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Søren Ørsted\nN:Ørsted;Søren;;;\nEND:VCARD\n"
    )
    (found,) = read_file("cards.vcf", cards)
    assert found.company == "Patrickson-Hirsch"
    assert found.people == (
        Met("Keith Smooth", "Head", "keith@patrickson-hirsch.com"),
        Met("Søren Ørsted"),
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("hello", "line 1"),
        ("", "line 1"),
        ("BEGIN:VCALENDAR\nnonsense here\nEND:VCALENDAR", "line 2"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", "no event"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR", "file"),
        ("BEGIN:VCARD\nFN Keith\nEND:VCARD", "line 2"),
        ("BEGIN:VCARD\nFN:Keith", "file"),
        ("BEGIN:VCALENDAR" + "x" * 600_000, "larger"),
    ],
)
def test_a_malformed_file_is_refused_by_line(content: str, words: str) -> None:
    with pytest.raises(ImportFileError, match=words):
        read_file("file", content)
    tried("a malformed invitation, card or language pack, refused by line")
