"""Covering and distances of areas."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from auditor.datum import readable
from auditor.geo.area import Area
from tests.auditor.geo.boundary_samples import floats

WEST = shapely.box(117, 36, 118, 37)
EAST = shapely.box(118, 36, 119, 37)
BOTH = Area((WEST, EAST))


def test_a_border_belongs_to_the_area() -> None:
    longitude, latitude = floats(117.5, 117, 118, 116.999), floats(36.5, 36.5, 36, 36.5)

    assert Area((WEST,)).covers(longitude, latitude).tolist() == [True, True, True, False]


def test_the_line_between_two_parts_is_inside() -> None:
    longitude, latitude = floats(118, 118.5, 119.5, 117.5), floats(36.5, 36.5, 36.5, 38)

    assert BOTH.covers(longitude, latitude).tolist() == [True, True, False, False]


def test_distances_are_geodesic_and_zero_inside() -> None:
    metres = BOTH.distance_m(floats(117.5, 116.99, 119.01), floats(36.5, 36.5, 36.5))

    _, _, expected = Geod(ellps="WGS84").inv(116.99, 36.5, 117.0, 36.5)
    assert metres == pytest.approx([0.0, expected, expected], abs=0.05)


def test_a_ring_of_parts_and_multipolygons_measures_to_the_nearest() -> None:
    islands = shapely.MultiPolygon([WEST, shapely.box(120, 36, 121, 37)])

    metres = Area((islands, EAST)).distance_m(floats(119.9), floats(36.5))

    assert metres == pytest.approx([8_960], abs=10)


def test_a_hole_is_outside() -> None:
    holed = Area((WEST.difference(shapely.box(117.4, 36.4, 117.6, 36.6)),))

    assert holed.covers(floats(117.5), floats(36.5)).tolist() == [False]
    assert holed.distance_m(floats(117.5), floats(36.5)) == pytest.approx([8_955], abs=20)


@given(st.floats(115, 121), st.floats(34, 39))
def test_the_plane_finds_the_geodesic_distance_within_two_per_cent(x: float, y: float) -> None:
    (metres,) = Area((WEST,)).distance_m(floats(x), floats(y))

    border = shapely.get_coordinates(shapely.segmentize(WEST.exterior, 0.01))
    _, _, away = Geod(ellps="WGS84").inv(*np.full((2, len(border)), [[x], [y]]), *border.T)
    nearest = 0.0 if WEST.covers(shapely.Point(x, y)) else away.min()
    assert metres <= nearest * 1.02 + 1e-6
    assert metres >= nearest * 0.98 - 600


def test_what_is_no_position_is_not_readable() -> None:
    longitude = floats(117, np.nan, 181, 117, np.inf, 180)
    latitude = floats(36, 36, 36, 91, 36, -90)

    assert readable(longitude, latitude).tolist() == [True, False, False, False, False, True]
