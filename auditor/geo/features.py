"""A feature of a customer's boundary file: checked polygons with their properties.

The readers (`auditor.geo.geojson`, `auditor.geo.vector_file`) bring geometries in degrees;
here they are measured against limits and repaired.  Which property holds what is left to the
callers.  The file is somebody else's: nothing in it is trusted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from auditor.errors import BoundaryError

__all__ = [
    "MAX_BYTES",
    "MAX_FEATURES",
    "MAX_VERTICES",
    "Feature",
    "check_size",
    "checked",
    "property_of",
]

MAX_BYTES = 64 * 2**20
MAX_FEATURES = 20_000
MAX_VERTICES = 2_000_000
_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_DEGREES = np.array([-180.0, -90.0, 180.0, 90.0])
_NAMED_KEYS = 10
_NAMED_LETTERS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """``number`` counts from 1 in the file; ``polygon`` is valid and has an area.

    ``is_repaired`` says that the file's polygon crossed itself or the like.
    """

    number: int
    properties: Mapping[str, object]
    polygon: shapely.Geometry
    is_repaired: bool


def check_size(path: Path) -> None:
    """`BoundaryError` for a file that is missing, no file or larger than `MAX_BYTES`."""
    try:
        size = path.stat().st_size
    except OSError as cause:
        message = f"{path}: cannot be read ({cause.strerror}); check the path"
        raise BoundaryError(message) from cause
    if not path.is_file():
        raise BoundaryError(f"{path}: not a file; name the boundary file itself")
    if size > MAX_BYTES:
        message = f"{path}: {size} bytes, more than {MAX_BYTES}"
        raise BoundaryError(f"{message}; keep only the areas that are audited")


def checked(
    path: Path, geometries: Iterable[tuple[shapely.Geometry | None, Mapping[str, object]]]
) -> tuple[Feature, ...]:
    """The features, checked and repaired; `BoundaryError` names the first that cannot be used."""
    features: list[Feature] = []
    vertices = 0
    for number, (geometry, properties) in enumerate(geometries, start=1):
        vertices += int(shapely.get_num_coordinates(geometry))
        if number > MAX_FEATURES or vertices > MAX_VERTICES:
            message = f"{path}: more than {MAX_FEATURES} features or {MAX_VERTICES} vertices"
            raise BoundaryError(f"{message}; keep only the areas that are audited")
        features.append(_checked_one(f"{path}: feature {number}", number, geometry, properties))
    if not features:
        raise BoundaryError(f"{path}: no features; export the polygons again")
    return tuple(features)


def _checked_one(
    place: str, number: int, geometry: shapely.Geometry | None, properties: Mapping[str, object]
) -> Feature:
    if geometry is None or shapely.get_type_id(geometry) not in _POLYGONAL:
        found = "no geometry" if geometry is None else geometry.geom_type
        raise BoundaryError(f"{place}: {found} instead of Polygon or MultiPolygon; remove it")
    if shapely.is_empty(geometry):
        raise _without_area(place)
    flat = shapely.force_2d(geometry)
    _check_degrees(place, flat)
    if shapely.is_valid(flat):
        return Feature(number, properties, flat, is_repaired=False)
    return Feature(number, properties, _repaired(place, flat), is_repaired=True)


def _check_degrees(place: str, geometry: shapely.Geometry) -> None:
    bounds = np.abs(shapely.bounds(geometry))
    finite = np.isfinite(shapely.get_coordinates(geometry)).all()
    if not finite or not (bounds <= np.abs(_DEGREES)).all():
        message = f"{place}: coordinates that are no degrees (longitude first)"
        raise BoundaryError(f"{message}; export as WGS 84 or CGCS2000 longitude and latitude")


def _repaired(place: str, geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of the valid form, without the lines and points that repairing may leave."""
    pieces = shapely.get_parts(shapely.make_valid(geometry))
    areas = shapely.get_parts(pieces[shapely.area(pieces) > 0])
    if not areas.size:
        raise _without_area(place)
    return shapely.union_all(areas)


def _without_area(place: str) -> BoundaryError:
    return BoundaryError(f"{place}: the polygon has no area; draw it again or remove it")


def property_of(path: Path, feature: Feature, keys: tuple[str, ...]) -> object:
    """The first of ``keys`` that the feature has; `BoundaryError` names what it has instead."""
    for key in keys:
        if feature.properties.get(key) is not None:
            return feature.properties[key]
    present = ", ".join(str(key)[:_NAMED_LETTERS] for key in list(feature.properties)[:_NAMED_KEYS])
    message = f"{path}: feature {feature.number} has none of the properties {', '.join(keys)}"
    raise BoundaryError(f"{message}; it has: {present or 'none'}; name the right one")
