"""Reports of invented communities of any size, without probing: for benchmarks and page tests.

The same size gives the same report.  One camera in ten has something wrong, one record in
twenty a finding; positions lie in one county.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from auditor.aggregate import count_anew, judge_rate
from auditor.model import (
    CameraResult,
    CameraState,
    Finding,
    IndicatorResult,
    Member,
    Outcome,
    Provenance,
    Rate,
    Report,
    Severity,
    Verdict,
)
from auditor.records import Camera, DeviceStatus, KeyLocation, LocationClass

__all__ = ["ROUND", "large_report"]

ROUND = "20261126T170000Z-0a1b2c"
_STARTED = datetime(2026, 11, 26, 17, tzinfo=UTC)
_BAD = (
    (CameraState.OFFLINE, "端口拒绝连接（3 次尝试均未出图）", "connect"),
    (CameraState.ONLINE_NO_STREAM, "设备上没有所登记的码流（404）", "describe"),
    (CameraState.PICTURE_ABNORMAL, "画面为黑屏", "second_picture"),
    (CameraState.NOT_PROBED, "登记表未填写地址", ""),
)
_GOOD = (CameraState.PICTURE_OK, "取得画面，未见异常", "second_picture")
_CAMERAS_PER_PLACE = 4


def large_report(cameras: int, community: str = "云帆社区", findings_each: int = 0) -> Report:
    """A report of so many cameras; without ``findings_each`` one record in twenty has one."""
    chance = random.Random(cameras)
    results = tuple(_camera(row, chance, community) for row in range(1, cameras + 1))
    return Report(
        community=community,
        level="growth",
        provenance=_provenance(),
        results=_rates(results),
        by_class=(),
        beside=(),
        cameras=results,
        key_locations=tuple(
            _place(at, community) for at in range(1, cameras // _CAMERAS_PER_PLACE + 1)
        ),
        findings=_findings(cameras, findings_each),
        row_errors=(),
    )


def _camera(row: int, chance: random.Random, community: str) -> CameraResult:
    state, reason, step = chance.choice(_BAD) if chance.random() < 0.1 else _GOOD  # noqa: PLR2004
    seen = step == "second_picture"
    camera = Camera(
        row=row,
        device_code=f"3701160001132{row:07d}",
        name=f"莱芜区{community}第{row % 900 + 1}号院{'东西南北'[row % 4]}门{row:06d}",
        division="370116",
        longitude=f"{117.5 + chance.gauss(0, 0.05):.6f}",
        latitude=f"{36.2 + chance.gauss(0, 0.04):.6f}",
        point_type="2",
        status=DeviceStatus.IN_USE,
        networking="1",
        address="",
        maker=str(row % 7),
        community=community,
        key_location_id=f"K{row // _CAMERAS_PER_PLACE + 1:05d}",
        public_video=row % 3 == 0,
        host=f"127.{row // 60000}.{row // 250 % 250}.{row % 250}",
        onvif_uri=None,
        stream_uri=f"rtsp://127.0.0.1/{row}",
        credential="",
    )
    return CameraResult(
        camera=camera,
        state=state,
        reason=reason,
        answered=seen or step == "describe",
        tries=1 if seen else 3,
        furthest_step=step,
        first_frame_ms=chance.randrange(300, 9000) if seen else None,
        codec="h264" if seen else "",
        size="1920x1080" if seen else "",
        picture=f"pictures/{ROUND}/row-{row:06d}.jpg" if seen else None,
        picture_sha256="ab" * 32 if seen else None,
        picture_taken_at=_STARTED if seen else None,
        defects=("PIC-01",) if state is CameraState.PICTURE_ABNORMAL else (),
    )


def _rates(results: Sequence[CameraResult]) -> tuple[IndicatorResult, ...]:
    public = [result for result in results if result.camera.public_video]
    return (
        _rate("health_rate", "关键位置摄像机完好率", results, 95),
        _rate("picture_output_rate", "公共视频资源出图率", public, 85),
    )


def _rate(
    indicator: str, title: str, results: Sequence[CameraResult], threshold: int
) -> IndicatorResult:
    members = [
        Member(
            key=str(result.camera.row),
            label=result.camera.name,
            outcome=_outcome(result.state),
            reason=result.reason,
        )
        for result in results
    ]
    nothing = Rate(
        indicator=indicator, version=1, title=title, scope="all", of=0, met=0, unknown=0,
        excluded=0, basis="虚构数据",
    )  # fmt: skip
    return judge_rate(count_anew(nothing, members), threshold)


def _outcome(state: CameraState) -> Outcome:
    if not state.is_conclusive:
        return Outcome.UNKNOWN
    return Outcome.MET if state is CameraState.PICTURE_OK else Outcome.NOT_MET


def _place(at: int, community: str) -> KeyLocation:
    return KeyLocation(
        row=at,
        id=f"K{at:05d}",
        community=community,
        location_class=tuple(LocationClass)[at % 4],
        class_text="",
        name=f"{at}号位置",
        longitude=f"{117.4 + at % 100 / 500:.6f}",
        latitude=f"{36.1 + at % 90 / 450:.6f}",
    )


def _findings(cameras: int, each: int) -> tuple[Finding, ...]:
    rows = range(1, cameras + 1) if each else range(1, cameras + 1, 20)
    return tuple(_finding(row, number) for row in rows for number in range(each or 1))


def _finding(row: int, number: int) -> Finding:
    return Finding(
        row=row,
        device_code=f"3701160001132{row:07d}",
        rule=f"CODE-{(row + number) % 9 + 1:02d}",
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        field="设备编码",
        value=f"3701160001132{row:07d}",
        message="设备编码中的行政区划与登记不一致",
        suggestion="核对后更正",
    )


def _provenance() -> Provenance:
    return Provenance(
        round_id=ROUND,
        started_at=_STARTED,
        ended_at=_STARTED + timedelta(hours=1),
        complete=True,
        registry_name="registry.csv",
        registry_sha256="1f" * 32,
        registry_encoding="utf-8",
        key_locations_name="key_locations.csv",
        key_locations_sha256="2e" * 32,
        profile="shandong-growth",
        profile_title="山东省智慧社区建设指标（成长型）",
        edition="GB/T 28181-2022",
        tool_version="0.1.0",
        probe_versions=(("rtsp_picture", 1),),
        divisions_as_of="2026-09",
    )
