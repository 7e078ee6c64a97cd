"""A row that could not be read is unknown in every rate: never dropped, never a verdict."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import class_rates, judge_rate, total_rate
from auditor.discovery import all_indicators
from auditor.examples import camera, key_location
from auditor.indicator import Indicator, unread_rows
from auditor.judged import JudgedRound
from auditor.model import Outcome, RateVerdict
from auditor.records import RowError
from tests.auditor.indicators.rounds import DEAD, GOOD, judged_round, seen

LOST = RowError(file="registry.csv", row=2, line=3, message="本行有 34 列，表头有 33 列")
SECOND = replace(key_location(number=2), name="南门")
WHOLE = judged_round(seen(GOOD, camera(row=1)), locations=(key_location(), SECOND))
CUT = replace(WHOLE, row_errors=(LOST,))
INDICATORS = {indicator.id: indicator for indicator in all_indicators()}


def counts(indicator: str, judged: JudgedRound) -> tuple[int, int, int]:
    rate = total_rate(INDICATORS[indicator], judged)
    return rate.met, rate.of, rate.unknown


@pytest.mark.parametrize(
    "indicator",
    ["networking_rate", "health_rate", "picture_output_rate", "record_compliance_rate"],
)
def test_rates_over_cameras_have_one_unknown_member_more(indicator: str) -> None:
    assert counts(indicator, WHOLE) == (1, 1, 0)
    assert counts(indicator, CUT) == (1, 2, 1)
    verdict = judge_rate(total_rate(INDICATORS[indicator], CUT), 95).verdict
    assert verdict is RateVerdict.INCONCLUSIVE


@pytest.mark.parametrize("indicator", ["coverage_rate", "proved_coverage_rate"])
def test_a_location_without_a_camera_may_be_the_lost_rows(indicator: str) -> None:
    assert counts(indicator, WHOLE) == (1, 2, 0)
    assert counts(indicator, CUT) == (1, 2, 1)


def test_a_location_whose_cameras_fail_may_be_proved_by_the_lost_row() -> None:
    dead = judged_round(seen(DEAD, camera(row=1)))
    assert counts("proved_coverage_rate", dead) == (0, 1, 0)
    assert counts("proved_coverage_rate", replace(dead, row_errors=(LOST,))) == (0, 1, 1)
    assert counts("coverage_rate", replace(dead, row_errors=(LOST,))) == (1, 1, 0)


def test_the_class_of_a_lost_row_is_unknown() -> None:
    rates = class_rates(INDICATORS["health_rate"], CUT)
    assert [(rate.scope, rate.of) for rate in rates] == [
        ("residential_gate", 1),
        ("parking_gate", 0),
        ("main_road", 0),
        ("fire_lane", 0),
    ]


def test_the_reason_is_told() -> None:
    [counted] = unread_rows(CUT)
    member = counted.member
    assert (member.key, member.label, member.outcome, counted.location_class) == (
        "error-2",
        "第2行",
        Outcome.UNKNOWN,
        None,
    )
    assert member.reason == "本行无法读取：本行有 34 列，表头有 33 列"


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 5))
def test_the_interval_holds_the_true_share_wherever_the_row_belongs(
    met: int, of: int, lost: int
) -> None:
    """The law behind it, for rows that belong to the set (met or not) and rows that do not."""
    met = min(met, of)
    low, high = Fraction(met, of + lost), Fraction(met + lost, of + lost)
    for inside in range(lost + 1):
        for good in range(inside + 1):
            assert low <= Fraction(met + good, of + inside) <= high


def test_every_indicator_over_cameras_was_asked() -> None:
    asked = {i.id for i in INDICATORS.values() if _unknowns(i) == 1}
    assert asked == set(INDICATORS)


def _unknowns(indicator: Indicator) -> int:
    return total_rate(indicator, CUT).unknown
