"""What is remembered, and what never is."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from taknote.memory import FILE, Memory, UnusableMemoryError
from tally import tried

NOTE = "Dear Keith, thank you for the canary in the coal mine and for the interview this morning."


def test_a_note_outlives_the_run_as_a_fingerprint_alone(tmp_path: Path) -> None:
    Memory(tmp_path).record("anna@example.com", NOTE)
    memory = Memory(tmp_path)
    (sent,) = memory.sent_notes()
    assert sent.recipient == "anna@example.com"
    assert len(sent.fingerprint) > 5
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"canary" not in kept


def test_fingerprints_are_keyed(tmp_path: Path) -> None:
    one, other = Memory(tmp_path / "one"), Memory(tmp_path / "other")
    one.record("a@example.com", NOTE)
    other.record("a@example.com", NOTE)
    assert not one.sent_notes()[0].fingerprint & other.sent_notes()[0].fingerprint


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to the user by itself")
def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Memory(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / FILE).stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_left_alone_and_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(UnusableMemoryError, match="Nothing was changed"):
        Memory(tmp_path)
    assert (tmp_path / FILE).read_bytes().startswith(b"this is no database")
    tried("a data file or database damaged, locked, full, newer or gone")


def test_a_newer_file_is_left_alone_and_told(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UnusableMemoryError, match="newer Taknote"):
        Memory(tmp_path)
    tried("a data file or database damaged, locked, full, newer or gone")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableMemoryError, match="can't write"):
        Memory(tmp_path / "file" / "data")
    tried("a data file or database damaged, locked, full, newer or gone")
