"""What positions are compared with, by known places and by invented boundaries."""

from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from auditor.datum import wgs84_to_bd09, wgs84_to_gcj02
from auditor.geo.community_area import read_community_areas
from auditor.geo.containment import Bands, Verdict
from auditor.geo.customer import read_customer_layer
from auditor.geo.layers import LayerKind, open_layers
from auditor.registry import positions
from auditor.registry.numbers import decimal_degrees
from auditor.registry.positions import Places, with_positions
from tests.auditor.geo.boundary_samples import collection, feature, floats, layer, square, write

OPEN = Places(layers=open_layers())
SQUARES = {"c370116": (117.0, 36.0), "c370117": (118.0, 36.0), "c370902": (117.0, 35.0)}
BOXES = Places(
    layers=(layer(LayerKind.AMAP, **SQUARES), layer(LayerKind.TIANDITU, **SQUARES)),
    bands=Bands(tianditu_m=200),
)
INSIDE, NEAR, OUTSIDE, UNKNOWN = Verdict.INSIDE, Verdict.NEAR, Verdict.OUTSIDE, Verdict.UNKNOWN
TAIAN, QUANCHENG = ("117.089", "36.188"), ("117.0216", "36.6611")


def row(place: tuple[str, str], division: str | None = "370116", **others: str) -> dict[str, Any]:
    longitude, latitude = place
    return {"longitude": longitude, "latitude": latitude, "division": division} | others


def placed(places: Places, *rows: dict[str, Any]) -> pl.DataFrame:
    names = ("longitude", "latitude", "division", "community", "mobile_type")
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.String))
    numbers = frame.with_columns(lon=decimal_degrees("longitude"), lat=decimal_degrees("latitude"))
    return with_positions(numbers, places)


def verdict(place: tuple[str, str], division: str | None, places: Places = OPEN) -> Verdict | None:
    (found,) = placed(places, row(place, division))["county_verdict"]
    return None if found is None else Verdict(found)


def readings(longitude: str, latitude: str, places: Places = OPEN) -> str | None:
    (found,) = placed(places, row((longitude, latitude)))["readings"]
    return found if found is None else str(found)


def test_known_places_are_in_their_counties_and_not_in_others() -> None:
    found = placed(
        OPEN, row(TAIAN, "370902"), row(QUANCHENG, "370102"), row(TAIAN, "370102")
    ).select("county_verdict", "county_found", "county_by_customer")

    assert found.rows() == [(INSIDE, "", False), (INSIDE, "", False), (OUTSIDE, "370902", False)]


def test_the_distance_is_to_the_declared_county() -> None:
    found = placed(OPEN, row(TAIAN, "370902"), row(TAIAN, "370102"))["county_distance_m"]
    assert found.to_list() == pytest.approx([0, 44_930], abs=50)


@pytest.mark.parametrize(
    "division", ["370902", "3709", "37", "370900", "37090200", "370902001", "370902001001"]
)
def test_a_division_of_any_level_is_asked_by_its_first_six_digits(division: str) -> None:
    assert verdict(TAIAN, division) is INSIDE


@pytest.mark.parametrize(
    "division",
    ["", None, "99", "370999", "371202", "370971", "110100", "370", "37090", "3709021",
     "370902x", "泰山区", "３７０９０２", "370902 1", "3709020011"],
)  # fmt: skip
def test_a_division_that_is_none_is_not_asked(division: str | None) -> None:
    assert verdict(TAIAN, division) is None
    assert readings_of(division) is None


def readings_of(division: str | None) -> str | None:
    """Of a pair that would be explained if the division were a current one."""
    (found,) = placed(OPEN, row(("36.188", "117.089"), division))["readings"]
    return found if found is None else str(found)


def test_a_prefecture_without_counties_is_itself() -> None:
    assert verdict(("113.75", "23.02"), "441900") is INSIDE
    assert verdict(TAIAN, "441900") is OUTSIDE


