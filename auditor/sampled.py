"""A rate of a sampled round: what the drawn members prove of the whole set, and the verdict.

Met only if the lower end of the interval is, missed only if the upper end is not; undecided
otherwise.  Counting the whole set is left to `auditor.aggregate`, the formula to
`auditor.sampling.interval`.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from auditor.aggregate import ALL, count_anew, is_void
from auditor.model import (
    IndicatorResult,
    Member,
    Outcome,
    Rate,
    RateVerdict,
    Sample,
    SampleInterval,
)
from auditor.policy import JudgedOn, Policy
from auditor.sampling.interval import SCALE, wilson

__all__ = ["judge_sampled"]

_CONFIDENCE = 95
_METHOD = "Wilson score interval, finite population correction"


def judge_sampled(
    whole: Rate,
    sample: Sample,
    threshold: int | None,
    policy: Policy,
    *,
    standard: int | None = None,
) -> IndicatorResult:
    """Judge ``whole``, of which only the cameras of ``sample`` were probed.

    Unknown members always widen the interval, whatever the policy makes of them: leaving them
    out, the size of the set would be unknown too.
    """
    drawn = {str(row) for row in sample.rows}
    rate = count_anew(whole, [member for member in whole.members if member.key in drawn])
    basis = JudgedOn.GROSS if is_void(whole, policy) else policy.judged_on
    interval = _interval(_judged_members(whole, basis), drawn)
    verdict = _verdict(whole, interval, threshold)
    return IndicatorResult(
        rate=rate,
        threshold=threshold,
        verdict=verdict,
        tolerance=None,
        reason=_why_not(threshold, verdict),
        judged_on=basis.value,
        standard_threshold=standard,
        interval=interval,
    )


def _judged_members(whole: Rate, basis: JudgedOn) -> list[Member]:
    gross = basis is JudgedOn.GROSS
    return [member for member in whole.members if gross or not member.exclusion]


def _interval(members: Sequence[Member], drawn: set[str]) -> SampleInterval | None:
    """None where nobody of the set was drawn.

    Rows that could not be read were in no draw: at worst all of them belong to the set and miss
    it, at best all meet it.
    """
    unread = sum(not member.key.isdigit() for member in members)
    population = len(members) - unread
    outcomes = [member.outcome for member in members if member.key in drawn]
    if not outcomes:
        return None
    found = wilson(
        met=outcomes.count(Outcome.MET),
        unknown=outcomes.count(Outcome.UNKNOWN),
        sampled=len(outcomes),
        population=population,
        confidence=_CONFIDENCE,
    )
    lower = Fraction(found.lower * population, SCALE * len(members))
    upper = Fraction(found.upper * population + SCALE * unread, SCALE * len(members))
    return SampleInterval(
        lower_permille=floor(lower * 1000),
        upper_permille=ceil(upper * 1000),
        confidence=_CONFIDENCE,
        method=_METHOD,
        sampled=len(outcomes),
        population=population,
    )


def _verdict(whole: Rate, interval: SampleInterval | None, threshold: int | None) -> RateVerdict:
    if not whole.of:
        return RateVerdict.NO_DATA if whole.scope == ALL else RateVerdict.NOT_APPLICABLE
    if interval is None:
        return RateVerdict.NO_DATA
    if threshold is None:
        return RateVerdict.NO_THRESHOLD
    if interval.lower_permille >= threshold * 10:
        return RateVerdict.MEETS
    if interval.upper_permille < threshold * 10:
        return RateVerdict.MISSES
    return RateVerdict.INCONCLUSIVE


def _why_not(threshold: int | None, verdict: RateVerdict) -> str:
    match verdict:
        case RateVerdict.NOT_APPLICABLE:
            return "本社区没有属于该项范围的对象，分母为 0，不计算比率。"
        case RateVerdict.NO_DATA:
            return "抽样检测：样本中没有属于该项范围的对象，不计算比率。"
        case RateVerdict.NO_THRESHOLD:
            return "方案没有给出该率的阈值，只列数据，不作判定。"
        case RateVerdict.INCONCLUSIVE:
            return f"抽样检测：置信区间跨过阈值 {threshold}%，不能判定；请加大样本或全量检测。"
        case _:
            return ""
