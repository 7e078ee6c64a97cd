"""What the positions of a community or a district tell about their datum, and what they cannot.

A community written wholly in one wrong datum shows nothing here: a second list
(`auditor.geo.second_list`) or measured anchors (`auditor.geo.anchors`) decide that.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from auditor.datum import (
    Degrees,
    displacement_m,
    gcj02_to_wgs84,
    on_earth,
    wgs84_to_gcj02,
)
from auditor.geo import clusters
from auditor.geo.sets import Strength

__all__ = ["IMPOSSIBLE", "BorderLeakage", "MixedDatums", "border_leakage", "mixed_datums"]

IMPOSSIBLE = (
    "单个位置在辖区内时，无法区分WGS-84、GCJ-02与BD-09",
    "整个社区都采用同一错误坐标系时，没有第二份清单、实测锚点或社区边界就无法发现",
    "西安80、北京54与CGCS2000的差异须用未公开的转换参数，离线无法判断",
    "没有用户提供的街道、社区边界，无法判断位置是否在街道、社区内",
)
"""What no offline test can tell; reports print it beside their results."""

_POLE_M = 3.0
_PAIR_M = 15.0
_LEAST_POLES = 10
_MOST_POLES = 5000
# The same length at other bearings; straight back would count the same pairs again.
_BEARINGS = (*range(15, 180, 15), *range(195, 360, 15))
_LEAST_PAIRS = 3
_SIGMAS = 4.0
_LEAST_SHIFT_M = 100.0
_DISTRICT_CAMERAS = 1000
_LEAST_DROP = 3
_DROP_SIGMAS = 2.0

ContainsMany = Callable[[Degrees, Degrees], npt.NDArray[np.bool_]]
"""Whether positions (WGS-84) lie in the declared district, entry by entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedDatums:
    """``pairs`` of poles apart by the GCJ-02 vector, against ``expected`` at other bearings."""

    strength: Strength
    poles: int
    pairs: int
    expected: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderLeakage:
    """Cameras of ``total`` that lie outside as written, and when taken for GCJ-02."""

    strength: Strength
    total: int
    outside: int
    outside_as_gcj02: int
    sentence: str


def mixed_datums(longitude: Degrees, latitude: Degrees) -> MixedDatums:
    """Whether some poles of a community stand twice, once in WGS-84 and once in GCJ-02.

    Finds 30 % mixed nearly always and 10 % about half the time; several cameras must share
    poles.  NaN positions are left out.
    """
    lon, lat = _poles(longitude, latitude)
    if not _LEAST_POLES <= lon.size <= _MOST_POLES:
        sentence = f"可用的点位有{lon.size}处，不在可判断的范围内，无法判断是否混用坐标系"
        return _mixed(Strength.CANNOT_SAY, lon.size, 0, math.nan, sentence)
    middle = np.full(lon.shape, np.median(lon)), np.full(lat.shape, np.median(lat))
    places = np.column_stack(displacement_m(*middle, lon, lat))
    shift = np.column_stack(displacement_m(lon, lat, *wgs84_to_gcj02(lon, lat)))
    if np.hypot(*shift.T).min() < _LEAST_SHIFT_M:
        sentence = "当地GCJ-02偏移量太小，无法判断是否混用坐标系"
        return _mixed(Strength.CANNOT_SAY, lon.size, 0, math.nan, sentence)
    tree = shapely.STRtree(shapely.points(places))
    pairs = _pairs(tree, places + shift)
    others = np.array([_pairs(tree, places + shift @ _turn(b)) for b in _BEARINGS])
    expected = float(others.mean())
    enough = expected + _SIGMAS * math.sqrt(max(expected, others.var()))
    found = pairs >= _LEAST_PAIRS and pairs > max(enough, others.max())
    told = f"{lon.size}处点位中相差恰为GCJ-02偏移的有{pairs}对，其他方向平均{expected:.1f}对"
    tail = "疑似混用WGS-84与GCJ-02" if found else "未见混用；若全部采用同一坐标系，本检验无法发现"
    strength = Strength.HINT if found else Strength.NOTHING
    return _mixed(strength, lon.size, pairs, expected, f"{told}，{tail}")


def _mixed(
    strength: Strength, poles: int, pairs: int, expected: float, sentence: str
) -> MixedDatums:
    return MixedDatums(
        strength=strength, poles=poles, pairs=pairs, expected=expected, sentence=sentence
    )


def _known(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    lon, lat = on_earth(longitude, latitude)
    return lon[np.isfinite(lon)], lat[np.isfinite(lat)]


def _poles(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """One position a pole: cameras that stand together would count once for each other."""
    lon, lat = _known(longitude, latitude)
    index = clusters.find(lon, lat, tolerance_m=_POLE_M).index
    groups, first = np.unique(index, return_index=True)
    return lon[first[groups >= 0]], lat[first[groups >= 0]]


def _turn(degrees: int) -> Degrees:
    """Rotates row vectors."""
    angle = math.radians(degrees)
    return np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])


def _pairs(tree: shapely.STRtree, places: Degrees) -> int:
    """How many of the places have a pole within the tolerance."""
    found = tree.query(shapely.points(places), predicate="dwithin", distance=_PAIR_M)
    return int(np.unique(found[0]).size)


def border_leakage(
    longitude: Degrees, latitude: Degrees, *, contains: ContainsMany
) -> BorderLeakage:
    """Whether fewer cameras of a district lie outside when all are taken for GCJ-02.

    Only for a thousand cameras or more, and never more than a hint: with a border that is
    itself wrong by a hundred metres it finds half of such districts.
    """
    lon, lat = _known(longitude, latitude)
    if lon.size < _DISTRICT_CAMERAS:
        sentence = (
            f"只有{lon.size}台有坐标的摄像机，少于{_DISTRICT_CAMERAS}台，不能用边界判断坐标系"
        )
        return _leakage(Strength.CANNOT_SAY, lon.size, 0, 0, sentence)
    outside, after = ~contains(lon, lat), ~contains(*gcj02_to_wgs84(lon, lat))
    gained, lost = int((outside & ~after).sum()), int((~outside & after).sum())
    drop = gained - lost
    found = drop >= _LEAST_DROP and drop >= _DROP_SIGMAS * math.sqrt(gained + lost)
    told = f"{lon.size}台中按原值{outside.sum()}台在界外，按GCJ-02还原后{after.sum()}台在界外"
    tail = "疑似整体采用GCJ-02，须用实测锚点核实" if found else "不能说明坐标系有误"
    strength = Strength.HINT if found else Strength.NOTHING
    return _leakage(strength, lon.size, int(outside.sum()), int(after.sum()), f"{told}，{tail}")


def _leakage(
    strength: Strength, total: int, outside: int, as_gcj: int, sentence: str
) -> BorderLeakage:
    return BorderLeakage(
        strength=strength,
        total=total,
        outside=outside,
        outside_as_gcj02=as_gcj,
        sentence=sentence,
    )
