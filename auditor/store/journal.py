"""The journal of nights: one line a night and community, as long as the store lives.

The service that holds the lease plans, begins and closes nights; the round itself writes when
it began and how it ended, so that a service that died meanwhile finds the truth.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.engine import Connection

from auditor.schedule.nights import EARLIEST, LATEST, NightLine, NightState
from auditor.store.leases import is_holder
from auditor.store.tables import NIGHTS, OBSERVATIONS, ROUNDS, SITTINGS

__all__ = ["Journal"]


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of an open store."""

    reading: Callable[[], AbstractContextManager[Connection]]
    writing: Callable[[], AbstractContextManager[Connection]]

    def nights(self, community: str, now: datetime) -> tuple[NightLine, ...]:
        """The lines of the last year and of the next days, in their order."""
        query = select(NIGHTS).where(
            NIGHTS.c.community == community,
            NIGHTS.c.night >= (now - EARLIEST).date().isoformat(),
            NIGHTS.c.night <= (now + LATEST).date().isoformat(),
        )
        with self.reading() as connection:
            rows = connection.execute(query.order_by(NIGHTS.c.night)).mappings()
            return tuple(_line(row) for row in rows)

    def communities(self) -> tuple[str, ...]:
        """Those that have a line."""
        query = select(NIGHTS.c.community).distinct().order_by(NIGHTS.c.community)
        with self.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def night(self, community: str, night: date) -> NightLine | None:
        """One line."""
        query = select(NIGHTS).where(*_key(community, night))
        with self.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else _line(row)

    def write(self, lines: Iterable[NightLine], *, community: str, owner: str) -> bool:
        """Write the lines as they are, all or none; False when ``owner`` has lost the lease."""
        with self.writing() as connection:
            if not is_holder(connection, community, owner):
                return False
            for line in lines:
                _put(connection, line)
        return True

    def began(self, community: str, night: date, *, round_id: str) -> None:
        """The night's round says which it is."""
        self._note(community, night, round_id=round_id)

    def finished(
        self, community: str, night: date, *, ended_at: datetime, complete: bool, blind: str
    ) -> None:
        """The night's round says how it ended."""
        self._note(
            community,
            night,
            state=NightState.ENDED.value,
            ended_at=_text(ended_at),
            complete=complete,
            blind=blind,
        )

    def round_end(self, round_id: str) -> tuple[datetime, bool] | None:
        """When a round ended and whether completed; None while it has not."""
        columns = (ROUNDS.c.ended_at, ROUNDS.c.complete)
        with self.reading() as connection:
            row = connection.execute(select(*columns).where(ROUNDS.c.id == round_id)).one_or_none()
        return None if row is None or row[0] is None else (_moment(row[0]), bool(row[1]))

    def sittings(self, round_id: str) -> int:
        """How often a round was begun or gone on with; 0 when there is none such."""
        begun = select(func.count()).where(ROUNDS.c.id == round_id)
        resumed = select(func.count()).where(SITTINGS.c.round_id == round_id)
        with self.reading() as connection:
            counts = (connection.execute(query).scalar_one() for query in (begun, resumed))
            return sum(map(int, counts))

    def visited(self, round_id: str) -> int:
        """How many cameras a round has observations of."""
        query = select(func.count(OBSERVATIONS.c.row.distinct())).where(
            OBSERVATIONS.c.round_id == round_id, OBSERVATIONS.c.row > 0
        )
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def _note(self, community: str, night: date, **values: object) -> None:
        running = NIGHTS.c.state == NightState.RUNNING.value
        with self.writing() as connection:
            own = update(NIGHTS).where(*_key(community, night), running)
            connection.execute(own.values(**values))


def _key(community: str, night: date) -> tuple[ColumnElement[bool], ...]:
    return (NIGHTS.c.community == community, NIGHTS.c.night == night.isoformat())


def _put(connection: Connection, line: NightLine) -> None:
    row = _row(line)
    changed = connection.execute(update(NIGHTS).where(*_key(line.community, line.night)), row)
    if changed.rowcount == 0:
        connection.execute(insert(NIGHTS), [row])


def _row(line: NightLine) -> dict[str, object]:
    return {
        "community": line.community,
        "night": line.night.isoformat(),
        "begins_at": _text(line.begins),
        "ends_at": _text(line.ends),
        "state": line.state.value,
        "started_at": _text(line.started_at),
        "ended_at": _text(line.ended_at),
        "round_id": line.round_id,
        "owner": line.owner,
        "reason": line.reason,
        "attempts": line.attempts,
        "complete": line.complete,
        "blind": line.blind,
    }


def _line(row: RowMapping) -> NightLine:
    return NightLine(
        community=row["community"],
        night=date.fromisoformat(row["night"]),
        begins=_moment(row["begins_at"]),
        ends=_moment(row["ends_at"]),
        state=NightState(row["state"]),
        started_at=_moment(row["started_at"]) if row["started_at"] else None,
        ended_at=_moment(row["ended_at"]) if row["ended_at"] else None,
        round_id=row["round_id"],
        owner=row["owner"],
        reason=row["reason"],
        attempts=row["attempts"],
        complete=row["complete"],
        blind=row["blind"],
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
