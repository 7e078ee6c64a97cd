"""Reads polygons from GeoJSON (RFC 7946) with nothing but the standard library and shapely.

Coordinates are degrees of WGS 84 (section 4) or CGCS2000, which is the same here; the older
``crs`` member is accepted when it says so and refused otherwise.  Whether a file that claims
WGS 84 is really shifted (GCJ-02) cannot be seen in it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Never

import numpy as np
import shapely

from auditor.errors import BoundaryError
from auditor.geo.features import Feature, check_size, checked

__all__ = ["read_geojson"]

_DEGREE_SYSTEMS = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")
# Tuples: what a file gives as a type need not be hashable.
_POLYGONS = ("Polygon", "MultiPolygon")
_FEATURES = ("Feature", "FeatureCollection")
_RING_POINTS = 4
_DIMENSIONS = 2
_SHOWN = 60

Geometries = Iterator[tuple[shapely.Geometry | None, Mapping[str, object]]]


def read_geojson(path: Path) -> tuple[Feature, ...]:
    """The polygons of a FeatureCollection or a Feature; `BoundaryError` says what is wrong."""
    check_size(path)
    document = _document(path)
    if not isinstance(document, dict):
        raise BoundaryError(f"{path}: not a GeoJSON object; export a FeatureCollection")
    _check_crs(path, document.get("crs"))
    return checked(path, _geometries(path, document))


def _document(path: Path) -> object:
    """The parsed text; the parser refuses what JSON has no words for (NaN, Infinity)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as cause:
        raise BoundaryError(f"{path}: nested too deeply; export the polygons again") from cause
    except (ValueError, OSError) as cause:
        message = f"{path}: not JSON in UTF-8 ({str(cause)[:_SHOWN]})"
        raise BoundaryError(f"{message}; export as GeoJSON") from cause


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no number of JSON")


def _check_crs(path: Path, crs: object) -> None:
    """Only degrees of WGS 84 or CGCS2000 pass; no member at all means WGS 84."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not (isinstance(name, str) and name.upper().endswith(_DEGREE_SYSTEMS)):
        message = f"{path}: coordinate system {str(name or crs)[:_SHOWN]}"
        raise BoundaryError(f"{message}; export as WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490)")


def _geometries(path: Path, document: dict[str, Any]) -> Geometries:
    kind = document.get("type")
    features = [document] if kind == "Feature" else document.get("features")
    if kind not in _FEATURES or not isinstance(features, list):
        raise BoundaryError(f"{path}: no FeatureCollection; export the polygons as features")
    for number, feature in enumerate(features, start=1):
        place = f"{path}: feature {number}"
        if not isinstance(feature, dict):
            raise BoundaryError(f"{place}: not an object; export the polygons again")
        properties = feature.get("properties")
        yield (
            _geometry(place, feature.get("geometry")),
            properties if isinstance(properties, dict) else {},
        )


def _geometry(place: str, geometry: object) -> shapely.Geometry:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in _POLYGONS:
        found = str(kind)[:_SHOWN] if kind else "no geometry"
        raise BoundaryError(f"{place}: {found} instead of Polygon or MultiPolygon; remove it")
    coordinates = geometry.get("coordinates")
    try:
        if kind == "Polygon":
            return _polygon(coordinates)
        return shapely.MultiPolygon([_polygon(part) for part in _list(coordinates)])
    except (ValueError, TypeError, OverflowError, shapely.errors.ShapelyError) as cause:
        message = f"{place}: coordinates are no rings of positions ({str(cause)[:_SHOWN]})"
        raise BoundaryError(f"{message}; export the polygon again") from cause


def _polygon(rings: object) -> shapely.Geometry:
    shell, *holes = (_ring(ring) for ring in _list(rings))
    return shapely.Polygon(shell, holes)


def _ring(positions: object) -> Any:
    """Longitude and latitude of each position, (n, 2); a height is dropped."""
    ring = np.asarray(_list(positions))
    if ring.dtype.kind not in "if" or ring.ndim != _DIMENSIONS or ring.shape[1] < _DIMENSIONS:
        raise ValueError("not a list of number pairs")
    if len(ring) < _RING_POINTS or not np.isfinite(ring).all():
        raise ValueError("fewer than four positions, or a number too large")
    return ring[:, :_DIMENSIONS].astype(np.float64)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value
