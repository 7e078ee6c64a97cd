"""Reads polygons from GeoPackage, Shapefile (also zipped) and KML through pyogrio, an extra.

The first bytes must be what the suffix says, so that GDAL is never led to a driver that
follows addresses.  Projected coordinates are taken back to degrees; datums other than WGS 84
and CGCS2000 are refused, because their parameters are not public.
"""

import importlib
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from auditor.errors import BoundaryError
from auditor.geo.features import MAX_BYTES, MAX_FEATURES, Feature, check_size, checked

__all__ = ["SUFFIXES", "read_vector_file"]

SUFFIXES = (".gpkg", ".shp", ".zip", ".kml")
_MAGIC = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a", ".zip": b"PK\x03\x04"}
_KML = b"<kml"
_KML_HEAD = 1024
_FORBIDDEN_IN_KML = (b"<!DOCTYPE", b"<!ENTITY", b"<OGRVRTDataSource")
_ZIP_MEMBERS = 100
_DATUMS = frozenset(
    {
        "worldgeodeticsystem1984",
        "wgs1984",
        "wgs84",
        "china2000",
        "cgcs2000",
        "chinageodeticcoordinatesystem2000",
    }
)
_SHOWN = 60

Geometries = Iterator[tuple[shapely.Geometry | None, Mapping[str, object]]]


def read_vector_file(
    path: Path, *, crs: str | None = None, encoding: str | None = None
) -> tuple[Feature, ...]:
    """The polygons in degrees; `BoundaryError` says what is wrong.

    ``crs`` (such as EPSG:4490) is needed, and used, only where the file names none;
    ``encoding`` (such as GBK) where a shapefile comes without its .cpg.
    """
    check_size(path)
    source = _checked_source(path)
    raw = _pyogrio(path)
    try:
        # What GDAL grumbles about is either an error below or nothing to the reader.
        with warnings.catch_warnings(action="ignore"):
            meta, _, shapes, columns = raw.read(
                source, encoding=encoding, force_2d=True, max_features=MAX_FEATURES + 1
            )
    except (ValueError, RuntimeError, LookupError) as cause:
        message = f"{path}: cannot be read ({str(cause)[:_SHOWN]})"
        raise BoundaryError(f"{message}; check the file and the encoding") from cause
    if shapes is None:
        raise BoundaryError(f"{path}: a table without polygons; name the layer's file")
    geometries = shapely.from_wkb(shapes, on_invalid="ignore")
    degrees = _to_degrees(path, geometries, meta["crs"] or crs)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    fields = [str(name) for name in meta["fields"]]
    records = [dict(zip(fields, row, strict=True)) for row in rows] if fields else []
    return checked(path, zip(degrees, records or [{}] * len(degrees), strict=True))


def _pyogrio(path: Path) -> ModuleType:
    try:
        return importlib.import_module("pyogrio.raw")
    except ImportError as cause:
        message = f"{path}: only GeoJSON is read without the extra geo"
        advice = "pip install video-surveillance-auditor[geo], or export as GeoJSON"
        raise BoundaryError(f"{message}; {advice}") from cause


def _checked_source(path: Path) -> str:
    """What GDAL is given: the file, or the one shapefile inside a zip."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_KML_HEAD)
        body = head + file.read() if suffix == ".kml" else b""
    if suffix not in SUFFIXES:
        message = f"{path}: unknown format; use GeoJSON (.geojson, .json)"
        raise BoundaryError(f"{message} or {', '.join(SUFFIXES)}")
    if suffix == ".kml":
        is_sound = _KML in head and not any(word in body for word in _FORBIDDEN_IN_KML)
    else:
        is_sound = head.startswith(_MAGIC[suffix])
    if not is_sound:
        raise BoundaryError(f"{path}: the content is not {suffix}; export the file again")
    return _shapefile_in(path) if suffix == ".zip" else str(path.resolve())


def _shapefile_in(path: Path) -> str:
    """The path of the only .shp in a zip, after a look at what would be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            found = [m for m in members if m.filename.lower().endswith(".shp")]
            total = sum(member.file_size for member in members)
            if len(found) != 1 or len(members) > _ZIP_MEMBERS or total > MAX_BYTES:
                message = f"{path}: needs one .shp, at most {_ZIP_MEMBERS} files"
                raise BoundaryError(f"{message} and {MAX_BYTES} bytes; unpack it yourself")
            with archive.open(found[0]) as member:
                if member.read(4) != _MAGIC[".shp"]:
                    raise BoundaryError(f"{path}: {found[0].filename[:_SHOWN]} is no shapefile")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as cause:
        raise BoundaryError(f"{path}: not a readable zip file; pack it again") from cause
    return f"/vsizip/{{{path.resolve()}}}/{found[0].filename}"


def _to_degrees(
    path: Path, geometries: npt.NDArray[np.object_], crs: str | None
) -> npt.NDArray[np.object_]:
    """Unprojected where needed; the datum stays, since both allowed ones are the same here."""
    if crs is None:
        message = f"{path}: names no coordinate system (.prj)"
        raise BoundaryError(f"{message}; say which one it is, such as EPSG:4490")
    set_network_enabled(active=False)
    try:
        system = CRS.from_user_input(crs)
        geodetic = system.geodetic_crs
    except CRSError as cause:
        message = f"{path}: coordinate system {crs[:_SHOWN]} is unknown"
        raise BoundaryError(f"{message}; use one such as EPSG:4490") from cause
    if geodetic is None or not _is_known_datum(geodetic):
        message = f"{path}: coordinate system {system.name[:_SHOWN]}"
        raise BoundaryError(f"{message} is neither WGS 84 nor CGCS2000; ask for a CGCS2000 export")
    if not system.is_projected:
        return geometries
    plane = Transformer.from_crs(system, geodetic, always_xy=True)
    moved = shapely.transform(
        geometries, lambda points: np.column_stack(plane.transform(points[:, 0], points[:, 1]))
    )
    return np.asarray(moved, dtype=np.object_)


def _is_known_datum(geodetic: CRS) -> bool:
    """By the datum's name as EPSG, ESRI and GDAL spell it."""
    described = geodetic.datum.name if geodetic.datum else geodetic.name
    letters = "".join(letter for letter in described.lower() if letter.isalnum())
    return letters.removesuffix("ensemble").removeprefix("d") in _DATUMS
