"""GEO-16 and GEO-11: far from the own community, by its polygon or else by the plan."""

from pathlib import Path

import pytest

from auditor.geo.community_area import read_community_areas
from auditor.model import Finding, Severity, Verdict
from auditor.registry.positions import Places
from tests.auditor.geo.boundary_samples import collection, feature, square, write
from tests.auditor.rules.records import judged

# 117.65-117.67 E, 36.20-36.22 N; at its north a thousandth of a degree east is 90 m.
WEST, SOUTH, SIDE = 117.65, 36.20, 0.02


def about(folder: Path, longitude: str, *, of: str = "云帆社区", **changes: str) -> list[Finding]:
    """With a polygon of the community named."""
    path = write(folder, collection(feature(square(WEST, SOUTH, SIDE), 社区=of)))
    places = Places(areas=read_community_areas(path))
    found = judged(folder, {"longitude": longitude} | changes, places=places)
    return [f for f in found if f.rule in {"GEO-16", "GEO-11"}]


def test_the_finding_tells_the_distance_to_the_edge(tmp_path: Path) -> None:
    assert about(tmp_path, "117.680000") == [
        Finding(
            row=1,
            device_code="37011600011326000001",
            rule="GEO-16",
            severity=Severity.WARNING,
            verdict=Verdict.FAIL,
            field="longitude",
            value="117.680000, 36.209000",
            message="位置在所属社区范围之外 899 米",
            suggestion="核对经纬度与所属社区，更正有误的一项",
        )
    ]


@pytest.mark.parametrize(
    ("longitude", "expected"),
    [
        ("117.661000", []),
        ("117.675500", []),  # 495 m
        ("117.675600", ["GEO-16"]),  # 504 m
        ("117.761000", ["GEO-16"]),  # 8 km: GEO-11 does not say it again
        ("17.661000", []),
        ("", []),
    ],
)
def test_half_a_kilometre_is_allowed(longitude: str, expected: list[str], tmp_path: Path) -> None:
    assert [f.rule for f in about(tmp_path, longitude)] == expected


def test_in_the_own_polygon_the_plan_is_not_asked(tmp_path: Path) -> None:
    wide = write(
        tmp_path, collection(feature(square(117.0, 36.0), 社区="云帆社区")), "wide.geojson"
    )
    places = Places(areas=read_community_areas(wide))
    assert judged(tmp_path, {"longitude": "117.761000"}, places=places) == ()


def test_of_a_community_without_polygon_the_plan_is_asked(tmp_path: Path) -> None:
    assert [f.rule for f in about(tmp_path, "117.761000", of="东湖社区")] == ["GEO-11"]


def test_a_mobile_device_belongs_nowhere(tmp_path: Path) -> None:
    assert about(tmp_path, "117.761000", mobile_type="1") == []
    assert about(tmp_path, "117.761000", of="东湖社区", mobile_type="1") == []
