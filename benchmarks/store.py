"""`make bench-store`: observations a second into the store, beside the bare driver.

The same rows of about 1 kB, the same table and index, the same journal and the same batches,
alternating in one run: what SQLAlchemy Core costs on top of `sqlite3.executemany`, by the clock and
by the processor (a busy machine spoils the clock alone).  `keep` is
the way of a round: observations encoded one by one and committed every fifty.  With PostgreSQL
installed, a server of our own is measured too (fsync off: the disk is left out).
"""

import json
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import insert

from auditor.examples import frame
from auditor.store.codec import encode
from auditor.store.database import Database
from auditor.store.place import locate
from auditor.store.store import NewRound, Store
from auditor.store.tables import OBSERVATIONS
from benchmarks.harness import RESULTS, machine
from probes.observation import Observation
from probes.rtsp_frame import PROBE
from tests.auditor.store.server import reason_against, running_server

SIZES = (50_000, 100_000, 200_000, 400_000)
ENCODED_SIZES = (50_000,)
RUNS = 4
BATCH = 10_000
PACKAGES = ("sqlalchemy", "psycopg", "pydantic")
ROUND = NewRound(
    id="20260105T140000Z-0a1b2c",
    community="c",
    started_at=datetime(2026, 1, 5, 14, tzinfo=UTC),
    registry_sha256="a" * 64,
    profile="p",
    tool_version="0",
)
_COLUMNS = ("round_id", "row", "probe", "version", "attempt", "body")
_Way = Callable[[Path, int], None]
_Times = dict[str, list[tuple[float, float]]]


def main() -> None:
    """Measure, print and write the result."""
    body = encode(_observation(1))
    sqlite = [_sqlite(size, body) for size in SIZES]
    reason = reason_against()
    result = {
        "name": "store",
        "what": "observations inserted a second",
        "body_bytes": len(body),
        "batch": BATCH,
        "folder": tempfile.gettempdir(),
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
        | {package: version(package) for package in PACKAGES},
        "runs": RUNS,
        "sqlite": sqlite,
        "postgresql": reason or _postgresql(SIZES[0], body),
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "store.json"
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path}")


def _observation(row: int) -> Observation[object]:
    return Observation(
        target=str(row),
        probe=PROBE.name,
        version=PROBE.version,
        attempt=1,
        started_at=ROUND.started_at,
        duration=timedelta(seconds=2),
        answered=True,
        payload=frame(),
    )


def _sqlite(size: int, body: str) -> dict[str, object]:
    ways: dict[str, _Way] = {
        "core": lambda path, count: _core(path, count, body),
        "sqlite3": lambda path, count: _bare(path, count, body),
    }
    if size in ENCODED_SIZES:
        ways["keep"] = _keep
    times: _Times = defaultdict(list)
    for run in range(RUNS):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "auditor.sqlite"
                _make(path)
                times[name].append(_timed(way, path, size))
            print(f"{size} run {run + 1} {name}: {times[name][-1]}", file=sys.stderr)
    return {"size": size, **_summary(times, "sqlite3", size)}


def _timed(way: Callable[[Path, int], None], path: Path, size: int) -> tuple[float, float]:
    """Seconds by the clock and by our processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    way(path, size)
    return time.perf_counter() - wall, time.process_time() - cpu


def _summary(times: _Times, peer: str, size: int) -> dict[str, object]:
    """Rates, and how many times faster the peer is."""
    told: dict[str, object] = {}
    for kind, place in (("a_second", 0), ("a_processor_second", 1)):
        rates = {name: [size / one[place] for one in taken] for name, taken in times.items()}
        told[kind] = {
            name: {
                "median": round(statistics.median(r)),
                "min": round(min(r)),
                "max": round(max(r)),
            }
            for name, r in rates.items()
        }
        pairs = zip(rates["core"], rates[peer], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        told[f"core_to_{peer}_{kind}"] = round(ratio, 2)
    return told


def _make(path: Path | str) -> None:
    """The tables and the round, outside the clock."""
    with Store(path) as store:
        store.begin_round(ROUND)


def _rows(start: int, count: int, body: str) -> list[dict[str, object]]:
    return [
        dict(zip(_COLUMNS, (ROUND.id, row, PROBE.name, PROBE.version, 1, body), strict=True))
        for row in range(start, start + count)
    ]


def _core(path: Path | str, count: int, body: str) -> None:
    database = Database(locate(path))
    database.open()
    for start in range(0, count, BATCH):
        with database.writing() as connection:
            connection.execute(insert(OBSERVATIONS), _rows(start, BATCH, body))
    database.close()


def _bare(path: Path, count: int, body: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    names = ", ".join(f":{name}" for name in _COLUMNS)
    statement = f"INSERT INTO observation ({', '.join(_COLUMNS)}) VALUES ({names})"  # noqa: S608 - ours
    for start in range(0, count, BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, _rows(start, BATCH, body))
        connection.execute("COMMIT")
    connection.close()


def _keep(path: Path, count: int) -> None:
    seen = _observation(1)
    with Store(path) as store:
        for row in range(count):
            store.keep(ROUND.id, replace(seen, target=str(row)))


def _postgresql(size: int, body: str) -> dict[str, object]:
    times: _Times = defaultdict(list)
    ways: dict[str, Callable[[str], None]] = {
        "core": lambda url: _core(url, size, body),
        "psycopg": lambda url: _bare_server(url, size, body),
    }
    with running_server() as server:
        for run in range(RUNS):
            for name, way in ways.items():
                url = server.make_database(f"bench_{name}_{run}")
                _make(url)
                wall, cpu = time.perf_counter(), time.process_time()
                way(url)
                times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {"size": size, **_summary(times, "psycopg", size)}


def _bare_server(url: str, count: int, body: str) -> None:
    names = ", ".join(f"%({name})s" for name in _COLUMNS)
    statement = f"INSERT INTO observation ({', '.join(_COLUMNS)}) VALUES ({names})"  # noqa: S608 - ours
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for start in range(0, count, BATCH):
            with connection.cursor() as cursor:
                cursor.executemany(statement, _rows(start, BATCH, body))
            connection.commit()


if __name__ == "__main__":
    main()
