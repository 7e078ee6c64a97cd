"""Boundary files as GeoJSON: what is read, and what is refused with its feature."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import BoundaryError
from auditor.geo import features
from auditor.geo.geojson import read_geojson
from tests.auditor.geo.boundary_samples import collection, feature, square, write

BOW_TIE = [[[117, 36], [118, 37], [118, 36], [117, 37], [117, 36]]]
TOO_FLAT = [[[117, 36], [118, 36], [117.5, 36], [117, 36]]]


def test_polygons_multipolygons_and_properties_are_read(tmp_path: Path) -> None:
    two = [square(117, 36), square(120, 36)]
    path = write(
        tmp_path, collection(feature(square(110, 30), code=1), feature(two, "MultiPolygon"))
    )

    first, second = read_geojson(path)

    assert first.polygon.equals(shapely.box(110, 30, 111, 31))
    assert second.polygon.area == pytest.approx(2)
    assert [dict(first.properties), dict(second.properties)] == [{"code": 1}, {}]
    assert [first.number, second.number, first.is_repaired] == [1, 2, False]


def test_a_single_feature_a_byte_order_mark_and_heights_are_read(tmp_path: Path) -> None:
    ring = [[*position, 12.5] for position in square(117, 36)[0]]
    path = tmp_path / "one.json"
    path.write_text(json.dumps(feature([ring])), encoding="utf-8-sig")

    (only,) = read_geojson(path)

    assert shapely.get_coordinate_dimension(only.polygon) == 2
    assert only.polygon.bounds == (117, 36, 118, 37)


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490", "EPSG:4326", "epsg:4490"],
)
def test_degrees_may_be_declared(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}

    assert len(read_geojson(write(tmp_path, collection(feature(square(117, 36)), crs=crs)))) == 1


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}},
        {"type": "name", "properties": {"name": "EPSG:14326"}},
        {"type": "link", "properties": {"href": "http://127.0.0.1/"}},
        {"type": "name", "properties": []},
        "EPSG:4326",
        [1],
    ],
)
def test_other_coordinate_systems_are_refused(tmp_path: Path, crs: Any) -> None:
    path = write(tmp_path, collection(feature(square(117, 36)), crs=crs))

    with pytest.raises(BoundaryError, match=r"coordinate system .*; export as WGS 84"):
        read_geojson(path)


def test_a_polygon_that_crosses_itself_is_repaired_and_told(tmp_path: Path) -> None:
    (only,) = read_geojson(write(tmp_path, collection(feature(BOW_TIE))))

    assert only.is_repaired
    assert shapely.is_valid(only.polygon)
    assert only.polygon.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature(TOO_FLAT), "the polygon has no area"),
        (feature([[117, 36], [118, 36]], "LineString"), "LineString instead of Polygon"),
        (feature([117, 36], "Point"), "Point instead of Polygon"),
        (feature([], "Polygon"), "no rings of positions"),
        (feature([], "MultiPolygon"), "the polygon has no area"),
        (feature([[]], "Polygon"), "no rings of positions"),
        (feature([[[117, 36]] * 3]), "no rings of positions"),
        (feature([[["117", "36"]] * 4]), "no rings of positions"),
        (feature([[[117, 36], [118], [118, 37], [117, 36]]]), "no rings of positions"),
        (feature([[[117]] * 4]), "no rings of positions"),
        (feature([[[10**400, 36]] * 4]), "no rings of positions"),
        (feature([[[True, False]] * 4]), "no rings of positions"),
        (feature([[None] * 4]), "no rings of positions"),
        (feature({"a": 1}), "no rings of positions"),
        (feature(7), "no rings of positions"),
        (feature(square(500_000, 4_000_000)), "coordinates that are no degrees"),
        (feature(square(36, 117)), "coordinates that are no degrees"),
        (feature(square(1e9, 1e9)), "coordinates that are no degrees"),
        ({"type": "Feature", "geometry": None}, "no geometry instead of Polygon"),
        ({"type": "Feature", "geometry": {"type": []}}, "no geometry instead of Polygon"),
        (7, "not an object"),
    ],
)
def test_what_is_no_polygon_is_refused_with_its_number(
    tmp_path: Path, broken: Any, reason: str
) -> None:
    path = write(tmp_path, collection(feature(square(117, 36)), broken))

    with pytest.raises(BoundaryError) as caught:
        read_geojson(path)

    assert str(caught.value).startswith(f"{path}: feature 2: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON in UTF-8"),
        ("{", "not JSON in UTF-8"),
        ("[" * 200_000, "nested too deeply"),
        ("[]", "not a GeoJSON object"),
        ("1", "not a GeoJSON object"),
        ('{"type": "Topology", "features": []}', "no FeatureCollection"),
        ('{"type": ["FeatureCollection"]}', "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": {}}', "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "NaN is no number of JSON"),
        ('{"a": -Infinity}', "-Infinity is no number of JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "not JSON in UTF-8"),
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BoundaryError, match=reason):
        read_geojson(path)


def test_numbers_too_large_for_a_float_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    text = json.dumps(collection(feature(square(117, 36)))).replace("118.0", "1e999")
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BoundaryError, match="feature 1: coordinates are no rings"):
        read_geojson(path)


def test_gbk_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes('{"社区": 1}'.encode("gbk"))

    with pytest.raises(BoundaryError, match="not JSON in UTF-8"):
        read_geojson(path)


def test_files_are_limited_in_size_features_and_vertices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, collection(feature(square(117, 36)), feature(square(118, 36))))

    for limit in ("MAX_FEATURES", "MAX_VERTICES", "MAX_BYTES"):
        with monkeypatch.context() as patched:
            patched.setattr(features, limit, 1)
            with pytest.raises(BoundaryError, match=r"more than .*\b1\b.*keep only the areas"):
                read_geojson(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match=r"cannot be read \(No such file"):
        read_geojson(tmp_path / "absent.geojson")
    with pytest.raises(BoundaryError, match="not a file"):
        read_geojson(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["Polygon", "MultiPolygon"]))
def test_no_coordinates_end_in_another_error(
    tmp_path_factory: pytest.TempPathFactory, coordinates: Any, kind: str
) -> None:
    path = write(tmp_path_factory.mktemp("json"), collection(feature(coordinates, kind)))

    with pytest.raises(BoundaryError):
        read_geojson(path)


def test_a_coordinate_that_is_not_finite_is_no_degree(tmp_path: Path) -> None:
    endless = shapely.Polygon(np.array([[117, 36], [118, np.inf], [118, 36], [117, 36]]))

    with pytest.raises(BoundaryError, match="feature 1: coordinates that are no degrees"):
        features.checked(tmp_path, [(endless, {})])
