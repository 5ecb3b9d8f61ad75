"""Interviews that are remembered: who was met, what is still due to whom, and by when."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from taknote.letter.draft import Interview, Person
from taknote.memory import tables
from taknote.memory.revisions import Revisions

_DUE_FOR = timedelta(days=14)  # who was not thanked by then will not be


class ChangedMeanwhileError(RuntimeError):
    """Somebody else changed the interview since it was read."""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody met at an interview, and when the note to them went out."""

    name: str = ""
    title: str = ""
    email: str = ""
    thanked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptInterview:
    """An interview as it is remembered. `version` grows with every change."""

    company: str = ""
    role: str = ""
    held_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    hear_back_by: date | None = None
    country: str = ""
    questions: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    notes: str = ""
    dismissed: bool = False
    people: tuple[Met, ...] = ()
    id: str = ""
    version: int = field(default=0, compare=False)

    @property
    def known(self) -> Interview:
        """What a check needs of it."""
        return Interview(
            company=self.company,
            role=self.role,
            held_at=self.held_at,
            hear_back_by=self.hear_back_by,
            interviewers=tuple(Person(one.name, one.email) for one in self.people),
            questions=self.questions,
            strengths=self.strengths,
            country=self.country,
        )


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do: thank somebody today, or ask on the day that was agreed."""

    kind: Literal["thank", "follow-up"]
    interview_id: str
    company: str
    name: str
    email: str
    since: datetime


class Interviews:
    """An owner's interviews."""

    def __init__(self, engine: Engine, owner: str, revisions: Revisions) -> None:
        self._engine = engine
        self._owner = owner
        self._revisions = revisions

    def newest(self, most: int = 200) -> list[KeptInterview]:
        """The interviews that were noted last, newest first."""
        query = (
            select(tables.interview)
            .where(tables.interview.c.owner == self._owner)
            .order_by(tables.interview.c.created_at.desc(), tables.interview.c.id)
            .limit(most)
        )
        with self._engine.connect() as connection:
            return self._with_people(connection, connection.execute(query).all())

    def get(self, key: str) -> KeptInterview | None:
        """One interview, or None where there is none with this id."""
        with self._engine.connect() as connection:
            return self._one(connection, key)

    def by_address(self, addresses: Iterable[str]) -> KeptInterview | None:
        """The newest interview at which somebody with one of these addresses was met."""
        wanted = sorted({address.strip().casefold() for address in addresses} - {""})[:50]
        if not wanted:
            return None
        query = (
            select(tables.interview)
            .join(tables.person, tables.person.c.interview_id == tables.interview.c.id)
            .where(tables.person.c.owner == self._owner, tables.person.c.address.in_(wanted))
            .order_by(tables.interview.c.created_at.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            found = self._with_people(connection, connection.execute(query).all())
        return found[0] if found else None

    def create(self, interview: KeptInterview) -> KeptInterview:
        """Remember an interview; it gets its id here."""
        made = dataclasses.replace(interview, id=secrets.token_hex(8), version=1)
        with self._revisions.writing() as connection:
            connection.execute(
                insert(tables.interview).values(
                    id=made.id,
                    owner=self._owner,
                    version=1,
                    created_at=datetime.now(UTC).replace(tzinfo=None),
                    **_columns(made),
                )
            )
            self._write_people(connection, made)
        return made

    def change(self, interview: KeptInterview, version: int) -> KeptInterview | None:
        """Replace an interview, if nobody else changed it since this version; None if it is gone.

        Raises:
            ChangedMeanwhileError: the version is not the newest.
        """
        table = tables.interview
        with self._revisions.writing() as connection:
            done = connection.execute(
                update(table)
                .where(
                    table.c.id == interview.id,
                    table.c.owner == self._owner,
                    table.c.version == version,
                )
                .values(version=version + 1, **_columns(interview))
            )
            if not done.rowcount:
                if self._one(connection, interview.id) is None:
                    return None
                raise ChangedMeanwhileError
            before = self._one(connection, interview.id)
            thanked = (
                {one.email.casefold(): one.thanked_at for one in before.people} if before else {}
            )
            people = tuple(
                dataclasses.replace(one, thanked_at=thanked.get(one.email.casefold()))
                for one in interview.people
            )
            changed = dataclasses.replace(interview, people=people, version=version + 1)
            connection.execute(
                delete(tables.person).where(tables.person.c.interview_id == interview.id)
            )
            self._write_people(connection, changed)
        return changed

    def delete(self, key: str) -> bool:
        """Forget an interview and who was met; whether there was one."""
        table = tables.interview
        with self._revisions.writing() as connection:
            done = connection.execute(
                delete(table).where(table.c.id == key, table.c.owner == self._owner)
            )
            return bool(done.rowcount)

    def delete_all(self) -> None:
        """Forget all of them."""
        with self._revisions.writing() as connection:
            connection.execute(
                delete(tables.interview).where(tables.interview.c.owner == self._owner)
            )

    def thank(self, connection: Connection, address: str, when: datetime) -> None:
        """Note that a note went to this address: everybody with it has been thanked."""
        table = tables.person
        connection.execute(
            update(table)
            .where(
                table.c.owner == self._owner,
                table.c.address == address.strip().casefold(),
                table.c.thanked_at.is_(None),
            )
            .values(thanked_at=_in_utc(when))
        )

    def due(self, now: datetime) -> list[Due]:
        """What is due: thanks for interviews that have ended, and follow-ups whose day has come."""
        found = []
        for interview in self.newest():
            if interview.dismissed:
                continue
            end = interview.ends_at or interview.held_at
            if end and end <= now <= end + _DUE_FOR:
                found += [
                    Due("thank", interview.id, interview.company, one.name, one.email, end)
                    for one in interview.people
                    if one.thanked_at is None
                ]
            day = interview.hear_back_by
            if day and day < now.date() <= day + _DUE_FOR:
                since = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
                found += [
                    Due("follow-up", interview.id, interview.company, one.name, one.email, since)
                    for one in interview.people[:1]
                ]
        return found

    def _one(self, connection: Connection, key: str) -> KeptInterview | None:
        table = tables.interview
        rows = connection.execute(
            select(table).where(table.c.id == key, table.c.owner == self._owner)
        ).all()
        found = self._with_people(connection, rows)
        return found[0] if found else None

    def _with_people(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[KeptInterview]:
        table = tables.person
        people: dict[str, list[Met]] = {row.id: [] for row in rows}
        if people:
            query = select(table).where(table.c.interview_id.in_(people)).order_by(table.c.id)
            for row in connection.execute(query):
                thanked = row.thanked_at.replace(tzinfo=UTC) if row.thanked_at else None
                people[row.interview_id].append(Met(row.name, row.title, row.email, thanked))
        return [_kept(row, people[row.id]) for row in rows]

    def _write_people(self, connection: Connection, interview: KeptInterview) -> None:
        if not interview.people:
            return
        connection.execute(
            insert(tables.person),
            [
                {
                    "interview_id": interview.id,
                    "owner": self._owner,
                    "name": one.name,
                    "title": one.title,
                    "email": one.email,
                    "address": one.email.strip().casefold(),
                    "thanked_at": one.thanked_at and _in_utc(one.thanked_at),
                }
                for one in interview.people
            ],
        )


def _in_utc(moment: datetime) -> datetime:
    """A moment as the database keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _columns(interview: KeptInterview) -> dict[str, Any]:
    return {
        "company": interview.company,
        "role": interview.role,
        "held_at": interview.held_at and interview.held_at.isoformat(),
        "ends_at": interview.ends_at and interview.ends_at.isoformat(),
        "place": interview.place,
        "hear_back_by": interview.hear_back_by and interview.hear_back_by.isoformat(),
        "country": interview.country,
        "questions": list(interview.questions),
        "strengths": list(interview.strengths),
        "notes": interview.notes,
        "dismissed": interview.dismissed,
    }


def _kept(row: Row[Any], people: Iterable[Met]) -> KeptInterview:
    return KeptInterview(
        company=row.company,
        role=row.role,
        held_at=datetime.fromisoformat(row.held_at) if row.held_at else None,
        ends_at=datetime.fromisoformat(row.ends_at) if row.ends_at else None,
        place=row.place,
        hear_back_by=date.fromisoformat(row.hear_back_by) if row.hear_back_by else None,
        country=row.country,
        questions=tuple(row.questions),
        strengths=tuple(row.strengths),
        notes=row.notes,
        dismissed=row.dismissed,
        people=tuple(people),
        id=row.id,
        version=row.version,
    )
