"""Wilson's interval: the score equation, laws, and verdicts that respect it."""

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import RateVerdict
from auditor.sampling.interval import SCALE, Interval, judge_interval, wilson

HUGE = 10**12


def rejected_from(share: float, end: float, sampled: int) -> float:
    """Where between ``share`` and ``end`` the score test at 95 % begins to reject, by halving."""
    z = NormalDist().inv_cdf(0.975)
    held, rejected = share, end
    for _ in range(60):
        middle = (held + rejected) / 2
        if abs(share - middle) > z * sqrt(middle * (1 - middle) / sampled):
            rejected = middle
        else:
            held = middle
    return held


@pytest.mark.parametrize(("met", "sampled"), [(81, 263), (15, 148), (0, 20), (19, 20), (7, 7)])
def test_the_bounds_are_where_the_score_test_begins_to_reject(met: int, sampled: int) -> None:
    found = wilson(met=met, unknown=0, sampled=sampled, population=HUGE)
    lower, upper = (rejected_from(met / sampled, end, sampled) for end in (0.0, 1.0))
    assert found.lower / SCALE == pytest.approx(lower, abs=2e-6)
    assert found.upper / SCALE == pytest.approx(upper, abs=2e-6)


@st.composite
def samples(draw: st.DrawFn) -> dict[str, int]:
    population = draw(st.integers(1, 2000))
    sampled = draw(st.integers(1, population))
    met = draw(st.integers(0, sampled))
    unknown = draw(st.integers(0, sampled - met))
    return {"met": met, "unknown": unknown, "sampled": sampled, "population": population}


@given(samples())
def test_the_bounds_hold_the_share_and_are_rounded_outward(given_sample: dict[str, int]) -> None:
    found = wilson(**given_sample)
    met, unknown, n = (given_sample[name] for name in ("met", "unknown", "sampled"))
    size = given_sample["population"]
    assert 0 <= found.lower * n <= met * SCALE
    assert (met + unknown) * SCALE <= found.upper * n <= n * SCALE
    spread = 1.959963984540054**2 / n * ((size - n) / (size - 1) if size > 1 else 0)
    share = met / n
    root = sqrt(spread**2 / 4 + spread * share * (1 - share))
    exact = (share + spread / 2 - root) / (1 + spread)
    assert exact * SCALE - 3 <= found.lower <= exact * SCALE + 1e-3


@given(samples())
def test_sampling_all_leaves_the_counted_share(given_sample: dict[str, int]) -> None:
    n = given_sample["sampled"]
    found = wilson(**(given_sample | {"population": n}))
    assert found.lower == given_sample["met"] * SCALE // n
    assert found.upper == -(-(given_sample["met"] + given_sample["unknown"]) * SCALE // n)


@given(samples())
def test_more_confidence_is_wider(given_sample: dict[str, int]) -> None:
    narrow, wide = (wilson(**given_sample, confidence=level) for level in (90, 99))
    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (950_000, 990_000, RateVerdict.MEETS),
        (949_999, 990_000, RateVerdict.INCONCLUSIVE),
        (900_000, 950_000, RateVerdict.INCONCLUSIVE),
        (900_000, 949_999, RateVerdict.MISSES),
    ],
)
def test_a_verdict_needs_both_ends(lower: int, upper: int, verdict: RateVerdict) -> None:
    interval = Interval(lower=lower, upper=upper, confidence=95, sampled=9, population=99)
    assert judge_interval(interval, 95) is verdict


def test_an_impossible_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 0 <= met"):
        wilson(met=5, unknown=1, sampled=5, population=10)
