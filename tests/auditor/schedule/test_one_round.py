"""A folder of reports takes one round at a time, whoever holds it and however it ended."""

import errno
import fcntl
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from auditor.errors import RoundRunning
from auditor.schedule.one_round import is_round_running, only_round
from auditor.schedule.progress import Progress

HOLDS = (
    "import sys; from pathlib import Path; from auditor.schedule.one_round import only_round\n"
    "with only_round(Path(sys.argv[1])):\n    print(flush=True)\n    input()"
)


def refused(folder: Path) -> str:
    with pytest.raises(RoundRunning) as caught, only_round(folder):
        pass
    return str(caught.value)


def test_one_after_the_other(tmp_path: Path) -> None:
    with only_round(tmp_path):
        assert is_round_running(tmp_path)
    with only_round(tmp_path):
        pass
    assert not is_round_running(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not is_round_running(tmp_path / "absent")


def test_another_one_is_refused_with_what_is_known_of_the_first(tmp_path: Path) -> None:
    end = (
        "; wait for its end (see .progress.json there), or end it with Ctrl-C, "
        "or with SIGTERM to go on with it later"
    )
    with only_round(tmp_path):
        assert refused(tmp_path) == f"{tmp_path}: a round is running{end}"
        write(tmp_path, total=0)
        assert refused(tmp_path) == f"{tmp_path}: a round is running (round R since {NOON}){end}"
        write(tmp_path, total=300)
        which = f"(round R since {NOON}, 120 of 300 visits of try 2)"
        assert refused(tmp_path) == f"{tmp_path}: a round is running {which}{end}"
        write(tmp_path, total=300, updated=BEGAN)
        assert refused(tmp_path) == f"{tmp_path}: a round is running{end}"


BEGAN = datetime(2026, 1, 5, 12, tzinfo=UTC)
NOON = BEGAN.astimezone().strftime("%Y-%m-%d %H:%M")


def write(folder: Path, *, total: int, updated: datetime | None = None) -> None:
    found = Progress(
        round_id="R",
        started_at=BEGAN,
        updated_at=updated or datetime.now(UTC),
        attempt=2,
        done=120,
        total=total,
    )
    (folder / ".progress.json").write_bytes(TypeAdapter(Progress).dump_json(found))


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        assert is_round_running(tmp_path)
        child.kill()
    assert not is_round_running(tmp_path)


def test_who_only_asks_keeps_no_round_from_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who asks has given the lock back when it is tried for the second time."""
    asking, lock = os.open(tmp_path, os.O_RDONLY), fcntl.flock
    lock(asking, fcntl.LOCK_EX)

    def then_given_back(folder: int, how: int) -> None:
        try:
            lock(folder, how)
        finally:
            lock(asking, fcntl.LOCK_UN)

    monkeypatch.setattr(fcntl, "flock", then_given_back)
    with only_round(tmp_path):
        pass
    os.close(asking)


def test_a_file_system_without_locks_keeps_nobody_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with only_round(tmp_path), only_round(tmp_path):
        pass
