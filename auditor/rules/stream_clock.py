"""STR-08: the device's clock is wrong.

The standard demands less than one second between synchronisations; what is measured over a
network by one question is coarser, so less than 30 s is not reported.  Some devices tell their
local time as UTC while their clock is right: where the device itself shows that, by taking a
login of another time or by contradicting its zone, nothing is sure.
"""

from datetime import timedelta

from auditor.clauses import TIME_SYNC
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif.clock import zone_offset
from probes.onvif.ladder import TimeBase
from probes.onvif.payload import DeviceClock
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_LIMIT = timedelta(seconds=30)
_DRIFT = timedelta(seconds=60)
_OTHER_TIMES = frozenset({TimeBase.OURS.value, TimeBase.ZONE.value})


def judge(seen: SeenCamera) -> Judgement:
    """Unknown offsets are not applicable: the camera may have no ONVIF."""
    device = latest_onvif(seen.evidence)
    if device is None or device.clock_offset is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    if abs(device.clock_offset) <= _LIMIT:
        return Judgement(Verdict.PASS)
    value, message = _words(device.clock_offset)
    if _is_doubtful(device, device.clock_offset):
        return Judgement(Verdict.UNKNOWN, value, f"{message}，但疑为将本地时间误报为UTC，无法判断")
    return Judgement(Verdict.FAIL, value, message)


def _is_doubtful(device: OnvifDevice, offset: timedelta) -> bool:
    """Whether the told time may be wrong where the clock is right."""
    if device.login == "digest" and device.login_time in _OTHER_TIMES:
        return True
    clock = device.clock
    zone = None if clock is None else zone_offset(clock.zone)
    if clock is None or not zone or clock.local_minus_utc != timedelta(0):
        return False
    return abs(offset - zone) <= _DRIFT


def _words(offset: timedelta) -> tuple[str, str]:
    seconds = round(offset.total_seconds())
    direction = "快" if seconds > 0 else "慢"
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    span = f"{hours} 小时 {minutes} 分 {rest} 秒"
    return f"{seconds:+d} 秒", f"设备时钟比标准时间{direction} {span}"


RULE = ObservationRule(
    meta=RuleMeta(
        id="STR-08",
        title="设备时钟偏差过大",
        severity=Severity.WARNING,
        group=Group.STREAM,
        field="onvif_uri",
        clauses=(TIME_SYNC,),
        remediation="启用网络校时（北京时间），检查时区设置",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(onvif(OnvifDevice(clock_offset=timedelta(seconds=-29)))),
    ),
    failing=(
        evidence(onvif(OnvifDevice(clock_offset=timedelta(hours=3)))),
        evidence(
            onvif(
                OnvifDevice(
                    clock_offset=timedelta(hours=8),
                    clock=DeviceClock(zone="CST-8", local_minus_utc=timedelta(0)),
                )
            )
        ),
    ),
)
