"""Which service runs the nights of a community: one row each, taken by compare-and-set.

The holder's ``beat`` grows while it lives.  Whether a holder is dead is not asked of clocks,
which jump and differ between hosts: a service takes over what it saw stand still for long
enough by its own steady clock (`auditor.schedule.holding`).  ``until`` tells people.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from auditor.store.tables import NIGHT_LEASES

__all__ = ["Lease", "Leases", "is_holder"]

_FREE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """As it was read; ``owner`` is empty when its holder gave it back."""

    owner: str
    beat: int
    heartbeat_at: datetime
    until: datetime

    @property
    def is_free(self) -> bool:
        """Whether nobody has to be waited for."""
        return self.owner == _FREE


@dataclass(frozen=True, slots=True)
class Leases:
    """The leases of an open store."""

    reading: Callable[[], AbstractContextManager[Connection]]
    writing: Callable[[], AbstractContextManager[Connection]]

    def of(self, community: str) -> Lease | None:
        """The lease, None when there never was one."""
        columns = [column for column in NIGHT_LEASES.c if column.name != "community"]
        query = select(*columns).where(NIGHT_LEASES.c.community == community)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        owner, beat, heartbeat_at, until = row
        return Lease(
            owner=owner,
            beat=beat,
            heartbeat_at=datetime.fromisoformat(heartbeat_at),
            until=datetime.fromisoformat(until),
        )

    def alive(self, now: datetime) -> tuple[str, ...]:
        """Who held a lease within its time, by the clocks of ``now`` and of the holder."""
        held = (NIGHT_LEASES.c.owner != _FREE, NIGHT_LEASES.c.until > _text(now))
        query = select(NIGHT_LEASES.c.owner).where(*held).order_by(NIGHT_LEASES.c.owner)
        with self.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def take(
        self, community: str, seen: Lease | None, *, owner: str, now: datetime, length: timedelta
    ) -> bool:
        """Become the holder if the lease is still as it was ``seen``; False when it is not."""
        with self.writing() as connection:
            if seen is None:
                new = {"community": community, "owner": owner, "beat": 1, **_times(now, length)}
                return _inserted(connection, new)
            taken = (
                update(NIGHT_LEASES)
                .where(
                    NIGHT_LEASES.c.community == community,
                    NIGHT_LEASES.c.owner == seen.owner,
                    NIGHT_LEASES.c.beat == seen.beat,
                )
                .values(owner=owner, beat=seen.beat + 1, **_times(now, length))
            )
            return connection.execute(taken).rowcount == 1

    def renew(self, community: str, *, owner: str, now: datetime, length: timedelta) -> bool:
        """Say that the holder lives; False when somebody else holds the lease."""
        beat = NIGHT_LEASES.c.beat + 1
        return self._change(community, owner, beat=beat, **_times(now, length))

    def release(self, community: str, *, owner: str, now: datetime) -> bool:
        """Give it back, so that nobody waits; the last sign of life stays."""
        return self._change(community, owner, owner=_FREE, **_times(now, timedelta()))

    def _change(self, community: str, holder: str, **values: object) -> bool:
        held = (NIGHT_LEASES.c.community == community, NIGHT_LEASES.c.owner == holder)
        with self.writing() as connection:
            changed = connection.execute(update(NIGHT_LEASES).where(*held).values(**values))
            return changed.rowcount == 1


def is_holder(connection: Connection, community: str, owner: str) -> bool:
    """Whether ``owner`` holds the lease, and goes on to hold it until the transaction ends."""
    query = select(NIGHT_LEASES.c.owner).where(NIGHT_LEASES.c.community == community)
    return connection.execute(query.with_for_update()).scalar_one_or_none() == owner


def _times(now: datetime, length: timedelta) -> dict[str, object]:
    return {"heartbeat_at": _text(now), "until": _text(now + length)}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _inserted(connection: Connection, row: dict[str, object]) -> bool:
    """Two may try at once; one of them finds the other's row."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = kind.insert(NIGHT_LEASES).values(**row).on_conflict_do_nothing()
    return connection.execute(new.returning(NIGHT_LEASES.c.beat)).first() is not None
