"""What positions are compared with: county boundaries, community areas, each other.

Adds to the frame of record rules (null where it is not asked or cannot be said):

``county_verdict``      `auditor.geo.containment.Verdict` as a number
``county_distance_m``   to the declared county, 0 inside
``county_found``        the county where a position outside really lies; empty: in none
``county_by_customer``  whether the customer's own boundary decided
``area_distance_m``     to the area of the record's own community
``cluster_size``        how many records stand at the same place, to about a metre
``readings``            what a position that cannot be right may have been meant to be

A record whose division is malformed or no current one is not asked about its county (DIV rules
tell that), nor is a mobile device (GB/T 28181-2022 A.2.1.9 MobileDeviceType).  Of a division
longer than six digits the first six are asked about.  ``cluster_size`` is 0 for no position.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from auditor.geo import clusters
from auditor.geo.community_area import CommunityAreas
from auditor.geo.containment import Bands, Containment, Verdict, judge
from auditor.geo.hypotheses import explain
from auditor.geo.layers import Layer, LayerKind
from auditor.record_text import filled, inside_china, text
from gb28181.divisions import division_table

__all__ = ["MAX_READINGS", "Places", "with_positions"]

MAX_READINGS = 5_000
"""Records of one register whose faulty positions are explained; each takes 0.2 ms."""

_SIX = 6
_CODE = r"^([0-9]{2}){1,4}$|^[0-9]{9}([0-9]{3})?$"
_POSITION = ("longitude", "latitude")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Boundaries, the most trusted layer first; without a layer no county is asked about."""

    layers: tuple[Layer, ...] = ()
    bands: Bands = field(default_factory=Bands)
    areas: CommunityAreas | None = None


def with_positions(frame: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Add the columns; ``lon`` and ``lat`` are there already."""
    placed = inside_china() & ~filled("mobile_type")
    lon, lat = (
        frame.select(pl.when(placed).then(pl.col(name)).alias(name))
        .to_series()
        .cast(pl.Float64)
        .to_numpy()
        for name in ("lon", "lat")
    )
    six = text("division").str.slice(0, _SIX).str.pad_end(_SIX, "0")
    known = six.is_in(list(division_table().names)) & text("division").str.contains(_CODE)
    codes = frame.select(county=pl.when(known & ~filled("mobile_type")).then(six)).to_series()
    found = judge(lon, lat, codes, layers=places.layers, bands=places.bands)
    areas = places.areas.distance_m(lon, lat, frame["community"]) if places.areas else None
    sizes = clusters.find(lon, lat).size
    asked = pl.Series(codes.is_not_null().to_numpy() & np.isfinite(lon) & bool(places.layers))
    customer = [
        c for layer in places.layers if layer.kind is LayerKind.CUSTOMER for c in layer.codes
    ]
    added = frame.with_columns(
        pl.Series("county_verdict", found.verdict),
        pl.Series("county_distance_m", found.distance_m).fill_nan(None),
        pl.Series("county_found", found.county),
        pl.Series("county_by_customer", codes.is_in(customer)),
        pl.Series("area_distance_m", areas, dtype=pl.Float64).fill_nan(None)
        if areas is not None
        else pl.lit(None, pl.Float64).alias("area_distance_m"),
        pl.Series("cluster_size", sizes),
    ).with_columns(
        pl.when(pl.lit(asked)).then(pl.col(name)).alias(name)
        for name in ("county_verdict", "county_distance_m", "county_found")
    )
    return added.with_columns(_readings(added, codes, found, places))


def _readings(
    frame: pl.DataFrame, codes: pl.Series, found: Containment, places: Places
) -> pl.Series:
    """The first `MAX_READINGS` positions that fail, each explained where it can be."""
    unread = frame.select(
        filled("longitude") & filled("latitude") & inside_china().not_().fill_null(value=True)
    ).to_series()
    doubtful = unread.to_numpy() | (found.verdict == Verdict.OUTSIDE)
    rows = np.flatnonzero(doubtful & codes.is_not_null().to_numpy())[:MAX_READINGS]
    texts: list[str | None] = [None] * frame.height
    chosen = frame.select(text(name).alias(name) for name in _POSITION)[rows]
    for row, code, (lon, lat) in zip(rows.tolist(), codes[rows], chosen.iter_rows(), strict=True):
        texts[row] = _explained(lon, lat, code, places)
    return pl.Series("readings", texts, dtype=pl.String)


def _explained(longitude: str, latitude: str, code: str, places: Places) -> str | None:
    area = next((a for layer in places.layers if (a := layer.area(code)) is not None), None)
    if area is None:
        return None
    readings = explain(
        longitude,
        latitude,
        contains=lambda lon, lat: bool(area.covers(np.array([lon]), np.array([lat]))[0]),
        near_longitude=float(np.mean([part.bounds[0] for part in area.parts])),
    )
    told = [f"{r.label}（{r.lon:.6f}, {r.lat:.6f}）" for r in readings]
    return "；或".join(told) or None
