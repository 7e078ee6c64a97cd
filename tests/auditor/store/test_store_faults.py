"""Files that cannot be the store: one clear message, no value quoted, nothing damaged."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.store import database
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
        f"{path}: schema version 7 is not known to this program; use another file or a newer version"
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
        store._batch.clear()
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


def test_a_store_that_another_program_holds_is_said_to_be_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_MS", 20)
    with Store(path) as store:
        store.begin_round(ROUND)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store.keep(ROUND.id, seen(1))
        with pytest.raises(StoreError) as caught:
            store.flush()
        assert store.rounds()[0].id == ROUND.id
        other.execute("ROLLBACK")
        other.close()
        assert store.observations(ROUND.id) == (seen(1),)
    assert str(caught.value) == (
        f"{path}: the store cannot be used (database is locked); check the file and the disk"
    )


def test_a_full_disk_loses_nothing_that_was_saved(path: Path) -> None:
    """The file may not grow: what SQLite says then is what it says on a full disk."""
    with Store(path) as store:
        store.begin_round(ROUND)
        store.keep(ROUND.id, seen(1))
        store.flush()
        connection = sqlite3.connect(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.close()
        with store._open.reading() as opened:
            opened.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        large = replace(ROUND, id="large", community="x" * 100_000)
        with pytest.raises(StoreError) as caught:
            store.begin_round(large)
        assert store.observations(ROUND.id) == (seen(1),)
        assert [kept.id for kept in store.rounds()] == [ROUND.id]
    assert str(caught.value) == (
        f"{path}: the store cannot be used (database or disk is full); check the file and the disk"
    )


def test_a_damaged_file_is_refused_at_the_start(path: Path) -> None:
    with Store(path) as store:
        store.begin_round(ROUND)
        for row in range(1, 200):
            store.keep(ROUND.id, seen(row))
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[-3 * 4096 :] = b"\xff" * (3 * 4096)
    path.write_bytes(content)
    assert refusal(path) == (f"{path}: the file is damaged; restore a backup, or use another file")


def test_looking_for_damage_takes_no_longer_than_it_may(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole file is opened though the look at it was cut short, and is used as ever."""
    with Store(path) as store:
        store.begin_round(ROUND)
        store.keep(ROUND.id, seen(1))
    monkeypatch.setattr(database, "_CHECK_S", -1.0)
    monkeypatch.setattr(database, "_CHECK_STEPS", 1)
    with Store(path) as store:
        store.keep(ROUND.id, seen(2))
        assert store.observations(ROUND.id) == (seen(1), seen(2))


def test_a_look_that_is_cut_short_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a whole look finds stays unseen, so the test above does cut it."""
    with Store(path) as store:
        store.begin_round(ROUND)
        for row in range(200):
            store.keep(ROUND.id, seen(row))
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(content)
    assert refusal(path).endswith("the file is damaged; restore a backup, or use another file")
    monkeypatch.setattr(database, "_CHECK_S", -1.0)
    monkeypatch.setattr(database, "_CHECK_STEPS", 1)
    with Store(path):
        pass
