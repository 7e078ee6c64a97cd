"""A store's upkeep: whether it is whole, a copy while it is used, and the copy put back.

A copy is written aside and then renamed, so that there is a whole one or none.  A server's
database has tools of its own (pg_dump, pg_restore), which are named instead.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from auditor.errors import StoreError
from auditor.store.place import locate
from auditor.store.store import Store

__all__ = ["back_up", "check", "restore"]


def check(place: str) -> None:
    """Look at every page, index and reference; StoreError names the first fault."""
    file = locate(place).file
    with Store(place):
        pass
    if file is None:
        return
    with _explained(place), closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or orphan is not None:
        raise StoreError(f"{place}: the file is damaged; restore a backup, or use another file")


def back_up(place: str, target: Path, *, force: bool) -> None:
    """Copy the store as it is now to the file ``target``; others may write meanwhile."""
    _copy(_file(place, "pg_dump"), target, force=force)


def restore(source: Path, place: str, *, force: bool) -> None:
    """Put a backup in the store's place; nobody may use the store meanwhile."""
    target = _file(place, "pg_restore")
    if not source.is_file():
        raise StoreError(f"{source}: no such file")
    _copy(source, target, force=force)


def _file(place: str, tool: str) -> Path:
    file = locate(place).file
    if file is None:
        raise StoreError(f"{locate(place).shown}: a server's database; use {tool} for it")
    return file


def _copy(source: Path, target: Path, *, force: bool) -> None:
    if target.exists() and not force:
        raise StoreError(f"{target}: exists; use --force to replace it")
    if target.exists() and target.samefile(source):
        raise StoreError(f"{target}: is the store itself; choose another file")
    aside = target.with_name(f".{target.name}.partial")
    try:
        with _explained(str(target)):
            _write(source, aside)
        _check_copy(aside, source)
        with _explained(str(target)):
            _replace(aside, target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            aside.with_name(aside.name + suffix).unlink(missing_ok=True)


def _check_copy(aside: Path, source: Path) -> None:
    """A fault of the copy is one of what was copied, and named so."""
    try:
        check(str(aside))
    except StoreError as error:
        raise StoreError(f"{source}{str(error).removeprefix(str(aside))}") from error


def _write(source: Path, aside: Path) -> None:
    aside.unlink(missing_ok=True)
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as read,
        closing(sqlite3.connect(aside)) as written,
    ):
        read.backup(written)


def _replace(aside: Path, target: Path) -> None:
    """The old file's log must not be played into the new one."""
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    aside.replace(target)


@contextmanager
def _explained(place: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{place}: cannot be read or written ({error}); check the file and the disk"
        ) from error
