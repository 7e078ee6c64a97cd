"""Values for the rendering tests: one small valid thing each, a realistic community, a hostile one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

from auditor.model import (
    CameraResult,
    CameraState,
    Finding,
    IndicatorResult,
    Member,
    Outcome,
    Provenance,
    Rate,
    RateVerdict,
    Report,
    Severity,
    Verdict,
)
from auditor.records import Camera, DeviceStatus, KeyLocation, LocationClass

ROUND = "20261123T170000Z-0a1b2c"
STARTED = datetime(2026, 11, 23, 17, 0, 3, tzinfo=UTC)


def camera(row: int = 1, **changes: object) -> Camera:
    base = Camera(
        row=row,
        device_code=f"3709021600132{row:07d}",
        name="东门出入口球机",
        division="370902",
        longitude="117.129",
        latitude="36.194",
        point_type="2",
        status=DeviceStatus.IN_USE,
        networking="1",
        address="东门",
        maker="1",
        community="华新社区",
        key_location_id="K01",
        public_video=True,
        host=f"127.0.1.{row}",
        onvif_uri=None,
        stream_uri=f"rtsp://127.0.1.{row}:15554/stream",
        credential="demo",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def camera_result(row: int = 1, **changes: object) -> CameraResult:
    base = CameraResult(
        camera=camera(row),
        state=CameraState.PICTURE_OK,
        reason="取得完整画面，未发现缺陷",
        answered=True,
        tries=1,
        furthest_step="first_picture",
        first_frame_ms=812,
        codec="H.264",
        size="1920×1080",
        picture=f"pictures/{ROUND}/{row}.jpg",
        picture_sha256="ab" * 32,
        picture_taken_at=STARTED + timedelta(seconds=row),
        picture_stream="main",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def rate(**changes: object) -> Rate:
    base = Rate(
        indicator="health_rate",
        version=1,
        title="摄像机完好率",
        scope="all",
        of=20,
        met=19,
        unknown=0,
        excluded=0,
        basis="画面完好的关键位置摄像机 ÷ 登记在关键位置的摄像机",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def indicator_result(
    verdict: RateVerdict = RateVerdict.MEETS, **changes: object
) -> IndicatorResult:
    return IndicatorResult(rate=rate(**changes), threshold=95, verdict=verdict, tolerance=0)


def finding(**changes: object) -> Finding:
    base = Finding(
        row=1,
        device_code="37090216001320000001",
        rule="code_length",
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        field="设备编码",
        value="3709021600132000001",
        message="设备编码应为 20 位数字，现为 19 位",
        suggestion="按 GB/T 28181 附录 D 重新编码",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def member(key: str = "1", outcome: Outcome = Outcome.NOT_MET, **changes: str) -> Member:
    base = Member(key=key, label=f"第 {key} 行 东门出入口球机", outcome=outcome, reason="离线")
    return replace(base, **changes)  # type: ignore[arg-type]  # any text may change


def location(id: str = "K01", **changes: object) -> KeyLocation:  # noqa: A002  the field's name
    base = KeyLocation(
        row=1,
        id=id,
        community="华新社区",
        location_class=LocationClass.RESIDENTIAL_GATE,
        class_text="小区出入口",
        name="东门",
        longitude="117.129",
        latitude="36.194",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def provenance(**changes: object) -> Provenance:
    base = Provenance(
        round_id=ROUND,
        started_at=STARTED,
        ended_at=STARTED + timedelta(minutes=41, seconds=12),
        complete=True,
        registry_name="registry.csv",
        registry_sha256="1f" * 32,
        registry_encoding="GB18030",
        key_locations_name="key_locations.csv",
        key_locations_sha256="2e" * 32,
        profile="shandong-2022-growth",
        profile_title="山东省智慧社区建设指标（成长型）",
        edition="GB/T 28181-2022",
        tool_version="0.1.0",
        probe_versions=(("onvif_device", 1), ("rtsp_picture", 1)),
        divisions_as_of="2026-09",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def report(**changes: object) -> Report:
    base = Report(
        community="华新社区",
        level="成长型",
        provenance=provenance(),
        results=(indicator_result(),),
        by_class=(),
        beside=(),
        cameras=(camera_result(),),
        key_locations=(location(),),
        findings=(),
        row_errors=(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def jpeg(shade: int = 90) -> bytes:
    """A JPEG of 640x360 with a little structure, so that pictures differ."""
    picture = np.full((360, 640, 3), shade, np.uint8)
    picture[200:, :, :] = shade // 2
    cv2.rectangle(picture, (60 + shade, 90), (200 + shade, 280), (shade, 160, 120), -1)
    return cv2.imencode(".jpg", picture)[1].tobytes()


def shelved(folder: Path, pictures: Mapping[str, bytes]) -> dict[str, Path]:
    """The pictures as files below ``folder``, by the names that they are to have."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{number}.jpg" for number, name in enumerate(pictures)}
    for name, file in files.items():
        file.write_bytes(pictures[name])
    return files
