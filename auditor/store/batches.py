"""Batches written once, although a connection may be lost at the moment of its commit.

Nobody knows then whether the batch is there.  So each writer notes, in the transaction of a
batch, its number; a batch that is tried again looks for it first.  The note is locked before it
is read: a server may still be committing what we gave up.
"""

import itertools
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.engine import Connection

from auditor.store.tables import WRITERS

__all__ = ["Writer", "insert_all"]

_Rows = Sequence[dict[str, object]]
_AT_ONCE = 1_000


@dataclass(slots=True)
class Writer:
    """One store that is open; `wrote` after the transaction of `write` has ended."""

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    _number: int = field(default=1, init=False)
    _is_sure: bool = field(default=False, init=False)
    _insertions: "dict[Table, _Insertion]" = field(default_factory=dict, init=False)

    def write(self, connection: Connection, rows: Mapping[Table, _Rows]) -> None:
        """Insert the batch unless an earlier try of it was committed."""
        if not self._is_sure and self._noted(connection) == self._number:
            return
        self._is_sure = False
        mine = WRITERS.c.id == self.id
        connection.execute(update(WRITERS).where(mine).values(batch=self._number))
        for table, values in rows.items():
            if values:
                if table not in self._insertions:
                    self._insertions[table] = _insertion(connection, table, values[0])
                self._insertions[table].run(connection, values)

    def wrote(self) -> None:
        """The batch is there: the next one begins."""
        self._number += 1
        self._is_sure = True

    def _noted(self, connection: Connection) -> int:
        """The number of the last batch that is there, 0 before the first."""
        first = text("INSERT INTO writer (id, batch) VALUES (:id, 0) ON CONFLICT DO NOTHING")
        connection.execute(first, {"id": self.id})
        query = select(WRITERS.c.batch).where(WRITERS.c.id == self.id).with_for_update()
        return int(connection.execute(query).scalar_one())


def insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    """Insert rows as they are made, a thousand at a time."""
    left = iter(rows)
    insertion: _Insertion | None = None
    while some := list(itertools.islice(left, _AT_ONCE)):
        insertion = insertion or _insertion(connection, table, some[0])
        insertion.run(connection, some)


@dataclass(frozen=True, slots=True)
class _Insertion:
    """A statement of Core's for rows of one form, run by the driver.

    Core's own way over each row takes as long as SQLite takes to store it.  Its types are passed
    over, so columns must hold what the drivers take: text, whole numbers, bytes.
    """

    text: str
    values: Callable[[Mapping[str, object]], object]

    def run(self, connection: Connection, rows: _Rows) -> None:
        connection.exec_driver_sql(self.text, list(map(self.values, rows)))


def _insertion(connection: Connection, table: Table, row: Mapping[str, object]) -> _Insertion:
    """For rows with the columns of ``row``."""
    statement = insert(table).inline()  # nothing is asked back
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(row))
    places = compiled.positiontup
    return _Insertion(str(compiled), itemgetter(*places) if places else dict)
