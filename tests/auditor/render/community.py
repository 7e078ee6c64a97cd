"""A realistic community of 41 cameras and 24 key locations, for looking at the page."""

from auditor.model import (
    CameraResult,
    CameraState,
    Finding,
    IndicatorResult,
    Member,
    Outcome,
    Rate,
    RateVerdict,
    Report,
    Severity,
    Verdict,
)
from auditor.records import DeviceStatus, KeyLocation, LocationClass, RowError
from tests.auditor.render import builders

_PLACES = {
    LocationClass.RESIDENTIAL_GATE: ("东门", "西门", "南门", "北门", "二期东门", "二期西门"),
    LocationClass.PARKING_GATE: (
        "地下车库一号口",
        "地下车库二号口",
        "地面停车场入口",
        "访客停车场",
    ),
    LocationClass.MAIN_ROAD: tuple(f"社区主干道 {n} 号路口" for n in range(1, 9)),
    LocationClass.FIRE_LANE: tuple(f"{n} 号楼消防通道" for n in (1, 3, 5, 7, 9, 11)),
}
_STATES = {
    4: (CameraState.OFFLINE, "三次尝试均被拒绝连接（554 端口）"),
    5: (CameraState.OFFLINE, "三次尝试均连接超时"),
    7: (CameraState.ONLINE_NO_STREAM, "设备有应答，登记的流地址不存在（404）"),
    8: (CameraState.ONLINE_NO_STREAM, "PLAY 成功后 15 秒内未收到媒体数据"),
    9: (CameraState.PICTURE_ABNORMAL, "画面为黑屏"),
    11: (CameraState.PICTURE_ABNORMAL, "画面冻结：间隔 2 秒的两帧完全相同"),
    13: (CameraState.PICTURE_ABNORMAL, "画面模糊（拉普拉斯方差低于方案限值）"),
    27: (CameraState.PROBE_BLOCKED, "登记的凭据未提供，未尝试登录"),
    28: (CameraState.NOT_PROBED, "登记表未填写地址，无法检测"),
}
_PICTURED = (CameraState.PICTURE_OK, CameraState.PICTURE_ABNORMAL)
_KEY_CAMERAS = 30


def _locations() -> tuple[KeyLocation, ...]:
    places = [(kind, name) for kind, names in _PLACES.items() for name in names]
    return tuple(
        builders.location(
            f"K{at:02d}", row=at, location_class=kind, class_text=kind.label, name=name
        )
        for at, (kind, name) in enumerate(places, start=1)
    )


def _camera(row: int, places: tuple[KeyLocation, ...]) -> CameraResult:
    state, reason = _STATES.get(row, (CameraState.PICTURE_OK, "取得完整画面，未发现缺陷"))
    place = places[(row - 1) % 23] if row <= _KEY_CAMERAS else None
    name = f"{place.name}{'球机' if row % 3 else '枪机'}" if place else f"{row} 号楼电梯厅"
    seen = state in _PICTURED
    camera = builders.camera(
        row,
        name=f"华新社区{name}",
        key_location_id=place.id if place else "",
        public_video=row <= 33,
        status=DeviceStatus.IN_REPAIR if row == 5 else DeviceStatus.IN_USE,
    )
    return builders.camera_result(
        row,
        camera=camera,
        state=state,
        reason=reason,
        answered=state not in (CameraState.OFFLINE, CameraState.NOT_PROBED),
        tries=0 if state is CameraState.NOT_PROBED else 1 if seen else 3,
        furthest_step="first_picture"
        if seen
        else "play"
        if row == 8
        else "describe"
        if row == 7
        else "connect"
        if row != 28
        else "",
        first_frame_ms=640 + row * 37 if seen else None,
        codec=("H.265" if row % 5 == 0 else "H.264") if seen else "",
        size="1920×1080" if seen else "",
        picture=f"pictures/{builders.ROUND}/{row}.jpg" if seen else None,
        picture_sha256="ab" * 32 if seen else None,
        picture_taken_at=builders.STARTED if seen else None,
        defects=(reason,) if state is CameraState.PICTURE_ABNORMAL else (),
    )


def _member(result: CameraResult, bad: frozenset[CameraState]) -> Member:
    outcome = Outcome.NOT_MET if result.state in bad else Outcome.MET
    if not result.state.is_conclusive:
        outcome = Outcome.UNKNOWN
    camera = result.camera
    return Member(key=str(camera.row), label=camera.name, outcome=outcome, reason=result.reason)