def test_where_no_layer_knows_or_both_differ_nothing_is_known() -> None:
    assert verdict(TAIAN, "460303") is UNKNOWN
    one_alone = Places(layers=(layer(LayerKind.AMAP, c370116=(118, 36)),))
    assert verdict(TAIAN, "370116", one_alone) is UNKNOWN
    assert verdict(TAIAN, "370902", one_alone) is UNKNOWN


def test_beside_the_border_is_near() -> None:
    assert verdict(("118.001", "36.5"), "370116", BOXES) is NEAR
    assert verdict(("118.01", "36.5"), "370116", BOXES) is OUTSIDE


@pytest.mark.parametrize(
    "place", [("", ""), ("117.089", ""), ("117.1E", "36.2"), ("36.188", "117.089"), ("0", "0")]
)
def test_without_a_position_in_china_no_county_is_asked(place: tuple[str, str]) -> None:
    found = placed(OPEN, row(place)).select(
        "county_verdict", "county_distance_m", "county_found", "cluster_size"
    )
    assert found.rows() == [(None, None, None, 0)]


def test_a_mobile_device_is_not_asked() -> None:
    found = placed(OPEN, row(TAIAN, mobile_type="1"), row(("36.2", "117"), mobile_type="2"))
    told = found.select("county_verdict", "county_found", "cluster_size", "readings")
    assert told.rows() == [(None, None, 0, None)] * 2


def test_without_layers_no_county_is_asked() -> None:
    found = placed(Places(), row(TAIAN), row(("36.209", "117.661")))
    told = found.select("county_verdict", "county_distance_m", "county_found", "readings")
    assert told.rows() == [(None, None, None, None)] * 2


def test_the_customers_layer_decides_alone_about_its_codes(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(square(110, 36), adcode="370902")))
    places = Places(layers=(read_customer_layer(path).layer, *open_layers()))
    found = placed(
        places, row(TAIAN, "370902"), row(("110.5", "36.5"), "370902"), row(QUANCHENG, "370102")
    )

    assert found.select("county_verdict", "county_found", "county_by_customer").rows() == [
        (OUTSIDE, "", True),
        (INSIDE, "", True),
        (INSIDE, "", False),
    ]


def test_areas_of_communities_are_measured_from_their_edge(tmp_path: Path) -> None:
    path = write(tmp_path, collection(feature(square(117, 36), 社区="云帆社区")))
    places = Places(areas=read_community_areas(path))
    found = placed(
        places,
        row(TAIAN, community="云帆 社区"),
        row(("118.01", "36.5"), community="云帆社区"),
        row(TAIAN, community="东湖社区"),
        row(("", ""), community="云帆社区"),
        row(TAIAN, community="云帆社区", mobile_type="1"),
        row(TAIAN),
    )

    expected = [0.0, pytest.approx(896, abs=2), None, None, None, None]
    assert found["area_distance_m"].to_list() == expected
    assert placed(Places(), row(TAIAN))["area_distance_m"].to_list() == [None]


def test_records_at_one_place_are_counted() -> None:
    beside = ("117.089001", "36.188002")
    found = placed(Places(), row(TAIAN), row(QUANCHENG), row(beside), row(("", "")))
    assert found["cluster_size"].to_list() == [2, 1, 2, 0]


def test_no_records_have_no_positions() -> None:
    found = placed(BOXES)
    kinds = {name: found.schema[name] for name in ("county_verdict", "county_found", "readings")}
    assert found.height == 0
    assert kinds == {"county_verdict": pl.Int8, "county_found": pl.String, "readings": pl.String}


HERE = (117.661, 36.209)
READ = "（117.661000, 36.209000）"


def plane(code: int) -> tuple[str, str]:
    """Easting and northing of the one place."""
    x, y = Transformer.from_crs(4490, code, always_xy=True).transform(*HERE)
    return f"{x:.2f}", f"{y:.2f}"


