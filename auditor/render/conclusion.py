"""The overall word over several judged indicators; the indicators' own verdicts are given."""

from collections.abc import Iterable, Sequence

from auditor.model import IndicatorResult, RateVerdict

__all__ = ["overall", "titles_by_verdict", "worst_first"]

_UNDECIDED = frozenset({RateVerdict.INCONCLUSIVE, RateVerdict.NO_DATA, RateVerdict.NO_THRESHOLD})
_WORST_FIRST = (
    RateVerdict.MISSES,
    RateVerdict.INCONCLUSIVE,
    RateVerdict.NO_DATA,
    RateVerdict.NO_THRESHOLD,
    RateVerdict.MEETS,
    RateVerdict.NOT_APPLICABLE,
)


def overall(results: Sequence[IndicatorResult]) -> RateVerdict:
    """One miss decides; else anything undecided leaves all undecided; else the scheme is met.

    Nothing judged at all is ``inconclusive``, nothing in scope at all ``not_applicable``.
    """
    verdicts = {result.verdict for result in results}
    if RateVerdict.MISSES in verdicts:
        return RateVerdict.MISSES
    if not verdicts or verdicts & _UNDECIDED:
        return RateVerdict.INCONCLUSIVE
    if verdicts == {RateVerdict.NOT_APPLICABLE}:
        return RateVerdict.NOT_APPLICABLE
    return RateVerdict.MEETS


def titles_by_verdict(
    results: Iterable[IndicatorResult],
) -> tuple[tuple[RateVerdict, tuple[str, ...]], ...]:
    """The indicators' titles under each verdict that occurs, the worst verdict first."""
    found: dict[RateVerdict, list[str]] = {verdict: [] for verdict in _WORST_FIRST}
    for result in results:
        found[result.verdict].append(result.rate.title)
    return tuple((verdict, tuple(titles)) for verdict, titles in found.items() if titles)


def worst_first(results: Iterable[IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """The indicators in the order in which a reader should care; equals keep their order."""
    return tuple(sorted(results, key=lambda result: _WORST_FIRST.index(result.verdict)))
