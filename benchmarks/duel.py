"""Several ways of one job against the same farm, alternately: medians, spread, ratios, as JSON.

The client has its own core (or both), the farm the other one; each run is a fresh process.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from auditor.demo.cast import ONVIF_PORT
from benchmarks.farm.farm import Farm, Plot, farm
from benchmarks.harness import RESULTS, machine
from benchmarks.measure import Others, watched
from benchmarks.ways import Job, Took

__all__ = ["RUNS", "Cell", "Run", "duel", "run_once", "summary", "versions", "write_result"]

RUNS = int(os.environ.get("BENCH_RUNS", "4"))  # fewer for a quick look


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A way with its number of cameras and of sessions at once; the first one is ours."""

    way: str
    cameras: int
    sessions: int
    limit_s: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of one cell gave; ``others`` is how many cores other programs used meanwhile."""

    took: Took
    rss_mb: float
    farm_cpu_s: float
    others: float

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return self.took.done / self.took.wall_s

    @property
    def cpu_ms(self) -> float:
        """CPU of the client for each camera that was tried."""
        return 1000 * self.took.cpu_s / self.took.tried


def duel(
    *,
    name: str,
    what: str,
    plot: Plot,
    cells: Sequence[Cell],
    targets: dict[str, float],
    both_cores: bool = False,
    packages: Sequence[str] = ("av", "opencv-python-headless", "pebble"),
    runs: int = RUNS,
) -> None:
    """Measure, print, write ``results/NAME.json``; ``targets`` are kept beside the figures."""
    client, cameras = _cores(both_cores=both_cores)
    with farm(plot, cores=cameras) as grown:
        seen: dict[str, list[Run]] = {cell.way: [] for cell in cells}
        for number in range(runs):
            for cell in cells:
                run = run_once(cell, grown, cores=client)
                seen[cell.way].append(run)
                _tell(number, cell, run)
        told = grown.told
    rows = [_row(cell, seen[cell.way]) for cell in cells]
    result = {
        "name": name,
        "what": what,
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "client_cores": len(client),
        "shares_cores_with_cameras": both_cores,
        "versions": versions(packages),
        "stream": told,
        "runs": runs,
        "cells": rows,
        "ratios": _ratios(rows),
        "targets": targets,
    }
    write_result(name, result)
    for row in rows:
        print(json.dumps(row))
    print(json.dumps({"ratios": result["ratios"], "targets": targets}))


def run_once(cell: Cell, grown: Farm, *, cores: frozenset[int]) -> Run:
    """One run in a process of its own on ``cores``."""
    before, others = grown.cpu_s, Others(grown.pid)
    with _affinity(cores):
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.ways"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    with watched(process.pid) as memory:
        out, _ = process.communicate(json.dumps(asdict(_job(cell, grown))))
    if process.returncode:
        sys.exit(f"{cell.way} ended with {process.returncode}")
    return Run(
        took=Took(**json.loads(out)),
        rss_mb=memory.rss_mb,
        farm_cpu_s=grown.cpu_s - before,
        others=others.cores(),
    )


def _job(cell: Cell, grown: Farm) -> Job:
    numbers = range(cell.cameras)
    return Job(
        way=cell.way,
        sessions=cell.sessions,
        bare=tuple(grown.uri(number) for number in numbers),
        hosts=tuple(grown.plot.address(number) for number in numbers),
        uris=tuple(grown.uri(number, login=True) for number in numbers),
        username=grown.plot.account.username,
        password=grown.plot.account.password,
        onvif_port=ONVIF_PORT,
        limit_s=cell.limit_s,
        stream=grown.plot.stream.name,
    )


def _cores(*, both_cores: bool) -> tuple[frozenset[int], frozenset[int]]:
    """Cores of the client and of the cameras; with one core alone they share it."""
    have = sorted(os.sched_getaffinity(0))
    if both_cores or len(have) == 1:
        return frozenset(have), frozenset(have)
    return frozenset(have[1:2]), frozenset(have[:1])


@contextmanager
def _affinity(cores: frozenset[int]) -> Iterator[None]:
    """What is started inside runs on ``cores`` with all its threads and children."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def write_result(name: str, result: dict[str, object]) -> None:
    """Write ``results/NAME.json``."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Of Python, FFmpeg's program and ``packages``."""
    own = {"python": platform.python_version(), "ffmpeg": _ffmpeg_version()}
    return own | {package: version(package) for package in packages}


def _ffmpeg_version() -> str:
    program = shutil.which("ffmpeg")
    if program is None:
        sys.exit("the peer ffmpeg is not installed: apt install ffmpeg")
    return subprocess.check_output([program, "-version"], text=True).split(" ")[2]


def _row(cell: Cell, runs: Sequence[Run]) -> dict[str, object]:
    return asdict(cell) | {
        "done": sum(run.took.done for run in runs),
        "tried": sum(run.took.tried for run in runs),
        "rate": summary([run.rate for run in runs]),
        "cpu_ms": summary([run.cpu_ms for run in runs]),
        "rss_mb": summary([run.rss_mb for run in runs]),
        "session_s": summary([run.took.median_s for run in runs]),
        "farm_cpu_ms": summary([1000 * run.farm_cpu_s / run.took.tried for run in runs]),
        "others_cores": summary([run.others for run in runs]),
    }


def _ratios(rows: Sequence[dict[str, object]]) -> dict[str, float]:
    """How many times as many cameras a second as each peer."""
    rates = {str(row["way"]): row["rate"]["median"] for row in rows}  # type: ignore[index]
    ours, *peers = rates
    return {peer: round(rates[ours] / rates[peer], 2) for peer in peers if rates[peer]}


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median, least and most."""
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
    }


def _tell(number: int, cell: Cell, run: Run) -> None:
    took = run.took
    print(
        f"run {number + 1} {cell.way}: {took.done}/{took.tried} in {took.wall_s:.1f} s, "
        f"{run.rate:.1f}/s, {run.cpu_ms:.1f} ms, {run.rss_mb:.0f} MB, others {run.others:.2f}",
        file=sys.stderr,
    )
