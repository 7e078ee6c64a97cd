"""Plans by the hypergeometric distribution, by hand and by law."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.sampling.acceptance import Plan, acceptance, find_plan


def test_the_probability_by_hand() -> None:
    """Lot 10 with 2 faulty, sample 3, none allowed: C(8,3)/C(10,3) = 56/120."""
    assert acceptance(lot=10, faulty=2, sample=3, accept=0) == (56, 120)
    assert acceptance(lot=10, faulty=2, sample=3, accept=2) == (120, 120)


def test_a_small_plan_by_hand() -> None:
    """No faulty is good, 2 of 10 bad: C(10-n,2)/C(10,2) <= 0.1 first holds for n = 7 (3/45)."""
    plan = find_plan(lot=10, aql=0, lq=200)
    assert plan == Plan(lot=10, good_faulty=0, bad_faulty=2, sample=7, accept=0)
    assert plan.reject == 1


@settings(deadline=None, max_examples=30)
@given(st.integers(20, 120), st.integers(0, 60), st.integers(100, 400))
def test_every_plan_keeps_both_risks(lot: int, aql: int, lq: int) -> None:
    plan = find_plan(lot=lot, aql=aql, lq=lq)
    size, most = plan.sample, plan.accept
    good = acceptance(lot=lot, faulty=plan.good_faulty, sample=size, accept=most)
    bad = acceptance(lot=lot, faulty=plan.bad_faulty, sample=size, accept=most)
    assert good[0] * 1000 >= 950 * good[1]
    assert bad[0] * 1000 <= 100 * bad[1]


def test_neighbouring_qualities_need_all() -> None:
    plan = find_plan(lot=10, aql=100, lq=200)
    assert (plan.sample, plan.accept) == (10, 1)


def test_no_plan_divides_equal_qualities() -> None:
    with pytest.raises(ValueError, match="limiting quality"):
        find_plan(lot=100, aql=50, lq=50)
