"""GCJ-02 and BD-09 arithmetic: the published obfuscations of WGS-84 in Chinese web maps.

Constants and formulae as published (semi-major axis 6378245.0 m, e² 0.00669342162296594323).
Arrays of decimal degrees, longitude first.  As published, GCJ-02 moves nothing outside a box
around China (72.004-137.8347 E, 0.8293-55.8271 N); BD-09 has no box.  Whether a record *is*
GCJ-02 is left to rules and to `auditor.geo`: one position alone can never prove it.
"""

import numpy as np
import numpy.typing as npt
from pyproj import Geod

__all__ = [
    "Degrees",
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "displacement_m",
    "distance_m",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "inside_gcj_box",
    "on_earth",
    "readable",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]

Degrees = npt.NDArray[np.float64]

_A = 6378245.0
_EE = 0.00669342162296594323
_BOX = ((72.004, 137.8347), (0.8293, 55.8271))
_ORIGIN = (105.0, 35.0)
# Metres east and north for each of 1, x, y, x², xy, y², √|x| (degrees from the origin) ...
_POLYNOMIAL = np.array(
    [
        (300.0, 1.0, 2.0, 0.1, 0.1, 0.0, 0.1),
        (-100.0, 2.0, 3.0, 0.0, 0.1, 0.2, 0.2),
    ]
).T
# ... and for the sines of x and of y at these frequencies (half turns a degree).
_X_FREQUENCIES = np.pi * np.array([6, 2, 1, 1 / 3, 1 / 12, 1 / 30])
_X_AMPLITUDES = np.array([(20, 20, 20, 40, 150, 300), (20, 20, 0, 0, 0, 0)]).T * 2 / 3
_Y_FREQUENCIES = np.pi * np.array([1, 1 / 3, 1 / 12, 1 / 30])
_Y_AMPLITUDES = np.array([(0, 0, 0, 0), (20, 40, 160, 320)]).T * 2 / 3
# Each step shortens the error about two hundredfold: 4 m, 2 cm, 0.1 mm, below 1 µm.
_STEPS = 3
# More than the shift is anywhere in the box.
_MOST_SHIFT_DEG = 0.05

_MAX_LATITUDE = 90.0
_MAX_LONGITUDE = 180.0

_BD_SHIFT = (0.0065, 0.006)
_BD_FREQUENCY = np.pi * 3000.0 / 180.0


def inside_gcj_box(longitude: Degrees, latitude: Degrees) -> npt.NDArray[np.bool_]:
    """Whether the published formula moves the position at all; false for NaN."""
    return _inside(longitude, latitude, margin=0.0)


def _inside(longitude: Degrees, latitude: Degrees, *, margin: float) -> npt.NDArray[np.bool_]:
    (west, east), (south, north) = _BOX
    held: npt.NDArray[np.bool_] = (longitude >= west - margin) & (longitude <= east + margin)
    return held & (latitude >= south - margin) & (latitude <= north + margin)


