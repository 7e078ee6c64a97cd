"""Counting and comparing: integers only.

meets ⇔ met·100 ≥ threshold·of.  Unknown members make an interval [met/of, (met+unknown)/of];
a verdict is given only when both ends agree, unless the profile's policy says otherwise.
Gross is the whole set, net the set less valid exclusions.  Roll-ups add counts and never average
rates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.indicator import CountedMember, Indicator
from auditor.judged import JudgedRound
from auditor.model import IndicatorResult, Member, Outcome, Rate, RateVerdict, Reading
from auditor.policy import STANDARD_POLICY, JudgedOn, Policy, UnknownPolicy
from auditor.records import LocationClass
from auditor.verdicts import Counts, counts_of, tolerance_of, verdict_of, why_not

__all__ = ["ALL", "class_rates", "count_anew", "is_void", "judge_rate", "total_rate"]

ALL = "all"


def total_rate(indicator: Indicator, judged: JudgedRound) -> Rate:
    """The rate over its whole denominator, with every member and its reason."""
    counted = indicator.count(judged)
    return _rate(indicator, judged, ALL, counted)


def class_rates(indicator: Indicator, judged: JudgedRound) -> tuple[Rate, ...]:
    """The same per key-location class, in the scheme's order; OTHER only where planned."""
    counted = indicator.count(judged)
    planned = {location.location_class for location in judged.locations}
    classes = [c for c in LocationClass if c is not LocationClass.OTHER or c in planned]
    return tuple(
        _rate(
            indicator,
            judged,
            location_class.value,
            [member for member in counted if member.location_class is location_class],
        )
        for location_class in classes
    )


def _rate(
    indicator: Indicator, judged: JudgedRound, scope: str, counted: Sequence[CountedMember]
) -> Rate:
    excused = judged.exclusions if indicator.of_cameras else {}
    members = tuple(
        replace(item.member, exclusion=excused[item.member.key])
        if item.member.key in excused
        else item.member
        for item in counted
    )
    nothing = Rate(
        indicator=indicator.id,
        version=indicator.version,
        title=indicator.title,
        scope=scope,
        of=0,
        met=0,
        unknown=0,
        excluded=0,
        basis=indicator.basis(judged),
    )
    return count_anew(nothing, members)


def count_anew(rate: Rate, members: Sequence[Member]) -> Rate:
    """The same rate of ``members``: every count, gross and excluded, is theirs."""
    excluded = [member for member in members if member.exclusion]
    return replace(
        rate,
        of=len(members),
        met=_number(members, Outcome.MET),
        unknown=_number(members, Outcome.UNKNOWN),
        excluded=len(excluded),
        members=tuple(members),
        excluded_met=_number(excluded, Outcome.MET),
        excluded_unknown=_number(excluded, Outcome.UNKNOWN),
    )


def _number(members: Sequence[Member], outcome: Outcome) -> int:
    return sum(member.outcome is outcome for member in members)


def judge_rate(
    rate: Rate,
    threshold: int | None,
    policy: Policy = STANDARD_POLICY,
    *,
    standard: int | None = None,
) -> IndicatorResult:
    """Compare with ``threshold`` (whole percent); None is reported and never guessed.

    ``standard`` is the standard's own threshold where the profile asks for less.  A net figure
    of which too much is excluded is not judged: the verdict is on gross then and says why.
    """
    basis = JudgedOn.GROSS if is_void(rate, policy) else policy.judged_on
    counts = counts_of(rate, basis)
    verdict = verdict_of(counts, threshold, policy.unknown)
    if not rate.of and rate.scope != ALL:
        verdict = RateVerdict.NOT_APPLICABLE
    fallen_back = _void_text(rate, policy) if basis is not policy.judged_on else ""
    return IndicatorResult(
        rate=rate,
        threshold=threshold,
        verdict=verdict,
        tolerance=tolerance_of(counts, threshold, policy.unknown),
        reason=fallen_back + why_not(counts, threshold, verdict),
        judged_on=basis.value,
        readings=tuple(_readings(rate, threshold, policy, basis)),
        standard_threshold=standard,
    )


def is_void(rate: Rate, policy: Policy) -> bool:
    """Whether too much is excluded for a net figure."""
    return rate.excluded * 100 > policy.share_cap * rate.of


def _void_text(rate: Rate, policy: Policy) -> str:
    return (
        f"免考核 {rate.excluded} 个（共 {rate.of}），超过方案上限 {policy.share_cap}%，"
        "净值不作判定，按全量判定。"
    )


def _readings(
    rate: Rate, threshold: int | None, policy: Policy, basis: JudgedOn
) -> Iterator[Reading]:
    """The other basis where something is excluded; the default for unknown where it differs."""
    if rate.excluded:
        other = JudgedOn.NET if basis is JudgedOn.GROSS else JudgedOn.GROSS
        void = other is JudgedOn.NET and is_void(rate, policy)
        title = (
            f"{other.label}，占比超过上限 {policy.share_cap}%，不作判定" if void else other.label
        )
        counts = counts_of(rate, other)
        verdict = None if void else verdict_of(counts, threshold, policy.unknown)
        yield _reading(title, counts, verdict)
    counts = counts_of(rate, basis)
    default = verdict_of(counts, threshold, UnknownPolicy.INTERVAL)
    if default is not verdict_of(counts, threshold, policy.unknown):
        yield _reading(f"默认的{UnknownPolicy.INTERVAL.label}", counts, default)


def _reading(title: str, counts: Counts, verdict: RateVerdict | None) -> Reading:
    return Reading(
        title=title, of=counts.of, met=counts.met, unknown=counts.unknown, verdict=verdict
    )
