from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import IndicatorResult, RateVerdict
from auditor.render import figures
from tests.auditor.render import builders


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (94_999, 100_000, "94.9%"),
        (949_999, 1_000_000, "94.9%"),
        (19, 20, "95.0%"),
        (18, 19, "94.7%"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (999_999, 1_000_000, "99.9%"),
        (1, 300, "0.3%"),
        (0, 0, "－"),
    ],
)
def test_percentages_are_rounded_down(part: int, whole: int, shown: str) -> None:
    assert figures.percent(part, whole) == shown


@given(st.integers(1, 10**6), st.data(), st.integers(1, 100))
def test_a_share_below_the_threshold_never_looks_as_if_it_met(
    whole: int, data: st.DataObject, threshold: int
) -> None:
    part = data.draw(st.integers(0, whole))
    shown = figures.percent(part, whole).removesuffix("%").replace(".", "")
    assert (int(shown) >= threshold * 10) == (part * 100 >= threshold * whole)


def test_unknown_members_make_an_interval() -> None:
    assert figures.interval(builders.rate(of=30, met=26, unknown=2)) == "86.6% ～ 93.3%"
    assert figures.interval(builders.rate(of=30, met=26, unknown=0)) == "86.6%"
    assert figures.interval(builders.rate(of=0, met=0, unknown=0)) == "－"


@pytest.mark.parametrize(
    ("indicator", "left", "shown"),
    [
        ("health_rate", 3, "还可再有 3 路不合格"),
        ("health_rate", 0, "还可再有 0 路不合格"),
        ("health_rate", -2, "已超出 2 路"),
        ("coverage_rate", -1, "已超出 1 处"),
        ("coverage_rate", 1, "还可再有 1 处不合格"),
        ("health_rate", None, "－"),
    ],
)
def test_tolerance_in_words(indicator: str, left: int | None, shown: str) -> None:
    rate = builders.rate(indicator=indicator)
    result = IndicatorResult(rate=rate, threshold=95, verdict=RateVerdict.MISSES, tolerance=left)
    assert figures.tolerance(result) == shown


def test_a_rate_without_members_has_no_tolerance() -> None:
    result = IndicatorResult(
        rate=builders.rate(of=0, met=0), threshold=95, verdict=RateVerdict.NO_DATA, tolerance=0
    )
    assert figures.tolerance(result) == "－"


def test_thresholds_and_times() -> None:
    assert [figures.threshold(value) for value in (95, 0, None)] == ["95%", "0%", "未规定"]
    assert [figures.seconds(ms) for ms in (None, 0, 1, 812, 15_000)] == [
        "－",
        "0.0 秒",
        "0.1 秒",
        "0.9 秒",
        "15.0 秒",
    ]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=8))])
def test_times_are_beijing_time_whatever_zone_they_come_in(zone: tzinfo) -> None:
    moment = datetime(2026, 11, 23, 17, 0, 3, 999_999, tzinfo=UTC).astimezone(zone)
    assert figures.shanghai_time(moment) == "2026-11-24 01:00:03 +08:00"
