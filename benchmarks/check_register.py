"""`make bench-check-register`: `auditor check` over 10,000 to 1,000,000 records.

Whole runs of the program (start to exit, findings written as CSV and as Parquet), and the
stages of one run.  The registers have the 27 columns of 一机一档 and one fault in twenty records.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.harness import RESULTS, machine
from benchmarks.registries import write_register

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 3
PACKAGES = ("polars", "shapely", "numpy")
_FOUND = 1  # the exit code of a register with faults


def main() -> None:
    """Measure, print and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measure(size, Path(folder)) for size in SIZES]
    result = {
        "name": "check_register",
        "what": "auditor check, CSV of 27 columns to findings",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        "runs": RUNS,
        "sizes": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "check_register.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")
    for row in rows:
        print(json.dumps(row))


def _measure(size: int, folder: Path) -> dict[str, object]:
    path = folder / f"register-{size}.csv"
    write_register(path, size)
    whole: dict[str, object] = {}
    for form in ("csv", "parquet"):
        runs = [_whole_run(path, form, folder / f"findings.{form}") for _ in range(RUNS)]
        whole[form] = {
            "median_s": round(statistics.median(seconds for seconds, _ in runs), 2),
            "peak_mb": round(max(megabytes for _, megabytes in runs)),
        }
    stages = [_stages(path) for _ in range(RUNS)]
    medians = {key: statistics.median(run[key] for run in stages) for key in stages[0]}
    print(f"size {size}: {json.dumps(whole)} {json.dumps(medians)}", file=sys.stderr)
    megabytes = round(path.stat().st_size / 2**20, 1)
    path.unlink()
    return {"size": size, "file_mb": megabytes, "whole_run": whole, "stages": medians}


def _whole_run(path: Path, form: str, to: Path) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one process of the program."""
    program = [str(Path(sys.executable).with_name("auditor")), "check", str(path)]
    began = time.perf_counter()
    process = subprocess.Popen([*program, "--format", form, "--output", str(to)])
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != _FOUND:
        sys.exit(f"auditor check ended with {process.returncode}")
    return seconds, used.ru_maxrss / 1024


def _stages(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.check_stages", str(path)]
    told: dict[str, float] = json.loads(subprocess.check_output(command))
    return told


if __name__ == "__main__":
    main()
