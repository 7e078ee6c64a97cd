"""Verdicts of a sample, by numbers computed by hand with z = 1.96."""

from dataclasses import replace

import pytest

from auditor.aggregate import count_anew
from auditor.model import (
    IndicatorResult,
    Member,
    Outcome,
    Rate,
    RateVerdict,
    Sample,
    SampleInterval,
)
from auditor.policy import STANDARD_POLICY, JudgedOn
from auditor.sampled import judge_sampled

NOTHING = Rate(
    indicator="networking_rate",
    version=1,
    title="关键位置联网率",
    scope="all",
    of=0,
    met=0,
    unknown=0,
    excluded=0,
    basis="",
)
SAMPLE = Sample(rows=tuple(range(1, 51)), population=500, seed="s", method="m")


def member(key: object, outcome: Outcome = Outcome.UNKNOWN, exclusion: str = "") -> Member:
    return Member(key=str(key), label="", outcome=outcome, reason="", exclusion=exclusion)


def whole(met: int, unknown: int = 0, *, unread: int = 0, of: int = 500) -> Rate:
    drawn = [Outcome.MET] * met + [Outcome.UNKNOWN] * unknown
    drawn += [Outcome.NOT_MET] * (50 - len(drawn))
    members = [member(row, outcome) for row, outcome in enumerate(drawn, start=1)]
    members += [member(row) for row in range(51, of + 1)]
    return count_anew(NOTHING, members + [member(f"error-{n}") for n in range(unread)])


def judged(rate: Rate, threshold: int | None = 95) -> IndicatorResult:
    return judge_sampled(rate, SAMPLE, threshold, STANDARD_POLICY)


def bounds(result: IndicatorResult) -> tuple[int, int, int, int] | None:
    found = result.interval
    if found is None:
        return None
    return found.lower_permille, found.upper_permille, found.sampled, found.population


def test_the_result_is_of_the_drawn_and_says_what_they_prove_of_all() -> None:
    rate = whole(48)
    assert judged(rate) == IndicatorResult(
        rate=count_anew(NOTHING, rate.members[:50]),
        threshold=95,
        verdict=RateVerdict.INCONCLUSIVE,
        tolerance=None,
        reason="抽样检测：置信区间跨过阈值 95%，不能判定；请加大样本或全量检测。",
        interval=SampleInterval(
            lower_permille=872,
            upper_permille=989,
            confidence=95,
            method="Wilson score interval, finite population correction",
            sampled=50,
            population=500,
        ),
    )


@pytest.mark.parametrize(
    ("threshold", "verdict"),
    [
        (87, RateVerdict.MEETS),
        (88, RateVerdict.INCONCLUSIVE),
        (98, RateVerdict.INCONCLUSIVE),
        (99, RateVerdict.MISSES),
        (None, RateVerdict.NO_THRESHOLD),
    ],
)
def test_met_by_the_lower_end_missed_by_the_upper(
    threshold: int | None, verdict: RateVerdict
) -> None:
    result = judged(whole(48), threshold)
    decided = verdict in (RateVerdict.MEETS, RateVerdict.MISSES)
    assert (result.verdict, result.reason == "") == (verdict, decided)


def test_unknown_and_unread_rows_widen_it() -> None:
    assert bounds(judged(whole(47, 1))) == (844, 989, 50, 500)
    assert bounds(judged(whole(48, unread=1))) == (870, 989, 50, 500)


def test_all_drawn_leave_the_point() -> None:
    assert bounds(judged(whole(48, of=50))) == (960, 960, 50, 50)


def test_nobody_drawn_or_nobody_there_has_no_interval() -> None:
    others = count_anew(NOTHING, [member(row) for row in range(51, 60)])
    of_class = replace(NOTHING, scope="小区出入口")
    found = [judged(rate) for rate in (others, NOTHING, of_class)]
    assert [(one.verdict, one.interval, bool(one.reason)) for one in found] == [
        (RateVerdict.NO_DATA, None, True),
        (RateVerdict.NO_DATA, None, True),
        (RateVerdict.NOT_APPLICABLE, None, True),
    ]


def test_net_leaves_the_excluded_out_of_sample_and_population() -> None:
    members = list(whole(48).members)
    members[0] = member(1, Outcome.MET, "报备")
    members[60] = member(61, Outcome.UNKNOWN, "报备")
    policy = replace(STANDARD_POLICY, judged_on=JudgedOn.NET, share_cap=10)
    rate = count_anew(NOTHING, members)
    net = judge_sampled(rate, SAMPLE, 95, policy)
    gross = judge_sampled(rate, SAMPLE, 95, replace(policy, share_cap=0))
    assert (net.judged_on, (bounds(net) or ())[2:]) == ("net", (49, 498))
    assert (gross.judged_on, (bounds(gross) or ())[2:]) == ("gross", (50, 500))
