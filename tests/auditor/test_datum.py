"""GCJ-02 and distances against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import distance_m, wgs84_to_gcj02

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


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


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