def _judged(
    name: tuple[str, str, str], members: tuple[Member, ...], threshold: int | None, scope: str
) -> IndicatorResult:
    met = sum(member.outcome is Outcome.MET for member in members)
    unknown = sum(member.outcome is Outcome.UNKNOWN for member in members)
    of = len(members)
    rate = Rate(
        indicator=name[0], version=1, title=name[1], scope=scope, of=of, met=met,
        unknown=unknown, excluded=0, basis=name[2], members=members,
    )  # fmt: skip
    if threshold is None:
        return IndicatorResult(
            rate=rate, threshold=None, verdict=RateVerdict.NO_THRESHOLD, tolerance=None
        )
    verdict = RateVerdict.INCONCLUSIVE
    if met * 100 >= threshold * of:
        verdict = RateVerdict.MEETS
    elif (met + unknown) * 100 < threshold * of:
        verdict = RateVerdict.MISSES
    left = of - -(-threshold * of // 100) - (of - met - unknown)
    return IndicatorResult(rate=rate, threshold=threshold, verdict=verdict, tolerance=left)


_COVERAGE = (
    "coverage_rate",
    "关键位置覆盖率",
    "至少有一台在用摄像机登记在该处的关键位置 ÷ 应建关键位置（key_locations.csv）。",
)
_NETWORKING = (
    "networking_rate",
    "关键位置联网率",
    "平台显示在线，或本轮以 RTSP、ONVIF、SIP 作出协议应答的关键位置摄像机 ÷ 关键位置摄像机；仅端口开放不算，401 算应答。",
)
_HEALTH = (
    "health_rate",
    "关键位置摄像机完好率",
    "本轮取得画面且无缺陷的关键位置摄像机 ÷ 关键位置摄像机；登记为维修的计为不合格。",
)
_PICTURE = (
    "picture_output_rate",
    "公共视频资源出图率",
    "本轮至少一次由关键帧解出完整、非替代画面的公共视频摄像机 ÷ 公共视频摄像机（按登记表“公共视频”列）。",
)
_RECORDS = (
    "record_compliance_rate",
    "编码、名称、行政区划、经纬度合规率",
    "四组字段均无“错误”级问题的登记记录 ÷ 登记记录（不含拆除）。",
)
_SILENT = frozenset({CameraState.OFFLINE, CameraState.ONLINE_NO_STREAM})


def _findings() -> tuple[Finding, ...]:
    rows = (
        (20, "code_length", "error", "fail", "设备编码", "3709021600132000020", "设备编码应为 20 位数字，现为 19 位", "按 GB/T 28181 附录 D 重新编码"),
        (22, "name_unique", "error", "fail", "设备名称", "华新社区西门枪机", "设备名称与第 2 行重复", "在名称末尾加方位或序号，使同一社区内名称唯一"),
        (31, "position_inside_division", "error", "fail", "经度", "17.129", "经纬度（17.129，36.194）不在行政区划 370902 范围内", "核对经度是否漏写一位"),
        (33, "position_decimals", "warning", "fail", "纬度", "36.19", "纬度只有 2 位小数，误差可达 1 千米", "宜保留 6 位小数"),
        (35, "position_datum", "info", "unknown", "经度", "117.129", "未注明坐标系，无法判断是否为 CGCS2000", "在登记表注明坐标系"),
        (1, "code_length", "error", "pass", "设备编码", "", "", ""),
    )  # fmt: skip
    return tuple(
        Finding(
            row=row, device_code=f"3709021600132{row:07d}", rule=rule, severity=Severity(severity),
            verdict=Verdict(verdict), field=field, value=value, message=message, suggestion=hint,
        )
        for row, rule, severity, verdict, field, value, message, hint in rows
    )  # fmt: skip


def sample_report() -> Report:
    places = _locations()
    cameras = tuple(_camera(row, places) for row in range(1, 42))
    keyed = cameras[:_KEY_CAMERAS]
    offline, unwell = frozenset({CameraState.OFFLINE}), _SILENT | {CameraState.PICTURE_ABNORMAL}
    covered = tuple(
        Member(
            key=place.id,
            label=place.name,
            outcome=Outcome.NOT_MET if place.id == "K24" else Outcome.MET,
            reason="没有摄像机登记在此" if place.id == "K24" else "有在用摄像机",
        )
        for place in places
    )
    records = tuple(
        Member(
            key=str(row),
            label=cameras[row - 1].camera.name,
            outcome=Outcome.NOT_MET if row in (20, 22, 31) else Outcome.MET,
            reason="设备编码、名称或经纬度有错误",
        )
        for row in range(1, 42)
    )
    by_class = tuple(
        result
        for kind in _PLACES
        for result in (
            _judged(
                _COVERAGE,
                tuple(m for m, p in zip(covered, places, strict=True) if p.location_class is kind),
                95,
                kind.value,
            ),
            *(
                _judged(
                    name,
                    tuple(_member(c, bad) for c in keyed if _kind(c, places) is kind),
                    95,
                    kind.value,
                )
                for name, bad in ((_NETWORKING, offline), (_HEALTH, unwell))
            ),
        )
    )
    return builders.report(
        provenance=builders.provenance(complete=False),
        results=(
            _judged(_COVERAGE, covered, 95, "all"),
            _judged(_NETWORKING, tuple(_member(c, offline) for c in keyed), 95, "all"),
            _judged(_HEALTH, tuple(_member(c, unwell) for c in keyed), 95, "all"),
            _judged(_PICTURE, tuple(_member(c, _SILENT) for c in cameras[:33]), 85, "all"),
            _judged(_RECORDS, records, 95, "all"),
        ),
        by_class=by_class,
        beside=(builders.rate(indicator="proved_coverage_rate", title="有画面佐证的覆盖率", of=24, met=21, unknown=2, basis="本轮取得画面的关键位置 ÷ 应建关键位置。"),
                builders.rate(indicator="code_compliance_rate", title="编码合规率", of=41, met=40, basis="编码无“错误”级问题的记录 ÷ 登记记录。")),
        cameras=cameras,
        key_locations=places,
        findings=_findings(),
        row_errors=(RowError(file="registry.csv", row=42, line=44, message="列数为 12，应为 20；该行未读取"),),
        notes=("对照目标在 02:10 至 02:25 之间没有应答，其间的检测作废并已重排。", "第 27 行登记的凭据未提供。"),
    )  # fmt: skip


def _kind(result: CameraResult, places: tuple[KeyLocation, ...]) -> LocationClass | None:
    kinds = {place.id: place.location_class for place in places}
    return kinds.get(result.camera.key_location_id)


def sample_pictures(report: Report) -> dict[str, bytes]:
    return {
        result.picture: builders.jpeg(40 + result.camera.row * 4)
        for result in report.cameras
        if result.picture
    }
