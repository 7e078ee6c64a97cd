"""GCJ-02 and distances against published values."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import (
    Degrees,
    bd09_to_gcj02,
    bd09_to_wgs84,
    displacement_m,
    distance_m,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    inside_gcj_box,
    on_earth,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

# Longitude, latitude, and the shift in metres that was published for the place.
CITIES = {
    "济南": (117.0, 36.65, 523),
    "济宁": (116.59, 35.41, 483),
    "青岛": (120.38, 36.07, 463),
    "烟台": (121.45, 37.46, 473),
}


# Open implementations test themselves with these: WGS-84, then GCJ-02 (longitude, latitude).
VECTORS = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def array_pair(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """No shift at all."""
    return longitude, latitude


def shift_m(longitude: float, latitude: float) -> float:
    lon, lat = array(longitude), array(latitude)
    return float(distance_m(lon, lat, *wgs84_to_gcj02(lon, lat))[0])


@pytest.mark.parametrize("city", CITIES)
def test_the_shift_has_the_published_length(city: str) -> None:
    longitude, latitude, published = CITIES[city]
    assert shift_m(longitude, latitude) == pytest.approx(published, abs=8)


@pytest.mark.parametrize(("wgs84", "gcj02"), VECTORS)
def test_published_pairs_are_met_to_a_decimetre(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    found = wgs84_to_gcj02(array(wgs84[0]), array(wgs84[1]))
    assert [float(value[0]) for value in found] == pytest.approx(gcj02, abs=1e-6)


def test_the_shift_at_jinan_in_degrees() -> None:
    lon, lat = wgs84_to_gcj02(array(117.0), array(36.65))
    assert float(lon[0]) - 117.0 == pytest.approx(0.005843, abs=0.0001)
    assert float(lat[0]) - 36.65 == pytest.approx(0.000264, abs=0.0001)


@given(st.floats(114.8, 122.7), st.floats(34.4, 38.4))
def test_over_shandong_it_is_eastward_and_of_the_published_range(
    longitude: float, latitude: float
) -> None:
    east, _ = wgs84_to_gcj02(array(longitude), array(latitude))
    assert 395 <= shift_m(longitude, latitude) <= 580
    assert float(east[0]) > longitude


@given(st.floats(74, 134), st.floats(18, 53))
def test_inside_china_it_is_never_more_than_published(longitude: float, latitude: float) -> None:
    assert shift_m(longitude, latitude) <= 1000


def test_arrays_are_shifted_place_by_place() -> None:
    lon, lat = array(117.0, 116.59), array(36.65, 35.41)
    both = wgs84_to_gcj02(lon, lat)
    first = wgs84_to_gcj02(lon[:1], lat[:1])
    assert (both[0][0], both[1][0]) == (first[0][0], first[1][0])


def test_a_minute_of_the_meridian_is_a_nautical_mile_or_so() -> None:
    found = distance_m(array(117.0), array(45.0), array(117.0), array(45.0 + 1 / 60))
    assert float(found[0]) == pytest.approx(1852.0, abs=1.0)


def test_a_distance_from_nowhere_is_unknown() -> None:
    nan = float("nan")
    found = distance_m(array(117.0, nan), array(36.0, 36.0), array(117.0, 117.0), array(36.0, 36.0))
    assert found[0] == 0.0
    assert np.isnan(found[1])


def test_distances_between_unknown_places_are_all_unknown() -> None:
    nowhere = array(float("nan"))
    assert np.isnan(distance_m(nowhere, nowhere, nowhere, nowhere)).all()
    assert distance_m(array(), array(), array(), array()).size == 0


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    pairs = (array(value) for place in (one, other) for value in place)
    return float(distance_m(*pairs)[0])


def there_and_back(there: Shift, back: Shift, longitude: float, latitude: float) -> float:
    lon, lat = back(*there(array(longitude), array(latitude)))
    return apart_m((longitude, latitude), (float(lon[0]), float(lat[0])))


@given(st.floats(73, 135), st.floats(3, 54))
def test_gcj02_is_undone_to_a_millimetre(longitude: float, latitude: float) -> None:
    assert there_and_back(wgs84_to_gcj02, gcj02_to_wgs84, longitude, latitude) < 1e-3
    assert there_and_back(gcj02_to_wgs84, wgs84_to_gcj02, longitude, latitude) < 1e-3


@given(st.floats(73, 135), st.floats(3, 54))
def test_bd09_is_undone_to_a_millimetre(longitude: float, latitude: float) -> None:
    assert there_and_back(gcj02_to_bd09, bd09_to_gcj02, longitude, latitude) < 1e-3
    assert there_and_back(wgs84_to_bd09, bd09_to_wgs84, longitude, latitude) < 1e-3


@given(st.floats(73.5, 134.5), st.floats(18, 53.5))
def test_bd09_is_displaced_by_its_published_length(longitude: float, latitude: float) -> None:
    there = wgs84_to_bd09(array(longitude), array(latitude))
    moved = apart_m((longitude, latitude), (float(there[0][0]), float(there[1][0])))
    assert 600 <= moved <= 1800


def test_bd09_at_taian_is_displaced_north_east_by_more_than_a_kilometre() -> None:
    lon, lat = array(117.089), array(36.188)
    east, north = displacement_m(lon, lat, *wgs84_to_bd09(lon, lat))
    assert (round(float(east[0])), round(float(north[0]))) == (1127, 703)


@given(st.floats(-180, 71.9) | st.floats(137.9, 180), st.floats(-90, 90))
def test_outside_the_box_gcj02_moves_nothing(longitude: float, latitude: float) -> None:
    assert there_and_back(wgs84_to_gcj02, array_pair, longitude, latitude) == 0.0
    assert there_and_back(gcj02_to_wgs84, array_pair, longitude, latitude) == 0.0


@given(st.floats(72.1, 137.7), st.sampled_from([-80.0, 0.8, 55.9, 90.0]))
def test_south_and_north_of_the_box_gcj02_moves_nothing(longitude: float, latitude: float) -> None:
    assert there_and_back(wgs84_to_gcj02, gcj02_to_wgs84, longitude, latitude) == 0.0


def test_the_edges_of_the_box_are_undone_too() -> None:
    for longitude, latitude in ((137.8346, 30.0), (72.0041, 30.0), (100.0, 0.8294), (100.0, 55.82)):
        assert there_and_back(wgs84_to_gcj02, gcj02_to_wgs84, longitude, latitude) < 1e-3


def test_what_is_no_position_stays_what_it_is() -> None:
    odd = array(float("nan"), float("inf"), -1e300, 117.0)
    other = array(36.0, 36.0, float("inf"), float("nan"))
    assert inside_gcj_box(odd, other).tolist() == [False] * 4
    for shift in (wgs84_to_gcj02, gcj02_to_wgs84):
        lon, lat = shift(odd, other)
        np.testing.assert_array_equal(lon, odd)
        np.testing.assert_array_equal(lat, other)


@given(st.floats(73, 135), st.floats(3, 54), st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_the_plane_agrees_with_the_geodesic(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    other = (longitude + east, latitude + north)
    x, y = displacement_m(*(array(value) for value in (longitude, latitude, *other)))
    metres = float(np.hypot(x, y)[0])
    assert metres == pytest.approx(apart_m((longitude, latitude), other), abs=5e-3)
    assert (float(x[0]) >= 0, float(y[0]) >= 0) == (
        other[0] >= longitude,
        other[1] >= latitude,
    )


def test_a_pair_that_is_no_position_is_none_in_both_coordinates() -> None:
    lon, lat = on_earth(array(117.0, 36.0, 181.0, float("inf")), array(36.0, 117.0, 1.0, 1.0))
    assert lon[0] == 117.0
    assert lat[0] == 36.0
    assert np.isnan([lon[1:], lat[1:]]).all()
