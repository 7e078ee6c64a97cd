"""What the tables of a large community cost: time, memory and file size, and how they grow.

`make bench-tables`.  Reports of 10,000 and 100,000 cameras with a finding and a half a camera are
made in memory; each is rendered in a process of its own, whose peak memory is measured, with the
report alone in it and with every table of it.
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from auditor.changes import changes
from auditor.model import (
    CameraResult,
    CameraState,
    Finding,
    Provenance,
    Report,
    Severity,
    Verdict,
)
from auditor.records import Camera, DeviceStatus
from auditor.render.shared import shared
from auditor.render.table_files import table_files
from benchmarks.harness import RESULTS, machine

SIZES = (10_000, 100_000)
_AT = datetime(2026, 1, 5, 14, tzinfo=UTC)
_STATES = (CameraState.PICTURE_OK,) * 18 + (CameraState.OFFLINE, CameraState.PICTURE_ABNORMAL)


def main() -> None:
    """Measure each size in its own process and keep the figures."""
    result = {
        "name": "tables",
        "what": "the tables of one report: CSV, Parquet, a workbook",
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "sizes": [_measured(size) for size in SIZES],
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    (RESULTS / "tables.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)


def measure(size: int) -> dict[str, object]:
    """The figures of one size; the memory is this process's peak so far."""
    before = made(size, night=0)
    report = made(size, night=1)
    alone = _peak_mb()
    start, cpu = time.perf_counter(), time.process_time()
    changed = changes(before, report)
    compared_s = time.perf_counter() - start
    seconds: dict[str, float] = {"compare": round(compared_s, 2)}
    sizes: dict[str, float] = {}
    start = time.perf_counter()
    for name, pieces in table_files(shared(report, changed)):
        length = sum(map(len, pieces))
        now = time.perf_counter()
        seconds[name], start = round(now - start, 2), now
        sizes[name] = round(length / 1e6, 2)
    return {
        "cameras": size,
        "findings": len(report.findings),
        "seconds": seconds,
        "total_s": round(sum(seconds.values()), 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "megabytes": sizes,
        "reports_in_memory_mb": alone,
        "peak_mb": _peak_mb(),
    }


def made(size: int, *, night: int) -> Report:
    """A report of ``size`` cameras; a twentieth differs from night to night."""
    rows = range(1, size + 1)
    return Report(
        community="基准社区",
        level="growth",
        provenance=_provenance(night),
        results=(),
        by_class=(),
        beside=(),
        cameras=tuple(_camera(row, night) for row in rows),
        key_locations=(),
        findings=tuple(_finding(row, n) for row in rows for n in range(1 + row % 2)),
        row_errors=(),
    )


def _provenance(night: int) -> Provenance:
    at = _AT + timedelta(days=night)
    return Provenance(
        round_id=f"{at:%Y%m%dT%H%M%SZ}-000000",
        started_at=at,
        ended_at=at + timedelta(hours=2),
        complete=True,
        registry_name="registry.csv",
        registry_sha256="0" * 64,
        registry_encoding="utf-8",
        key_locations_name="key_locations.csv",
        key_locations_sha256="0" * 64,
        profile="shandong-growth",
        profile_title="",
        edition="",
        tool_version="",
        probe_versions=(),
        divisions_as_of="2026-01-01",
    )


def _code(row: int) -> str:
    return f"3701160001132{row:07d}"


def _camera(row: int, night: int) -> CameraResult:
    state = _STATES[(row * 7 + night) % len(_STATES)]
    seen = state in (CameraState.PICTURE_OK, CameraState.PICTURE_ABNORMAL)
    return CameraResult(
        camera=Camera(
            row=row,
            device_code=_code(row),
            name=f"莱芜区云帆街道云帆社区星河里小区{row}号楼北门",
            division="370116",
            longitude=f"117.{600000 + row}",
            latitude="36.209000",
            point_type="2",
            status=DeviceStatus.IN_USE,
            networking="1",
            address="山东省济南市莱芜区云帆街道云帆社区星河里小区北门",
            maker="1",
            community="基准社区",
            key_location_id=f"KL-{row:06d}",
            public_video=True,
            host=f"127.{row >> 16 & 255}.{row >> 8 & 255}.{row & 255}",
            onvif_uri=None,
            stream_uri=f"rtsp://127.{row >> 16 & 255}.{row >> 8 & 255}.{row & 255}/main",
            credential="",
        ),
        state=state,
        reason="取得完整画面，未发现缺陷" if seen else "端口拒绝连接",
        answered=seen,
        tries=1 if seen else 3,
        furthest_step="second_picture" if seen else "connect",
        first_frame_ms=500 + row % 400 if seen else None,
        codec="h264" if seen else "",
        size="1920x1080" if seen else "",
        picture=f"pictures/x/row-{row:06d}.jpg" if seen else None,
        picture_sha256=f"{row:064x}" if seen else None,
        picture_taken_at=_AT + timedelta(seconds=row) if seen else None,
        defects=(),
    )


def _finding(row: int, number: int) -> Finding:
    return Finding(
        row=row,
        device_code=_code(row),
        rule=("NAME-03", "GEO-11")[number],
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        field=("name", "longitude")[number],
        value=f"117.{600000 + row}，36.209000",
        message="距本社区各关键位置所围范围 3.2 公里",
        suggestion="核对经纬度与所属社区，确有必要时更正其一",
    )


def _measured(size: int) -> object:
    command = [sys.executable, "-m", "benchmarks.tables", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        main()
