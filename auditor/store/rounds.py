"""Rounds as the store has them, the latest first, without what they found."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, false, func, select
from sqlalchemy.engine import Connection, RowMapping

from auditor.model import RoundKind
from auditor.store.tables import ROUNDS

__all__ = ["KeptRound", "RoundShelf"]

_NOWHERE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRound:
    """A round in the store; ``ended_at`` and ``complete`` are None while it has not ended."""

    id: str
    community: str
    started_at: datetime
    ended_at: datetime | None
    complete: bool | None
    kind: RoundKind = RoundKind.NIGHTLY
    night: date | None = None
    deadline: datetime | None = None
    parent: str | None = None
    tool_version: str = ""


@dataclass(frozen=True, slots=True)
class RoundShelf:
    """Reads them, as many as are asked for: there may be a thousand nights of hundreds."""

    reading: Callable[[], AbstractContextManager[Connection]]

    def some(
        self, community: str | None = None, *, start: int = 0, most: int | None = None
    ) -> tuple[KeptRound, ...]:
        """The rounds of a community or of all: ``most`` of them, from number ``start``."""
        return self._found(_of(community).offset(start).limit(most))

    def count(self, community: str | None = None) -> int:
        """How many there are."""
        query = select(func.count()).select_from(_of(community).subquery())
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    def one(self, round_id: str) -> KeptRound | None:
        """A round by its whole id."""
        return next(iter(self._found(_of(None).where(_is(ROUNDS.c.id, round_id)))), None)

    def latest(self) -> tuple[KeptRound, ...]:
        """The last nightly round of each community that ended, communities in order."""
        last = {one.community: one for one in reversed(self._found(_latest()))}
        return tuple(last[name] for name in sorted(last))

    def _found(self, query: Select[Any]) -> tuple[KeptRound, ...]:
        with self.reading() as connection:
            return tuple(_kept(row) for row in connection.execute(query).mappings())


def _of(community: str | None) -> Select[Any]:
    columns = [ROUNDS.c[one.name] for one in fields(KeptRound)]
    query = select(*columns).order_by(ROUNDS.c.started_at.desc(), ROUNDS.c.id.desc())
    return query if community is None else query.where(_is(ROUNDS.c.community, community))


def _is(column: Column[str], text: str) -> ColumnElement[bool]:
    """Equal; no database can be asked for a NUL or for half of a surrogate pair."""
    return false() if _NOWHERE.search(text) else column == text


def _latest() -> Select[Any]:
    """Two of a community may have begun at once."""
    whole = (ROUNDS.c.kind == RoundKind.NIGHTLY.value, ROUNDS.c.ended_at.is_not(None))
    began = func.max(ROUNDS.c.started_at).label("began")
    last = select(ROUNDS.c.community, began).where(*whole).group_by(ROUNDS.c.community).subquery()
    same = (ROUNDS.c.community == last.c.community) & (ROUNDS.c.started_at == last.c.began)
    return _of(None).join(last, same).where(*whole)


def _kept(row: RowMapping) -> KeptRound:
    ended, night, deadline = row["ended_at"], row["night"], row["deadline"]
    return KeptRound(
        id=row["id"],
        community=row["community"],
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        complete=row["complete"],
        kind=RoundKind(row["kind"]),
        night=date.fromisoformat(night) if night else None,
        deadline=datetime.fromisoformat(deadline) if deadline else None,
        parent=row["parent"],
        tool_version=row["tool_version"],
    )
