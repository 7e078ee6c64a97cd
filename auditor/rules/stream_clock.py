"""STR-08: the device's clock is wrong.

The standard demands less than one second between synchronisations; what is measured over a
network by one question is coarser, so less than 30 s is not reported.
"""

from datetime import timedelta

from auditor.clauses import TIME_SYNC
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import JudgedCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_LIMIT = timedelta(seconds=30)


def judge(seen: JudgedCamera) -> Judgement:
    """Unknown offsets are not applicable: the camera may have no ONVIF."""
    device = latest_onvif(seen.evidence)
    if device is None or device.clock_offset is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    if abs(device.clock_offset) <= _LIMIT:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, *_words(device.clock_offset))


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
    failing=(evidence(onvif(OnvifDevice(clock_offset=timedelta(hours=3)))),),
)
