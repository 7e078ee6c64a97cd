"""The planned key locations beside the records that name them, as columns of the frame.

``key_location_known``    whether the named key location is in the plan (null: none named)
``key_distance_m``        to the planned position of the named key location
``gcj_distance_m``        to where GCJ-02 would move that planned position
``community_distance_m``  to the hull of the planned positions of the community

All are null where no plan was given: nobody can say then that a location is not planned.
"""

import numpy as np
import polars as pl
import shapely
from pyproj import Transformer

from auditor.datum import Degrees, distance_m, on_earth, wgs84_to_gcj02
from auditor.records import KeyLocation
from auditor.registry.numbers import decimal_degrees

__all__ = ["with_plan"]

_NAMES = ("community", "key_location_id")
_DISTANCES = ("key_distance_m", "gcj_distance_m", "community_distance_m")


def with_plan(frame: pl.DataFrame, locations: tuple[KeyLocation, ...] | None) -> pl.DataFrame:
    """Add the columns; ``lon`` and ``lat`` are there already."""
    if locations is None:
        nothing = [pl.lit(None, pl.Float64).alias(name) for name in _DISTANCES]
        return frame.with_columns(*nothing, key_location_known=pl.lit(None, pl.Boolean))
    named = _named_locations(frame, locations)
    frame = frame.join(named, on=list(_NAMES), how="left", maintain_order="left", nulls_equal=True)
    known = pl.col("planned").fill_null(value=False)
    frame = frame.with_columns(
        key_location_known=pl.when(pl.col("key_location_id") != "").then(known)
    )
    return _with_distances(frame, locations)


def _named_locations(frame: pl.DataFrame, locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    """One row a pair of community and id that cameras name and the plan knows.

    Ids repeat between communities; a camera must never be joined to two locations, which
    would count it twice.  A location without community belongs to every one, and a camera
    without one is looked up by the id alone; so is one of a file without such a column (null).
    """
    earlier_last = tuple(reversed(locations))
    by_pair = {(location.community, location.id): location for location in earlier_last}
    by_id = {location.id: location for location in earlier_last}
    found: list[tuple[str | None, str, KeyLocation]] = []
    for community, name in frame.select(_NAMES).unique(maintain_order=True).iter_rows():
        own = by_pair.get((community or "", name)) or by_pair.get(("", name))
        location = own if own or community else by_id.get(name)
        if location is not None:
            found.append((community, name, location))
    return _plan(tuple(location for _, _, location in found)).with_columns(
        pl.Series("community", [community for community, _, _ in found], dtype=pl.String),
        pl.Series("key_location_id", [name for _, name, _ in found], dtype=pl.String),
    )


def _plan(locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    """The planned positions, as text and as numbers."""
    return pl.DataFrame(
        {
            "longitude_planned": [location.longitude for location in locations],
            "latitude_planned": [location.latitude for location in locations],
            "planned": [True] * len(locations),
        },
        schema={
            "longitude_planned": pl.String,
            "latitude_planned": pl.String,
            "planned": pl.Boolean,
        },
    ).with_columns(
        key_lon=decimal_degrees("longitude_planned"), key_lat=decimal_degrees("latitude_planned")
    )


def _with_distances(frame: pl.DataFrame, locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    lon, lat = on_earth(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    key_lon, key_lat = on_earth(frame["key_lon"].to_numpy(), frame["key_lat"].to_numpy())
    gcj_lon, gcj_lat = wgs84_to_gcj02(key_lon, key_lat)
    return frame.with_columns(
        key_distance_m=pl.Series(distance_m(lon, lat, key_lon, key_lat)),
        gcj_distance_m=pl.Series(distance_m(lon, lat, gcj_lon, gcj_lat)),
        community_distance_m=pl.Series(_to_community(lon, lat, locations)),
    )


def _to_community(lon: Degrees, lat: Degrees, locations: tuple[KeyLocation, ...]) -> Degrees:
    """Metres to the convex hull of the planned positions, on a plane around its middle."""
    plan = _plan(locations)
    key_lon, key_lat = on_earth(plan["key_lon"].to_numpy(), plan["key_lat"].to_numpy())
    known = np.isfinite(key_lon)
    result = np.full(lon.shape, np.nan)
    placed = np.isfinite(lon)
    if not known.any() or not placed.any():
        return result
    middle = f"+lon_0={np.median(key_lon[known])} +lat_0={np.median(key_lat[known])}"
    plane = Transformer.from_crs("EPSG:4326", f"+proj=aeqd {middle}", always_xy=True)
    hull = shapely.MultiPoint(np.column_stack(plane.transform(key_lon[known], key_lat[known])))
    points = shapely.points(np.column_stack(plane.transform(lon[placed], lat[placed])))
    result[placed] = shapely.distance(hull.convex_hull, points)
    return result
