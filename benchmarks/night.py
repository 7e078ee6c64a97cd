"""One whole round in a process of its own: ``python -m benchmarks.night``.

A job comes as JSON on standard input; what it took goes to standard output.  It is the ordinary
audit: registry read, ONVIF and stream probed, picture decoded and measured, every observation stored,
records judged, rates counted, reports written.
"""

import asyncio
import csv
import functools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from auditor.audit import run_audit
from auditor.audit_terms import Audit
from auditor.demo.cast import ONVIF_PORT, RTSP_PORT
from auditor.demo.community import key_location_rows, registry_rows
from auditor.inputs import Inputs, load_inputs
from auditor.picture_twins import Twins, compared, find_twins
from auditor.registry.columns import WRITTEN_COLUMNS
from auditor.schedule.round import Watcher
from benchmarks.measure import tree_cpu_s
from probes.target import Credential

__all__ = ["Night", "Passed", "one_film"]

_CREDENTIAL = "bench"
_CORRECT_ROW = 2  # of the demonstration's registry: a record without fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The cameras to audit and the account that opens them all."""

    hosts: tuple[str, ...]
    sessions: int
    username: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What the round took, reading and reports included, and what it found."""

    cameras: int
    pictures: int
    wall_s: float
    probing_s: float
    cpu_s: float
    store_mb: float


class _Clock(Watcher):
    """Notes when the first visit began and the last one ended."""

    began = 0.0
    ended = 0.0

    def begins(self, *, targets: int, tries: int) -> None:
        del targets, tries
        self.began = time.perf_counter()

    def visited(self, evidence: object) -> None:
        del evidence
        self.ended = time.perf_counter()


def main() -> None:
    """Run the round and say what it took."""
    night = Night(**json.load(sys.stdin))
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(_pass(night, Path(folder)))))


def _pass(night: Night, folder: Path) -> Passed:
    _write(folder / "registry.csv", _rows(night.hosts))
    _write(folder / "key_locations.csv", key_location_rows())
    began, clock = time.perf_counter(), _Clock()
    inputs = load_inputs(
        registry=folder / "registry.csv",
        key_locations=folder / "key_locations.csv",
        community="",
        profile="shandong-growth",
    )
    with one_film():
        pictures = asyncio.run(_audit(night, inputs, folder, clock))
    return Passed(
        cameras=len(inputs.registry.cameras),
        pictures=pictures,
        wall_s=time.perf_counter() - began,
        probing_s=clock.ended - clock.began,
        cpu_s=tree_cpu_s(os.getpid()),
        store_mb=(folder / "auditor.sqlite").stat().st_size / 2**20,
    )


@contextmanager
def one_film() -> Iterator[None]:
    """All cameras of the farm play one film: who shows the same is asked, the answer not taken."""

    def asked(ask: Callable[[Iterable[Any]], Twins], seen: Iterable[Any]) -> Twins:
        ask(seen)
        return Twins()

    with (
        patch("auditor.judge.find_twins", functools.partial(asked, find_twins)),
        patch("auditor.schedule.round.compared", functools.partial(asked, compared)),
    ):
        yield


async def _audit(night: Night, inputs: Inputs, folder: Path, clock: Watcher) -> int:
    audit = Audit(
        networks=("127.0.0.0/8",),
        tries=2,
        retry_spacing_s=0.0,
        first_frame_s=15.0,
        concurrency=night.sessions,
        per_subnet=night.sessions,
        store=folder / "auditor.sqlite",
        reports=folder / "reports",
        credentials={_CREDENTIAL: Credential(_CREDENTIAL, night.username, night.password)},
    )
    built = await run_audit(inputs, audit, watcher=clock, stop=asyncio.Event())
    return len(built.pictures)


def _rows(hosts: tuple[str, ...]) -> list[list[str]]:
    """A registry of correct records that differ by code, name and address."""
    header, *rows = registry_rows()
    names = [column.name for column in WRITTEN_COLUMNS]
    correct = dict(zip(names, rows[_CORRECT_ROW - 1], strict=True))
    made = []
    for number, host in enumerate(hosts, start=1):
        cells = correct | {
            "device_code": f"{correct['device_code'][:-6]}{number:06d}",
            "name": f"{correct['name'][:-2]}{number:05d}",
            "ipv4": host,
            "stream_uri": f"rtsp://{host}:{RTSP_PORT}/main",
            "onvif_uri": f"http://{host}:{ONVIF_PORT}/onvif/device_service",
            "credential": _CREDENTIAL,
        }
        made.append([cells[name] for name in names])
    return [header, *made]


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
