"""What the service remembers between runs: sent notes' fingerprints and paired extensions.

SQLite in the user's data directory, through SQLAlchemy. Every row belongs to an owner.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from taknote.letter.draft import Draft, SentNote
from taknote.letter.fingerprint import fingerprint
from taknote.letter.note import Note

FILE = "taknote.sqlite3"
OWNER = "local"
_SCHEMA = 1
_REMEMBERED = 500
_HASH_BYTES = 8

_tables = MetaData()
_secret = Table("secret", _tables, Column("value", LargeBinary, nullable=False))
_sent = Table(
    "sent_note",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("recipient", String, nullable=False),
    Column("sent_at", DateTime, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
)
_pairing = Table(
    "pairing",
    _tables,
    Column("origin", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
)


class UnusableMemoryError(RuntimeError):
    """The data file can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A note that was sent."""

    id: int
    recipient: str
    sent_at: datetime


class Memory:
    """The service's memory, in a data directory or, without one, for this run alone."""

    def __init__(self, directory: Path | None = None, owner: str = OWNER) -> None:
        """Open the memory.

        Raises:
            UnusableMemoryError: the directory or the file can't be used.
        """
        self._owner = owner
        self._engine = _open(directory)
        self.key = self._load_key()
        self._cached: tuple[SentNote, ...] | None = None

    def _load_key(self) -> bytes:
        with self._engine.begin() as connection:
            key = connection.execute(select(_secret.c.value)).scalar()
            if key is None:
                key = secrets.token_bytes(32)
                connection.execute(insert(_secret).values(value=key))
        return bytes(key)

    def record(self, recipient: str, body: str) -> SentRecord:
        """Remember that a note went to somebody. Of its text only the fingerprint is kept."""
        now = datetime.now(UTC)
        note = Note(Draft(body, now))
        hashes = fingerprint((sentence.text for sentence in note.sentences), self.key)
        packed = b"".join(value.to_bytes(_HASH_BYTES) for value in sorted(hashes))
        with self._engine.begin() as connection:
            done = connection.execute(
                insert(_sent).values(
                    owner=self._owner,
                    recipient=recipient,
                    sent_at=now.replace(tzinfo=None),
                    fingerprint=packed,
                )
            )
            self._cached = None
            key = done.inserted_primary_key
        return SentRecord(int(key[0]) if key else 0, recipient, now)

    def records(self) -> list[SentRecord]:
        """The notes that were sent, newest first."""
        query = select(_sent.c.id, _sent.c.recipient, _sent.c.sent_at).where(
            _sent.c.owner == self._owner
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_sent.c.id.desc())).all()
        return [SentRecord(row.id, row.recipient, row.sent_at.replace(tzinfo=UTC)) for row in rows]

    def sent_notes(self) -> tuple[SentNote, ...]:
        """The fingerprints of the latest 500 notes, newest first."""
        if self._cached is None:
            query = (
                select(_sent.c.recipient, _sent.c.fingerprint)
                .where(_sent.c.owner == self._owner)
                .order_by(_sent.c.id.desc())
                .limit(_REMEMBERED)
            )
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
            self._cached = tuple(SentNote(row.recipient, _unpack(row.fingerprint)) for row in rows)
        return self._cached

    def forget(self) -> None:
        """Forget every sent note."""
        with self._engine.begin() as connection:
            connection.execute(delete(_sent).where(_sent.c.owner == self._owner))
        self._cached = None

    def pair(self, origin: str, token: str) -> None:
        """Let an extension's origin in with a token, of which only a hash is kept."""
        with self._engine.begin() as connection:
            connection.execute(delete(_pairing).where(_pairing.c.origin == origin))
            connection.execute(
                insert(_pairing).values(origin=origin, owner=self._owner, token_hash=_hash(token))
            )

    def is_paired(self, origin: str, token: str) -> bool:
        """Whether an extension's origin was paired and this is its token."""
        query = select(_pairing.c.token_hash).where(_pairing.c.origin == origin)
        with self._engine.connect() as connection:
            kept = connection.execute(query).scalar()
        return kept is not None and secrets.compare_digest(bytes(kept), _hash(token))


def _hash(token: str) -> bytes:
    # The token is 256 random bits: nothing to stretch or to salt.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _unpack(packed: bytes) -> frozenset[int]:
    return frozenset(
        int.from_bytes(packed[at : at + _HASH_BYTES]) for at in range(0, len(packed), _HASH_BYTES)
    )


def _open(directory: Path | None) -> Engine:
    if directory is None:
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        engine = create_engine(f"sqlite:///{_owner_only(directory) / FILE}")
        event.listen(engine, "connect", _settings)
    try:
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
            if version > _SCHEMA:
                raise UnusableMemoryError(
                    f"{directory} was written by a newer Taknote. Update this one, or start it "
                    "with another --data folder."
                )
            _tables.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {_SCHEMA}")
    except DatabaseError as error:
        raise UnusableMemoryError(
            f"Taknote can't use its data in {directory}: {error.orig}. Nothing was changed. "
            "Move the file away, or start with another --data folder."
        ) from error
    return engine


def _owner_only(directory: Path) -> Path:
    """Make the directory, and the file in it, for its owner's eyes alone."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = directory / FILE
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise UnusableMemoryError(
            f"Taknote can't write to {directory}: {error.strerror}."
        ) from error
    return directory


def _settings(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 5000")
