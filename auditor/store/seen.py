"""What a round saw, read from the store camera by camera and a part at a time."""

import functools
import itertools
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from auditor.observed import Observed
from auditor.store.codec import decode
from auditor.store.tables import OBSERVATIONS
from probes.observation import Observation

__all__ = ["observations_in_order", "observed_round"]

_CAMERAS = 500
_OBSERVATIONS = 2_000
_TABLE = OBSERVATIONS.c

_Reading = Callable[[], AbstractContextManager[Connection]]
_Seen = tuple[Observation[object], ...]


def observed_round(reading: _Reading, round_id: str, at_once: int = _CAMERAS) -> Observed:
    """A round that is no longer written; no transaction is open between two parts.

    A part is what was seen of at most ``at_once`` cameras.
    """
    return Observed(
        ours=_ours(reading, round_id),
        cameras=functools.partial(_cameras, reading, round_id, at_once),
    )


def observations_in_order(
    reading: _Reading, round_id: str, at_once: int = _OBSERVATIONS
) -> Iterator[Observation[object]]:
    """A round's observations in the order of their making; no transaction is open in between."""
    with reading() as connection:
        found = connection.execute(select(_TABLE.id).where(_TABLE.round_id == round_id)).scalars()
        ids = array("q", sorted(found))
    for start in range(0, len(ids), at_once):
        some = ids[start : start + at_once]
        for probe, body in _between(reading, round_id, some[0], some[-1]):
            yield decode(probe, body)


def _between(reading: _Reading, round_id: str, first: int, last: int) -> list[tuple[str, str]]:
    """The round is not asked for: SQLite would go through all of it again for every part."""
    query = select(_TABLE.round_id, _TABLE.probe, _TABLE.body)
    with reading() as connection:
        rows = connection.execute(query.where(_TABLE.id.between(first, last)).order_by(_TABLE.id))
        return [(probe, body) for of, probe, body in rows if of == round_id]


def _ours(reading: _Reading, round_id: str) -> _Seen:
    query = select(_TABLE.probe, _TABLE.body).where(_TABLE.round_id == round_id, _TABLE.row <= 0)
    with reading() as connection:
        rows = connection.execute(query.order_by(_TABLE.id)).all()
    return tuple(decode(probe, body) for probe, body in rows)


def _cameras(reading: _Reading, round_id: str, at_once: int) -> Iterator[_Seen]:
    last = 0
    while rows := _rows_after(reading, round_id, last, at_once):
        last = rows[-1]
        found = _part(reading, round_id, rows[0], last)
        for _, seen in itertools.groupby(found, key=lambda one: one.row):
            yield tuple(decode(one.probe, one.body) for one in seen)


def _rows_after(reading: _Reading, round_id: str, last: int, at_once: int) -> list[int]:
    query = select(_TABLE.row).where(_TABLE.round_id == round_id, _TABLE.row > last)
    with reading() as connection:
        found = query.distinct().order_by(_TABLE.row).limit(at_once)
        return list(connection.execute(found).scalars())


def _part(reading: _Reading, round_id: str, first: int, last: int) -> Sequence[Row[int, str, str]]:
    query = (
        select(_TABLE.row, _TABLE.probe, _TABLE.body)
        .where(_TABLE.round_id == round_id, _TABLE.row.between(first, last))
        .order_by(_TABLE.row, _TABLE.id)
    )
    with reading() as connection:
        return connection.execute(query).all()
