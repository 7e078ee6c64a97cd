"""Wilson's interval: published values, laws, and verdicts that respect it."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import RateVerdict
from auditor.sampling.interval import SCALE, Interval, judge_interval, wilson

HUGE = 10**12


@pytest.mark.parametrize(
    ("met", "sampled", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_newcombe_1998_table_1(met: int, sampled: int, lower: float, upper: float) -> None:
    found = wilson(met=met, unknown=0, sampled=sampled, population=HUGE)
    assert found.lower / SCALE == pytest.approx(lower, abs=6e-5)
    assert found.upper / SCALE == pytest.approx(upper, abs=6e-5)


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
