"""GCJ-02 arithmetic: the published obfuscation of WGS-84 used by Chinese web maps.

Constants and formula as published (semi-major axis 6378245.0 m, e² 0.00669342162296594323).
Arrays of decimal degrees, longitude first.  Whether a record *is* GCJ-02 is left to rules:
one position alone can never prove it.
"""

import numpy as np
import numpy.typing as npt
from pyproj import Geod

__all__ = ["Degrees", "distance_m", "wgs84_to_gcj02"]

Degrees = npt.NDArray[np.float64]

_A = 6378245.0
_EE = 0.00669342162296594323


def wgs84_to_gcj02(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 positions as Chinese web maps do; 45-680 m inside China."""
    east_m, north_m = _offsets_m(longitude - 105.0, latitude - 35.0)
    phi = np.radians(latitude)
    magic = 1 - _EE * np.sin(phi) ** 2
    root = np.sqrt(magic)
    east = east_m * 180.0 / (_A / root * np.cos(phi) * np.pi)
    north = north_m * 180.0 / ((_A * (1 - _EE)) / (magic * root) * np.pi)
    return longitude + east, latitude + north


def _offsets_m(x: Degrees, y: Degrees) -> tuple[Degrees, Degrees]:
    """The published series: metres east and north, before scaling to degrees."""
    root = np.sqrt(np.abs(x))
    ripple = _waves(x, (20.0, 6.0), (20.0, 2.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(x, (20.0, 1.0), (40.0, 1 / 3)) + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(y, (20.0, 1.0), (40.0, 1 / 3)) + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))
    return east, north


def _waves(t: Degrees, *terms: tuple[float, float]) -> Degrees:
    total = np.zeros_like(t)
    for amplitude, frequency in terms:
        total = total + amplitude * np.sin(t * np.pi * frequency)
    return total * 2.0 / 3.0


def distance_m(
    longitude: Degrees, latitude: Degrees, other_longitude: Degrees, other_latitude: Degrees
) -> Degrees:
    """Geodesic distances in metres on WGS-84; NaN where a coordinate is NaN."""
    known = np.isfinite(longitude + latitude + other_longitude + other_latitude)
    result = np.full(longitude.shape, np.nan)
    if known.any():
        _, _, metres = Geod(ellps="WGS84").inv(
            longitude[known], latitude[known], other_longitude[known], other_latitude[known]
        )
        result[known] = metres
    return result
