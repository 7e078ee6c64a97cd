"""The databases of the contract: a file, and a server's where PostgreSQL is installed."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.auditor.store.server import Server, reason_against, running_server

_NUMBERS = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests; skipped with the reason where there is none."""
    reason = reason_against()
    if reason:
        pytest.skip(reason)
    with running_server() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a new store may be: a file's path or a URL."""
    if request.param == "sqlite":
        return tmp_path / "auditor.sqlite"
    started: Server = request.getfixturevalue("server")
    return started.make_database(f"auditor_{next(_NUMBERS)}")
