"""NET-03: the device's time zone is not UTC+8.

What the device tells as local and as UTC time says it best; its zone text is read only where
that is missing.  A device that contradicts itself is not judged.
"""

from datetime import timedelta

from auditor.clauses import TIME_SYNC
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif.clock import zone_offset
from probes.onvif.payload import DeviceClock
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_BEIJING = timedelta(hours=8)
_NAMES = frozenset({"asia/shanghai", "china standard time", "prc"})


def judge(seen: SeenCamera) -> Judgement:
    """Unreadable zones are not applicable: the clock itself is judged by STR-08."""
    device = latest_onvif(seen.evidence)
    if device is None or device.clock is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    clock = device.clock
    told, written = clock.local_minus_utc, _written(clock)
    if told is not None and written is not None and not _agree(told, written, clock):
        value = clock.zone or ""
        return Judgement(
            Verdict.UNKNOWN, value, f"设备时区设置“{value}”与其本地时间自相矛盾，无法判断时区"
        )
    offset = written if told is None else told
    if offset is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    if offset == _BEIJING:
        return Judgement(Verdict.PASS)
    value = f"UTC{offset.total_seconds() / 3600:+g}"
    return Judgement(Verdict.FAIL, value, f"设备时区为 {value}，不是北京时间（UTC+8）")


def _written(clock: DeviceClock) -> timedelta | None:
    if (clock.zone or "").lower() in _NAMES:
        return _BEIJING
    return zone_offset(clock.zone)


def _agree(told: timedelta, written: timedelta, clock: DeviceClock) -> bool:
    """Summer time may make an hour of difference."""
    summer = timedelta(hours=1) if clock.daylight_saving else timedelta(0)
    return told in {written, written + summer}


def _device(zone: str | None, hours: float | None = None) -> OnvifDevice:
    told = None if hours is None else timedelta(hours=hours)
    return OnvifDevice(clock=DeviceClock(zone=zone, local_minus_utc=told))


RULE = ObservationRule(
    meta=RuleMeta(
        id="NET-03",
        title="设备时区不是北京时间",
        severity=Severity.WARNING,
        group=Group.NETWORK,
        field="onvif_uri",
        clauses=(TIME_SYNC,),
        remediation="将设备时区设为北京时间（UTC+8），关闭夏令时，再核对设备时钟",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(onvif(OnvifDevice())),
        evidence(onvif(_device("CST-8", 8))),
        evidence(onvif(_device("GMT+08:00", 8))),
        evidence(onvif(_device("GMT+08:00"))),
        evidence(onvif(_device("Asia/Shanghai"))),
    ),
    failing=(
        evidence(onvif(_device("UTC0", 0))),
        evidence(onvif(_device("CST-9"))),
        evidence(onvif(_device("CST-8", 0))),
    ),
)
