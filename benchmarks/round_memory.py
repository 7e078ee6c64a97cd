"""`make bench-round-memory`: resident memory of a round over up to 100,000 simulated cameras.

No socket is opened: the probes answer at once with observations of the usual size, and one
camera in twenty gives no picture.  Reading, engine, round, store, judging and reports are the
real ones.  Of each size there are two nights, each in a process of its own: the second one's report
is compared with the first one's.  The peaks are those until a stage ended.
"""

import asyncio
import csv
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest import mock

from auditor.audit import run_audit
from auditor.audit_terms import Audit
from auditor.changes import changes
from auditor.conclude import conclude
from auditor.examples import frame, metrics, record_cells
from auditor.inputs import load_inputs
from auditor.registry.columns import KEY_LOCATION_COLUMNS, WRITTEN_COLUMNS, Column
from auditor.render.write import write_reports
from auditor.schedule.round import Watcher
from benchmarks.duel import versions, write_result
from benchmarks.harness import machine
from benchmarks.measure import load_average
from probes.failure import FailureKind, ProbeError
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.probe import Context
from probes.rtsp_frame import RtspFrame
from probes.target import Target
from probes.tcp_connect import TcpConnect
from probes.visit import ProbeSet

P = ParamSpec("P")
R = TypeVar("R")

SIZES = (5_000, 25_000, 50_000, 100_000)
NIGHTS = 2
BAD_EVERY = 20
_STEPS = (
    *("connect", "options", "describe", "setup", "play", "first_packet"),
    *("first_key_frame", "first_picture"),
)
_LIMIT = timedelta(seconds=30)
_LOCATION = {
    "id": "KL-01",
    "community": "云帆社区",
    "location_class": "小区出入口",
    "name": "北门",
    "longitude": "117.661000",
    "latitude": "36.209000",
}


def main(sizes: tuple[int, ...]) -> None:
    """Measure every size; the result is written after each, since a large one takes its time."""
    rows: list[dict[str, object]] = []
    for size in sizes:
        rows.append(_in_processes(size))
        result = {
            "name": "round_memory",
            "what": "peak resident memory of a round without cameras: probes answer at once",
            "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "versions": versions(("polars", "sqlalchemy", "pydantic")),
            "bad_every": BAD_EVERY,
            "sizes": rows,
        }
        write_result("round_memory", result)


def _in_processes(size: int) -> dict[str, object]:
    """Two nights over one store."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _registry(folder, size)
        _write(folder / "key.csv", KEY_LOCATION_COLUMNS, [_LOCATION])
        nights = [_in_a_process(folder, night) for night in range(1, NIGHTS + 1)]
    return {"cameras": size, "nights": nights}


def _in_a_process(folder: Path, night: int) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.round_memory", "one", str(folder), str(night)]
    load = load_average()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    row: dict[str, object] = json.loads(done.stdout) | {"load": load}
    print(json.dumps(row), flush=True)
    return row


def _one(folder: Path, night: int) -> dict[str, object]:
    """One round in this process."""
    peaks: dict[str, float] = {}
    inputs = load_inputs(
        registry=folder / "registry.csv",
        key_locations=folder / "key.csv",
        community="",
        profile="shandong-growth",
    )
    began = time.monotonic()
    with (
        mock.patch("auditor.audit_work._probes", return_value=_probe_set(night)),
        mock.patch("auditor.audit_carry.conclude", _noted(peaks, "round", conclude)),
        mock.patch("auditor.audit_carry.changes", _noted(peaks, "judged", changes)),
        mock.patch("auditor.audit_carry.write_reports", _noted(peaks, "compared", write_reports)),
    ):
        peaks["loaded_mb"] = _peak_mb()
        work = run_audit(inputs, _audit(folder), watcher=Watcher(), stop=asyncio.Event())
        built = asyncio.run(work)
    peaks["reported_mb"] = _peak_mb()
    states = [one.state.value for one in built.report.cameras]
    return {
        "night": night,
        "seconds": round(time.monotonic() - began, 1),
        **peaks,
        "findings": len(built.report.findings),
        "files_mb": round(_bytes_of(folder / "reports") / 1e6, 1),
        "store_mb": round((folder / "auditor.sqlite").stat().st_size / 1e6, 1),
        "states": {state: states.count(state) for state in sorted(set(states))},
    }


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _noted(peaks: dict[str, float], stage: str, work: Callable[P, R]) -> Callable[P, R]:
    """``work``, before which the peak so far is noted as that of ``stage``."""

    def noted(*arguments: P.args, **named: P.kwargs) -> R:
        peaks[f"{stage}_mb"] = _peak_mb()
        return work(*arguments, **named)

    return noted


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _audit(folder: Path) -> Audit:
    return Audit(
        networks=("127.0.0.0/8",),
        tries=3,
        retry_spacing_s=0.0,
        first_frame_s=15.0,
        concurrency=64,
        store=folder / "auditor.sqlite",
        reports=folder / "reports",
        credentials={},
    )


def _registry(folder: Path, size: int) -> Path:
    rows = (
        record_cells()
        | {
            "device_code": f"370116000113{2600000 + number:08d}"[:20],
            "stream_uri": f"rtsp://{_host(number)}:554/Streaming/Channels/101",
            "onvif_uri": f"http://{_host(number)}/onvif/device_service",
        }
        for number in range(1, size + 1)
    )
    return _write(folder / "registry.csv", WRITTEN_COLUMNS, rows)


def _host(number: int) -> str:
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _write(path: Path, columns: tuple[Column, ...], rows: Iterable[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in columns])
        writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    return path


def _probe_set(night: int) -> ProbeSet:
    real = ProbeSet()
    return replace(
        real,
        tcp=replace(real.tcp, run=_tcp),
        dial=replace(real.dial, run=_tcp),
        onvif=replace(real.onvif, run=_onvif),
        stream=replace(real.stream, run=partial(_stream, night)),
        confirm=replace(real.confirm, run=_nothing),
        udp=replace(real.udp, run=_nothing),
    )


async def _tcp(_: Target, context: Context[TcpConnect]) -> TcpConnect:
    context.step("connect")
    return TcpConnect(port=554)


async def _onvif(target: Target, context: Context[OnvifDevice]) -> OnvifDevice:
    context.answered = True
    streams = (("main", 1920, 1080), ("sub", 704, 576))
    return OnvifDevice(
        manufacturer="Example",
        model="IPC-2",
        firmware_version="V5.7.1 build 210301",
        login="anonymous",
        profiles=tuple(
            MediaProfile(token=name, width_px=width, height_px=height, stream_uri=target.stream_uri)
            for name, width, height in streams
        ),
    )


async def _stream(night: int, target: Target, context: Context[RtspFrame]) -> RtspFrame:
    uri = target.stream_uri or ""
    context.answered = True
    for step in _STEPS[:3]:
        context.step(step)
    if int(target.key) % BAD_EVERY == 0:
        context.partial = RtspFrame(uri=uri)
        raise ProbeError(FailureKind.NOT_FOUND)
    for step in _STEPS[3:]:
        context.step(step)
    digest = hashlib.sha256(f"{night} {uri}".encode()).hexdigest()
    shown = frame(metrics(perceptual_hash=digest[:16]), uri=uri)
    return replace(shown, picture_sha256=digest)


async def _nothing(target: Target, context: Context[RtspFrame]) -> RtspFrame:
    context.partial = RtspFrame(uri=target.stream_uri or "", path="ffmpeg")
    raise ProbeError(FailureKind.NOT_FOUND)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        print(json.dumps(_one(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
