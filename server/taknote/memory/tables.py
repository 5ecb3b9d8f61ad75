"""The tables, and how a data file or a database is opened and brought up to date.

SQLite by default; any database that SQLAlchemy speaks to by its address. Every row belongs to an
owner, so that one database can serve many.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DatabaseError

FILE = "taknote.sqlite3"
SCHEMA = 4
_PATIENCE = 5000  # milliseconds to wait for another service that is writing

tables = MetaData()
secret = Table("secret", tables, Column("value", LargeBinary, nullable=False))
sent_note = Table(
    "sent_note",
    tables,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("recipient", String, nullable=False),
    Column("sent_at", DateTime, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
)
pairing = Table(
    "pairing",
    tables,
    Column("origin", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
)
# Since version 2.
interview = Table(
    "interview",
    tables,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("company", String, nullable=False),
    Column("role", String, nullable=False),
    # With their offset, as they were told: midnight in Tokyo is another day elsewhere.
    Column("held_at", String),
    Column("ends_at", String),
    Column("place", String, nullable=False),
    Column("hear_back_by", String),
    Column("country", String, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("strengths", JSON, nullable=False),
    Column("notes", String, nullable=False),
    Column("dismissed", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
)
person = Table(
    "person",
    tables,
    Column("id", Integer, primary_key=True),
    Column(
        "interview_id", ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("owner", String, nullable=False),
    Column("name", String, nullable=False),
    Column("title", String, nullable=False),
    Column("email", String, nullable=False),
    Column("address", String, nullable=False),  # the e-mail address in small letters, to look up
    Column("thanked_at", DateTime),
    Index("person_by_address", "owner", "address"),
)
word = Table(
    "word",
    tables,
    Column("owner", String, primary_key=True),
    Column("word", String, primary_key=True),
)
ignored = Table(
    "ignored",
    tables,
    Column("owner", String, primary_key=True),
    Column("warning", String, primary_key=True),
)
pairing_code = Table(
    "pairing_code",
    tables,
    Column("owner", String, primary_key=True),
    Column("code_hash", LargeBinary, nullable=False),
    Column("made_at", Float, nullable=False),  # seconds since the epoch
    Column("tries", Integer, nullable=False),
)
# Since version 4. What changes whenever something is written that a check goes by.
revision = Table(
    "revision",
    tables,
    Column("owner", String, primary_key=True),
    Column("number", Integer, nullable=False),
)
_version = Table("schema_version", tables, Column("version", Integer, nullable=False))


class UnusableMemoryError(RuntimeError):
    """The data can't be used; the message says what to do."""


def open_engine(directory: Path | None, url: str = "") -> Engine:
    """Open the data, and bring it up to this program's version.

    Args:
        directory: where the SQLite file is; None for a memory that ends with the run.
        url: a database's address, as SQLAlchemy takes it, instead of a file.

    Raises:
        UnusableMemoryError: it can't be reached, is damaged, or was written by a newer Taknote.
    """
    where = "the database" if url else str(directory)
    try:
        if url:
            engine = create_engine(url, pool_pre_ping=True)
        else:
            # A database in memory has one connection, and two threads that share it roll back
            # what the other writes.
            folder = directory or Path(tempfile.mkdtemp(prefix="taknote-"))
            engine = create_engine(f"sqlite:///{_owner_only(folder) / FILE}")
            event.listen(engine, "connect", _settings)
            if directory is None:
                weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
        with engine.begin() as connection:
            take_turns(connection)
            _bring_up_to_date(connection, where)
    except DatabaseError as error:
        raise UnusableMemoryError(
            f"Taknote can't use its data in {where}: {error.orig}. Nothing was changed. "
            + ("Check the database's address." if url else _ELSEWHERE)
        ) from error
    except (ModuleNotFoundError, ValueError, ArgumentError) as error:
        raise UnusableMemoryError(f"TAKNOTE_DATABASE_URL can't be used: {error}.") from error
    return engine


def take_turns(connection: Connection) -> None:
    """Let one at a time replace what is there; SQLite's file is locked by writing anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


_TURN = 8765
_ELSEWHERE = "Move the file away, or start with another --data folder."


def _bring_up_to_date(connection: Connection, where: str) -> None:
    """Migrate from any version; each only added tables, which are made where they are missing."""
    found = _found_version(connection)
    if found > SCHEMA:
        raise UnusableMemoryError(
            f"{where} was written by a newer Taknote. Update this one, or start it with another "
            "--data folder."
        )
    if found == SCHEMA:
        return
    tables.create_all(connection)
    if connection.execute(select(func.count()).select_from(_version)).scalar():
        connection.execute(update(_version).values(version=SCHEMA))
    else:
        connection.execute(insert(_version).values(version=SCHEMA))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _found_version(connection: Connection) -> int:
    """The version of the data; version 1 kept it in SQLite's header alone."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if not inspect(connection).has_table(_version.name):
        return 0
    return int(connection.execute(select(_version.c.version)).scalar() or 0)


def _owner_only(directory: Path) -> Path:
    """Make the directory, and the file in it, for its owner's eyes alone."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(directory / FILE, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise UnusableMemoryError(
            f"Taknote can't write to {directory}: {error.strerror}."
        ) from error
    return directory


def _settings(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a record that was told of is not lost
    connection.execute("PRAGMA foreign_keys = ON")
