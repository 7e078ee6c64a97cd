"""Why a position that fails may fail: the readings of it that lie in the declared county.

A reading is a suggestion for whoever corrects the record, never a verdict.  Where several fit,
all are given.  A position that was cut to a few decimals cannot be explained and is not; how
the declared county is known, and what to say of it, is left to the caller.

Sources: EPSG registry v11.022 for zones; see `auditor.datum` for GCJ-02 and BD-09.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from auditor.datum import bd09_to_gcj02, gcj02_to_wgs84, wgs84_to_gcj02
from auditor.geo.hypotheses_kinds import Kind, Reading
from auditor.geo.notation import Angle, Axis, Notation, numbers, read
from auditor.geo.projections import Plane, plane_readings

__all__ = ["Contains", "Kind", "Reading", "explain"]

Contains = Callable[[float, float], bool]
"""Whether longitude, latitude (WGS-84, decimal degrees) lie in the declared county."""

_DECIMALS = 6
# The land and sea of China, taken wide: no reading elsewhere is worth a look.
_LONGITUDES = (73.0, 135.1)
_LATITUDES = (3.0, 53.6)
# A shift of some hundred metres explains nothing of a position written to a kilometre.
_SHIFT_UNIT_DEG = 0.00101
_LEAST_PLANE = 100_000.0


_PLANES = {
    Plane.GAUSS_3: Kind.GAUSS_3,
    Plane.GAUSS_6: Kind.GAUSS_6,
    Plane.GAUSS: Kind.GAUSS,
    Plane.UTM: Kind.UTM,
    Plane.WEB_MERCATOR: Kind.WEB_MERCATOR,
}
# Notations that are meant as they stand, so that each cell may have its own.
_PLAIN = frozenset({Notation.DECIMAL, Notation.SEXAGESIMAL})


class _Candidate(NamedTuple):
    kind: Kind
    lon: float
    lat: float
    note: str


def explain(
    longitude_text: str,
    latitude_text: str,
    *,
    contains: Contains,
    near_longitude: float | None = None,
) -> tuple[Reading, ...]:
    """The readings of one failing record that lie in the county; () when none does.

    A position that fits as it is written gets that reading alone.  ``near_longitude`` (degrees,
    anywhere in the county) saves trying every central meridian.  More than one reading means
    that the record cannot tell which of them it is.
    """
    lons, lats = read(longitude_text), read(latitude_text)
    as_is = _inside(_as_is(lons, lats), contains)
    if as_is:
        return as_is
    candidates = [*_angles(lons, lats), *_swapped_and_signed(lons, lats)]
    candidates += _planes(numbers(longitude_text), numbers(latitude_text), near_longitude)
    return _inside([*candidates, *_datums(lons, lats, contains)], contains)


def _inside(candidates: list[_Candidate], contains: Contains) -> tuple[Reading, ...]:
    """The candidates in China and in the county; of equal positions the first."""
    found: dict[tuple[float, float], Reading] = {}
    for kind, exact_lon, exact_lat, note in candidates:
        lon, lat = round(exact_lon, _DECIMALS), round(exact_lat, _DECIMALS)
        if (lon, lat) in found or not _in_china(lon, lat) or not contains(lon, lat):
            continue
        found[lon, lat] = Reading(kind=kind, label=kind.label, lon=lon, lat=lat, note=note)
    return tuple(found.values())


def _in_china(lon: float, lat: float) -> bool:
    return _LONGITUDES[0] <= lon <= _LONGITUDES[1] and _LATITUDES[0] <= lat <= _LATITUDES[1]


def _note(*parts: str) -> str:
    return "；".join(dict.fromkeys(part for part in parts if part))


def _as_is(lons: tuple[Angle, ...], lats: tuple[Angle, ...]) -> list[_Candidate]:
    """What the two cells say when nothing is wrong but perhaps the way of writing."""
    return [
        _Candidate(_written(x, y), x.degrees, y.degrees, _note(x.note, y.note))
        for x in lons
        for y in lats
        if {x.notation, y.notation} <= _PLAIN and _fits(x, y)
    ]


def _written(*angles: Angle) -> Kind:
    plain = all(a.notation is Notation.DECIMAL and not (a.axis or a.note) for a in angles)
    return Kind.IDENTITY if plain else Kind.WRITTEN


def _fits(lon: Angle, lat: Angle) -> bool:
    """No direction letter says the opposite."""
    return lon.axis is not Axis.LATITUDE and lat.axis is not Axis.LONGITUDE


def _swapped_and_signed(lons: tuple[Angle, ...], lats: tuple[Angle, ...]) -> Iterator[_Candidate]:
    """The plain numbers in the other order, or without their signs."""
    for x in lons:
        for y in lats:
            if not {x.notation, y.notation} <= _PLAIN:
                continue
            note = _note(x.note, y.note)
            if _fits(y, x):
                yield _Candidate(Kind.SWAPPED, y.degrees, x.degrees, note)
            if _fits(x, y) and (x.degrees < 0 or y.degrees < 0):
                yield _Candidate(Kind.SIGN, abs(x.degrees), abs(y.degrees), note)


def _angles(lons: tuple[Angle, ...], lats: tuple[Angle, ...]) -> Iterator[_Candidate]:
    """Digits that mean something else, in the same way in both cells and either order."""
    for x in lons:
        for y in lats:
            if x.notation in _PLAIN or (x.notation, x.scale) != (y.notation, y.scale):
                continue
            kind = Kind(x.notation.value)
            size = f"应除以10的{x.scale}次方" if x.scale else ""
            if _fits(x, y):
                yield _Candidate(kind, x.degrees, y.degrees, _note(size, x.note, y.note))
            if _fits(y, x):
                note = _note(size, "且经度与纬度互换", x.note, y.note)
                yield _Candidate(kind, y.degrees, x.degrees, note)


def _planes(
    firsts: tuple[float, ...], seconds: tuple[float, ...], near: float | None
) -> Iterator[_Candidate]:
    """Metres, the easting in either cell: surveyors call the northing X."""
    for first in firsts:
        for second in seconds:
            if min(first, second) < _LEAST_PLANE:
                continue
            for easting, northing, order in (
                (first, second, ""),
                (second, first, "东坐标（Y）写在纬度栏，北坐标（X）写在经度栏"),
            ):
                for found in plane_readings(easting, northing, near_longitude=near):
                    kind = _PLANES[found.plane]
                    note = _note(found.note, order)
                    yield _Candidate(kind, found.longitude, found.latitude, note)


def _datums(
    lons: tuple[Angle, ...], lats: tuple[Angle, ...], contains: Contains
) -> Iterator[_Candidate]:
    """The position taken from a web map, where it is written finely enough to tell."""
    for x in lons:
        for y in lats:
            exact = max(x.unit_deg, y.unit_deg) <= _SHIFT_UNIT_DEG and _fits(x, y)
            plain = {x.notation, y.notation} <= _PLAIN and _in_china(x.degrees, y.degrees)
            if exact and plain:
                yield from _unshifted(x.degrees, y.degrees, _note(x.note, y.note), contains)


def _unshifted(lon: float, lat: float, note: str, contains: Contains) -> Iterator[_Candidate]:
    """A single step errs by four metres: enough to see whether the exact inverse is worth it."""
    from_bd = bd09_to_gcj02(np.array([lon]), np.array([lat]))
    lons, lats = np.append(lon, from_bd[0]), np.append(lat, from_bd[1])
    east, north = wgs84_to_gcj02(lons, lats)
    rough = zip((2 * lons - east).tolist(), (2 * lats - north).tolist(), strict=True)
    for at, (kind, place) in enumerate(zip((Kind.GCJ02, Kind.BD09), rough, strict=True)):
        if contains(*place):
            exact_lon, exact_lat = gcj02_to_wgs84(lons[at : at + 1], lats[at : at + 1])
            yield _Candidate(kind, float(exact_lon[0]), float(exact_lat[0]), note)
