"""`make bench-record-rules`: eight rules beside pointblank, pandera and Great Expectations.

The same questions over the same register in memory, alternating; a checker that counts other
failures than ours ends the benchmark.  Reading, and the copy to pandas for Great Expectations,
are outside the clock.
"""

import json
import logging
import platform
import statistics
import sys
import time
import warnings
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.harness import RESULTS, machine
from benchmarks.record_checkers import CHECKERS, QUESTIONS, Counts
from benchmarks.registries import register

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 2
PACKAGES = ("polars", "pandas", "pointblank", "pandera", "great-expectations")
_UNIQUE = "CODE-05"


def main() -> None:
    """Measure, print and write the result."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rows = [_measure(size) for size in SIZES]
    result = {
        "name": "record_rules",
        "what": f"{len(QUESTIONS)} record rules that four checkers can express, in memory",
        "unit": "seconds",
        "questions": QUESTIONS,
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        "runs": RUNS,
        "sizes": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "record_rules.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")
    for row in rows:
        print(json.dumps(row))


def _measure(size: int) -> dict[str, object]:
    frame = register(size)
    given = dict.fromkeys(CHECKERS, frame)
    given["great_expectations"] = frame.to_pandas()
    seconds: dict[str, list[float]] = {name: [] for name in CHECKERS}
    for run in range(RUNS):
        counts: dict[str, Counts] = {}
        for name, check in CHECKERS.items():
            began = time.perf_counter()
            counts[name] = check(given[name])
            seconds[name].append(time.perf_counter() - began)
            print(f"size {size} run {run + 1} {name}: {seconds[name][-1]:.2f} s", file=sys.stderr)
        _refuse_differences(counts)
    medians = {name: round(statistics.median(times), 4) for name, times in seconds.items()}
    return {
        "size": size,
        "median_s": medians,
        "spread_s": {n: [round(min(t), 4), round(max(t), 4)] for n, t in seconds.items()},
        "times_as_long_as_ours": {
            name: round(median / medians["ours"], 1) for name, median in medians.items()
        },
    }


def _refuse_differences(counts: dict[str, Counts]) -> None:
    """Ours does not call empty or malformed codes duplicates as well; the others count them."""
    ours = dict(counts["ours"])
    ours[_UNIQUE] += ours["CODE-01"] + ours["CODE-02"]
    for name, found in counts.items():
        if name != "ours" and found != ours:
            sys.exit(f"{name} counts {found}, we count {ours}: nothing to compare")


if __name__ == "__main__":
    main()
