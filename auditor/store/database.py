"""One database, opened: its engine, its transactions, its faults as StoreError.

SQLite has one writer, which takes the lock before it reads (BEGIN IMMEDIATE), so that no
transaction fails half-way; readers do not wait.  What is written is left to the store.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import NoSuchModuleError, OperationalError, SQLAlchemyError

from auditor.errors import StoreError
from auditor.store.place import Place

__all__ = ["Database"]

_WRITES = "auditor_writes"
_BUSY_MS = 5000
_CONNECT_S = 10
_CHECK_S = 1.0
_CHECK_STEPS = 1_000
_OLDEST_SERVER = (15, 0)


@dataclass(slots=True)
class Database:
    """The connection pool of one place; `close` it."""

    place: Place
    _engine: Engine | None = field(default=None, init=False)

    def open(self) -> None:
        """Make the engine and look whether the database is whole and new enough."""
        try:
            self._engine = _file_engine(self.place) if self.place.file else _server(self.place)
        except (ImportError, NoSuchModuleError) as error:
            raise StoreError(
                f"{self.place.shown}: PostgreSQL needs the package psycopg; "
                "install video-surveillance-auditor[postgres]"
            ) from error
        with self.reading() as connection:
            self._check(connection)

    def close(self) -> None:
        """Give the connections back."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction that only reads."""
        return self._transaction(writes=False)

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction that writes: committed at its end, or nothing of it."""
        return self._transaction(writes=True)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        """SQLAlchemy's errors quote values, so only the cause is passed on."""
        if self._engine is None:
            raise StoreError(f"{self.place.shown}: the store is not open")
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(**{_WRITES: writes})
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            raise StoreError(
                f"{self.place.shown}: the store cannot be used ({_cause(error)}); "
                f"check {'the file and the disk' if self.place.file else 'the server'}"
            ) from error

    def _check(self, connection: Connection) -> None:
        if self.place.file is None:
            found = connection.dialect.server_version_info or (0,)
            if found < _OLDEST_SERVER:
                raise StoreError(
                    f"{self.place.shown}: PostgreSQL {found[0]} is too old; 15 or newer is needed"
                )
            return
        if _looks_damaged(connection):
            raise StoreError(
                f"{self.place.shown}: the file is damaged; restore a backup, or use another file"
            )


def _looks_damaged(connection: Connection) -> bool:
    """What a second of looking finds: a file of a gigabyte must not hold up every verb.

    `auditor.store.upkeep.check` looks at everything.
    """
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    until = time.monotonic() + _CHECK_S
    driver.set_progress_handler(lambda: time.monotonic() > until, _CHECK_STEPS)
    try:
        return str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one()) != "ok"
    except OperationalError as error:
        if _cause(error) != "interrupted":
            raise
        return False
    finally:
        driver.set_progress_handler(None, 0)


def _file_engine(place: Place) -> Engine:
    engine = create_engine(place.url)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _server(place: Place) -> Engine:
    """A connection that a restart has cut is found out before it is used."""
    wait = {} if "connect_timeout" in place.url.query else {"connect_timeout": _CONNECT_S}
    return create_engine(place.url, pool_pre_ping=True, connect_args=wait)


def _configure(connection: object, _: object) -> None:
    """WAL survives a crash without a torn page; foreign keys are off in SQLite by default.

    FULL: what was committed is there after a loss of power as well.
    """
    # The driver's own BEGIN comes too late for reads and not at all for changes of the schema.
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DB-API connection
    cursor = connection.cursor()  # type: ignore[attr-defined]  # likewise
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _cause(error: SQLAlchemyError) -> str:
    """What went wrong without the values that it went wrong with."""
    cause = getattr(error, "orig", None)
    if cause is None:
        return type(error).__name__
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is not None and diagnosis.message_primary:
        return str(diagnosis.message_primary)
    return str(cause).splitlines()[0] if str(cause) else type(cause).__name__
