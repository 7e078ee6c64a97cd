"""Which alerts follow from tonight and the night before.  Pure.

Only what changed, or a night that was missed, failed, cut short, blind or late.  A camera or a rate is
told as worse only when both nights say something about it: what is unknown is no fault.
"""

from collections.abc import Sequence
from datetime import date

from auditor.alerts.cameras import newly_failing
from auditor.alerts.model import Alert, AlertKind, NightFault, NightFaultKind
from auditor.alerts.plain import NAME_LENGTH, plain
from auditor.alerts.settings import Alerts
from auditor.model import IndicatorResult, RateVerdict, Report
from auditor.receiver import is_blind
from auditor.render import figures
from auditor.render.words import rate_word
from auditor.state import SILENT_ROUND

__all__ = ["decide", "round_faults", "saw_all"]

_NIGHT = {
    NightFaultKind.MISSED: "本夜未巡检",
    NightFaultKind.PARTIAL: "本夜巡检未完成，未测到的按未知计",
    NightFaultKind.BLIND: "本夜检测机自身异常，不作坏结论",
    NightFaultKind.LATE: "本夜巡检开始过晚",
    NightFaultKind.OVERRUN: "本夜巡检超出时间窗",
    NightFaultKind.FAILED: "本夜巡检失败，没有报告",
}
_DETAIL = 120
_PERMILLE_PER_POINT = 10


def decide(
    before: Report | None, tonight: Report | None, night: Sequence[NightFault], limits: Alerts
) -> tuple[Alert, ...]:
    """The alerts, the weightiest first; ``before`` is the last round that saw everything.

    A sampled round says nothing about all cameras, so nothing of it is compared.
    """
    told = [_night(fault) for fault in night]
    if before is None or tonight is None or tonight.sample is not None:
        return tuple(told)
    told += _verdicts(before, tonight, seeing=saw_all(tonight))
    told += _drops(before, tonight, limits)
    told += newly_failing(before, tonight, least=limits.group_failures)
    return tuple(told)


def round_faults(tonight: Report, night: date) -> tuple[NightFault, ...]:
    """What a round's own report says of its night."""
    faults = []
    if not tonight.provenance.complete:
        faults.append(NightFault(kind=NightFaultKind.PARTIAL, night=night))
    if _is_blind(tonight):
        faults.append(NightFault(kind=NightFaultKind.BLIND, night=night))
    return tuple(faults)


def saw_all(report: Report) -> bool:
    """Whether a later night can be compared with this one."""
    return report.provenance.complete and report.sample is None and not _is_blind(report)


def _is_blind(report: Report) -> bool:
    """The control targets failed, or no address at all gave a sign of life."""
    return is_blind(report.notes) or any(SILENT_ROUND in one.reason for one in report.cameras)


def _night(fault: NightFault) -> Alert:
    detail = f"：{plain(fault.detail, _DETAIL)}" if fault.detail else ""
    return Alert(
        kind=AlertKind(fault.kind.value),
        key=f"night:{fault.kind.value}:{fault.night.isoformat()}",
        text=f"{fault.night.isoformat()} {_NIGHT[fault.kind]}{detail}",
    )


def _verdicts(before: Report, tonight: Report, *, seeing: bool) -> list[Alert]:
    """Changes of verdict; that a night which could not see decides nothing is no news."""
    old = {result.rate.indicator: result for result in before.results}
    pairs = [(old[r.rate.indicator], r) for r in tonight.results if r.rate.indicator in old]
    changed = [(was, now) for was, now in pairs if was.verdict is not now.verdict]
    scheme = "；评价方案已更换" if _scheme(before) != _scheme(tonight) else ""
    return [
        _verdict(was, now, scheme)
        for was, now in changed
        if seeing or now.verdict is not RateVerdict.INCONCLUSIVE
    ]


def _scheme(report: Report) -> tuple[str, int]:
    return report.provenance.profile, report.provenance.policy_version


def _verdict(was: IndicatorResult, now: IndicatorResult, scheme: str) -> Alert:
    better = now.verdict is RateVerdict.MEETS
    words = f"{rate_word(was.verdict).text} → {rate_word(now.verdict).text}"
    return Alert(
        kind=AlertKind.RECOVERED if better else AlertKind.VERDICT,
        key=f"verdict:{now.rate.indicator}:{now.verdict.value}",
        text=f"{_title(now)}：{words}（{_counted(now)}，阈值 {figures.threshold(now.threshold)}{scheme}）",
    )


def _drops(before: Report, tonight: Report, limits: Alerts) -> list[Alert]:
    """Rates that fell even if everything unknown tonight were good."""
    old = {result.rate.indicator: result for result in before.results}
    pairs = [(old[r.rate.indicator], r) for r in tonight.results if r.rate.indicator in old]
    return [
        Alert(
            kind=AlertKind.DROP,
            key=f"drop:{now.rate.indicator}",
            text=f"{_title(now)}：下降 {fallen // 10}.{fallen % 10} 个百分点（{_counted(was)} → {_counted(now)}）",
        )
        for was, now in pairs
        if (fallen := _fallen(was, now)) >= limits.drop_points * _PERMILLE_PER_POINT
    ]


def _fallen(was: IndicatorResult, now: IndicatorResult) -> int:
    """In thousandths, from the least of the night before to the most of tonight."""
    if not was.rate.of or not now.rate.of:
        return 0
    best = -((now.rate.met + now.rate.unknown) * -1000 // now.rate.of)
    return figures.permille(was.rate.met, was.rate.of) - best


def _title(result: IndicatorResult) -> str:
    return plain(result.rate.title, NAME_LENGTH)


def _counted(result: IndicatorResult) -> str:
    rate = result.rate
    unknown = f"，未知 {rate.unknown}" if rate.unknown else ""
    return f"{rate.met}/{rate.of}{unknown}"
