"""What the positions of one community tell together: digits that look like minutes, and strays.

Every test says how strong its answer is; none makes a record wrong.  Tests of datums are in
`auditor.geo.sets_datum`.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.datum import Degrees, displacement_m, on_earth
from auditor.geo.notation import Notation, read

__all__ = ["DmsDigits", "Outliers", "Strength", "dms_digits", "outliers", "spread_m"]

# Below either, decimal degrees look like minutes and seconds by accident (4-6 % at 150 m).
_DMS_CAMERAS = 20
_DMS_SPREAD_M = 300.0
_DMS_LEAST = 5
# Four decimals: two of minutes, two of seconds.
_FINE_DEG = 1.01e-4
_OUTLIER_CAMERAS = 10
_OUTLIER_MADS = 6.0
_OUTLIER_FLOOR_M = 500.0
_SPREAD_PERCENT = 90


class Strength(enum.StrEnum):
    """How much a test of a set can bear."""

    STRONG = "strong"
    HINT = "hint"
    NOTHING = "nothing"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True, slots=True, kw_only=True)
class DmsDigits:
    """``consistent`` of ``total`` positions have digits that could be minutes and seconds."""

    strength: Strength
    total: int
    consistent: int
    spread_m: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outliers:
    """Per position whether it is a stray and its metres from the median centre (NaN: none)."""

    strength: Strength
    total: int
    stray: npt.NDArray[np.bool_]
    distance_m: Degrees
    limit_m: float
    sentence: str


def spread_m(longitude: Degrees, latitude: Degrees) -> float:
    """The distance from the median centre that nine positions of ten keep; NaN for none."""
    metres = _from_centre(longitude, latitude)
    known = metres[np.isfinite(metres)]
    return float(np.percentile(known, _SPREAD_PERCENT)) if known.size else float("nan")


def _from_centre(longitude: Degrees, latitude: Degrees) -> Degrees:
    """Metres from the median centre on the plane around it; NaN for what is no position."""
    longitude, latitude = on_earth(longitude, latitude)
    known = np.isfinite(longitude)
    if not known.any():
        return longitude
    lon, lat = np.median(longitude[known]), np.median(latitude[known])
    east, north = displacement_m(
        np.full(longitude.shape, lon), np.full(latitude.shape, lat), longitude, latitude
    )
    return np.hypot(east, north)


def dms_digits(longitude_texts: Sequence[str], latitude_texts: Sequence[str]) -> DmsDigits:
    """Whether a community's decimals could all be minutes and seconds (117.0536 for 117°05'36").

    Positions that are no plain decimals, or whose decimals show no seconds, are left out.
    """
    pairs = [
        (read(lon), read(lat)) for lon, lat in zip(longitude_texts, latitude_texts, strict=True)
    ]
    fine = [(x, y) for x, y in pairs if x and y and max(x[0].unit_deg, y[0].unit_deg) <= _FINE_DEG]
    plain = [(x, y) for x, y in fine if x[0].notation is y[0].notation is Notation.DECIMAL]
    consistent = sum(
        all(any(a.notation is Notation.DMS_DIGITS for a in angles) for angles in pair)
        for pair in plain
    )
    spread = spread_m(
        np.array([x[0].degrees for x, _ in plain], dtype=np.float64),
        np.array([y[0].degrees for _, y in plain], dtype=np.float64),
    )
    strength = _dms_strength(len(plain), consistent, spread)
    return DmsDigits(
        strength=strength,
        total=len(plain),
        consistent=consistent,
        spread_m=spread,
        sentence=_dms_sentence(strength, len(plain), consistent, spread),
    )


def _dms_strength(total: int, consistent: int, spread: float) -> Strength:
    if total < _DMS_LEAST:
        return Strength.CANNOT_SAY
    if consistent < total:
        return Strength.NOTHING
    enough = total >= _DMS_CAMERAS and spread >= _DMS_SPREAD_M
    return Strength.STRONG if enough else Strength.HINT


def _dms_sentence(strength: Strength, total: int, consistent: int, spread: float) -> str:
    if strength is Strength.CANNOT_SAY:
        return f"可用的坐标只有{total}个，无法判断是否把度分秒直接写成小数"
    if strength is Strength.NOTHING:
        return f"{total}个坐标中{consistent}个的小数位可能是度分秒，未见整体误写"
    told = f"{total}个坐标（范围约{spread:.0f}米）的小数位都可读作分、秒"
    if strength is Strength.HINT:
        return f"{told}，但数量或范围不足，可能是巧合，仅供参考"
    return f"{told}，疑似把度分秒直接写成了小数"


def outliers(longitude: Degrees, latitude: Degrees) -> Outliers:
    """Positions farther from the median centre than median + 6 MAD, and than 500 m.

    Finds errors of kilometres; the shift of GCJ-02 only in the smallest communities.
    """
    metres = _from_centre(longitude, latitude)
    known = metres[np.isfinite(metres)]
    if known.size < _OUTLIER_CAMERAS:
        return Outliers(
            strength=Strength.CANNOT_SAY,
            total=int(known.size),
            stray=np.zeros(longitude.shape, dtype=np.bool_),
            distance_m=metres,
            limit_m=float("nan"),
            sentence=f"可用的坐标只有{known.size}个，无法判断离群位置",
        )
    middle = np.median(known)
    spread = np.median(np.abs(known - middle))
    limit = float(max(_OUTLIER_FLOOR_M, middle + _OUTLIER_MADS * spread))
    stray = np.isfinite(metres) & (metres > limit)
    count = int(stray.sum())
    found = f"{count}个位置距中心超过{limit:.0f}米，明显离群" if count else "未见离群位置"
    return Outliers(
        strength=Strength.HINT if count else Strength.NOTHING,
        total=int(known.size),
        stray=stray,
        distance_m=metres,
        limit_m=limit,
        sentence=f"{known.size}个坐标中{found}",
    )
