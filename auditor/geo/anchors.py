"""Known positions against registered ones: which datum a batch of records was written in.

An anchor is a position that someone measured in WGS-84.  Its record lies near it, near its
GCJ-02 image or near its BD-09 image; the decision weighs the three for all anchored records
together.  Reading the file of anchors is left to `auditor.geo.anchors_file`.

Powers (simulated): at a spread of 100 m one anchor decides WGS-84 or GCJ-02 in 99.7 % of cases,
at 200 m 91 % (five anchors 99.9 %), at 400 m 75 % (ten anchors 98 %).
"""

import enum
import math
from dataclasses import dataclass

import numpy as np

from auditor.datum import (
    Degrees,
    displacement_m,
    distance_m,
    on_earth,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

__all__ = ["Datum", "DatumDecision", "Displacements", "Fit", "decide", "displacements"]

_SIGMA_M = 100.0
_CERTAIN = 0.99
# One record in ten may lie anywhere within five kilometres: no outlier decides for the others.
_STRAY_SHARE = 0.1
_STRAY_M = 5000.0
# A datum that explains fewer than two records of three is no datum of the batch.
_MAJORITY = 2 / 3
_FAR_SIGMAS = 3.0


class Datum(enum.StrEnum):
    """The datum of a batch."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    UNDECIDABLE = "undecidable"


_LABELS = {Datum.WGS84: "WGS-84", Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well one datum fits the records.

    ``median_m``: to where it puts the anchors (NaN without records); ``likelihood``: against the
    other two (sum 1); ``nearest``: how many records lie nearest to its image of their anchor.
    """

    datum: Datum
    median_m: float
    likelihood: float
    nearest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumDecision:
    """The decision with its numbers: ``n`` records, the spread ``sigma_m``, WGS/GCJ/BD in order."""

    datum: Datum
    n: int
    sigma_m: float
    fits: tuple[Fit, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacements:
    """Metres from the anchor to the registered position; NaN where either is missing."""

    east_m: Degrees
    north_m: Degrees
    distance_m: Degrees


def displacements(
    longitude: Degrees, latitude: Degrees, anchor_longitude: Degrees, anchor_latitude: Degrees
) -> Displacements:
    """Per matched record the vector from its anchor; all arrays have one entry a record."""
    longitude, latitude = on_earth(longitude, latitude)
    east, north = displacement_m(anchor_longitude, anchor_latitude, longitude, latitude)
    metres = distance_m(anchor_longitude, anchor_latitude, longitude, latitude)
    return Displacements(east_m=east, north_m=north, distance_m=metres)


def decide(
    longitude: Degrees,
    latitude: Degrees,
    *,
    anchor_longitude: Degrees,
    anchor_latitude: Degrees,
    sigma_m: float = _SIGMA_M,
) -> DatumDecision:
    """Decide the datum of the registered positions, entry by entry beside their anchors.

    ``sigma_m`` is the spread of honest records around their anchors (per axis, metres).
    Undecidable are: no record, two datums about as likely, records that are split between
    datums, and records that no datum fits.  ValueError when ``sigma_m`` is not above zero.
    """
    if not sigma_m > 0:
        raise ValueError(f"sigma_m is {sigma_m}; give metres above zero")
    images = {
        Datum.WGS84: (anchor_longitude, anchor_latitude),
        Datum.GCJ02: wgs84_to_gcj02(anchor_longitude, anchor_latitude),
        Datum.BD09: wgs84_to_bd09(anchor_longitude, anchor_latitude),
    }
    longitude, latitude = on_earth(longitude, latitude)
    missed = np.array([distance_m(longitude, latitude, *image) for image in images.values()])
    missed = missed[:, np.isfinite(missed).all(axis=0)]
    fits = _fits(tuple(images), missed, sigma_m)
    datum, reason = _decision(fits, missed.shape[1], sigma_m)
    return DatumDecision(
        datum=datum,
        n=missed.shape[1],
        sigma_m=sigma_m,
        fits=fits,
        sentence=_sentence(datum, fits, reason),
    )


def _fits(datums: tuple[Datum, ...], missed: Degrees, sigma_m: float) -> tuple[Fit, ...]:
    """``missed`` holds metres, a row a datum and a column a record."""
    honest = np.exp(-(missed**2) / (2 * sigma_m**2)) / (2 * math.pi * sigma_m**2)
    stray = 1 / (math.pi * _STRAY_M**2)
    logs = np.log((1 - _STRAY_SHARE) * honest + _STRAY_SHARE * stray).sum(axis=1)
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    nearest = np.bincount(missed.argmin(axis=0), minlength=len(datums))
    return tuple(
        Fit(
            datum=datum,
            median_m=float(np.median(row)) if row.size else math.nan,
            likelihood=float(share),
            nearest=int(count),
        )
        for datum, row, share, count in zip(datums, missed, shares, nearest, strict=True)
    )


def _decision(fits: tuple[Fit, ...], n: int, sigma_m: float) -> tuple[Datum, str]:
    """The datum, and why there is none."""
    best = max(fits, key=lambda fit: fit.likelihood)
    if not n:
        return Datum.UNDECIDABLE, "没有可用的锚点记录"
    if best.median_m > _FAR_SIGMAS * sigma_m:
        return Datum.UNDECIDABLE, "登记位置与各坐标系下的锚点位置都不相符"
    if best.likelihood < _CERTAIN:
        return Datum.UNDECIDABLE, "各坐标系的可能性相近，须增加锚点"
    if best.nearest < _MAJORITY * n:
        return Datum.UNDECIDABLE, "各记录分属不同坐标系，可能混用"
    return best.datum, ""


def _sentence(datum: Datum, fits: tuple[Fit, ...], reason: str) -> str:
    n = sum(fit.nearest for fit in fits)
    if not n:
        return f"无法判断坐标系：{reason}"
    told = "、".join(f"{_LABELS[f.datum]} {f.median_m:.0f}米（{f.nearest}条最近）" for f in fits)
    head = f"无法判断坐标系：{reason}" if reason else f"坐标系判断为{_LABELS[datum]}"
    return f"{head}；锚点记录{n}条，按各坐标系的中位偏差：{told}"
