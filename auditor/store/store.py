"""The store: SQLite in a file, written as a round goes on, so that a stop loses nothing.

One writer; SQLAlchemy Core only.  What is saved is committed before it is reported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from auditor.errors import StoreError
from auditor.model import IndicatorResult, Report
from auditor.store import tables
from auditor.store.codec import decode, encode, pack_report, unpack_report
from auditor.store.outbox import Outbox, Outgoing, add_outgoing
from probes.observation import Observation

__all__ = ["LATEST", "KeptRound", "NewRound", "Store"]

LATEST = "latest"
_BATCH = 50
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """What is known of a round when it begins."""

    id: str
    community: str
    started_at: datetime
    registry_sha256: str
    profile: str
    tool_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRound:
    """A round in the store; ``ended_at`` and ``complete`` are None while it has not ended."""

    id: str
    community: str
    started_at: datetime
    ended_at: datetime | None
    complete: bool | None


@dataclass(slots=True)
class Store:
    """A context manager around one database file; every SQLAlchemy fault is a StoreError."""

    path: Path
    _engine: Engine | None = field(default=None, init=False)
    _pending: list[dict[str, object]] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        """Open or create; refuse another program's database and another schema version."""
        # Not a URL text: a folder's name may hold "?" or "%".
        engine = create_engine(URL.create("sqlite", database=str(self.path)))
        event.listen(engine, "connect", _configure)
        self._engine = engine
        try:
            self._prepare()
        except BaseException:
            self._close()
            raise
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
        values = asdict(new) | {"started_at": new.started_at.isoformat()}
        with self._transaction() as connection:
            connection.execute(insert(tables.ROUNDS).values(**values))

    def keep(self, round_id: str, observation: Observation[object]) -> None:
        """Take an observation; written in batches, at the latest by `flush`."""
        self._pending.append(
            {
                "round_id": round_id,
                "row": int(observation.target),
                "probe": observation.probe,
                "version": observation.version,
                "attempt": observation.attempt,
                "body": encode(observation),
            }
        )
        if len(self._pending) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is pending."""
        if self._pending:
            with self._transaction() as connection:
                connection.execute(insert(tables.OBSERVATIONS), self._pending)
            self._pending = []

    def end_round(self, report: Report, outgoing: tuple[Outgoing, ...] = ()) -> None:
        """Record the end, findings, rates, report and what is to be delivered, all or nothing."""
        self.flush()
        end = report.provenance
        found = [asdict(finding) | {"round_id": end.round_id} for finding in report.findings]
        counted = [_rate_row(end.round_id, result) for result in _judged_rates(report)]
        body = {"round_id": end.round_id, "body": pack_report(report)}
        with self._transaction() as connection:
            ended = connection.execute(
                update(tables.ROUNDS)
                .where(tables.ROUNDS.c.id == end.round_id)
                .values(ended_at=end.ended_at.isoformat(), complete=end.complete)
            )
            if ended.rowcount != 1:
                raise StoreError(f"{self.path}: no round {end.round_id} has begun")
            for table, rows in ((tables.FINDINGS, found), (tables.RATES, counted)):
                if rows:
                    connection.execute(insert(table), rows)
            connection.execute(insert(tables.REPORTS), [body])
            for one in outgoing:
                add_outgoing(connection, end.round_id, one, end.ended_at)

    @property
    def outbox(self) -> Outbox:
        """What is to be delivered and what became of it."""
        return Outbox(self._transaction)

    def report(self, round_id: str) -> Report:
        """The result of an ended round as it was reported; pictures are files beside it."""
        table = tables.REPORTS
        query = select(table.c.body).where(table.c.round_id == round_id)
        with self._transaction() as connection:
            body = connection.execute(query).scalar_one_or_none()
        if body is None:
            raise StoreError(f"{self.path}: no result of round {round_id} is kept")
        return unpack_report(body)

    def rounds(self) -> tuple[KeptRound, ...]:
        """Every round, the latest first."""
        table = tables.ROUNDS
        columns = (table.c.id, table.c.community, table.c.started_at, table.c.ended_at)
        query = select(*columns, table.c.complete).order_by(
            table.c.started_at.desc(), table.c.id.desc()
        )
        with self._transaction() as connection:
            return tuple(_kept(tuple(row)) for row in connection.execute(query))

    def find_round(self, name: str) -> str:
        """The id of an ended round: by its id, by a part that only its id begins with, or latest.

        ``latest`` is the last that began.  StoreError says which rounds there are.
        """
        ended = [kept.id for kept in self.rounds() if kept.ended_at is not None]
        if name == LATEST:
            found = ended[:1]
        else:
            found = [name] if name in ended else [one for one in ended if one.startswith(name)]
        if name and len(found) == 1:
            return found[0]
        known = ", ".join(ended[:_SHOWN]) or "none has ended yet"
        fault = "several rounds begin with" if len(found) > 1 else "no ended round is called"
        raise StoreError(f"{self.path}: {fault} {name!r}; the latest: {known}")

    def observations(self, round_id: str) -> tuple[Observation[object], ...]:
        """A round's observations in the order of their making."""
        self.flush()
        table = tables.OBSERVATIONS
        query = select(table.c.probe, table.c.body).where(table.c.round_id == round_id)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(table.c.id)).all()
        return tuple(decode(probe, body) for probe, body in rows)

    def round_before(self, round_id: str) -> str | None:
        """The latest round of the same community that began before this one."""
        table = tables.ROUNDS
        this = table.alias()
        query = (
            select(table.c.id)
            .join(this, this.c.id == round_id)
            .where(table.c.community == this.c.community, table.c.started_at < this.c.started_at)
            .order_by(table.c.started_at.desc())
        )
        with self._transaction() as connection:
            return connection.execute(query.limit(1)).scalar_one_or_none()

    def _prepare(self) -> None:
        with self._transaction() as connection:
            self._check_version(connection)
            tables.METADATA.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {tables.SCHEMA_VERSION}"))

    def _close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _check_version(self, connection: Connection) -> None:
        found = connection.execute(text("PRAGMA user_version")).scalar_one()
        if found not in (*tables.OLDER_VERSIONS, tables.SCHEMA_VERSION):
            raise StoreError(
                f"{self.path}: schema version {found}, but this program writes "
                f"{tables.SCHEMA_VERSION}; use another file or another version"
            )
        if set(inspect(connection).get_table_names()) - set(tables.METADATA.tables):
            raise StoreError(f"{self.path}: the database of another program; use another file")

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction; SQLAlchemy's errors quote values, so only the cause is passed on."""
        if self._engine is None:
            raise StoreError(f"{self.path}: the store is not open")
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or type(error).__name__
            raise StoreError(
                f"{self.path}: the store cannot be used ({cause}); check the file and the disk"
            ) from error


def _judged_rates(report: Report) -> tuple[IndicatorResult, ...]:
    return (*report.results, *report.by_class)


def _kept(row: tuple[str, str, str, str | None, bool | None]) -> KeptRound:
    id_, community, started, ended, complete = row
    return KeptRound(
        id=id_,
        community=community,
        started_at=datetime.fromisoformat(started),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        complete=complete,
    )


def _rate_row(round_id: str, result: IndicatorResult) -> dict[str, object]:
    rate = result.rate
    return {
        "round_id": round_id,
        "indicator": rate.indicator,
        "version": rate.version,
        "scope": rate.scope,
        "of": rate.of,
        "met": rate.met,
        "unknown": rate.unknown,
        "excluded": rate.excluded,
        "threshold": result.threshold,
        "verdict": result.verdict.value,
    }


def _configure(connection: object, _: object) -> None:
    """WAL survives a crash without a torn page; foreign keys are off in SQLite by default."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
