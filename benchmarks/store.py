"""`make bench-store`: rows a second into the store, beside Core alone and the bare driver.

Of two kinds: observations of about 1 kB with the index of the table, and, as they were measured when
the store was planned, rows of ten columns and 100 bytes without one.  The same rows, made before
the clock starts, in the same table and batches, alternating in one run; by the clock and by the
processor (a busy machine spoils the clock alone).  `keep` is
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from auditor.examples import frame
from auditor.store.batches import Writer
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
SMALL_SIZES = (400_000,)
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
_SMALL = Table(
    "small",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in ("round", "probe")),
    Column("attempt", Integer),
    *(Column(name, String) for name in ("verdict", "step")),
    *(Column(name, Integer) for name in ("took_ms", "width", "height")),
    Column("codec", String),
)
_SMALL_COLUMNS = tuple(column.name for column in _SMALL.columns)
_Row = dict[str, object]
_Way = Callable[[Path | str], None]
_Times = dict[str, list[tuple[float, float]]]


def main() -> None:
    """Measure, print and write the result."""
    body = encode(_observation(1))
    sqlite = [_sqlite(size, OBSERVATIONS, _rows(size, body)) for size in SIZES]
    small = [_sqlite(size, _SMALL, _small_rows(size)) for size in SMALL_SIZES]
    reason = reason_against()
    result = {
        "name": "store",
        "what": "rows inserted a second",
        "body_bytes": len(body),
        "batch": BATCH,
        "folder": tempfile.gettempdir(),
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
        | {package: version(package) for package in PACKAGES},
        "runs": RUNS,
        "sqlite": sqlite,
        "sqlite_small_rows": small,
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


def _sqlite(size: int, table: Table, rows: Sequence[_Row]) -> dict[str, object]:
    ways: dict[str, _Way] = {
        name: partial(way, table=table, rows=rows)
        for name, way in (("ours", _ours), ("core", _core), ("sqlite3", _bare))
    }
    if size in ENCODED_SIZES and table is OBSERVATIONS:
        ways["keep"] = partial(_keep, count=size)
    times: _Times = defaultdict(list)
    length = 0
    for run in range(RUNS):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "auditor.sqlite"
                _make(path, table)
                times[name].append(_timed(way, path))
                length = path.stat().st_size
            print(f"{table.name} {size} run {run + 1} {name}: {times[name][-1]}", file=sys.stderr)
    per_row = round(length / size)
    return {"size": size, "bytes_a_row": per_row, **_summary(times, "sqlite3", size)}


def _timed(way: _Way, path: Path | str) -> tuple[float, float]:
    """Seconds by the clock and by our processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    way(path)
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
        for way in ("ours", "core"):
            pairs = zip(rates[way], rates[peer], strict=True)
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            told[f"{way}_to_{peer}_{kind}"] = round(ratio, 2)
    return told


def _make(path: Path | str, table: Table = OBSERVATIONS) -> None:
    """The tables and the round, outside the clock."""
    with Store(path) as store:
        store.begin_round(ROUND)
    if table is not OBSERVATIONS:
        database = Database(locate(path))
        database.open()
        with database.writing() as connection:
            table.create(connection)
        database.close()


def _rows(count: int, body: str) -> list[_Row]:
    return [
        dict(zip(_COLUMNS, (ROUND.id, row, PROBE.name, PROBE.version, 1, body), strict=True))
        for row in range(count)
    ]


def _small_rows(count: int) -> list[_Row]:
    """Ten columns, about 100 bytes a row in the file."""
    values = (ROUND.id[:15], PROBE.name, 1, "pass", "first_picture", 1234, 640, 360, "h264")
    return [dict(zip(_SMALL_COLUMNS, (row, *values), strict=True)) for row in range(count)]


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _ours(path: Path | str, table: Table, rows: Sequence[_Row]) -> None:
    database, writer = Database(locate(path)), Writer()
    database.open()
    for some in _batches(rows):
        with database.writing() as connection:
            writer.write(connection, {table: some})
        writer.wrote()
    database.close()


def _core(path: Path | str, table: Table, rows: Sequence[_Row]) -> None:
    database = Database(locate(path))
    database.open()
    for some in _batches(rows):
        with database.writing() as connection:
            connection.execute(insert(table), some)
    database.close()


def _bare(path: Path | str, table: Table, rows: Sequence[_Row]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    names = tuple(rows[0])
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - ours
    for some in _batches(rows):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, [tuple(row.values()) for row in some])
        connection.execute("COMMIT")
    connection.close()


def _keep(path: Path | str, count: int) -> None:
    seen = _observation(1)
    with Store(path) as store:
        for row in range(count):
            store.keep(ROUND.id, replace(seen, target=str(row)))


def _postgresql(size: int, body: str) -> dict[str, object]:
    times: _Times = defaultdict(list)
    rows = _rows(size, body)
    ways = {"ours": _ours, "core": _core, "psycopg": _bare_server}
    with running_server() as server:
        for run in range(RUNS):
            for name, way in ways.items():
                url = server.make_database(f"bench_{name}_{run}")
                _make(url)
                times[name].append(_timed(partial(way, table=OBSERVATIONS, rows=rows), url))
    return {"size": size, **_summary(times, "psycopg", size)}


def _bare_server(url: Path | str, table: Table, rows: Sequence[_Row]) -> None:
    names = ", ".join(f"%({name})s" for name in _COLUMNS)
    statement = f"INSERT INTO {table.name} ({', '.join(_COLUMNS)}) VALUES ({names})"  # noqa: S608 - ours
    with psycopg.connect(str(url).replace("+psycopg", "")) as connection:
        for some in _batches(rows):
            with connection.cursor() as cursor:
                cursor.executemany(statement, some)
            connection.commit()


if __name__ == "__main__":
    main()
