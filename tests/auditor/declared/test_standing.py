"""Laws of comparing: rounding is no difference, and what unknown members allow is none either."""

import math
from collections.abc import Callable
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from auditor.declared.standing import Standing, standing_of
from auditor.declared.stated import Bound, Stated
from auditor.model import Rate
from tests.auditor.declared.measured import measured


def figure(value: Fraction, places: int) -> Stated:
    return Stated(name="联网率", value=value, places=places, bound=Bound.EXACT, start=0, end=1)


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    of = draw(st.integers(1, 300))
    met = draw(st.integers(0, of))
    return measured("networking_rate", met, of, draw(st.integers(0, of - met))).rate


@given(rates(), st.integers(0, 2), st.sampled_from([math.floor, round]), st.data())
def test_a_possible_share_rounded_or_cut_off_is_no_difference(
    rate: Rate, places: int, written_as: Callable[[Fraction], int], data: st.DataObject
) -> None:
    met = data.draw(st.integers(rate.met, rate.met + rate.unknown))
    scaled = Fraction(met * 100 * 10**places, rate.of)
    written = Fraction(written_as(scaled), 10**places)

    standing = standing_of(figure(written, places), rate)

    expected = Standing.NOT_CONTRADICTED if rate.unknown else Standing.AGREES
    assert standing is expected


@given(rates(), st.integers(2, 100))
def test_a_figure_beyond_all_that_is_possible_is_above(rate: Rate, more: int) -> None:
    highest = Fraction((rate.met + rate.unknown) * 100, rate.of)

    assert standing_of(figure(highest + more, 0), rate) is Standing.ABOVE_MEASURED
