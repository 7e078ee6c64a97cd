"""Adding rates: every count of a sum is the sum of the counts; nothing is divided here.

Which rates may be added is decided in `auditor.rollup.choice`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from auditor.aggregate import judge_rate
from auditor.model import IndicatorResult, Rate, RateVerdict
from auditor.policy import STANDARD_POLICY, Policy

__all__ = ["Node", "Part", "add_results", "rate_counts"]

# Every whole number of a rate but its version is a count, so that none is forgotten in a sum.
_COUNTS = tuple(
    field.name for field in fields(Rate) if field.type is int and field.name != "version"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One community's results, ready to be added."""

    community: str
    round_id: str
    results: tuple[IndicatorResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A division, a community or a group with its sums; ``children`` worst first.

    ``level`` is province, city, county, street, community, a grouping's name, or ``total``.
    ``communities`` counts those below, ``meets``, ``misses`` and ``undecided`` of them by their
    own conclusion.  ``verdict`` is the conclusion over ``results``.
    """

    level: str
    code: str
    name: str
    results: tuple[IndicatorResult, ...]
    verdict: RateVerdict
    communities: int
    meets: int
    misses: int
    undecided: int
    children: tuple["Node", ...] = ()


def rate_counts(rate: Rate) -> dict[str, int]:
    """The counts of a rate by name."""
    return {name: getattr(rate, name) for name in _COUNTS}


def add_results(
    parts: Iterable[tuple[IndicatorResult, ...]], policy: Policy = STANDARD_POLICY
) -> tuple[IndicatorResult, ...]:
    """One sum per indicator, in the order of their ids, judged as one community is.

    Members are left behind.
    """
    sums: dict[str, IndicatorResult] = {}
    for result in (one for part in parts for one in part):
        known = sums.get(result.rate.indicator)
        sums[result.rate.indicator] = result if known is None else _added(known, result)
    return tuple(_judged(sums[indicator], policy) for indicator in sorted(sums))


def _judged(total: IndicatorResult, policy: Policy) -> IndicatorResult:
    rate = replace(total.rate, members=())
    return judge_rate(rate, total.threshold, policy, standard=total.standard_threshold)


def _added(first: IndicatorResult, second: IndicatorResult) -> IndicatorResult:
    ours, theirs = rate_counts(first.rate), rate_counts(second.rate)
    total = {name: ours[name] + theirs[name] for name in _COUNTS}
    return replace(first, rate=replace(first.rate, **total))  # type: ignore[arg-type]  # counts
