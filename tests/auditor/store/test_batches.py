"""Rows by the driver are rows by Core: columns that need no work of Core's, and the same values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Dialect, Table, insert, select
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite

from auditor.store.batches import Writer, insert_all
from auditor.store.database import Database
from auditor.store.place import locate
from auditor.store.store import Store
from auditor.store.tables import FINDINGS, OBSERVATIONS, RATES, VISITS
from tests.auditor.store.values import ROUND


@pytest.mark.parametrize("table", [OBSERVATIONS, VISITS, FINDINGS, RATES], ids=str)
@pytest.mark.parametrize("kind", [pysqlite.dialect, psycopg.dialect], ids=["file", "server"])
def test_no_value_is_changed_on_its_way_to_the_driver(kind: type[Dialect], table: Table) -> None:
    dialect = kind()
    types = [column.type.dialect_impl(dialect) for column in table.columns]
    assert [one.bind_processor(dialect) for one in types] == [None] * len(types)


@pytest.fixture
def database(place: Path | str) -> Iterator[Database]:
    with Store(place) as store:
        store.begin_round(ROUND)
    opened = Database(locate(place))
    opened.open()
    yield opened
    opened.close()


def rows(first: int, count: int) -> list[dict[str, object]]:
    return [
        {
            "round_id": ROUND.id,
            "row": row,
            "probe": "tcp_connect",
            "version": 1,
            "attempt": 1,
            "body": '{"detail":"云，%s :x ? \'\\u0000"}',
        }
        for row in range(first, first + count)
    ]


def test_each_way_stores_the_same(database: Database) -> None:
    writer = Writer()
    with database.writing() as connection:
        connection.execute(insert(OBSERVATIONS), rows(0, 3))
        writer.write(connection, {OBSERVATIONS: rows(3, 3), VISITS: []})
        insert_all(connection, OBSERVATIONS, iter(rows(6, 1_003)))
    writer.wrote()
    with database.writing() as connection:
        # Columns in another order are the same columns.
        turned = [dict(reversed(row.items())) for row in rows(1_009, 2)]
        insert_all(connection, OBSERVATIONS, turned)
        writer.write(connection, {OBSERVATIONS: rows(1_011, 1)})
    with database.reading() as connection:
        found = connection.execute(select(OBSERVATIONS).order_by(OBSERVATIONS.c.id)).mappings()
        kept = [{name: value for name, value in row.items() if name != "id"} for row in found]
    assert kept == rows(0, 1_012)
