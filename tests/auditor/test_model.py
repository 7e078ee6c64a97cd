"""The figures that a rate derives from its counts."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Rate

NUMBERS = st.lists(st.integers(0, 1000), min_size=6, max_size=6)


@given(NUMBERS)
def test_net_is_gross_less_valid_exclusions(counts: list[int]) -> None:
    met, unknown, failed, met_out, unknown_out, failed_out = counts
    rate = Rate(
        indicator="health_rate",
        version=1,
        title="完好率",
        scope="all",
        of=sum(counts),
        met=met + met_out,
        unknown=unknown + unknown_out,
        excluded=met_out + unknown_out + failed_out,
        basis="",
        excluded_met=met_out,
        excluded_unknown=unknown_out,
    )

    assert (rate.net_of, rate.net_met, rate.net_unknown) == (met + unknown + failed, met, unknown)
