"""`make bench-round`: whole rounds of 250 to 2,000 cameras, and how their cost grows.

Client and cameras share the cores.  10,000 cameras are not measured: that figure is the straight line
through the four sizes, and said to be so.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from benchmarks.duel import RUNS, summary, versions, write_result
from benchmarks.farm.farm import Farm, Plot, farm
from benchmarks.farm.reel import Stream
from benchmarks.harness import machine
from benchmarks.measure import Others, watched
from benchmarks.night import Night, Passed

SIZES = (250, 500, 1000, 2000)
SESSIONS = 128
EXTRAPOLATED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    passed: Passed
    rss_mb: float
    farm_cpu_s: float
    others: float


def main() -> None:
    """Grow the farm once; every round is a fresh process."""
    cores = frozenset(os.sched_getaffinity(0))
    plot = Plot(count=max(SIZES), stream=Stream.H264, onvif=True)
    with farm(plot, cores=cores) as grown:
        runs: dict[int, list[_Run]] = {size: [] for size in SIZES}
        for _ in range(RUNS):
            for size in SIZES:
                runs[size].append(_night(size, grown))
        told = grown.told
    rows = [_row(size, runs[size]) for size in SIZES]
    wall = {size: statistics.median(run.passed.wall_s for run in runs[size]) for size in SIZES}
    result = {
        "name": "round",
        "what": "whole round: ONVIF, stream, picture, store, reports; both cores shared with the cameras",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": versions(("av", "opencv-python-headless", "zeep", "sqlalchemy", "polars")),
        "stream": told,
        "sessions": SESSIONS,
        "runs": RUNS,
        "sizes": rows,
        "extrapolated": _line(wall) | {"cameras": EXTRAPOLATED},
        "targets": {"extrapolated.wall_s": 600},
    }
    write_result("round", result)
    for row in rows:
        print(json.dumps(row))
    print(json.dumps(result["extrapolated"]))


def _night(size: int, grown: Farm) -> _Run:
    account = grown.plot.account
    job = Night(
        hosts=tuple(grown.plot.address(number) for number in range(size)),
        sessions=SESSIONS,
        username=account.username,
        password=account.password,
    )
    before, others = grown.cpu_s, Others(grown.pid)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.night"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with watched(process.pid) as memory:
        out, _ = process.communicate(json.dumps(asdict(job)))
    if process.returncode:
        sys.exit(f"the round of {size} ended with {process.returncode}")
    run = _Run(
        passed=Passed(**json.loads(out)),
        rss_mb=memory.rss_mb,
        farm_cpu_s=grown.cpu_s - before,
        others=others.cores(),
    )
    print(f"{size}: {run}", file=sys.stderr)
    return run


def _row(size: int, runs: Sequence[_Run]) -> dict[str, object]:
    return {
        "cameras": size,
        "pictures": min(run.passed.pictures for run in runs),
        "wall_s": summary([run.passed.wall_s for run in runs]),
        "probing_s": summary([run.passed.probing_s for run in runs]),
        "cpu_ms": summary([1000 * run.passed.cpu_s / size for run in runs]),
        "rss_mb": summary([run.rss_mb for run in runs]),
        "store_mb": summary([run.passed.store_mb for run in runs]),
        "farm_cpu_ms": summary([1000 * run.farm_cpu_s / size for run in runs]),
        "others_cores": summary([run.others for run in runs]),
    }


def _line(wall: dict[int, float]) -> dict[str, float]:
    """The least squares through the medians: seconds a camera, at the start, and for 10,000."""
    slope, start = statistics.linear_regression(list(wall), list(wall.values()))
    return {
        "per_camera_ms": round(1000 * slope, 2),
        "start_s": round(start, 2),
        "wall_s": round(start + slope * EXTRAPOLATED),
        "fit": round(statistics.correlation(list(wall), list(wall.values())) ** 2, 4),
    }


if __name__ == "__main__":
    main()
