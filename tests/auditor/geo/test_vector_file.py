"""Boundary files in other formats, written here by pyogrio itself."""

import importlib
import zipfile
from pathlib import Path
from typing import Any, Never

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from auditor.errors import BoundaryError
from auditor.geo import features, vector_file
from auditor.geo.customer import read_customer_layer
from auditor.geo.vector_file import read_vector_file

raw: Any = pytest.importorskip("pyogrio.raw", reason="the extra geo is not installed")

BOX = shapely.box(117.0, 36.0, 117.01, 36.01)
# The same box in CGCS2000 / 3-degree Gauss-Kruger zone 39 (EPSG:4527), metres.
PLANE = "EPSG:4527"


def write(
    path: Path,
    *,
    crs: str | None = "EPSG:4490",
    shapes: list[shapely.Geometry | None] | None = None,
    **options: Any,
) -> Path:
    found = [BOX] if shapes is None else shapes
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("warnings.warn", lambda *_args, **_named: None)
        raw.write(
            path,
            geometry=shapely.to_wkb(np.array(found)),
            field_data=[np.array(["370902"] * len(found), dtype=object)] * 2,
            fields=["code", "name"],
            geometry_type=options.pop("geometry_type", "Polygon"),
            crs=crs,
            **options,
        )
    return path


@pytest.mark.parametrize("name", ["areas.gpkg", "areas.shp", "areas.kml"])
def test_formats_are_read_in_degrees(tmp_path: Path, name: str) -> None:
    driver = {".kml": "LIBKML", ".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
    path = tmp_path / name
    write(path, crs="EPSG:4326", driver=driver[path.suffix])

    (only,) = read_vector_file(path)

    assert only.polygon.bounds == pytest.approx(BOX.bounds)
    assert only.number == 1


def test_a_zipped_shapefile_is_a_customers_layer(tmp_path: Path) -> None:
    write(tmp_path / "区县.shp", encoding="UTF-8")
    path = tmp_path / "区县.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for member in tmp_path.glob("区县.*[!zp]"):
            archive.write(member, f"数据/{member.name}")
        archive.write(tmp_path / "区县.shp", "数据/区县.shp")

    assert read_customer_layer(path).layer.codes == ("370902",)


def test_projected_coordinates_go_back_to_degrees(tmp_path: Path) -> None:
    plane = Transformer.from_crs("EPSG:4490", PLANE, always_xy=True)
    moved = shapely.transform(BOX, lambda p: np.column_stack(plane.transform(*p.T)))
    path = write(tmp_path / "plane.gpkg", crs=PLANE, shapes=[moved])

    (only,) = read_vector_file(path)

    assert only.polygon.bounds == pytest.approx(BOX.bounds, abs=1e-8)


def test_a_missing_coordinate_system_must_be_told(tmp_path: Path) -> None:
    path = write(tmp_path / "bare.shp", crs=None)

    with pytest.raises(BoundaryError, match=r"names no coordinate system.*EPSG:4490"):
        read_vector_file(path)
    assert read_vector_file(path, crs="EPSG:4490")[0].polygon.equals(BOX)
    with pytest.raises(BoundaryError, match="coordinate system nonsense is unknown"):
        read_vector_file(path, crs="nonsense")


@pytest.mark.parametrize("crs", ["EPSG:4214", "EPSG:4610", "EPSG:2414", "EPSG:5773"])
def test_datums_without_public_parameters_are_refused(tmp_path: Path, crs: str) -> None:
    path = write(tmp_path / "old.shp", crs=None)

    with pytest.raises(BoundaryError, match="is neither WGS 84 nor CGCS2000"):
        read_vector_file(path, crs=crs)


def test_gbk_attributes_are_read_with_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "gbk.shp"
    write(path, encoding="GBK", layer="gbk")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"370902", "泰山区".encode("gbk")))

    (only,) = read_vector_file(path, encoding="GBK")
    assert dict(only.properties) == {"code": "泰山区", "name": "泰山区"}
    with pytest.raises(BoundaryError, match="check the file and the encoding"):
        read_vector_file(path, encoding="no-such-encoding")


def test_features_without_polygons_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "points.gpkg", shapes=[shapely.Point(117, 36)], geometry_type="Point")
    with pytest.raises(BoundaryError, match="feature 1: Point instead of Polygon"):
        read_vector_file(path)

    path = write(tmp_path / "gap.gpkg", shapes=[BOX, None])
    with pytest.raises(BoundaryError, match="feature 2: no geometry instead of Polygon"):
        read_vector_file(path)


def test_a_table_without_geometry_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.shp")
    table = tmp_path / "table.gpkg"
    raw.write(
        table,
        geometry=None,
        field_data=[np.array(["370902"], dtype=object)],
        fields=["code"],
        geometry_type=None,
        crs=None,
    )

    assert path.exists()
    with pytest.raises(BoundaryError, match="a table without polygons"):
        read_vector_file(table)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("areas.gpkg", b"<OGRVRTDataSource></OGRVRTDataSource>"),
        ("areas.shp", b"<OGRVRTDataSource></OGRVRTDataSource>"),
        ("areas.zip", b"not a zip"),
        ("areas.kml", b"<OGRVRTDataSource></OGRVRTDataSource>"),
        ("areas.kml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><kml></kml>"),
        ("areas.kml", b"<kml><OGRVRTDataSource/></kml>"),
        ("areas.gpkg", b""),
    ],
)
def test_content_that_is_not_the_suffix_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(BoundaryError, match="the content is not"):
        read_vector_file(path)


@pytest.mark.parametrize("name", ["areas.tab", "areas"])
def test_an_unknown_suffix_is_told_with_the_known_ones(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")

    with pytest.raises(BoundaryError, match=r"unknown format; use GeoJSON .*\.gpkg"):
        read_vector_file(path)


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + bytes(100))

    with pytest.raises(BoundaryError, match="cannot be read"):
        read_vector_file(path)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"a.txt": b"x"}, "needs one .shp"),
        ({"a.shp": b"\x00\x00\x27\x0a", "b.shp": b"\x00\x00\x27\x0a"}, "needs one .shp"),
        ({"a.shp": b"<OGRVRTDataSource/>"}, "a.shp is no shapefile"),
        ({"a.shp": b"\x00\x00\x27\x0a"} | {f"{n}.txt": b"" for n in range(100)}, "needs one .shp"),
        ({"a.shp": bytes(features.MAX_BYTES + 1)}, "needs one .shp"),
    ],
)
def test_archives_are_looked_into_before_they_are_opened(
    tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    path = tmp_path / "areas.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    with pytest.raises(BoundaryError, match=reason):
        read_vector_file(path)


def test_a_torn_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "areas.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(50))

    with pytest.raises(BoundaryError, match="not a readable zip file"):
        read_vector_file(path)


def test_without_the_extra_its_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> Never:
        raise ImportError(name)

    path = write(tmp_path / "areas.gpkg")
    monkeypatch.setattr(importlib, "import_module", absent)

    with pytest.raises(BoundaryError, match=r"pip install video-surveillance-auditor\[geo\]"):
        vector_file.read_vector_file(path)
