"""Counting and comparing: integers only.

meets ⇔ met·100 ≥ threshold·of.  Unknown members make an interval [met/of, (met+unknown)/of];
a verdict is given only when both ends agree.  Roll-ups add counts and never average rates.
"""

from collections.abc import Sequence

from auditor.indicator import CountedMember, Indicator
from auditor.judged import JudgedRound
from auditor.model import IndicatorResult, Outcome, Rate, RateVerdict
from auditor.records import LocationClass

__all__ = ["ALL", "class_rates", "judge_rate", "total_rate"]

ALL = "all"


def total_rate(indicator: Indicator, judged: JudgedRound) -> Rate:
    """The rate over its whole denominator, with every member and its reason."""
    counted = indicator.count(judged)
    return _rate(indicator, ALL, counted, indicator.basis(judged))


def class_rates(indicator: Indicator, judged: JudgedRound) -> tuple[Rate, ...]:
    """The same per key-location class, in the scheme's order; OTHER only where planned."""
    counted = indicator.count(judged)
    planned = {location.location_class for location in judged.locations}
    classes = [c for c in LocationClass if c is not LocationClass.OTHER or c in planned]
    return tuple(
        _rate(
            indicator,
            location_class.value,
            [member for member in counted if member.location_class is location_class],
            indicator.basis(judged),
        )
        for location_class in classes
    )


def _rate(indicator: Indicator, scope: str, counted: Sequence[CountedMember], basis: str) -> Rate:
    members = tuple(item.member for item in counted)
    outcomes = [member.outcome for member in members]
    return Rate(
        indicator=indicator.id,
        version=indicator.version,
        title=indicator.title,
        scope=scope,
        of=len(members),
        met=outcomes.count(Outcome.MET),
        unknown=outcomes.count(Outcome.UNKNOWN),
        excluded=0,
        basis=basis,
        members=members,
    )


def judge_rate(rate: Rate, threshold: int | None) -> IndicatorResult:
    """Compare with ``threshold`` (whole percent); None is reported and never guessed.

    The tolerance is how many more members may still fail; those unknown are not failures.
    """
    if rate.of == 0:
        verdict = RateVerdict.NO_DATA if rate.scope == ALL else RateVerdict.NOT_APPLICABLE
        return IndicatorResult(rate=rate, threshold=threshold, verdict=verdict, tolerance=None)
    if threshold is None:
        return IndicatorResult(
            rate=rate, threshold=None, verdict=RateVerdict.NO_THRESHOLD, tolerance=None
        )
    needed = -(-threshold * rate.of // 100)
    failed = rate.of - rate.met - rate.unknown
    return IndicatorResult(
        rate=rate,
        threshold=threshold,
        verdict=_verdict(rate, threshold),
        tolerance=rate.of - needed - failed,
    )


def _verdict(rate: Rate, threshold: int) -> RateVerdict:
    if rate.met * 100 >= threshold * rate.of:
        return RateVerdict.MEETS
    if (rate.met + rate.unknown) * 100 < threshold * rate.of:
        return RateVerdict.MISSES
    return RateVerdict.INCONCLUSIVE
