"""The arithmetic of rates, against exact fractions."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aggregate import class_rates, judge_rate, total_rate
from auditor.discovery import all_indicators
from auditor.examples import camera, key_location
from auditor.model import IndicatorResult, Outcome, Rate, RateVerdict, Reading
from auditor.policy import JudgedOn, Policy, UnknownPolicy
from auditor.records import DeviceStatus, LocationClass
from tests.auditor.indicators.rounds import (
    BLURRY,
    DARK,
    DEAD,
    GOOD,
    LOCKED,
    MUTE,
    UNSEEN,
    every_state,
    judged_round,
    seen,
)

STATES = every_state()
"""Made before any property is timed: the first judging imports every rule."""
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
    ("scope", "verdict", "reason"),
    [
        ("all", RateVerdict.NO_DATA, "没有计算该率所需的对象，分母为 0，不计算比率。"),
        (
            "fire_lane",
            RateVerdict.NOT_APPLICABLE,
            "本社区没有属于该项范围的对象，分母为 0，不计算比率。",
        ),
    ],
)
@pytest.mark.parametrize("threshold", [None, 0, 95])
def test_of_nothing_there_is_no_rate(
    scope: str, verdict: RateVerdict, reason: str, threshold: int | None
) -> None:
    empty = rate(0, 0, scope=scope)
    assert judge_rate(empty, threshold) == IndicatorResult(
        rate=empty, threshold=threshold, verdict=verdict, tolerance=None, reason=reason
    )


def test_without_a_threshold_a_rate_is_reported_and_not_judged() -> None:
    assert judge_rate(rate(3, 0), None) == IndicatorResult(
        rate=rate(3, 0),
        threshold=None,
        verdict=RateVerdict.NO_THRESHOLD,
        tolerance=None,
        reason="方案没有给出该率的阈值，只列数据，不作判定。",
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


def excused(of: int, met: int, out: int, out_met: int = 0, unknown: int = 0) -> Rate:
    return replace(rate(of, met, unknown), excluded=out, excluded_met=out_met)


NET = Policy(judged_on=JudgedOn.NET, share_cap=10)


def test_verdict_on_gross_unless_the_profile_says_net() -> None:
    counted = excused(20, 18, out=2)  # 90 % of all, 100 % of the eighteen others
    gross, net = judge_rate(counted, 95), judge_rate(counted, 95, NET)

    assert (gross.verdict, gross.judged_on) == (RateVerdict.MISSES, "gross")
    assert (net.verdict, net.judged_on) == (RateVerdict.MEETS, "net")
    assert (gross.tolerance, net.tolerance) == (-1, 0)


def test_both_are_shown_where_they_differ() -> None:
    counted = excused(20, 18, out=2)

    assert judge_rate(counted, 95, NET).readings == (
        Reading(title="全量", of=20, met=18, unknown=0, verdict=RateVerdict.MISSES),
    )
    assert judge_rate(counted, 95, Policy(share_cap=10)).readings == (
        Reading(
            title="净值（剔除有效免考核）", of=18, met=18, unknown=0, verdict=RateVerdict.MEETS
        ),
    )
    assert judge_rate(rate(20, 18), 95, NET).readings == ()


def test_over_the_cap_the_net_figure_gives_no_verdict_and_says_why() -> None:
    result = judge_rate(excused(20, 17, out=3), 95, NET)

    assert (result.verdict, result.judged_on) == (RateVerdict.MISSES, "gross")
    assert result.reason == ("免考核 3 个（共 20），超过方案上限 10%，净值不作判定，按全量判定。")
    assert result.readings == (
        Reading(
            title="净值（剔除有效免考核），占比超过上限 10%，不作判定",
            of=17,
            met=17,
            unknown=0,
            verdict=None,
        ),
    )


@pytest.mark.parametrize(
    ("policy", "verdict", "tolerance"),
    [
        (UnknownPolicy.INTERVAL, RateVerdict.INCONCLUSIVE, 1),
        (UnknownPolicy.AS_MISSED, RateVerdict.MISSES, -1),
        (UnknownPolicy.LEFT_OUT, RateVerdict.MEETS, 0),
    ],
)
def test_a_profile_may_name_another_unknown_policy(
    policy: UnknownPolicy, verdict: RateVerdict, tolerance: int
) -> None:
    result = judge_rate(rate(20, 18, 2), 95, Policy(unknown=policy))

    assert (result.verdict, result.tolerance) == (verdict, tolerance)


def test_the_report_has_both_policies_when_they_differ() -> None:
    as_missed = Policy(unknown=UnknownPolicy.AS_MISSED)

    assert [r.verdict for r in judge_rate(rate(20, 18, 2), 95, as_missed).readings] == [
        RateVerdict.INCONCLUSIVE
    ]
    assert judge_rate(rate(20, 19, 1), 95, as_missed).readings == ()


def test_where_all_are_unknown_and_left_out_there_is_no_rate() -> None:
    result = judge_rate(rate(3, 0, 3), 95, Policy(unknown=UnknownPolicy.LEFT_OUT))

    assert (result.verdict, result.tolerance) == (RateVerdict.NO_DATA, None)
    assert result.reason == "分母中的 3 个对象全部未知，剔除后没有可计的对象，不计算比率。"


def test_an_undecided_rate_says_what_would_decide_it() -> None:
    assert judge_rate(rate(20, 18, 2), 95).reason == (
        "有 2 个对象未知：合格数在 18 至 20 之间（共 20），达到阈值 95% 需 19，"
        "两端结论不同，不能判定。"
    )


def test_where_all_are_excluded_net_is_void_unless_the_cap_is_the_whole() -> None:
    whole = Policy(judged_on=JudgedOn.NET, share_cap=100)

    assert judge_rate(excused(2, 1, out=2, out_met=1), 95, whole).verdict is RateVerdict.NO_DATA
    assert judge_rate(excused(2, 1, out=2, out_met=1), 95, NET).verdict is RateVerdict.MISSES


_RANK = {RateVerdict.MISSES: 0, RateVerdict.INCONCLUSIVE: 1, RateVerdict.MEETS: 2}


@given(COUNTS, st.integers(0, 100), st.sampled_from(UnknownPolicy))
def test_one_more_met_never_worsens_a_verdict(
    counted: Rate, threshold: int, unknown: UnknownPolicy
) -> None:
    policy = Policy(unknown=unknown)
    if counted.met + counted.unknown < counted.of:
        better = replace(counted, met=counted.met + 1)
        before, after = (judge_rate(r, threshold, policy).verdict for r in (counted, better))
        assert before is RateVerdict.NO_DATA or _RANK[before] <= _RANK[after]


@given(st.sets(st.integers(1, 7)))
def test_every_excluded_camera_is_listed_and_net_is_the_rest(rows: set[int]) -> None:
    texts = {str(row): f"停用（{row}号）" for row in rows}
    judged = judged_round(*STATES)
    whole = {i.id: total_rate(i, judged) for i in all_indicators()}
    judged = replace(judged, exclusions=texts)
    for indicator in all_indicators():
        counted = total_rate(indicator, judged)
        kept = [member for member in counted.members if not member.exclusion]
        expected = texts if indicator.of_cameras else {}
        assert {m.key: m.exclusion for m in counted.members if m.exclusion} == expected
        assert counted.net_of == len(kept)
        assert counted.net_met == sum(m.outcome is Outcome.MET for m in kept)
        assert counted.net_unknown == sum(m.outcome is Outcome.UNKNOWN for m in kept)
        gross = whole[indicator.id]
        assert (counted.of, counted.met, counted.unknown) == (gross.of, gross.met, gross.unknown)
