"""Runs two ways of one job alternately and writes medians, spread and the ratio as JSON.

Both run in the same process tree on the same machine in the same minutes; the figure to quote
is the ratio, not the seconds.
"""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

__all__ = ["RESULTS", "compare", "machine"]

RESULTS = Path(__file__).parent / "results"


def compare(
    *,
    name: str,
    what: str,
    unit: str,
    ours: Callable[[int], int],
    peer: Callable[[int], int],
    peer_name: str,
    sizes: Sequence[int],
    runs: int,
    packages: Sequence[str],
) -> None:
    """Run both for each size; a callable takes the size and returns how many it got done."""
    rows = [_measure_size(ours, peer, size, runs, unit) for size in sizes]
    result = {
        "name": name,
        "what": what,
        "peer": peer_name,
        "unit": f"{unit} per second",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {package: version(package) for package in packages},
        "runs": runs,
        "sizes": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{what}: wrote {path}")
    for row in rows:
        print(json.dumps(row))


def _measure_size(
    ours: Callable[[int], int], peer: Callable[[int], int], size: int, runs: int, unit: str
) -> dict[str, object]:
    """Alternate, so that a change of the machine's mood hits both."""
    rates: dict[str, list[float]] = {"ours": [], "peer": []}
    for run in range(runs):
        for side, job in (("ours", ours), ("peer", peer)):
            began = time.perf_counter()
            done = job(size)
            elapsed = time.perf_counter() - began
            rates[side].append(done / elapsed)
            note = f"{done}/{size} {unit} in {elapsed:.2f} s"
            print(f"size {size} run {run + 1} {side}: {note}", file=sys.stderr)
    medians = {side: statistics.median(values) for side, values in rates.items()}
    return {
        "size": size,
        "ours": _summary(rates["ours"]),
        "peer": _summary(rates["peer"]),
        "ratio": round(medians["ours"] / medians["peer"], 2) if medians["peer"] else None,
    }


def _summary(values: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
    }


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "system": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
    }
