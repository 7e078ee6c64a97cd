"""The arithmetic of rates, against exact fractions."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import class_rates, judge_rate, total_rate
from auditor.discovery import all_indicators
from auditor.examples import camera, key_location
from auditor.model import IndicatorResult, Rate, RateVerdict
from auditor.records import DeviceStatus, LocationClass
from tests.auditor.indicators.rounds import (
    BLURRY,
    DARK,
    DEAD,
    GOOD,
    LOCKED,
    MUTE,
    UNSEEN,
    judged_round,
    seen,
)

SMALL = 8
THRESHOLDS = (0, 1, 33, 50, 80, 85, 90, 95, 99, 100)


def rate(of: int, met: int, unknown: int = 0, *, scope: str = "all") -> Rate:
    return Rate(
        indicator="health_rate",
        version=1,
        title="完好率",
        scope=scope,
        of=of,
        met=met,
        unknown=unknown,
        excluded=0,
        basis="",
    )


COUNTS = st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda n: rate(n[0], min(n[1], n[0]), min(n[2], n[0] - min(n[1], n[0])))
)


@given(COUNTS, st.integers(0, 100))
def test_a_verdict_is_given_only_when_both_ends_agree(counted: Rate, threshold: int) -> None:
    share = Fraction(threshold, 100)
    low = Fraction(counted.met, counted.of) >= share
    high = Fraction(counted.met + counted.unknown, counted.of) >= share
    verdict = judge_rate(counted, threshold).verdict
    assert (verdict is RateVerdict.MEETS) == low
    assert (verdict is RateVerdict.MISSES) == (not high)
    assert (verdict is RateVerdict.INCONCLUSIVE) == (high and not low)


def test_every_small_count_is_judged_as_all_its_outcomes_would_be() -> None:
    for of, threshold in product(range(1, SMALL), THRESHOLDS):
        for met in range(of + 1):
            for unknown in range(of - met + 1):
                ends = {
                    judge_rate(rate(of, met + turned), threshold).verdict
                    for turned in range(unknown + 1)
                }
                expected = ends.pop() if len(ends) == 1 else RateVerdict.INCONCLUSIVE
                assert judge_rate(rate(of, met, unknown), threshold).verdict is expected


@given(COUNTS, st.integers(0, 100))
def test_the_tolerance_is_how_many_more_may_fail(counted: Rate, threshold: int) -> None:
    tolerance = judge_rate(counted, threshold).tolerance
    assert tolerance is not None
    best = counted.met + counted.unknown
    assert (best - tolerance) * 100 >= threshold * counted.of
    assert (best - tolerance - 1) * 100 < threshold * counted.of


def test_under_twenty_one_failure_already_misses_95() -> None:
    assert [judge_rate(rate(n, n - 1), 95).verdict.value for n in (19, 20)] == ["misses", "meets"]
    assert [judge_rate(rate(n, n), 95).tolerance for n in (19, 20, 40)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("scope", "verdict"),
    [("all", RateVerdict.NO_DATA), ("fire_lane", RateVerdict.NOT_APPLICABLE)],
)
@pytest.mark.parametrize("threshold", [None, 0, 95])
def test_of_nothing_there_is_no_rate(
    scope: str, verdict: RateVerdict, threshold: int | None
) -> None:
    empty = rate(0, 0, scope=scope)
    assert judge_rate(empty, threshold) == IndicatorResult(
        rate=empty, threshold=threshold, verdict=verdict, tolerance=None
    )


def test_without_a_threshold_a_rate_is_reported_and_not_judged() -> None:
    assert judge_rate(rate(3, 0), None) == IndicatorResult(
        rate=rate(3, 0), threshold=None, verdict=RateVerdict.NO_THRESHOLD, tolerance=None
    )


CAMERAS = st.lists(
    st.tuples(
        st.sampled_from([GOOD, BLURRY, DARK, DEAD, MUTE, LOCKED, UNSEEN]),
        st.sampled_from(["KL-01", "KL-02", "KL-03", "KL-99", ""]),
        st.sampled_from([DeviceStatus.IN_USE, DeviceStatus.IN_REPAIR, DeviceStatus.UNSTATED]),
    ),
    max_size=8,
)
CLASSES = st.lists(st.sampled_from(LocationClass), max_size=3)


@given(CAMERAS, CLASSES)
def test_the_classes_add_up_to_the_whole(
    cameras: list[tuple[object, str, DeviceStatus]], classes: list[LocationClass]
) -> None:
    judged = judged_round(
        *(
            seen(kind, camera(row=row, key_location_id=place, status=status))  # type: ignore[arg-type]  # sampled observations
            for row, (kind, place, status) in enumerate(cameras, start=1)
        ),
        locations=tuple(
            key_location(number=n, location_class=c) for n, c in enumerate(classes, start=1)
        ),
    )
    for indicator in all_indicators():
        whole = total_rate(indicator, judged)
        assert 0 <= whole.met + whole.unknown <= whole.of == len(whole.members)
        if indicator.by_class:
            parts = class_rates(indicator, judged)
            for count in ("of", "met", "unknown"):
                assert sum(getattr(part, count) for part in parts) == getattr(whole, count)


def test_other_is_a_class_only_where_planned() -> None:
    other = key_location(location_class=LocationClass.OTHER)
    coverage = all_indicators()[0]
    assert len(class_rates(coverage, judged_round())) == 4
    assert class_rates(coverage, judged_round(locations=(other,)))[-1].scope == "other"
