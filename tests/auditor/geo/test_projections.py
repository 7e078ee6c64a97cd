"""Plane coordinates against the EPSG registry's own definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from auditor.geo.projections import Plane, plane_readings

# EPSG code, family, and a longitude near its central meridian.
CODES = [
    *((4488 + zone, Plane.GAUSS_3, 3 * zone) for zone in (25, 32, 39, 45)),
    *((4478 + zone, Plane.GAUSS_6, 6 * zone - 3) for zone in (13, 20, 23)),
    *((4534 + step, Plane.GAUSS, 75 + 3 * step) for step in (0, 7, 14, 20)),
    *((4502 + step, Plane.GAUSS, 75 + 6 * step) for step in (0, 7, 10)),
    *((32600 + zone, Plane.UTM, 6 * zone - 183) for zone in (43, 50, 53)),
    (3857, Plane.WEB_MERCATOR, 117),
]


@pytest.mark.parametrize(("code", "plane", "meridian"), CODES)
def test_the_registrys_definition_is_met_and_its_code_named(
    code: int, plane: Plane, meridian: int
) -> None:
    lon, lat = meridian + 0.3, 36.2
    east, north = Transformer.from_crs(4490, code, always_xy=True).transform(lon, lat)
    found = [r for r in plane_readings(east, north, near_longitude=lon) if r.plane is plane]

    right = [r for r in found if abs(r.longitude - lon) < 1e-7 and abs(r.latitude - lat) < 1e-7]
    assert len(right) == 1
    assert f"EPSG:{code}" in right[0].note


def test_a_meridian_of_the_three_degree_zones_only_is_used_near_it() -> None:
    east, north = Transformer.from_crs(4490, 4549, always_xy=True).transform(117.2, 36.2)
    gauss = [r.longitude for r in plane_readings(east, north) if r.plane is Plane.GAUSS]

    # 120° is 2.8° away: too far for a zone of three degrees, so only shared meridians remain.
    assert [round(lon + 2.8) % 6 for lon in gauss] == [3] * 11


def test_the_county_limits_the_meridians() -> None:
    near = plane_readings(508005.48, 4006406.96, near_longitude=117.1)

    assert {round(r.longitude) for r in near} == {114, 117, 120, 123}


@pytest.mark.parametrize(
    ("easting", "northing"),
    [
        (117.0, 36.0),
        (50_000.0, 4_000_000.0),
        (950_000.0, 4_000_000.0),
        (500_000.0, 9_000_000.0),
        (24_500_000.0, 4_000_000.0),
        (46_500_000.0, 4_000_000.0),
        (float("nan"), 4_000_000.0),
        (float("inf"), 4_000_000.0),
    ],
)
def test_numbers_that_are_no_metres_in_china_have_no_reading(
    easting: float, northing: float
) -> None:
    assert plane_readings(easting, northing) == ()


@given(st.floats(74, 134), st.floats(4, 53))
def test_web_mercator_is_read_back(lon: float, lat: float) -> None:
    east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    (found,) = (r for r in plane_readings(east, north) if r.plane is Plane.WEB_MERCATOR)

    assert [found.longitude, found.latitude] == pytest.approx([lon, lat])
