"""Files that cannot be the store: one clear message, no value quoted, nothing damaged."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.store.store import Store
from probes.failure import Failure, FailureKind
from tests.auditor.store.values import ROUND, seen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auditor.sqlite"


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught, Store(path):
        pass
    return str(caught.value)


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_another_schema_version_is_refused_and_left_alone(path: Path) -> None:
    execute(path, "PRAGMA user_version = 7")
    assert refusal(path) == (
        f"{path}: schema version 7, but this program writes 3; use another file or another version"
    )
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert connection.execute("PRAGMA user_version").fetchone() == (7,)
    connection.close()


def test_another_program_s_database_is_refused_and_left_alone(path: Path) -> None:
    execute(path, "CREATE TABLE payroll (salary INTEGER)")
    assert refusal(path) == f"{path}: the database of another program; use another file"
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("payroll",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"row,device_code\n" * 200)
    assert refusal(path) == (
        f"{path}: the store cannot be used (file is not a database); check the file and the disk"
    )
    assert path.read_bytes() == b"row,device_code\n" * 200


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "auditor.sqlite"
    assert refusal(path) == (
        f"{path}: the store cannot be used (unable to open database file); "
        "check the file and the disk"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        assert "unable to open database file" in refusal(path)
    finally:
        path.parent.chmod(0o700)


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "a b", "云帆", "a&mode=ro"])
def test_any_file_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    with Store(tmp_path / name) as store:
        store.begin_round(ROUND)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_open_store_is_needed(path: Path) -> None:
    store = Store(path)
    with pytest.raises(StoreError, match="the store is not open"):
        store.begin_round(ROUND)
    with store:
        store.begin_round(ROUND)
    with pytest.raises(StoreError, match="the store is not open"):
        store.observations(ROUND.id)


def test_a_refused_store_can_be_closed_and_opened_elsewhere(path: Path) -> None:
    path.write_bytes(b"row,device_code\n" * 200)
    store = Store(path)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a database"):
            store.__enter__()
    store.path = path.with_name("other.sqlite")
    with store:
        assert store.observations(ROUND.id) == ()


def test_messages_are_free_of_values(path: Path) -> None:
    secret = replace(ROUND, community="Inv3nted-secret")
    with Store(path) as store:
        store.begin_round(secret)
        with pytest.raises(StoreError) as doubled:
            store.begin_round(secret)
        store.keep("no such round", seen(1, failure=Failure("x", FailureKind.BUG, "Inv3nted")))
        with pytest.raises(StoreError) as orphan:
            store.flush()
        store._pending.clear()
    assert str(doubled.value) == (
        f"{path}: the store cannot be used (UNIQUE constraint failed: round.id); "
        "check the file and the disk"
    )
    assert str(orphan.value) == (
        f"{path}: the store cannot be used (FOREIGN KEY constraint failed); "
        "check the file and the disk"
    )


def test_a_batch_that_could_not_be_written_is_kept_for_later(path: Path) -> None:
    with Store(path) as store:
        store.keep(ROUND.id, seen(1))
        with pytest.raises(StoreError):
            store.flush()
        store.begin_round(ROUND)
        assert store.observations(ROUND.id) == (seen(1),)
