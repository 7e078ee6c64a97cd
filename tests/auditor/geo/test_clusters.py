"""Groups by distance: bounded, complete for tight bunches, and independent of order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import Degrees, distance_m
from auditor.geo.clusters import find

METRE_NORTH = 1 / 111_000
METRE_EAST = 1 / 90_000
LON, LAT = 117.1, 36.2

places = st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), min_size=1, max_size=40)


def at(metres: list[tuple[float, float]]) -> tuple[Degrees, Degrees]:
    """Positions by metres east and north of one place."""
    east, north = np.array(metres, dtype=np.float64).reshape(-1, 2).T
    return LON + east * METRE_EAST, LAT + north * METRE_NORTH


def groups(lon: Degrees, lat: Degrees, tolerance_m: float = 1.0) -> set[frozenset[int]]:
    index = find(lon, lat, tolerance_m=tolerance_m).index
    return {frozenset(np.flatnonzero(index == k).tolist()) for k in np.unique(index)}


def test_near_positions_are_one_place_and_far_ones_are_not() -> None:
    found = find(*at([(0, 0), (0.3, 0.3), (50, 0), (0.2, 0), (100, 100)]))

    assert found.size.tolist() == [3, 3, 1, 3, 1]
    assert found.index[0] == found.index[1] == found.index[3]
    assert len(set(found.index.tolist())) == 3


def test_no_position_belongs_to_no_group() -> None:
    nan = float("nan")
    lon = np.array([LON, nan, LON, 1e300, LON, LON])
    lat = np.array([LAT, LAT, nan, LAT, 89.0, float("inf")])
    found = find(lon, lat)

    assert found.index.tolist() == [0, -1, -1, -1, -1, -1]
    assert found.size.tolist() == [1, 0, 0, 0, 0, 0]


def test_nothing_has_no_groups() -> None:
    assert find(np.array([]), np.array([])).index.tolist() == []


def test_a_street_of_cameras_is_not_one_place() -> None:
    lon, lat = at([(0.9 * k, 0.4 * k) for k in range(1000)])
    found = find(lon, lat)

    assert found.size.max() <= 5
    assert len(set(found.index.tolist())) >= 250


def test_a_fuller_place_takes_what_lies_around_it() -> None:
    lon, lat = at([(0, 0)] * 10 + [(3.0, 0)])

    assert groups(lon, lat, 5.0) == {frozenset(range(11))}


def test_bands_of_latitude_are_never_mixed_up() -> None:
    lon = np.full(20, LON)
    lat = np.array([k + d for k in range(30, 40) for d in (0.0, -1e-9)])

    assert find(lon, lat).size.tolist() == [1] * 20


@pytest.mark.parametrize("tolerance", [0.0, 0.05, -1.0, float("nan")])
def test_a_tolerance_below_a_decimetre_is_refused(tolerance: float) -> None:
    with pytest.raises(ValueError, match="tolerance_m"):
        find(*at([(0, 0)]), tolerance_m=tolerance)


@given(places, st.floats(0.5, 10))
def test_no_group_is_larger_than_promised(metres: list[tuple[float, float]], tol: float) -> None:
    lon, lat = at(metres)
    for members in groups(lon, lat, tol):
        rows = sorted(members)
        one, other = np.meshgrid(rows, rows)
        apart = distance_m(*(a[i.ravel()] for i in (one, other) for a in (lon, lat)))
        assert apart.max() <= 4.4 * tol


@given(places, st.floats(0.1, 10), st.integers(0, 1000))
def test_groups_do_not_depend_on_order(
    metres: list[tuple[float, float]], tol: float, seed: int
) -> None:
    lon, lat = at(metres)
    order = np.random.default_rng(seed).permutation(lon.size)
    shuffled = {frozenset(order[sorted(g)].tolist()) for g in groups(lon[order], lat[order], tol)}

    assert shuffled == groups(lon, lat, tol)


@given(places, st.floats(0.1, 10))
def test_index_and_size_agree_and_equal_positions_share(
    metres: list[tuple[float, float]], tol: float
) -> None:
    lon, lat = at([*metres, *metres])
    found = find(lon, lat, tolerance_m=tol)
    counts = np.bincount(found.index)

    assert (found.size == counts[found.index]).all()
    assert set(found.index.tolist()) == set(range(counts.size))
    assert (found.index[: len(metres)] == found.index[len(metres) :]).all()


@given(
    st.lists(st.tuples(st.floats(0, 0.49), st.floats(0, 0.49)), min_size=1, max_size=20),
    st.floats(73, 135),
    st.floats(18, 53).filter(lambda v: 0.001 < v % 1 < 0.999),
)
def test_a_tight_bunch_alone_is_one_group_anywhere(
    metres: list[tuple[float, float]], lon: float, lat: float
) -> None:
    east, north = np.array(metres).T
    found = find(lon + east * METRE_NORTH, lat + north * METRE_NORTH)

    assert found.size.tolist() == [len(metres)] * len(metres)
