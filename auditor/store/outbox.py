"""What is to be delivered: the exact bytes, a row per round and destination, and their fate.

A row is written with the end of its round, in one transaction.  A sender takes a row for a
while (a lease), so that two never send one at the same time; a lease that ran out was a sender
that was killed.  What an answer means is left to `auditor.feed.outcome`.
"""

import enum
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.engine import Connection

from auditor.errors import StoreError
from auditor.store import tables

__all__ = ["Delivery", "Outbox", "Outgoing", "Parcel", "Settled", "State", "add_outgoing"]

_TABLE = tables.OUTBOX


class State(enum.StrEnum):
    """Pending is tried again by itself, parked waits for a person, dropped was given up."""

    PENDING = "pending"
    SENT = "sent"
    PARKED = "parked"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something new to deliver; ``key`` is the idempotency key."""

    key: str
    destination: str
    schema: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A row that its sender holds; ``attempts`` includes the one that now begins."""

    key: str
    round_id: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How an attempt ended; ``answer`` is short and holds no secret."""

    state: State
    next_try_at: datetime
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row as a person looks at it; ``free_at`` is when it can be tried next."""

    key: str
    round_id: str
    destination: str
    schema: str
    state: State
    attempts: int
    free_at: datetime
    answer: str


def add_outgoing(connection: Connection, round_id: str, outgoing: Outgoing, now: datetime) -> None:
    """Put ``outgoing`` into the outbox, inside the caller's transaction."""
    connection.execute(
        insert(_TABLE).values(
            key=outgoing.key,
            round_id=round_id,
            destination=outgoing.destination,
            schema=outgoing.schema,
            state=State.PENDING.value,
            attempts=0,
            next_try_at=_text(now),
            answer="",
            body=outgoing.body,
        )
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox of an open store."""

    transaction: Callable[[], AbstractContextManager[Connection]]

    def add(self, round_id: str, outgoing: Outgoing, now: datetime) -> bool:
        """Add unless its key is there already, whatever became of it."""
        with self.transaction() as connection:
            key = select(_TABLE.c.key).where(_TABLE.c.key == outgoing.key)
            if connection.execute(key).first() is not None:
                return False
            add_outgoing(connection, round_id, outgoing, now)
        return True

    def deliveries(self, destination: str | None = None) -> tuple[Delivery, ...]:
        """Every row, or those of one destination, in the order of their rounds."""
        columns = [column for column in _TABLE.c if column.name != "body"]
        query = select(*columns).order_by(_TABLE.c.round_id, _TABLE.c.key)
        if destination is not None:
            query = query.where(_TABLE.c.destination == destination)
        with self.transaction() as connection:
            return tuple(_delivery(dict(row)) for row in connection.execute(query).mappings())

    def claim(self, key: str, *, owner: str, now: datetime, lease: timedelta) -> Parcel | None:
        """Take a row that is due; None when somebody else has it, or it is not due."""
        taken = (
            update(_TABLE)
            .where(_TABLE.c.key == key, _due(now))
            .values(
                lease_owner=owner,
                lease_until=_text(now + lease),
                attempts=_TABLE.c.attempts + 1,
            )
        )
        columns = (_TABLE.c.round_id, _TABLE.c.body, _TABLE.c.attempts)
        with self.transaction() as connection:
            if connection.execute(taken).rowcount != 1:
                return None
            row = connection.execute(select(*columns).where(_TABLE.c.key == key)).one()
        return Parcel(key=key, round_id=row[0], body=row[1], attempts=row[2])

    def settle(self, key: str, settled: Settled, *, owner: str) -> None:
        """Write how it ended.  Only the holder may; but what was sent is sent, whoever holds it."""
        held = _TABLE.c.lease_owner == owner
        pending = _TABLE.c.state == State.PENDING.value
        with self.transaction() as connection:
            connection.execute(
                update(_TABLE)
                .where(
                    _TABLE.c.key == key,
                    pending,
                    held if settled.state is not State.SENT else pending,
                )
                .values(
                    state=settled.state.value,
                    next_try_at=_text(settled.next_try_at),
                    answer=settled.answer,
                    lease_owner=None,
                    lease_until=None,
                )
            )

    def retry(self, key: str, now: datetime) -> None:
        """Try it again at once: what is parked, dropped, or waits for its time."""
        self._move(key, State.PENDING, now)

    def drop(self, key: str, now: datetime) -> None:
        """Give it up; the row stays as a record of that."""
        self._move(key, State.DROPPED, now)

    def _move(self, key: str, state: State, now: datetime) -> None:
        movable = and_(_TABLE.c.state != State.SENT.value, _unleased(now))
        moved = (
            update(_TABLE)
            .where(_TABLE.c.key == key, movable)
            .values(state=state.value, next_try_at=_text(now), lease_owner=None, lease_until=None)
        )
        with self.transaction() as connection:
            if connection.execute(moved).rowcount != 1:
                raise StoreError(f"delivery {key}: sent, being sent, or not there")


def _due(now: datetime) -> ColumnElement[bool]:
    pending = _TABLE.c.state == State.PENDING.value
    return and_(pending, _TABLE.c.next_try_at <= _text(now), _unleased(now))


def _unleased(now: datetime) -> ColumnElement[bool]:
    return or_(_TABLE.c.lease_until.is_(None), _TABLE.c.lease_until <= _text(now))


def _delivery(row: dict[str, object]) -> Delivery:
    free = max(str(row["next_try_at"]), str(row["lease_until"] or ""))
    return Delivery(
        key=str(row["key"]),
        round_id=str(row["round_id"]),
        destination=str(row["destination"]),
        schema=str(row["schema"]),
        state=State(str(row["state"])),
        attempts=int(str(row["attempts"])),
        free_at=datetime.fromisoformat(free),
        answer=str(row["answer"]),
    )


def _text(moment: datetime) -> str:
    """Of one length and in UTC, so that texts compare as times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