def wgs84_to_gcj02(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 positions as Chinese web maps do: 45-680 m in China, nothing outside the box."""
    inside = inside_gcj_box(longitude, latitude)
    east, north = _shift(_or_origin(longitude, inside, 0), _or_origin(latitude, inside, 1))
    return np.where(inside, longitude + east, longitude), np.where(
        inside, latitude + north, latitude
    )


def gcj02_to_wgs84(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Undo `wgs84_to_gcj02` to below a millimetre, by fixed-point iteration.

    What could only come from outside the box is returned as it is.
    """
    near = _inside(longitude, latitude, margin=_MOST_SHIFT_DEG)
    x, y = _or_origin(longitude, near, 0), _or_origin(latitude, near, 1)
    found_x, found_y = x, y
    for _ in range(_STEPS):
        east, north = _shift(found_x, found_y)
        found_x, found_y = x - east, y - north
    moved = near & inside_gcj_box(found_x, found_y)
    return np.where(moved, found_x, longitude), np.where(moved, found_y, latitude)


def _or_origin(values: Degrees, usable: npt.NDArray[np.bool_], axis: int) -> Degrees:
    """Something harmless where the series must not be computed (NaN, infinity, elsewhere)."""
    return np.where(usable, values, _ORIGIN[axis])


def _shift(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Degrees east and north by which GCJ-02 moves a WGS-84 position."""
    metres = _offsets_m(longitude - _ORIGIN[0], latitude - _ORIGIN[1])
    phi = np.radians(latitude)
    magic = 1 - _EE * np.sin(phi) ** 2
    root = np.sqrt(magic)
    east = metres[..., 0] * 180.0 / (_A / root * np.cos(phi) * np.pi)
    north = metres[..., 1] * 180.0 / ((_A * (1 - _EE)) / (magic * root) * np.pi)
    return east, north


def _offsets_m(x: Degrees, y: Degrees) -> Degrees:
    """The published series: metres east and north in the last dimension."""
    powers = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y, np.sqrt(np.abs(x))], axis=-1)
    metres: Degrees = powers @ _POLYNOMIAL
    metres += np.sin(x[..., None] * _X_FREQUENCIES) @ _X_AMPLITUDES
    metres += np.sin(y[..., None] * _Y_FREQUENCIES) @ _Y_AMPLITUDES
    return metres


def gcj02_to_bd09(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """The second shift, as Baidu's maps add it to GCJ-02."""
    radius = np.hypot(longitude, latitude) + 2e-5 * np.sin(latitude * _BD_FREQUENCY)
    angle = np.arctan2(latitude, longitude) + 3e-6 * np.cos(longitude * _BD_FREQUENCY)
    return radius * np.cos(angle) + _BD_SHIFT[0], radius * np.sin(angle) + _BD_SHIFT[1]


def bd09_to_gcj02(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Undo `gcj02_to_bd09` to below a millimetre, by fixed-point iteration."""
    x, y = longitude - _BD_SHIFT[0], latitude - _BD_SHIFT[1]
    for _ in range(_STEPS):
        east, north = gcj02_to_bd09(x, y)
        x, y = x + (longitude - east), y + (latitude - north)
    return x, y


def wgs84_to_bd09(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Both shifts: 730-1,480 m inside China."""
    return gcj02_to_bd09(*wgs84_to_gcj02(longitude, latitude))


def bd09_to_wgs84(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Undo both shifts."""
    return gcj02_to_wgs84(*bd09_to_gcj02(longitude, latitude))


def readable(longitude: Degrees, latitude: Degrees) -> npt.NDArray[np.bool_]:
    """Which pairs are positions on Earth; NaN is none."""
    with np.errstate(invalid="ignore"):
        possible = (np.abs(longitude) <= _MAX_LONGITUDE) & (np.abs(latitude) <= _MAX_LATITUDE)
    return np.asarray(possible, dtype=np.bool_)


def on_earth(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """NaN for both where the pair is no position (a latitude of 117, say)."""
    possible = readable(longitude, latitude)
    return np.where(possible, longitude, np.nan), np.where(possible, latitude, np.nan)


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


def displacement_m(
    longitude: Degrees, latitude: Degrees, other_longitude: Degrees, other_latitude: Degrees
) -> tuple[Degrees, Degrees]:
    """Metres east and north from the first to the other position, on the plane between them.

    Good to a millimetre within 2 km and useless beyond some hundred kilometres; NaN stays NaN.
    """
    phi = np.radians((latitude + other_latitude) / 2)
    # A degree on WGS-84, by the series of its meridian and of its circles of latitude.
    meridian = 111132.954 - 559.822 * np.cos(2 * phi) + 1.175 * np.cos(4 * phi)
    circle = 111412.84 * np.cos(phi) - 93.5 * np.cos(3 * phi) + 0.118 * np.cos(5 * phi)
    return (other_longitude - longitude) * circle, (other_latitude - latitude) * meridian
