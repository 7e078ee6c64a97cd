"""Which visits of a round are finished, and when it was gone on with after it was cut short.

A visit's mark is written in the transaction of its last observation, so a visit is kept whole
or not at all; the table's key refuses a second one.  What is gone on with is left to
`auditor.schedule.memory`.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection

from auditor.model import Gap
from auditor.store.tables import OBSERVATIONS, SITTINGS, VISITS

__all__ = ["VisitBook", "VisitMark"]

_Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMark:
    """A finished visit; ``discovered`` are the stream addresses that it learnt."""

    row: int
    attempt: int
    discovered: tuple[str, ...] = ()

    def values(self, round_id: str) -> dict[str, object]:
        """As a row of the table."""
        told = json.dumps(self.discovered, ensure_ascii=True)
        return {"round_id": round_id, "row": self.row, "attempt": self.attempt, "discovered": told}


@dataclass(frozen=True, slots=True)
class VisitBook:
    """The finished visits of rounds in one database, and the gaps between their sittings."""

    reading: _Transaction
    writing: _Transaction

    def marks(self, round_id: str) -> tuple[VisitMark, ...]:
        """Every finished visit, by row and attempt."""
        columns = (VISITS.c.row, VISITS.c.attempt, VISITS.c.discovered)
        query = select(*columns).where(VISITS.c.round_id == round_id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(VISITS.c.row, VISITS.c.attempt)).all()
        return tuple(
            VisitMark(row=row, attempt=attempt, discovered=tuple(json.loads(told)))
            for row, attempt, told in rows
        )

    def forget(self, round_id: str, visits: frozenset[tuple[int, int]]) -> None:
        """Take back visits (row and attempt) whose picture is lost: they have no evidence."""
        with self.writing() as connection:
            for table in (VISITS, OBSERVATIONS):
                for row, attempt in sorted(visits):
                    which = (table.c.round_id == round_id, table.c.row == row)
                    connection.execute(delete(table).where(*which, table.c.attempt == attempt))

    def gaps(self, round_id: str) -> tuple[Gap, ...]:
        """When the round stood still, in order."""
        columns = (SITTINGS.c.stopped_at, SITTINGS.c.resumed_at)
        query = select(*columns).where(SITTINGS.c.round_id == round_id)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SITTINGS.c.number)).all()
        return tuple(
            Gap(stopped_at=datetime.fromisoformat(a), resumed_at=datetime.fromisoformat(b))
            for a, b in rows
        )

    def note_gap(self, round_id: str, gap: Gap) -> None:
        """Write down that the round goes on."""
        counted = select(func.count()).where(SITTINGS.c.round_id == round_id)
        with self.writing() as connection:
            number = connection.execute(counted).scalar_one() + 1
            row = {
                "round_id": round_id,
                "number": number,
                "stopped_at": gap.stopped_at.isoformat(),
                "resumed_at": gap.resumed_at.isoformat(),
            }
            connection.execute(insert(SITTINGS), [row])
