"""OSD-02: the clock that is read in the picture is wrong.

Read by OCR, and only where the operator switched it on.  The picture's time is that of its
coming, in Beijing time.  A clock that cannot be made out is no fault.  A reader mistakes single
digits, a zone moves whole hours, and a device whose own clock is right shows no wrong one: in
these cases nothing is sure.
"""

from datetime import datetime, timedelta, timezone

from auditor.clauses import TIME_SYNC
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif, overlaid
from auditor.judged import BestPicture, SeenCamera
from auditor.model import Severity, Verdict
from auditor.overlay_text import Clock, clocks, digits_differ
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_BEIJING = timezone(timedelta(hours=8))
_LIMIT = timedelta(minutes=5)
_RIGHT = timedelta(seconds=30)
_ZONES = timedelta(hours=26)  # from UTC-12 to UTC+14
_HALF_HOUR = timedelta(minutes=30)
_SURE = 0.9


def judge(seen: SeenCamera) -> Judgement:
    """By the clock that is nearest to the truth, if several can be made out."""
    best = seen.best
    if best is None or best.is_substitute or best.frame.first_picture is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    truth = _taken_at(best, best.frame.first_picture)
    found = clocks(best.frame.overlay or ())
    if truth is None or not found:
        return Judgement(Verdict.NOT_APPLICABLE)
    nearest = min(found, key=lambda clock: abs(clock.time - truth))
    if abs(nearest.time - truth) <= _LIMIT:
        return Judgement(Verdict.PASS)
    value = f"{nearest.time:%Y-%m-%d %H:%M}"
    message = f"画面时间 {value}，取图时北京时间 {truth:%Y-%m-%d %H:%M}"
    doubt = _doubt(nearest, truth) or _contradicted(seen)
    if doubt:
        return Judgement(Verdict.UNKNOWN, value, f"{message}；{doubt}，请人工核对")
    return Judgement(Verdict.FAIL, value, f"{message}，相差超过 5 分钟")


def _taken_at(best: BestPicture, passed: timedelta) -> datetime | None:
    """In whole minutes, as clocks are read; None beyond the calendar's ends."""
    try:
        moment = (best.observation.started_at + passed).astimezone(_BEIJING)
    except OverflowError:
        return None
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def _doubt(clock: Clock, truth: datetime) -> str:
    difference = abs(clock.time - truth)
    rest = difference % _HALF_HOUR
    if clock.score < _SURE or digits_differ(clock.time, truth) <= 1:
        return "可能是识别误差"
    if difference <= _ZONES and min(rest, _HALF_HOUR - rest) <= _LIMIT:
        return "可能是时区设置不同"
    return ""


def _contradicted(seen: SeenCamera) -> str:
    device = latest_onvif(seen.evidence)
    offset = None if device is None else device.clock_offset
    is_right = offset is not None and abs(offset) <= _RIGHT
    return "设备自报时钟正确" if is_right else ""


_WRONG = ("2021-03-01 03:47:10", 0.99)

RULE = ObservationRule(
    meta=RuleMeta(
        id="OSD-02",
        title="画面中的时间不准",
        severity=Severity.WARNING,
        group=Group.OSD,
        field="picture",
        clauses=(TIME_SYNC,),
        remediation="启用网络校时（北京时间），检查时区和画面时间格式设置",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(overlaid()),
        evidence(overlaid(("2026-01-05 22:05:40", 0.99))),
        evidence(overlaid(("12时", 0.99))),
    ),
    failing=(
        evidence(overlaid(_WRONG)),
        evidence(overlaid(("2021-03-01 03:47:10", 0.8))),
        evidence(overlaid(("2026-01-05 14:01:00", 0.99))),
        evidence(overlaid(_WRONG), onvif(OnvifDevice(clock_offset=timedelta(0)))),
    ),
)
