"""One night of the kills: a round over as many lives as it takes, and what was seen from outside.

Whether it came out as it should is left to `benchmarks.kill_compared`.
"""

import functools
import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.kill_compared import Told
from benchmarks.kill_fleet import ROWS, WRONG, Fleet
from benchmarks.kill_life import LOG, STORE, fork, live, told, write_inputs

__all__ = ["Night", "new_night"]

_CAMERAS = frozenset(ROWS)
_LOG_TOLD = 4000

Visits = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Life:
    """``kept`` were the finished visits before it, ``came`` counts who was dialled in it."""

    lived_s: float
    killed: bool
    kept: Visits
    came: dict[int, int]

    def told(self) -> Told:
        """For a report."""
        rows = {str(row): count for row, count in self.came.items() if count}
        lived = {"lived_s": round(self.lived_s, 3), "killed": self.killed}
        return {**lived, "kept": sorted(map(list, self.kept)), "came": rows}


@dataclass(slots=True)
class Night:
    """A round from its beginning to its end; ``refused`` logins are counted by the cameras."""

    folder: Path
    cameras: Fleet
    lives: list[Life] = field(default_factory=list)
    refused: int = 0

    def life(self, seconds: float | None) -> Life:
        """Let a child live until it ends, or for ``seconds`` at most."""
        before, began = self.cameras.counts(), time.monotonic()
        kept = _committed(self.folder)
        child = fork(functools.partial(live, self.folder, self.cameras))
        killed = not self._ends(child, seconds)
        if killed:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        lived = time.monotonic() - began
        after = self.cameras.counts()
        came = {row: count - before.connections[row] for row, count in after.connections.items()}
        self.refused += sum(after.refused.values()) - sum(before.refused.values())
        self.lives.append(Life(lived, killed, kept, came))
        return self.lives[-1]

    def told(self) -> Told:
        """What the round says in the end; asked of a child, since Polars does not fork."""
        path = self.folder / "told.json"
        child = fork(functools.partial(_write_told, self.folder, path))
        assert os.waitpid(child, 0)[1] == 0, "the round cannot be read"
        result: Told = json.loads(path.read_bytes())
        return result

    def probed_again(self, seen: Told) -> int:
        """Rows that were dialled in a life although all their visits were committed before."""
        final = {(row, attempt) for row, attempt in seen["visits"]}
        return sum(
            bool(count) and row in _CAMERAS and _needed(final, row) <= life.kept
            for life in self.lives
            for row, count in life.came.items()
        )

    def _ends(self, child: int, seconds: float | None) -> bool:
        """Whether the child ended by itself in time; AssertionError tells of a fault."""
        status = os.waitpid(child, 0)[1] if seconds is None else _status(child, seconds)
        if status:
            told = (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
            raise AssertionError(f"a life ended with status {status}: {told[-_LOG_TOLD:]}")
        return status is not None


def new_night(folder: Path, cameras: Fleet) -> Night:
    """A night in a new folder, with a register of the cameras."""
    folder.mkdir()
    write_inputs(folder, cameras)
    return Night(folder, cameras)


def _write_told(folder: Path, path: Path) -> None:
    path.write_text(json.dumps(told(folder)), encoding="utf-8")


def _needed(final: Visits, row: int) -> Visits:
    """The visits that dial a row's port: that of a recorder is dialled for each channel."""
    rows = WRONG if row in WRONG else {row}
    return {visit for visit in final if visit[0] in rows}


def _committed(folder: Path) -> Visits:
    """The finished visits as another program reads them; none before there is a store."""
    file = folder / STORE
    if not file.exists():
        return set()
    with closing(sqlite3.connect(file)) as connection:
        try:
            query = (
                "SELECT row, attempt FROM visit WHERE round_id = "
                "(SELECT id FROM round ORDER BY started_at DESC, id DESC LIMIT 1)"
            )
            return set(connection.execute(query).fetchall())
        except sqlite3.OperationalError:
            return set()  # killed before the tables were made


def _status(child: int, seconds: float) -> int | None:
    """The status of a child that ended by itself within ``seconds``."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(min(left, 0.01))
    return None
