"""The schema's steps: old files are taken over, two programs upgrade once, tables agree."""

import multiprocessing
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from auditor.errors import StoreError
from auditor.store import tables
from auditor.store.store import Store
from tests.auditor.store.old_files import ROUND_ID, write_version_1, write_version_2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auditor.sqlite"


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def differences(path: Path) -> list[object]:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, tables.METADATA))
    finally:
        engine.dispose()


def test_a_new_file_has_the_tables_that_the_program_knows(path: Path) -> None:
    with Store(path):
        pass
    assert differences(path) == []


@pytest.mark.parametrize("write", [write_version_1, write_version_2])
def test_an_old_file_is_taken_over_with_all_it_holds(
    path: Path, write: Callable[[Path], None]
) -> None:
    write(path)
    before = [rows(path, f"SELECT * FROM {table}") for table in ("round", "rate")]  # noqa: S608
    with Store(path) as store:
        assert store.find_round("latest") == ROUND_ID
    after = [rows(path, f"SELECT * FROM {table}") for table in ("round", "rate")]  # noqa: S608
    new = ("nightly", None, None, None)
    assert after == [[row + new for row in before[0]], before[1]]
    assert differences(path) == []
    assert rows(path, "PRAGMA user_version") == [(100,)]


def test_an_old_file_whose_making_was_cut_short_is_completed(path: Path) -> None:
    write_version_1(path, "DROP TABLE rate; PRAGMA user_version = 0;")
    with Store(path) as store:
        assert store.find_round("latest") == ROUND_ID
    assert differences(path) == []


def _open(path: Path) -> None:
    with Store(path):
        pass


def test_programs_that_open_an_old_file_at_once_upgrade_it_once(path: Path) -> None:
    write_version_1(path)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(_open, [path] * 3)
    assert differences(path) == []
    assert len(rows(path, "SELECT * FROM alembic_version")) == 1


def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    with Store(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError) as caught, Store(path):
        pass
    assert str(caught.value) == (
        f"{path}: schema version 9999 is not known to this program; "
        "use another file or a newer version"
    )
    assert rows(path, "SELECT version_num FROM alembic_version") == [("9999",)]
