"""One round at a time for a folder of reports: two would ask cameras twice, and log in twice.

The lock is on the folder itself and is the operating system's: it ends with its process, however
that ends, and nothing is left behind.  Services on several hosts are kept apart by their lease
(`auditor.schedule.holding`); a file system without locks keeps nobody apart.
"""

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from auditor.errors import RoundRunning
from auditor.schedule.progress import is_stale, load_progress

__all__ = ["is_round_running", "only_round"]

_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EACCES})
_PAUSES_S = (0.02, 0.05)


@contextlib.contextmanager
def only_round(reports: Path) -> Iterator[None]:
    """Nobody else may run a round into ``reports`` meanwhile; RoundRunning when somebody does."""
    folder = _opened(reports)
    try:
        if not _is_ours_soon(folder):
            raise RoundRunning(_explained(reports))
        yield
    finally:
        os.close(folder)


def is_round_running(reports: Path) -> bool:
    """Whether a process runs a round into ``reports`` now."""
    try:
        folder = _opened(reports)
    except OSError:
        return False  # no folder yet
    try:
        return not _is_ours(folder)
    finally:
        os.close(folder)


def _opened(reports: Path) -> int:
    return os.open(reports, os.O_RDONLY | os.O_DIRECTORY)


def _is_ours_soon(folder: int) -> bool:
    """Who only asks holds the lock for a moment, by which no round may fail to begin."""
    for pause_s in _PAUSES_S:
        if _is_ours(folder):
            return True
        time.sleep(pause_s)
    return _is_ours(folder)


def _is_ours(folder: int) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


def _explained(reports: Path) -> str:
    return (
        f"{reports}: a round is running{_which(reports)}; wait for its end (see .progress.json "
        "there), or end it with Ctrl-C, or with SIGTERM to go on with it later"
    )


def _which(reports: Path) -> str:
    found = load_progress(reports)
    if found is None or is_stale(found, datetime.now(UTC)):
        return ""
    since = found.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    visits = f", {found.done} of {found.total} visits of try {found.attempt}"
    return f" (round {found.round_id} since {since}{visits if found.total else ''})"
