"""GEO-10 speaks for the GCJ-02 image of the planned position and for nothing else."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from auditor.datum import wgs84_to_gcj02
from auditor.examples import key_location
from auditor.model import Finding, Severity, Verdict
from auditor.records import KeyLocation
from tests.auditor.rules.records import judged

GEOD = Geod(ellps="WGS84")
SAME_M = 20.0  # the rule's tolerance: a recorded position is no better

# Shandong, where the shift is 401-573 m.
LONGITUDES = st.floats(114.8, 122.7)
LATITUDES = st.floats(34.4, 38.4)


def planned(longitude: float, latitude: float) -> KeyLocation:
    return replace(key_location(), longitude=f"{longitude:.6f}", latitude=f"{latitude:.6f}")


def image(longitude: float, latitude: float) -> tuple[float, float]:
    east, north = wgs84_to_gcj02(np.array([longitude]), np.array([latitude]))
    return float(east[0]), float(north[0])


def about(folder: Path, place: KeyLocation, position: tuple[float, float]) -> list[Finding]:
    changes = {"longitude": f"{position[0]:.6f}", "latitude": f"{position[1]:.6f}"}
    return [f for f in judged(folder, changes, plan=(place,)) if f.rule == "GEO-10"]


def test_the_finding_tells_the_distance_and_is_a_warning(tmp_path: Path) -> None:
    place = planned(117.661, 36.209)
    assert about(tmp_path, place, image(117.661, 36.209)) == [
        Finding(
            row=1,
            device_code="37011600011326000001",
            rule="GEO-10",
            severity=Severity.WARNING,
            verdict=Verdict.FAIL,
            field="longitude",
            value="117.666847, 36.208966",
            message="距所登记关键位置 526 米，偏移方向和大小与 GCJ-02 偏移一致，疑为互联网地图（GCJ-02）坐标",
            suggestion="确认坐标来源；若取自互联网地图，换算为 WGS-84 后登记并现场核对",
        )
    ]


@settings(max_examples=25, deadline=None)
@given(LONGITUDES, LATITUDES)
def test_the_image_of_any_planned_position_is_found(
    tmp_path_factory: pytest.TempPathFactory, longitude: float, latitude: float
) -> None:
    folder = tmp_path_factory.mktemp("image")
    assert len(about(folder, planned(longitude, latitude), image(longitude, latitude))) == 1


@settings(max_examples=25, deadline=None)
@given(LONGITUDES, LATITUDES, st.floats(0, 360))
def test_another_displacement_of_the_same_length_is_not(
    tmp_path_factory: pytest.TempPathFactory, longitude: float, latitude: float, bearing: float
) -> None:
    true_bearing, _, length = GEOD.inv(longitude, latitude, *image(longitude, latitude))
    turned = math.radians(bearing - true_bearing)
    assume(2 * length * abs(math.sin(turned / 2)) > SAME_M + 1)
    moved = GEOD.fwd(longitude, latitude, bearing, length)[:2]
    assert about(tmp_path_factory.mktemp("moved"), planned(longitude, latitude), moved) == []


def test_a_right_position_is_not(tmp_path: Path) -> None:
    assert about(tmp_path, planned(117.661, 36.209), (117.661, 36.209)) == []


def test_a_plan_without_positions_accuses_nobody(tmp_path: Path) -> None:
    place = replace(key_location(), longitude="", latitude="")
    assert judged(tmp_path, {"longitude": "117.666837"}, plan=(place,)) == ()


def test_a_mobile_device_has_no_place_to_be_displaced_from(tmp_path: Path) -> None:
    place, (lon, lat) = planned(117.661, 36.209), image(117.661, 36.209)
    cells = {"longitude": f"{lon:.6f}", "latitude": f"{lat:.6f}", "mobile_type": "1"}
    assert judged(tmp_path, cells, plan=(place,)) == ()
