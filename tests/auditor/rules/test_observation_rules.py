"""Rules over what was seen: the whole finding, unknown where nothing can be said."""

from datetime import timedelta

import pytest

from auditor.examples import camera, confirmed, evidence, failed, frame, onvif, pictured
from auditor.judge import judge_camera
from auditor.model import Evidence, Finding, Severity, Verdict
from probes.failure import FailureKind
from probes.onvif_device import MediaProfile, OnvifDevice
from tests.auditor.rules.records import ids

MAIN = "rtsp://127.0.0.1:15554/main"
SUB = "rtsp://127.0.0.1:15554/sub"
PROFILES = (
    MediaProfile(token="s", stream_uri=SUB),
    MediaProfile(token="m", width_px=1280, height_px=720, stream_uri=MAIN),
)
FAIL, UNKNOWN = Verdict.FAIL, Verdict.UNKNOWN


def findings(item: Evidence) -> tuple[Finding, ...]:
    return judge_camera(item, tries=3, record_findings={}).findings


def finding(rule: str, verdict: Verdict, field: str, value: str, *texts: str) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=Severity.ERROR if rule in ("STR-01", "STR-02") else Severity.WARNING,
        verdict=verdict,
        field=field,
        value=value,
        message=texts[0],
        suggestion=texts[1],
    )


def clock(**offset: float) -> Evidence:
    return evidence(onvif(OnvifDevice(clock_offset=timedelta(**offset))), pictured())


@pytest.mark.parametrize(
    ("offset", "value", "words"),
    [
        ({"hours": 3}, "+10800 秒", "快 3 小时 0 分 0 秒"),
        ({"seconds": -61}, "-61 秒", "慢 0 小时 1 分 1 秒"),
    ],
)
def test_a_wrong_clock_is_told_with_its_direction(
    offset: dict[str, float], value: str, words: str
) -> None:
    assert findings(clock(**offset)) == (
        finding(
            "STR-08",
            FAIL,
            "onvif_uri",
            value,
            f"设备时钟比标准时间{words}",
            "启用网络校时（北京时间），检查时区设置",
        ),
    )


def test_a_clock_within_half_a_minute_or_unknown_is_no_finding() -> None:
    assert findings(clock(seconds=30)) == findings(clock(seconds=-30)) == ()
    assert findings(evidence(onvif(OnvifDevice()), pictured())) == ()


def test_a_dead_camera_is_offline_and_nothing_else() -> None:
    refused = FailureKind.CONNECTION_REFUSED
    dead = evidence(*(failed(refused, attempt=n) for n in (1, 2, 3)), confirmed(refused))
    assert findings(dead) == (
        finding(
            "STR-01",
            FAIL,
            "stream_uri",
            "offline",
            "摄像机离线：端口拒绝连接（3 次尝试均未出图，第二客户端复核一致）",
            "检查供电、网络和登记地址，恢复设备在线",
        ),
    )


def test_a_camera_that_was_not_tested_is_unknown() -> None:
    assert findings(evidence()) == (
        finding(
            "STR-02",
            UNKNOWN,
            "stream_uri",
            "not_probed",
            "未能检测：本轮未检测",
            "核对取流地址、码流设置和凭据，恢复出图",
        ),
    )


def test_a_refused_login_names_the_credential_and_blames_nobody() -> None:
    refused = failed(FailureKind.AUTHENTICATION_REJECTED, answered=True)
    found = findings(evidence(refused, of=camera(credential="north-gate")))
    assert [(f.rule, f.verdict) for f in found] == [("NET-02", UNKNOWN), ("STR-02", UNKNOWN)]
    assert found[0] == finding(
        "NET-02",
        UNKNOWN,
        "credential",
        "north-gate",
        "设备拒绝了凭据“north-gate”（口令错误，或连接数已满）；为防锁定本轮未再尝试",
        "核对并更新该凭据的用户名和口令，再行检测",
    )


def test_a_cell_that_named_no_credential_is_not_quoted() -> None:
    asked = failed(FailureKind.AUTHENTICATION_REQUIRED, answered=True)
    found = findings(evidence(asked, of=camera(credential="admin:invented9")))
    assert found[0] == finding(
        "NET-02",
        UNKNOWN,
        "credential",
        "",
        "设备要求认证，而台账所列凭据未登记或未提供给本系统",
        "核对并更新该凭据的用户名和口令，再行检测",
    )
    assert "invented9" not in repr(found)


def test_advertised_hosts_are_listed_up_to_three() -> None:
    hosts = tuple(f"127.0.0.{n}" for n in range(2, 7))
    assert findings(evidence(onvif(OnvifDevice(advertised_hosts=hosts)), pictured())) == (
        finding(
            "NET-01",
            FAIL,
            "onvif_uri",
            "127.0.0.2、127.0.0.3、127.0.0.4",
            "设备通告的地址 127.0.0.2、127.0.0.3、127.0.0.4 与登记地址不一致，已按登记地址检测",
            "核对设备网络设置与地址转换；若登记地址有误，更正台账",
        ),
    )


def test_only_a_refused_main_stream_is_called_refused() -> None:
    device, sub = onvif(OnvifDevice(profiles=PROFILES)), pictured(frame(uri=SUB), attempt=2)
    refused = failed(FailureKind.NOT_FOUND, answered=True, uri=MAIN)
    assert findings(evidence(device, refused, sub)) == (
        finding(
            "STR-12",
            FAIL,
            "stream_uri",
            SUB,
            "主码流不出图，仅子码流出图",
            "检查主码流的编码设置和取流地址",
        ),
    )
    ours = failed(FailureKind.RESOURCE_EXHAUSTED, uri=MAIN)
    main = pictured(frame(uri=MAIN), attempt=3)
    for seen in ([ours, sub], [refused, sub, main], [sub]):
        assert findings(evidence(device, *seen)) == ()


def test_a_device_without_profiles_has_no_main_stream() -> None:
    assert ids(findings(evidence(onvif(OnvifDevice()), pictured()))) == []