@pytest.mark.parametrize(
    ("longitude", "latitude", "label"),
    [
        ("36.209", "117.661", "经度与纬度互换"),
        ("-117.661", "36.209", "正负号有误"),
        ("117°39'39.6\"", "36°12'32.4\"", "度分秒或带方位的写法"),
        ("E117.661", "N36.209", "度分秒或带方位的写法"),
        ("117661000", "36209000", "丢失小数点的整数"),
        ("11739.66", "3612.54", "NMEA度分格式（dddmm.mmmm）"),
        ("423579.6", "130352.4", "以角秒为单位"),
        (*plane(4527), "3°带高斯平面坐标（按CGCS2000）"),
        (*plane(4527)[::-1], "3°带高斯平面坐标（按CGCS2000）"),
        (*plane(4498), "6°带高斯平面坐标（按CGCS2000）"),
        (*plane(3857), "Web墨卡托平面坐标"),
    ],
)
def test_a_faulty_position_is_read_as_what_lies_in_the_county(
    longitude: str, latitude: str, label: str
) -> None:
    assert readings(longitude, latitude) == f"{label}{READ}"


def test_readings_that_the_record_cannot_tell_apart_are_all_given() -> None:
    easting, northing = plane(4548)
    lon, lat = Transformer.from_crs(32650, 4326, always_xy=True).transform(easting, northing)
    assert readings(easting, northing) == (
        f"无带号的高斯平面坐标（按CGCS2000）{READ}；或UTM平面坐标（{lon:.6f}, {lat:.6f}）"
    )


@pytest.mark.parametrize(
    ("shift", "label"),
    [(wgs84_to_gcj02, "GCJ-02坐标（互联网地图）"), (wgs84_to_bd09, "BD-09坐标（百度地图）")],
)
def test_a_web_maps_position_across_the_border_is_explained(shift: Any, label: str) -> None:
    lon, lat = shift(floats(117.9999), floats(36.5))
    found = readings(f"{lon[0]:.6f}", f"{lat[0]:.6f}", BOXES)
    assert found is not None
    assert f"{label}（117.9999" in found


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("117.661", "36.209"), ("", "36.209"), ("不详", "不详"), ("17.661", "36.209"), ("0", "0")],
)
def test_what_is_right_or_cannot_be_explained_has_no_reading(longitude: str, latitude: str) -> None:
    assert readings(longitude, latitude) is None


def test_a_county_without_boundary_explains_nothing() -> None:
    (found,) = placed(BOXES, row(("36.188", "117.089"), "370102"))["readings"]
    assert found is None


def test_only_so_many_positions_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "MAX_READINGS", 2)
    swapped = row(("36.5", "117.5"))
    found = placed(BOXES, row(("117.5", "36.5")), swapped, swapped, swapped)["readings"]
    told = "经度与纬度互换（117.500000, 36.500000）"
    assert found.to_list() == [None, told, told, None]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["117.5", "117.500003", "118.001", "118.2", "36.5", "", "x"]),
        st.sampled_from(["36.5", "36.500002", "35.5", "117.5", ""]),
        st.sampled_from(["370116", "370117", "3701", "37", "370102", "999999", ""]),
        st.sampled_from(["", "1"]),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    cells: list[tuple[str, str, str, str]], random: Random
) -> None:
    rows = [row((lon, lat), code, mobile_type=kind) for lon, lat, code, kind in cells]
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = placed(BOXES, *(rows[at] for at in order))
    assert shuffled.rows() == placed(BOXES, *rows)[order].rows()


@given(ROWS)
def test_null_is_told_of_all_county_columns_or_of_none(
    cells: list[tuple[str, str, str, str]],
) -> None:
    found = placed(
        BOXES, *(row((lon, lat), code, mobile_type=kind) for lon, lat, code, kind in cells)
    )
    asked = found["county_verdict"].is_not_null()
    assert found["county_found"].is_not_null().to_list() == asked.to_list()
    assert not (found["mobile_type"].filter(asked) != "").any()
    outside = found.filter(pl.col("county_found").fill_null("") != "")
    assert set(outside["county_verdict"]) <= {int(OUTSIDE)}
