"""What the service remembers between runs: interviews, who was thanked, words, pairings.

SQLite in the user's data directory, or a database by its address, through SQLAlchemy. Of a note
that was sent only a fingerprint is kept, never its text.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, insert, or_, select, update

from taknote.letter.draft import Draft, SentNote
from taknote.letter.fingerprint import fingerprint
from taknote.letter.note import Note
from taknote.memory.interviews import Interviews, KeptInterview
from taknote.memory.revisions import Revisions
from taknote.memory.tables import (
    FILE,
    UnusableMemoryError,
    open_engine,
    pairing,
    pairing_code,
    secret,
    sent_note,
    take_turns,
)
from taknote.memory.tables import ignored as ignored_table
from taknote.memory.tables import word as word_table

__all__ = ["FILE", "OWNER", "Memory", "Remembered", "SentRecord", "UnusableMemoryError"]

OWNER = "local"
_REMEMBERED = 500
_FEW = 50  # recipients of a note, for what is kept not to grow with what is sent
_HASH_BYTES = 8


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A note that was sent."""

    id: int
    recipient: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered that a check goes by."""

    interview: KeptInterview | None
    words: frozenset[str]
    ignored: frozenset[str]
    sent: tuple[SentNote, ...]


@dataclass(slots=True)
class _Read:
    """What was read last, at which revision; interviews by the addresses they were looked up by."""

    revision: int
    words: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    sent: tuple[SentNote, ...] = ()
    interviews: dict[frozenset[str], KeptInterview | None] = field(default_factory=dict)


class Memory:
    """The service's memory, in a data directory or a database, or else for this run alone."""

    def __init__(self, directory: Path | None = None, owner: str = OWNER, url: str = "") -> None:
        """Open the memory.

        Raises:
            UnusableMemoryError: the directory, the file or the database can't be used.
        """
        self._owner = owner
        self._engine = open_engine(directory, url)
        self._revisions = Revisions(self._engine, owner)
        self.interviews = Interviews(self._engine, owner, self._revisions)
        self.key = self._load_key()
        self._read = _Read(0)

    def close(self) -> None:
        """Close the connections to the data."""
        self._engine.dispose()

    def _load_key(self) -> bytes:
        with self._engine.begin() as connection:
            take_turns(connection)
            key = connection.execute(select(secret.c.value)).scalar()
            if key is None:
                key = secrets.token_bytes(32)
                connection.execute(insert(secret).values(value=key))
        return bytes(key)

    def record(self, recipient: str, body: str) -> SentRecord:
        """Remember that a note went to somebody. Of its text only the fingerprint is kept."""
        now = datetime.now(UTC)
        note = Note(Draft(body, now))
        hashes = fingerprint((sentence.text for sentence in note.sentences), self.key)
        packed = b"".join(value.to_bytes(_HASH_BYTES) for value in sorted(hashes))
        with self._revisions.writing() as connection:
            done = connection.execute(
                insert(sent_note).values(
                    owner=self._owner,
                    recipient=recipient,
                    sent_at=now.replace(tzinfo=None),
                    fingerprint=packed,
                )
            )
            self.interviews.thank(connection, recipient, now)
            key = done.inserted_primary_key
        return SentRecord(int(key[0]) if key else 0, recipient, now)

    def records(self) -> list[SentRecord]:
        """The notes that were sent, newest first."""
        query = select(sent_note.c.id, sent_note.c.recipient, sent_note.c.sent_at).where(
            sent_note.c.owner == self._owner
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(sent_note.c.id.desc())).all()
        return [SentRecord(row.id, row.recipient, row.sent_at.replace(tzinfo=UTC)) for row in rows]

    def for_check(self, addresses: Iterable[str]) -> Remembered:
        """What a check of a note to these addresses goes by.

        One look at the revision tells whether what was read before still holds.
        """
        revision = self._revisions.current()
        read = self._read
        if read.revision != revision:
            read = _Read(revision)
            read.words, read.ignored, read.sent = self.words(), self.ignored(), self.sent_notes()
            self._read = read
        wanted = frozenset(addresses)
        if wanted in read.interviews:
            interview = read.interviews[wanted]
        else:
            interview = self.interviews.by_address(wanted)
            if len(read.interviews) < _REMEMBERED and len(wanted) <= _FEW:
                read.interviews[wanted] = interview
        return Remembered(interview, read.words, read.ignored, read.sent)

    def sent_notes(self) -> tuple[SentNote, ...]:
        """The fingerprints of the latest 500 notes, newest first."""
        query = (
            select(sent_note.c.recipient, sent_note.c.fingerprint)
            .where(sent_note.c.owner == self._owner)
            .order_by(sent_note.c.id.desc())
            .limit(_REMEMBERED)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(SentNote(row.recipient, _unpack(row.fingerprint)) for row in rows)

    def forget(self) -> None:
        """Forget every sent note."""
        with self._revisions.writing() as connection:
            connection.execute(delete(sent_note).where(sent_note.c.owner == self._owner))

    def words(self) -> frozenset[str]:
        """The personal dictionary."""
        with self._engine.connect() as connection:
            query = select(word_table.c.word).where(word_table.c.owner == self._owner)
            return frozenset(connection.execute(query).scalars())

    def keep_words(self, words: Iterable[str]) -> frozenset[str]:
        """Make these the personal dictionary, and return it."""
        kept = frozenset(words)
        with self._revisions.writing() as connection:
            connection.execute(delete(word_table).where(word_table.c.owner == self._owner))
            if kept:
                connection.execute(
                    insert(word_table), [{"owner": self._owner, "word": one} for one in kept]
                )
        return kept

    def ignored(self) -> frozenset[str]:
        """The ids of the warnings that the writer wants to see no more."""
        with self._engine.connect() as connection:
            query = select(ignored_table.c.warning).where(ignored_table.c.owner == self._owner)
            return frozenset(connection.execute(query).scalars())

    def ignore(self, warnings: Iterable[str]) -> frozenset[str]:
        """Make these the warnings that are not shown, and return them."""
        kept = frozenset(warnings)
        with self._revisions.writing() as connection:
            connection.execute(delete(ignored_table).where(ignored_table.c.owner == self._owner))
            if kept:
                connection.execute(
                    insert(ignored_table),
                    [{"owner": self._owner, "warning": one} for one in kept],
                )
        return kept

    def forget_all(self) -> None:
        """Forget interviews, people, sent notes, words and what is ignored; pairings stay."""
        self.ignore(())
        self.interviews.delete_all()
        self.keep_words(())
        self.forget()

    def offer_code(self, code: str, now: float, pause: float) -> bool:
        """Make this the pairing code of the moment, unless one was made less than a pause ago.

        Args:
            code: the code; only its hash is kept.
            now: seconds since the epoch.
            pause: seconds.
        """
        mine = pairing_code.c.owner == self._owner
        made_at = pairing_code.c.made_at
        with self._engine.begin() as connection:
            take_turns(connection)
            # A code of the future is of a clock that was wrong.
            over = or_(made_at <= now - pause, made_at > now)
            connection.execute(delete(pairing_code).where(mine, over))
            if connection.execute(select(made_at).where(mine)).scalar() is not None:
                return False
            connection.execute(
                insert(pairing_code).values(
                    owner=self._owner, code_hash=_hash(code), made_at=now, tries=0
                )
            )
        return True

    def use_code(self, code: str, now: float, lifetime: float, tries: int) -> bool:
        """Whether this is the pairing code, not too old nor tried too often; it works once."""
        mine = pairing_code.c.owner == self._owner
        with self._engine.begin() as connection:
            connection.execute(
                update(pairing_code).where(mine).values(tries=pairing_code.c.tries + 1)
            )
            row = connection.execute(select(pairing_code).where(mine)).one_or_none()
            alive = row is not None and 0 <= now - row.made_at < lifetime and row.tries <= tries
            if row is None or not alive:
                return False
            if not secrets.compare_digest(bytes(row.code_hash), _hash(code)):
                return False
            used = connection.execute(
                delete(pairing_code).where(mine, pairing_code.c.code_hash == row.code_hash)
            )
            return bool(used.rowcount)

    def pair(self, origin: str, token: str) -> None:
        """Let an extension's origin in with a token, of which only a hash is kept."""
        with self._engine.begin() as connection:
            take_turns(connection)
            connection.execute(delete(pairing).where(pairing.c.origin == origin))
            connection.execute(
                insert(pairing).values(origin=origin, owner=self._owner, token_hash=_hash(token))
            )

    def is_paired(self, origin: str, token: str) -> bool:
        """Whether an extension's origin was paired and this is its token."""
        query = select(pairing.c.token_hash).where(pairing.c.origin == origin)
        with self._engine.connect() as connection:
            kept = connection.execute(query).scalar()
        return kept is not None and secrets.compare_digest(bytes(kept), _hash(token))


def _hash(token: str) -> bytes:
    # A token is 256 random bits, a code lives for minutes: nothing to stretch or to salt.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _unpack(packed: bytes) -> frozenset[int]:
    return frozenset(
        int.from_bytes(packed[at : at + _HASH_BYTES]) for at in range(0, len(packed), _HASH_BYTES)
    )
