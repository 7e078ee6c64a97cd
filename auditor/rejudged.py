"""What differs between a report and the same round judged again.  Pure."""

from collections import Counter
from dataclasses import dataclass

from auditor.model import Finding, IndicatorResult, Report

__all__ = ["Difference", "RateChange", "StateChange", "difference", "rate_changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """A rate or its verdict that differs; None where one side lacks it."""

    indicator: str
    scope: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """A camera whose state differs."""

    row: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``same`` says that not one byte differs; findings are counted by rule and verdict."""

    round_id: str
    profile: str
    same: bool
    rates: tuple[RateChange, ...]
    states: tuple[StateChange, ...]
    findings_gone: dict[str, int]
    findings_new: dict[str, int]


def difference(before: Report, after: Report, *, same: bool) -> Difference:
    """Compare two reports of one round."""
    gone = Counter(before.findings) - Counter(after.findings)
    new = Counter(after.findings) - Counter(before.findings)
    return Difference(
        round_id=before.provenance.round_id,
        profile=after.provenance.profile,
        same=same,
        rates=rate_changes(before, after),
        states=_states(before, after),
        findings_gone=_by_rule(gone),
        findings_new=_by_rule(new),
    )


def rate_changes(before: Report, after: Report) -> tuple[RateChange, ...]:
    """Rates and verdicts that differ."""
    old, new = _told(before), _told(after)
    return tuple(
        RateChange(indicator=key[0], scope=key[1], before=old.get(key), after=new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )


def _told(report: Report) -> dict[tuple[str, str], str]:
    results = (*report.results, *report.by_class)
    return {(one.rate.indicator, one.rate.scope): _text(one) for one in results}


def _text(result: IndicatorResult) -> str:
    rate = result.rate
    threshold = "-" if result.threshold is None else f"{result.threshold}%"
    if result.standard_threshold is not None:
        threshold += f" (the standard asks {result.standard_threshold}%)"
    return f"{rate.met}/{rate.of} unknown {rate.unknown}, threshold {threshold}: {result.verdict}"


def _states(before: Report, after: Report) -> tuple[StateChange, ...]:
    old = {camera.camera.row: camera.state.value for camera in before.cameras}
    return tuple(
        StateChange(row=one.camera.row, before=old[one.camera.row], after=one.state.value)
        for one in after.cameras
        if old.get(one.camera.row, one.state.value) != one.state.value
    )


def _by_rule(findings: Counter[Finding]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for finding, count in findings.items():
        counts[f"{finding.rule} {finding.verdict}"] += count
    return dict(sorted(counts.items()))
