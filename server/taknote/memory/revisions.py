"""Whether what a check goes by was written since it was last read, by whichever process."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, insert, select, update

from taknote.memory.tables import revision, take_turns


class Revisions:
    """An owner's revision: a number that grows with every writing."""

    def __init__(self, engine: Engine, owner: str) -> None:
        self._engine = engine
        self._mine = revision.c.owner == owner
        self._current = select(revision.c.number).where(self._mine)
        with engine.begin() as connection:
            take_turns(connection)
            if connection.execute(self._current).scalar() is None:
                connection.execute(insert(revision).values(owner=owner, number=1))

    def current(self) -> int:
        """The number now. What was read after asking for it is at least as new."""
        with self._engine.connect() as connection:
            return int(connection.execute(self._current).scalar_one())

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, and makes the number grow."""
        with self._engine.begin() as connection:
            connection.execute(
                update(revision).where(self._mine).values(number=revision.c.number + 1)
            )
            yield connection
