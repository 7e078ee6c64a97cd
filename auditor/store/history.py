"""Many nights read at once: ended rounds of a community, their rates, their cameras."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from auditor.answers import RateVerdict
from auditor.history.model import Past, PastRate, RatePoint
from auditor.history.past import EndedRound, NightStates, chosen, night_of, past_of
from auditor.model import RoundKind
from auditor.store.states import unpack_states
from auditor.store.tables import CAMERA_STATES, RATES, ROUNDS

__all__ = ["HistoryShelf"]


@dataclass(frozen=True, slots=True)
class HistoryShelf:
    """Reads what is kept of the nights; sampled rounds speak for no night."""

    reading: Callable[[], AbstractContextManager[Connection]]

    def past(self, community: str, *, nights: int, before: str | None = None) -> Past:
        """The last ``nights`` nights, or those up to the night of the round ``before`` them."""
        with self.reading() as connection:
            rounds = _chosen(connection, community, nights=nights, before=before)
            ids = [one.id for one in rounds.values()]
            return past_of(rounds, _rates(connection, ids), _states(connection, ids))

    def states(self, rounds: Iterable[str]) -> Mapping[str, NightStates]:
        """The cameras of these rounds, as far as they are kept."""
        with self.reading() as connection:
            return _states(connection, list(rounds))


def _chosen(
    connection: Connection, community: str, *, nights: int, before: str | None
) -> dict[date, EndedRound]:
    columns = (ROUNDS.c.id, ROUNDS.c.started_at, ROUNDS.c.ended_at, ROUNDS.c.complete)
    query = (
        select(*columns, CAMERA_STATES.c.whole)
        .outerjoin(CAMERA_STATES, CAMERA_STATES.c.round_id == ROUNDS.c.id)
        .where(ROUNDS.c.community == community, ROUNDS.c.kind == RoundKind.NIGHTLY.value)
    )
    rows = connection.execute(query).all()
    began = {id_: datetime.fromisoformat(started) for id_, started, *_ in rows}
    this = None if before is None else began.get(before)
    ended = [
        EndedRound(id=id_, started_at=began[id_], complete=bool(complete))
        for id_, _, ended_at, complete, whole in rows
        if ended_at is not None and whole is not False and (this is None or began[id_] < this)
    ]
    return chosen(ended, nights=nights, until=None if this is None else night_of(this))


def _rates(connection: Connection, ids: list[str]) -> dict[str, tuple[PastRate, ...]]:
    found: dict[str, list[PastRate]] = defaultdict(list)
    query = select(RATES).where(RATES.c.round_id.in_(ids)).order_by(RATES.c.id)
    for row in connection.execute(query):
        found[row.round_id].append(_rate(row))
    return {id_: tuple(rates) for id_, rates in found.items()}


def _rate(row: Row[tuple[object, ...]]) -> PastRate:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's own way to columns such as "of"
    point = RatePoint(
        version=values["version"],
        of=values["of"],
        met=values["met"],
        unknown=values["unknown"],
        excluded=values["excluded"],
        threshold=values["threshold"],
        verdict=RateVerdict(values["verdict"]),
    )
    return PastRate(indicator=values["indicator"], scope=values["scope"], point=point)


def _states(connection: Connection, ids: list[str]) -> dict[str, NightStates]:
    columns = (CAMERA_STATES.c.round_id, CAMERA_STATES.c.body)
    query = select(*columns).where(CAMERA_STATES.c.round_id.in_(ids))
    return {id_: unpack_states(body) for id_, body in connection.execute(query)}
