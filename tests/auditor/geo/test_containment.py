"""Verdicts on positions: inside, near, outside, unknown."""

from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.geo.containment import Bands, Containment, Verdict, judge
from auditor.geo.layers import Layer, LayerKind, open_layers
from tests.auditor.geo.boundary_samples import floats, layer

# Two layers that differ by a tenth of a degree (9 km), and a county beside each.
FIRST = layer(LayerKind.AMAP, c370902=(117, 36), c370102=(118, 36), c370705=(122, 36))
SECOND = layer(LayerKind.TIANDITU, c370902=(117.1, 36), c370102=(118.1, 36))
DISPUTED = "370202"


def verdicts(result: Containment) -> list[Verdict]:
    return [Verdict(value) for value in result.verdict.tolist()]


def judge_one(
    longitude: float,
    latitude: float,
    code: str | None,
    *,
    layers: tuple[Layer, ...] = (FIRST, SECOND),
    bands: Bands | None = None,
) -> tuple[Verdict, float, str]:
    """Verdict, metres rounded to hundreds, county."""
    codes = pl.Series([code], dtype=pl.String)
    where = floats(longitude), floats(latitude)
    result = judge(*where, codes, layers=layers, bands=bands or Bands())
    return verdicts(result)[0], round(float(result.distance_m[0]), -2), str(result.county[0])


def test_known_places_are_inside_and_far_ones_outside() -> None:
    result = judge(
        floats(117.089, 117.0216, 117.089, 117.089, 113.75),
        floats(36.188, 36.6611, 36.188, 36.188, 23.02),
        pl.Series(["370902", "370102", "370102", "370900", "441900"]),
        layers=open_layers(),
    )

    inside, outside = Verdict.INSIDE, Verdict.OUTSIDE
    assert verdicts(result) == [inside, inside, outside, inside, inside]
    assert result.county.tolist() == ["", "", "370902", "", ""]
    assert result.distance_m == pytest.approx([0, 0, 44_930, 0, 0], abs=50)


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (117.2317799, 36.110059, "370902"),  # Amap has it, 天地图 not
        (112.55, 16.04, "460302"),
        (106.574, 29.606, "500157"),
        (117.0, 36.6, "37"),
    ],
)
def test_the_first_layer_suffices_for_inside(longitude: float, latitude: float, code: str) -> None:
    found = judge_one(longitude, latitude, code, layers=open_layers())

    assert found == (Verdict.INSIDE, 0.0, "")


def test_inside_the_second_layer_only_is_near() -> None:
    place = (117.21029285675243, 36.26627)

    assert judge_one(*place, "370902", layers=open_layers()) == (Verdict.NEAR, 0.0, "")
    assert judge_one(118.05, 36.5, "370902") == (Verdict.NEAR, 0.0, "")


def test_a_bridge_over_a_bay_is_not_outside() -> None:
    found = judge_one(120.28, 36.16, "370214", layers=open_layers())

    assert found == (Verdict.NEAR, 2_100.0, "")


@pytest.mark.parametrize(
    ("longitude", "expected"),
    [
        (117.5, (Verdict.INSIDE, 0.0, "")),
        (116.999, (Verdict.NEAR, 100.0, "")),  # 90 m from the first, in its band
        (118.101, (Verdict.NEAR, 100.0, "")),  # 90 m from the second, in its band
        (118.15, (Verdict.OUTSIDE, 4_500.0, "370102")),
        (116.9, (Verdict.NEAR, 9_000.0, "")),  # in no county, as at sea
        (116.5, (Verdict.OUTSIDE, 44_800.0, "")),
        (122.5, (Verdict.OUTSIDE, 394_200.0, "370705")),
    ],
)
def test_outside_needs_both_layers_and_more_than_the_band(
    longitude: float, expected: tuple[Verdict, float, str]
) -> None:
    found = judge_one(longitude, 36.5, "370902")

    assert (found[0], found[2]) == (expected[0], expected[2])
    assert found[1] == pytest.approx(expected[1], abs=100)


