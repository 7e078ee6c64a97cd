"""GEO-06 and GEO-15: how far outside is clearly outside, and what is told of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor.geo.containment import Bands
from auditor.geo.layers import LayerKind, open_layers
from auditor.model import Finding, Severity, Verdict
from auditor.registry.positions import Places
from tests.auditor.geo.boundary_samples import layer
from tests.auditor.rules.records import judged

OPEN = Places(layers=open_layers())
# Invented squares of one degree; at 36.5 degrees north a metre is 0.00001116 degrees east.
SQUARES = {
    "c370116": (117.0, 36.0),
    "c370117": (118.0, 36.0),
    "c370902": (117.0, 35.0),
    "c500101": (108.0, 30.0),
    "c500235": (109.0, 30.0),
    "c419001": (112.0, 35.0),
    "c410823": (113.0, 35.0),
    "c411281": (112.0, 34.0),
    "c140581": (112.0, 36.0),
}
AMAP, TIANDITU = (layer(kind, **SQUARES) for kind in (LayerKind.AMAP, LayerKind.TIANDITU))
BOXES = Places(layers=(AMAP, TIANDITU))
READ = "若按以下方式理解则在登记的行政区划内，请核实："
CHECK = "核对经纬度与行政区划，现场实测后更正有误的一项"


def of_county(
    folder: Path, changes: Mapping[str, str], places: Places = BOXES
) -> tuple[Finding, ...]:
    found = judged(folder, changes, places=places)
    return tuple(f for f in found if f.rule in {"GEO-06", "GEO-15"})


def spoken(
    folder: Path, longitude: str, latitude: str, division: str = "370116", places: Places = BOXES
) -> list[tuple[str, Verdict]]:
    cells = {"longitude": longitude, "latitude": latitude, "division": division}
    return [(f.rule, f.verdict) for f in of_county(folder, cells, places)]


def finding(rule: str, value: str, message: str, suggestion: str = CHECK) -> Finding:
    return Finding(
        row=1,
        device_code="37011600011326000001",
        rule=rule,
        severity=Severity.ERROR if rule == "GEO-06" else Severity.WARNING,
        verdict=Verdict.FAIL,
        field="longitude",
        value=value,
        message=message,
        suggestion=suggestion,
    )


CLEARLY, NEARBY = [("GEO-06", Verdict.FAIL)], [("GEO-15", Verdict.FAIL)]
CANNOT_TELL = [("GEO-15", Verdict.UNKNOWN)]


def test_another_prefecture_is_an_error_that_names_county_and_distance(tmp_path: Path) -> None:
    changes = {"longitude": "117.089000", "latitude": "36.188000"}
    assert of_county(tmp_path, changes, OPEN) == (
        finding(
            "GEO-06",
            "117.089000, 36.188000",
            "位置在登记的行政区划 370116（山东省济南市莱芜区）之外 26.4 公里，"
            "位于 370902（山东省泰安市泰山区）",
        ),
    )


def test_just_across_the_border_within_the_prefecture_is_a_warning(tmp_path: Path) -> None:
    assert of_county(tmp_path, {"longitude": "118.010000", "latitude": "36.500000"}) == (
        finding(
            "GEO-15",
            "118.010000, 36.500000",
            "位置在登记的行政区划 370116（山东省济南市莱芜区）之外 0.9 公里，"
            "位于 370117（山东省济南市钢城区）",
            f"{READ}BD-09坐标（百度地图）（117.997531, 36.494044）",
        ),
    )


@pytest.mark.parametrize(
    ("longitude", "expected"),
    [
        ("117.999999", []),
        ("118.005400", CANNOT_TELL),  # 484 m: in the band of the coarser layer
        ("118.005700", NEARBY),  # 511 m
        ("118.022200", NEARBY),  # 1,989 m
        ("118.022500", CLEARLY),  # 2,016 m
        ("118.500000", CLEARLY),
    ],
)
def test_two_kilometres_divide_warning_and_error(
    longitude: str, expected: list[tuple[str, Verdict]], tmp_path: Path
) -> None:
    assert spoken(tmp_path, longitude, "36.500000") == expected


def test_another_prefecture_is_clear_at_any_distance(tmp_path: Path) -> None:
    assert spoken(tmp_path, "117.500000", "35.990000") == CLEARLY


def test_districts_and_counties_of_a_municipality_are_one_city(tmp_path: Path) -> None:
    assert spoken(tmp_path, "109.010000", "30.500000", "500101") == NEARBY
    assert spoken(tmp_path, "109.500000", "30.500000", "500101") == CLEARLY


@pytest.mark.parametrize(
    ("longitude", "latitude", "division", "expected"),
    [
        ("113.010000", "35.500000", "419001", NEARBY),
        ("112.500000", "34.990000", "419001", NEARBY),
        ("112.500000", "36.010000", "419001", CLEARLY),  # another province
        ("113.500000", "35.500000", "419001", CLEARLY),
        ("112.990000", "35.500000", "410823", NEARBY),
        ("112.500000", "35.990000", "140581", CLEARLY),
    ],
)
def test_a_county_directly_under_its_province_has_the_province_for_a_prefecture(
    longitude: str,
    latitude: str,
    division: str,
    expected: list[tuple[str, Verdict]],
    tmp_path: Path,
) -> None:
    assert spoken(tmp_path, longitude, latitude, division) == expected


def test_in_no_county_at_all_is_an_error_beyond_the_coast(tmp_path: Path) -> None:
    changes = {"longitude": "116.500000", "latitude": "36.500000"}
    assert of_county(tmp_path, changes) == (
        finding(
            "GEO-06",
            "116.500000, 36.500000",
            "位置在登记的行政区划 370116（山东省济南市莱芜区）之外 44.8 公里",
        ),
    )
    assert spoken(tmp_path, "116.900000", "36.500000") == CANNOT_TELL


@pytest.mark.parametrize(
    ("longitude", "latitude", "division", "expected"),
    [
        ("113.750000", "23.020000", "441900", []),
        ("114.057000", "22.543000", "441900", CLEARLY),
        ("117.089000", "36.188000", "3709", []),
        ("117.089000", "36.188000", "37", []),
        ("117.089000", "36.188000", "37090200", []),
        ("117.089000", "36.188000", "370902001", []),
        ("117.089000", "36.188000", "3701", CLEARLY),
        ("117.089000", "36.188000", "34", CLEARLY),
        ("117.661000", "36.209000", "370902001001", CLEARLY),
    ],
)
def test_divisions_of_every_level(
    longitude: str,
    latitude: str,
    division: str,
    expected: list[tuple[str, Verdict]],
    tmp_path: Path,
) -> None:
    assert spoken(tmp_path, longitude, latitude, division, OPEN) == expected


@pytest.mark.parametrize("division", ["37090", "370", "370902x", "371202", "370971", "999999", ""])
def test_what_is_no_division_is_left_to_the_division_rules(division: str, tmp_path: Path) -> None:
    assert spoken(tmp_path, "117.661000", "36.209000", division, OPEN) == []


def test_near_the_border_says_that_it_cannot_tell(tmp_path: Path) -> None:
    (found,) = of_county(tmp_path, {"longitude": "118.001000", "latitude": "36.500000"})
    assert (found.verdict, found.message, found.suggestion) == (
        Verdict.UNKNOWN,
        "位置靠近登记的行政区划 370116（山东省济南市莱芜区）的边界，在边界数据误差之内，无法判定",
        CHECK,
    )


def test_one_layer_alone_says_that_it_cannot_tell(tmp_path: Path) -> None:
    far_off = {"longitude": "118.500000", "latitude": "36.500000"}
    (found,) = of_county(tmp_path, far_off, Places(layers=(AMAP,)))
    assert (found.verdict, found.message) == (
        Verdict.UNKNOWN,
        "登记的行政区划 370116（山东省济南市莱芜区）没有可用的边界数据，或两套边界相差过大，无法判定",
    )


def test_the_customers_own_boundary_is_clear_at_any_distance(tmp_path: Path) -> None:
    customer = layer(LayerKind.CUSTOMER, c370116=(117, 36))
    own = Places(layers=(customer, AMAP, TIANDITU))
    assert spoken(tmp_path, "118.000100", "36.500000", places=own) == CLEARLY
    assert spoken(tmp_path, "117.999900", "36.500000", places=own) == []
    # Its own band is asked as well.
    wide = Places(layers=own.layers, bands=Bands(customer_m=50))
    assert spoken(tmp_path, "118.000100", "36.500000", places=wide) == CANNOT_TELL


def test_a_county_that_only_the_customer_knows_is_told_by_its_code(tmp_path: Path) -> None:
    customer = layer(LayerKind.CUSTOMER, c370116=(117, 36), c370199=(118, 36))
    (found,) = of_county(
        tmp_path, {"longitude": "118.500000", "latitude": "36.500000"}, Places(layers=(customer,))
    )
    assert found.message.endswith("之外 44.8 公里，位于 370199")


def test_what_the_position_may_have_meant_is_suggested(tmp_path: Path) -> None:
    # 117.3530 for 117 degrees 35 minutes 30 seconds, in a county that begins at 117.5.
    halves = {"c370116": (117.5, 36.0), "c370902": (116.5, 36.0)}
    kinds = (LayerKind.AMAP, LayerKind.TIANDITU)
    places = Places(layers=tuple(layer(kind, **halves) for kind in kinds))
    (found,) = of_county(tmp_path, {"longitude": "117.3530", "latitude": "36.3030"}, places)
    assert found.rule == "GEO-06"
    assert found.suggestion == (
        f"{READ}度分秒直接写成小数（ddd.mmss）（117.591667, 36.508333）；"
        "或度和分直接写成小数（ddd.mmmm）（117.588333, 36.505000）"
    )


def test_without_boundaries_or_of_a_mobile_device_nothing_is_said(tmp_path: Path) -> None:
    assert spoken(tmp_path, "118.500000", "36.500000", places=Places()) == []
    moving = {"longitude": "118.500000", "latitude": "36.500000", "mobile_type": "1"}
    assert of_county(tmp_path, moving) == ()
