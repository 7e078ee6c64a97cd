"""Which rounds may be added: one a community, complete, recent, judged by the same rules.

What is left out is told with its reason (Chinese, for the reader) and never mixed in.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.model import IndicatorResult, Report
from auditor.policy import STANDARD_POLICY, Policy

__all__ = ["Choice", "LeftOut", "choose"]

_RateRules = tuple[str, int, int, int]
_Rules = tuple[str, str, int, tuple[str, ...], tuple[str, str, int], tuple[_RateRules, ...]]
_NO_THRESHOLD = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A community that is in no sum, and why."""

    community: str
    round_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The reports to add, by community, those left out, and how the sums are judged."""

    reports: tuple[Report, ...]
    left_out: tuple[LeftOut, ...]
    policy: Policy = STANDARD_POLICY


def choose(reports: Iterable[Report], *, since: datetime | None, profile: str | None) -> Choice:
    """Divide reports, one a community; ``profile`` or else the most frequent rules decide."""
    ordered = sorted(reports, key=lambda one: (one.community, one.provenance.round_id))
    wanted = [one for one in ordered if _early_fault(one, since, profile) is None]
    rules = _most_frequent(wanted)
    faults = [
        (one, _early_fault(one, since, profile) or _rules_fault(one, rules)) for one in ordered
    ]
    chosen = tuple(one for one, fault in faults if fault is None)
    return Choice(
        reports=chosen,
        left_out=tuple(
            LeftOut(community=one.community, round_id=one.provenance.round_id, reason=fault)
            for one, fault in faults
            if fault is not None
        ),
        policy=chosen[0].judging if chosen else STANDARD_POLICY,
    )


def _early_fault(report: Report, since: datetime | None, profile: str | None) -> str | None:
    """What keeps a report out whatever the others are."""
    origin = report.provenance
    if report.sample is not None:
        return "抽样检测"
    if report.chosen is not None:
        return "指定摄像机复测"
    if not origin.complete:
        return "本轮检测未完成"
    if since is not None and origin.ended_at < since:
        beijing = (origin.ended_at + timedelta(hours=8)).replace(tzinfo=None)
        return f"结果过旧：检测结束于 {beijing:%Y-%m-%d %H:%M}（北京时间）"
    if profile is not None and origin.profile != profile:
        return f"评价方案不同：{origin.profile}"
    return None


def _rules_fault(report: Report, rules: _Rules | None) -> str | None:
    if _rules(report) == rules:
        return None
    return f"评价方案、标准版本、口径版本或阈值与汇总所用的不同：{report.provenance.profile}"


def _most_frequent(reports: list[Report]) -> _Rules | None:
    """The rules of most communities; of equally frequent ones the first in order."""
    counted = Counter(_rules(report) for report in reports)
    return min(counted, key=lambda rules: (-counted[rules], rules), default=None)


def _rules(report: Report) -> _Rules:
    """Everything that has to agree before two counts may be added and judged."""
    origin, judging = report.provenance, report.judging
    return (
        origin.profile,
        origin.edition,
        origin.policy_version,
        report.policy,
        (judging.unknown.value, judging.judged_on.value, judging.share_cap),
        tuple(sorted(map(_rate_rules, report.results))),
    )


def _rate_rules(result: IndicatorResult) -> _RateRules:
    rate, asked, standard = result.rate, result.threshold, result.standard_threshold
    return (
        rate.indicator,
        rate.version,
        _NO_THRESHOLD if asked is None else asked,
        _NO_THRESHOLD if standard is None else standard,
    )
