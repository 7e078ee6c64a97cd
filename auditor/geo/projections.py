"""Plane coordinates read as positions: Gauss-Krüger, UTM, Web Mercator.

Every reading that lies in China is given; which is meant is left to `auditor.geo.hypotheses`.
The zones are those of CGCS2000 (EPSG 4491-4554).  Xian 1980 and Beijing 1954 write nearly the
same numbers (tens of metres apart, parameters not public): they cannot be told from CGCS2000.
"""

import enum
import functools
from collections.abc import Iterator
from typing import NamedTuple

from pyproj import Proj
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

__all__ = ["Plane", "PlaneReading", "plane_readings"]

_FALSE_EASTING = 500_000.0
_ZONE = 1_000_000.0
# At most 3.5° from the central meridian, anywhere between 3° N and 54° N.
_EASTINGS = (100_000.0, 900_000.0)
_NORTHINGS = (300_000.0, 6_000_000.0)
_MERIDIANS = range(75, 136, 3)
_ZONES_3 = range(25, 46)
_ZONES_6 = range(13, 24)
# How far from its meridian a zone is used: half its width, and the rest of the city beyond.
_REACH_3 = 2.5
_REACH_6 = 3.5
# Half the width of the widest county, roughly, from any point of it.
_NEAR_DEG = 6.0
_MERCATOR_X = (8_100_000.0, 15_100_000.0)
_MERCATOR_Y = (330_000.0, 7_200_000.0)
_LOOKALIKES = "；西安80、北京54的数值与CGCS2000相近，离线无法区分"


class Plane(enum.StrEnum):
    """The family of projection."""

    GAUSS_3 = "gauss_kruger_3_degree"
    GAUSS_6 = "gauss_kruger_6_degree"
    GAUSS = "gauss_kruger_without_zone"
    UTM = "utm"
    WEB_MERCATOR = "web_mercator"


class PlaneReading(NamedTuple):
    """Decimal degrees, and in Chinese which zone or EPSG code."""

    plane: Plane
    longitude: float
    latitude: float
    note: str


def plane_readings(
    easting: float, northing: float, *, near_longitude: float | None = None
) -> tuple[PlaneReading, ...]:
    """Every reading of metres east and north as a position in China.

    Without a zone number the central meridian is open: ``near_longitude`` (degrees, somewhere
    in the declared county) limits it; without it all are tried.
    """
    return (
        *_mercator(easting, northing),
        *_transverse_mercator(easting, northing, near_longitude),
    )


def _mercator(easting: float, northing: float) -> Iterator[PlaneReading]:
    if _within(easting, _MERCATOR_X) and _within(northing, _MERCATOR_Y):
        lon, lat = _web_mercator()(easting, northing, inverse=True)
        yield PlaneReading(Plane.WEB_MERCATOR, lon, lat, "EPSG:3857")


def _transverse_mercator(
    easting: float, northing: float, near: float | None
) -> Iterator[PlaneReading]:
    zone, rest = divmod(easting, _ZONE)
    if not (_within(rest, _EASTINGS) and _within(northing, _NORTHINGS)):
        return
    if zone:
        yield from _prefixed(int(zone), rest, northing)
    else:
        yield from _gauss(easting, northing, near)
        yield from _utm(easting, northing, near)


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _prefixed(zone: int, easting: float, northing: float) -> Iterator[PlaneReading]:
    """A zone number in front of the easting tells width and meridian."""
    if zone in _ZONES_3:
        offset, lat = _transverse("GRS80", 1.0)(easting, northing, inverse=True)
        note = f"3°带，带号{zone}，中央经线{3 * zone}°，EPSG:{4488 + zone}{_LOOKALIKES}"
        yield PlaneReading(Plane.GAUSS_3, 3 * zone + offset, lat, note)
    if zone in _ZONES_6:
        offset, lat = _transverse("GRS80", 1.0)(easting, northing, inverse=True)
        note = f"6°带，带号{zone}，中央经线{6 * zone - 3}°，EPSG:{4478 + zone}{_LOOKALIKES}"
        yield PlaneReading(Plane.GAUSS_6, 6 * zone - 3 + offset, lat, note)


def _gauss(easting: float, northing: float, near: float | None) -> Iterator[PlaneReading]:
    """Without a zone number; on a meridian that both widths share they are the same numbers."""
    offset, lat = _transverse("GRS80", 1.0)(easting, northing, inverse=True)
    for meridian in _near(offset, near):
        shared = (meridian - 75) % 6 == 0
        if abs(offset) > (_REACH_6 if shared else _REACH_3):
            continue
        codes = f"EPSG:{4534 + (meridian - 75) // 3}"
        if shared:
            codes += f"（3°带）或EPSG:{4502 + (meridian - 75) // 6}（6°带）"
        note = f"无带号，中央经线{meridian}°，{codes}{_LOOKALIKES}"
        yield PlaneReading(Plane.GAUSS, meridian + offset, lat, note)


def _utm(easting: float, northing: float, near: float | None) -> Iterator[PlaneReading]:
    offset, lat = _transverse("WGS84", 0.9996)(easting, northing, inverse=True)
    for meridian in _near(offset, near):
        zone, beyond = divmod(meridian + 183, 6)
        if not beyond and abs(offset) <= _REACH_6:
            note = f"UTM {zone}N，EPSG:{32600 + zone}"
            yield PlaneReading(Plane.UTM, meridian + offset, lat, note)


def _near(offset: float, near: float | None) -> list[int]:
    """The central meridians that put the position near the county."""
    return [m for m in _MERIDIANS if near is None or abs(m + offset - near) <= _NEAR_DEG]


@functools.cache
def _transverse(ellipsoid: str, scale: float) -> Proj:
    """Transverse Mercator around meridian 0; the real meridian is added to its longitudes."""
    set_network_enabled(active=False)
    return Proj(proj="tmerc", lon_0=0, k=scale, x_0=_FALSE_EASTING, ellps=ellipsoid)


@functools.cache
def _web_mercator() -> Proj:
    set_network_enabled(active=False)
    return Proj("EPSG:3857")
