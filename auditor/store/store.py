"""The store: SQLite or PostgreSQL, written as a round goes on, so that a stop loses nothing.

One writer; SQLAlchemy Core only.  What is saved is committed before it is reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Table, func, insert, select, update

from auditor.errors import StoreError
from auditor.model import IndicatorResult, Report, RoundKind
from auditor.observed import Observed
from auditor.store import tables
from auditor.store.batches import Writer, insert_all
from auditor.store.codec import unpack_report
from auditor.store.content import keep_contents, read_contents, read_kinds
from auditor.store.database import Database
from auditor.store.evidence import EvidenceShelf, keep_evidence, mark_pictures_pruned
from auditor.store.history import HistoryShelf
from auditor.store.journal import Journal
from auditor.store.leases import Leases
from auditor.store.outbox import Outbox, Outgoing, add_outgoing
from auditor.store.pages import PageShelf, keep_page
from auditor.store.place import locate
from auditor.store.pruning import old_rounds, prune_observations
from auditor.store.report_text import packed
from auditor.store.rounds import KeptRound, RoundShelf
from auditor.store.rows import finding_row, observation_row, rate_row
from auditor.store.schema import bring_up_to_date
from auditor.store.seen import observations_in_order, observed_round
from auditor.store.sent_logins import LoginBook
from auditor.store.states import keep_states
from auditor.store.visits import VisitBook, VisitMark
from probes.observation import Observation

__all__ = ["LATEST", "KeptRound", "NewRound", "Store"]

LATEST = "latest"
_BATCH = 50
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """What is known of a round when it begins.

    ``night`` is the date of the night in whose window it begins, ``parent`` the round whose
    states an ad-hoc one compares with.
    """

    id: str
    community: str
    started_at: datetime
    registry_sha256: str
    profile: str
    tool_version: str
    kind: RoundKind = RoundKind.NIGHTLY
    night: date | None = None
    deadline: datetime | None = None
    parent: str | None = None


@dataclass(slots=True)
class Store:
    """A context manager around one database; every SQLAlchemy fault is a StoreError.

    ``path`` is a file, or the URL of a PostgreSQL database.  ``before_flush`` is called before
    observations are written, to have the disk keep what they speak of.
    """

    path: Path | str
    before_flush: Callable[[], None] = field(default=lambda: None, kw_only=True)
    _database: Database | None = field(default=None, init=False)
    _pending: list[dict[str, object]] = field(default_factory=list, init=False)
    _visited: list[dict[str, object]] = field(default_factory=list, init=False)
    _batch: dict[Table, list[dict[str, object]]] = field(default_factory=dict, init=False)
    _writer: Writer = field(default_factory=Writer, init=False)

    def __enter__(self) -> Self:
        """Open, make or upgrade; refuse another program's database and a newer schema."""
        database = Database(locate(self.path))
        try:
            database.open()
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        self._database = database
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is pending and close."""
        try:
            self.flush()
        finally:
            self._close()

    def begin_round(self, new: NewRound) -> None:
        """Record that a round began."""
        values = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(new).items()
        }
        with self._open.writing() as connection:
            connection.execute(insert(tables.ROUNDS).values(**values))

    def keep_contents(self, round_id: str, parts: Mapping[str, bytes]) -> None:
        """Keep what a round is judged by, by kind; parts that rounds share are kept once."""
        with self._open.writing() as connection:
            keep_contents(connection, round_id, parts)

    def contents(self, round_id: str) -> Mapping[str, bytes]:
        """What a round is judged by, by kind; empty for a round of an earlier version."""
        with self._open.reading() as connection:
            return read_contents(connection, round_id)

    def content_kinds(self, round_id: str) -> frozenset[str]:
        """What of `contents` there is."""
        with self._open.reading() as connection:
            return read_kinds(connection, round_id)

    def keep(self, round_id: str, observation: Observation[object]) -> None:
        """Take an observation; written in batches, at the latest by `flush`."""
        self._take(round_id, [observation])

    def keep_visit(
        self, round_id: str, observations: Iterable[Observation[object]], mark: VisitMark
    ) -> None:
        """Take what a finished visit saw; it is written as a whole or not at all."""
        self._visited.append(mark.values(round_id))
        self._take(round_id, observations)

    def _take(self, round_id: str, observations: Iterable[Observation[object]]) -> None:
        self._pending += [observation_row(round_id, one) for one in observations]
        if len(self._pending) >= _BATCH:
            self.flush()

    @property
    def is_pending(self) -> bool:
        """Whether something was taken that is not yet written."""
        return bool(self._batch or self._pending or self._visited)

    def flush(self) -> None:
        """Write what is pending: once, also where a connection was lost at the commit."""
        while self.is_pending:
            if not self._batch:
                self._batch = {tables.OBSERVATIONS: self._pending, tables.VISITS: self._visited}
                self._pending, self._visited = [], []
            self.before_flush()
            with self._open.writing() as connection:
                self._writer.write(connection, self._batch)
            self._writer.wrote()
            self._batch = {}

    def end_round(
        self, report: Report, outgoing: Callable[[str], tuple[Outgoing, ...]] = lambda _: ()
    ) -> None:
        """Record the end, findings, rates, report, manifest and deliveries, all or nothing.

        ``outgoing`` makes the deliveries from the head of the manifest.
        """
        self.flush()
        end = report.provenance
        found = (finding_row(end.round_id, finding) for finding in report.findings)
        counted = (rate_row(end.round_id, result) for result in _judged_rates(report))
        text = packed(report)
        with self._open.writing() as connection:
            ended = connection.execute(
                update(tables.ROUNDS)
                .where(tables.ROUNDS.c.id == end.round_id)
                .values(ended_at=end.ended_at.isoformat(), complete=end.complete)
            )
            if ended.rowcount != 1:
                raise StoreError(f"{self._shown}: no round {end.round_id} has begun")
            insert_all(connection, tables.FINDINGS, found)
            insert_all(connection, tables.RATES, counted)
            body = {"round_id": end.round_id, "body": text.body}
            connection.execute(insert(tables.REPORTS), [body])
            keep_states(connection, report)
            keep_page(connection, report)
            head = keep_evidence(connection, report, text.sha256)
            for one in outgoing(head):
                add_outgoing(connection, end.round_id, one, end.ended_at)

    @property
    def evidence(self) -> EvidenceShelf:
        """What proves that a round's observations, pictures and report are those of its end."""
        return EvidenceShelf(self._open.reading)

    @property
    def history(self) -> HistoryShelf:
        """The rates and cameras of many nights."""
        return HistoryShelf(self._open.reading)

    @property
    def pages(self) -> PageShelf:
        """What pages show of rounds without reading their reports."""
        return PageShelf(self._open.reading)

    @property
    def round_shelf(self) -> RoundShelf:
        """The rounds, a part of them at a time."""
        return RoundShelf(self._open.reading)

    @property
    def visits(self) -> VisitBook:
        """Which visits of a round are finished, and when it stood still."""
        return VisitBook(self._open.reading, self._open.writing)

    @property
    def sent_logins(self) -> LoginBook:
        """Which logins a round sent that no device had taken before."""
        return LoginBook(self._open.reading, self._open.writing)

    @property
    def outbox(self) -> Outbox:
        """What is to be delivered and what became of it."""
        return Outbox(self._open.writing)

    @property
    def journal(self) -> Journal:
        """What became of each night."""
        return Journal(self._open.reading, self._open.writing)

    @property
    def leases(self) -> Leases:
        """Who runs the nights."""
        return Leases(self._open.reading, self._open.writing)

    def report(self, round_id: str, *, lean: bool = False) -> Report:
        """The result of an ended round as it was reported; pictures are files beside it.

        With ``lean`` without what no comparison needs; see `unpack_report`.
        """
        table = tables.REPORTS
        query = select(table.c.body).where(table.c.round_id == round_id)
        with self._open.reading() as connection:
            body = connection.execute(query).scalar_one_or_none()
        if body is None:
            raise StoreError(f"{self._shown}: no result of round {round_id} is kept")
        return unpack_report(body, lean=lean)

    def rounds(self) -> tuple[KeptRound, ...]:
        """Every round, the latest first."""
        return self.round_shelf.some()

    def find_round(self, name: str) -> str:
        """The id of an ended round: by its id, by a part that only its id begins with, or latest.

        ``latest`` is the last that began and was about the whole community.  StoreError says
        which rounds there are.
        """
        kept = [one for one in self.rounds() if one.ended_at is not None]
        ended = [one.id for one in kept]
        if name == LATEST:
            found = [one.id for one in kept if one.kind is RoundKind.NIGHTLY][:1]
        else:
            found = [name] if name in ended else [one for one in ended if one.startswith(name)]
        if name and len(found) == 1:
            return found[0]
        known = ", ".join(ended[:_SHOWN]) or "none has ended yet"
        fault = "several rounds begin with" if len(found) > 1 else "no ended round is called"
        raise StoreError(f"{self._shown}: {fault} {name!r}; the latest: {known}")

    def observations(self, round_id: str) -> tuple[Observation[object], ...]:
        """A round's observations in the order of their making."""
        return tuple(self.each_observation(round_id))

    def each_observation(self, round_id: str) -> Iterator[Observation[object]]:
        """The same one after the other; a part at a time is read."""
        self.flush()
        return observations_in_order(self._open.reading, round_id)

    def observed(self, round_id: str) -> Observed:
        """The same camera by camera; a part at a time is read, so they never fill the memory."""
        self.flush()
        return observed_round(self._open.reading, round_id)

    def observations_written(self) -> int:
        """How many observations were ever written, pruned ones too: the last one's number."""
        table = tables.OBSERVATIONS
        with self._open.reading() as connection:
            return connection.execute(select(func.max(table.c.id))).scalar_one() or 0

    def round_before(self, round_id: str) -> str | None:
        """The latest nightly round of the same community that began before this one."""
        table = tables.ROUNDS
        this = table.alias()
        query = (
            select(table.c.id)
            .join(this, this.c.id == round_id)
            .where(table.c.community == this.c.community, table.c.started_at < this.c.started_at)
            .where(table.c.kind == RoundKind.NIGHTLY.value)
            .order_by(table.c.started_at.desc())
        )
        with self._open.reading() as connection:
            return connection.execute(query.limit(1)).scalar_one_or_none()

    def prune(self, before: datetime, *, dry_run: bool) -> tuple[int, int]:
        """Remove observations, and what only they need, of rounds that began earlier.

        The latest nightly round of each community keeps its own, whatever its age.  Returns how many
        rounds and observations that are, or would be with ``dry_run``.
        """
        with self._open.writing() as connection:
            return prune_observations(connection, before, dry_run=dry_run)

    def old_rounds(self, before: datetime) -> tuple[str, ...]:
        """The rounds that began earlier, but for the latest of each community."""
        with self._open.reading() as connection:
            return tuple(old_rounds(connection, before))

    def mark_pictures_pruned(self, rounds: Iterable[str]) -> None:
        """Note, before it is done, that the pictures of these rounds go by policy."""
        with self._open.writing() as connection:
            mark_pictures_pruned(connection, list(rounds))

    @property
    def _open(self) -> Database:
        if self._database is None:
            raise StoreError(f"{self._shown}: the store is not open")
        return self._database

    @property
    def _shown(self) -> str:
        return locate(self.path).shown

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _judged_rates(report: Report) -> tuple[IndicatorResult, ...]:
    return (*report.results, *report.by_class)
