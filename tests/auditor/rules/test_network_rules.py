"""Rules over what a device told of itself: the whole judgement, silent where nothing is sure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.examples import camera, evidence, frame, onvif, pictured
from auditor.judged import SeenCamera
from auditor.model import CameraState, Evidence, Verdict
from auditor.rule import Judgement, ObservationRule
from auditor.rules import (
    network_declared_encoder,
    network_time_server,
    network_time_zone,
    osd_device_text,
    stream_clock,
)
from probes.onvif.payload import DeviceClock, NtpSetting, OnScreenTexts
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.rtsp_frame import RtspFrame

PASS = Judgement(Verdict.PASS)
SILENT = Judgement(Verdict.NOT_APPLICABLE)
URI = frame().uri


def fail(value: str, message: str) -> Judgement:
    return Judgement(Verdict.FAIL, value, message)


def judged(rule: ObservationRule, item: Evidence) -> Judgement:
    seen = SeenCamera(
        evidence=item,
        state=CameraState.PICTURE_OK,
        reason="",
        answered=True,
        best=None,
    )
    return rule.judge(seen)


def zone(text: str | None, hours: float | None = None, *, summer: bool = False) -> DeviceClock:
    told = None if hours is None else timedelta(hours=hours)
    return DeviceClock(zone=text, local_minus_utc=told, daylight_saving=summer)


UTC_ZONE = "设备时区为 UTC+0，不是北京时间（UTC+8）"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (None, SILENT),
        (zone(None), SILENT),
        (zone("GMT+08:00"), SILENT),
        (zone("somewhere"), SILENT),
        (zone("CST-8"), PASS),
        (zone("PRC"), PASS),
        (zone("UTC+8", 8), PASS),
        (zone("CST-8", 8), PASS),
        (zone("UTC0"), fail("UTC+0", UTC_ZONE)),
        (zone(None, 0), fail("UTC+0", UTC_ZONE)),
        (zone("IST-5:30"), fail("UTC+5.5", "设备时区为 UTC+5.5，不是北京时间（UTC+8）")),
        (
            zone("CST-8", 9, summer=True),
            fail("UTC+9", "设备时区为 UTC+9，不是北京时间（UTC+8）"),
        ),
        (
            zone("CST-8", 0),
            Judgement(
                Verdict.UNKNOWN,
                "CST-8",
                "设备时区设置“CST-8”与其本地时间自相矛盾，无法判断时区",
            ),
        ),
    ],
)
def test_a_time_zone_is_told_where_it_is_sure(
    clock: DeviceClock | None, expected: Judgement
) -> None:
    item = evidence(onvif(OnvifDevice(clock=clock)))
    assert judged(network_time_zone.RULE, item) == expected


MANUAL = fail("manual", "设备为手动校时，未启用网络校时；若由平台校时，可忽略本提示")
NO_SERVER = fail("none", "设备未设置网络校时服务器；若由平台校时，可忽略本提示")
SERVER = NtpSetting(from_dhcp=False, servers=("127.0.0.7",))
NO_SERVERS = NtpSetting(from_dhcp=False)


@pytest.mark.parametrize(
    ("source", "ntp", "expected"),
    [
        (None, None, SILENT),
        ("ntp", None, PASS),
        ("ntp", NO_SERVERS, PASS),
        (None, SERVER, PASS),
        (None, NtpSetting(from_dhcp=True), PASS),
        (None, NO_SERVERS, NO_SERVER),
        ("manual", None, MANUAL),
        ("manual", SERVER, MANUAL),
    ],
)
def test_a_time_server_is_missed_only_where_the_device_says_so(
    source: str | None, ntp: NtpSetting | None, expected: Judgement
) -> None:
    clock = None if source is None else DeviceClock(source=source)
    item = evidence(onvif(OnvifDevice(clock=clock, ntp=ntp)))
    assert judged(network_time_server.RULE, item) == expected


MAIN = MediaProfile(
    token="main",
    encoding="H264",
    width_px=1280,
    height_px=720,
    stream_uri=URI,
)


def compared(profile: MediaProfile, *seen: RtspFrame) -> Judgement:
    device = onvif(OnvifDevice(profiles=(profile,)))
    return judged(network_declared_encoder.RULE, evidence(device, *map(pictured, seen)))


def difference(value: str) -> Judgement:
    return fail(value, f"实测码流与设备编码设置不一致：{value}")


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (MAIN, PASS),
        (replace(MAIN, encoding=None, width_px=None), PASS),
        (replace(MAIN, encoding="JPEG"), PASS),
        (replace(MAIN, width_px=720, height_px=1280), PASS),
        (replace(MAIN, height_px=735), PASS),
        (replace(MAIN, height_px=736), difference("分辨率设置为 1280×736，实测 1280×720")),
        (replace(MAIN, encoding="HEVC"), difference("编码设置为 H265，实测 H264")),
        (
            replace(MAIN, encoding="H265", width_px=1920, height_px=1080),
            difference("编码设置为 H265，实测 H264；分辨率设置为 1920×1080，实测 1280×720"),
        ),
        (replace(MAIN, stream_uri="rtsp://127.0.0.1/other"), SILENT),
        (replace(MAIN, stream_uri=None), SILENT),
    ],
)
def test_a_stream_is_compared_with_its_own_profile(
    profile: MediaProfile, expected: Judgement
) -> None:
    assert compared(profile, frame()) == expected


def test_the_older_service_is_not_blamed_for_an_h265_that_it_cannot_tell() -> None:
    seen = replace(frame(), codec="h265")
    assert compared(MAIN, seen) == PASS
    assert compared(replace(MAIN, service="media2"), seen) == difference(
        "编码设置为 H264，实测 H265"
    )


def test_a_frame_without_sizes_or_codec_is_no_difference() -> None:
    assert compared(MAIN, replace(frame(), codec=None, width_px=None)) == PASS


AHEAD = "设备时钟比标准时间快 8 小时 0 分 0 秒"
FAST = fail("+28800 秒", AHEAD)
DOUBTED = Judgement(Verdict.UNKNOWN, "+28800 秒", f"{AHEAD}，但疑为将本地时间误报为UTC，无法判断")
FAST_DEVICE = OnvifDevice(clock_offset=timedelta(hours=8))


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        (FAST_DEVICE, FAST),
        (replace(FAST_DEVICE, login="digest", login_time="device"), FAST),
        (replace(FAST_DEVICE, login="digest", login_time="blind"), FAST),
        (replace(FAST_DEVICE, login="rejected", login_time="zone"), FAST),
        (replace(FAST_DEVICE, login="digest", login_time="zone"), DOUBTED),
        (replace(FAST_DEVICE, login="digest", login_time="ours"), DOUBTED),
        (replace(FAST_DEVICE, clock=zone("CST-8", 0)), DOUBTED),
        (replace(FAST_DEVICE, clock=zone("CST-8", 8)), FAST),
        (replace(FAST_DEVICE, clock=zone("CST-9", 0)), FAST),
        (replace(FAST_DEVICE, clock=zone("Asia/Shanghai", 0)), FAST),
    ],
)
def test_a_clock_is_not_called_wrong_where_only_its_telling_may_be(
    device: OnvifDevice, expected: Judgement
) -> None:
    assert judged(stream_clock.RULE, evidence(onvif(device))) == expected


def drawn(*texts: str, name: str | None = None) -> Judgement:
    device = onvif(OnvifDevice(on_screen=OnScreenTexts(plain=texts)))
    of = camera() if name is None else replace(camera(), name=name)
    return judged(osd_device_text.RULE, evidence(device, of=of))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), SILENT),
        ((" - ",), SILENT),
        (("北门０１",), PASS),
        (("星河里小区北门",), PASS),
        (("1", "星河里小区北门"), PASS),
        (("莱芜区云帆街道云帆社区", "星河里小区北门01"), PASS),
        (("鲁A：莱芜区云帆街道云帆社区星河里小区北门01号球机",), PASS),
        (
            ("星河里东门", "二期"),
            Judgement(
                Verdict.UNKNOWN,
                "星河里东门 / 二期",
                "设备设置的画面字符“星河里东门 / 二期”与登记名称不尽一致",
            ),
        ),
        (
            ("IPCamera",),
            fail("IPCamera", "设备设置的画面字符“IPCamera”与登记名称、地址没有共同之处"),
        ),
        (("X",), fail("X", "设备设置的画面字符“X”与登记名称、地址没有共同之处")),
    ],
)
def test_texts_in_the_picture_are_held_against_the_registered_name(
    texts: tuple[str, ...], expected: Judgement
) -> None:
    assert drawn(*texts) == expected


def test_a_camera_without_a_name_has_nothing_to_compare() -> None:
    assert drawn("北门", name="") == SILENT


@pytest.mark.parametrize(
    "rule",
    [
        network_declared_encoder.RULE,
        network_time_server.RULE,
        network_time_zone.RULE,
        osd_device_text.RULE,
    ],
)
def test_without_onvif_there_is_nothing_to_judge(rule: ObservationRule) -> None:
    assert judged(rule, evidence(pictured())) == SILENT