def test_bands_can_be_changed() -> None:
    wide = Bands(amap_m=20_000, tianditu_m=1)
    strict = Bands(nobody_m=0)

    assert judge_one(118.15, 36.5, "370902", bands=wide)[0] is Verdict.NEAR
    assert judge_one(118.15, 36.5, "370902", bands=Bands(tianditu_m=5_000))[0] is Verdict.NEAR
    assert judge_one(116.9, 36.5, "370902", bands=strict)[0] is Verdict.OUTSIDE


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (np.nan, 36.5, "370902"),
        (117.5, np.nan, "370902"),
        (36.5, 117.5, "370902"),
        (181.0, 36.5, "370902"),
        (np.inf, 36.5, "370902"),
        (117.5, 36.5, None),
        (117.5, 36.5, ""),
        (117.5, 36.5, "371202"),
        (117.5, 36.5, "370176"),
        (117.5, 36.5, "653228"),
        (117.5, 36.5, "泰山区"),
    ],
)
def test_nothing_is_said_without_position_or_county(
    longitude: float, latitude: float, code: str | None
) -> None:
    verdict, metres, county = judge_one(longitude, latitude, code)

    assert (verdict, county) == (Verdict.UNKNOWN, "")
    assert np.isnan(metres)


def test_one_open_layer_alone_accuses_nobody() -> None:
    assert judge_one(117.5, 36.5, "370705")[0] is Verdict.UNKNOWN
    assert judge_one(122.5, 36.5, "370705") == (Verdict.INSIDE, 0.0, "")
    assert judge_one(121.9999, 36.5, "370705")[0] is Verdict.NEAR


def test_where_the_layers_disagree_nobody_is_accused() -> None:
    layers = (
        layer(LayerKind.AMAP, c370202=(120, 36)),
        layer(LayerKind.TIANDITU, c370202=(120, 36)),
    )

    assert judge_one(117.5, 36.5, DISPUTED, layers=layers)[0] is Verdict.UNKNOWN
    assert judge_one(120.5, 36.5, DISPUTED, layers=layers)[0] is Verdict.INSIDE


def test_the_customer_alone_decides_about_its_codes() -> None:
    customer = layer(LayerKind.CUSTOMER, c370902=(110, 36), c370202=(111, 36))
    layers = (FIRST, SECOND, customer)

    assert judge_one(110.5, 36.5, "370902", layers=layers) == (Verdict.INSIDE, 0.0, "")
    assert judge_one(109.9999, 36.5, "370902", layers=layers)[0] is Verdict.OUTSIDE
    assert judge_one(113.5, 36.5, DISPUTED, layers=layers)[0] is Verdict.OUTSIDE
    assert judge_one(118.5, 36.5, "370902", layers=layers)[2] == "370102"
    assert judge_one(118.5, 36.5, "370102", layers=layers) == (Verdict.INSIDE, 0.0, "")
    tolerant = Bands(customer_m=20.0)
    near = judge_one(109.9999, 36.5, "370902", layers=layers, bands=tolerant)
    assert near[0] is Verdict.NEAR


def test_a_county_is_never_said_to_lie_in_itself() -> None:
    customer = layer(LayerKind.CUSTOMER, c370902=(110, 36))

    found = judge_one(117.5, 36.5, "370902", layers=(customer, FIRST))

    assert (found[0], found[2]) == (Verdict.OUTSIDE, "")


def test_no_positions_give_no_verdicts() -> None:
    none = np.empty(0)

    result = judge(none, none, pl.Series([], dtype=pl.String), layers=(FIRST, SECOND))

    assert [result.verdict.size, result.distance_m.size, result.county.size] == [0, 0, 0]


POSITIONS = st.lists(
    st.tuples(
        st.floats(115, 124) | st.just(np.nan),
        st.floats(35, 38),
        st.sampled_from(["370902", "370102", "3709", "37", "370705", "000000", None]),
    ),
    min_size=1,
    max_size=30,
)


def judge_all(rows: list[tuple[float, float, str | None]]) -> list[tuple[int, str, str]]:
    longitude, latitude, codes = zip(*rows, strict=True)
    series = pl.Series(codes, dtype=pl.String)
    result = judge(np.array(longitude), np.array(latitude), series, layers=(FIRST, SECOND))
    metres = [f"{value:.3f}" for value in result.distance_m.tolist()]
    return list(zip(result.verdict.tolist(), metres, result.county.tolist(), strict=True))


@given(POSITIONS, st.randoms())
def test_a_verdict_depends_on_its_own_row_alone(
    rows: list[tuple[float, float, str | None]], random: Random
) -> None:
    alone = [judge_all([row])[0] for row in rows]
    order = list(range(len(rows)))
    random.shuffle(order)

    assert judge_all(rows) == alone
    assert judge_all([rows[index] for index in order]) == [alone[index] for index in order]


@given(POSITIONS)
def test_outside_is_never_said_of_what_a_layer_covers(
    rows: list[tuple[float, float, str | None]],
) -> None:
    for verdict, metres, county in judge_all(rows):
        assert verdict != Verdict.OUTSIDE or float(metres) > 100
        assert county == "" or verdict == Verdict.OUTSIDE
