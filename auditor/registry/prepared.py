"""The frame that record rules see: registry columns plus what they need computed once.

Added columns (null or NaN where it cannot be said):

``lon``, ``lat``            the texts as numbers, when they are plain decimal degrees
``code_count``, ``code_rows``  how many rows share the code, and the first of them (null: one)
``key_location_known``      whether the named key location is in the plan (null: none named)
``key_distance_m``          to the planned position of the named key location
``gcj_distance_m``          to where GCJ-02 would move that planned position
``community_distance_m``    to the hull of the planned positions of the community
"""

import numpy as np
import polars as pl
import shapely
from pyproj import Transformer

from auditor.datum import Degrees, distance_m, wgs84_to_gcj02
from auditor.records import DeviceStatus, KeyLocation
from auditor.registry.registry import Registry

__all__ = ["DECIMAL_DEGREES", "prepare"]

DECIMAL_DEGREES = r"^[+-]?[0-9]{1,3}(\.[0-9]+)?$"
_NAMES = ("community", "key_location_id")
_MAX_LATITUDE = 90.0
_MAX_LONGITUDE = 180.0
_NAMED_TWINS = 5


def prepare(registry: Registry, locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    """Drop the cameras that were taken down and add the computed columns."""
    registered = [c.row for c in registry.cameras if c.status is not DeviceStatus.REMOVED]
    frame = registry.frame.filter(pl.col("row").is_in(registered))
    frame = frame.with_columns(
        pl.col("community").str.strip_chars(),
        lon=_number("longitude"),
        lat=_number("latitude"),
    )
    named = _named_locations(frame, locations)
    frame = frame.join(named, on=list(_NAMES), how="left", maintain_order="left")
    known = pl.col("planned").fill_null(value=False)
    frame = frame.with_columns(
        key_location_known=pl.when(pl.col("key_location_id") != "").then(known)
    )
    return _with_distances(_with_twins(frame), locations)


def _with_twins(frame: pl.DataFrame) -> pl.DataFrame:
    """Who shares a code; a few rows are named, since a file may repeat one code endlessly."""
    code = pl.col("device_code").str.strip_chars().alias("code")
    twins = (
        frame.group_by(code)
        .agg(
            code_count=pl.len(),
            code_rows=pl.col("row").sort().head(_NAMED_TWINS).cast(pl.String).str.join("、"),
        )
        .filter(pl.col("code_count") > 1)
    )
    joined = frame.with_columns(code).join(twins, on="code", how="left", maintain_order="left")
    return joined.drop("code")


def _number(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    plain = text.str.contains(DECIMAL_DEGREES)
    return pl.when(plain).then(text.cast(pl.Float64, strict=False))


def _named_locations(frame: pl.DataFrame, locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    """One row a pair of community and id that cameras name and the plan knows.

    Ids repeat between communities; a camera must never be joined to two locations, which
    would count it twice.  A location without community belongs to every one, and a camera
    without one is looked up by the id alone.
    """
    earlier_last = tuple(reversed(locations))
    by_pair = {(location.community, location.id): location for location in earlier_last}
    by_id = {location.id: location for location in earlier_last}
    found: list[tuple[str, str, KeyLocation]] = []
    for community, name in frame.select(_NAMES).unique(maintain_order=True).iter_rows():
        own = by_pair.get((community, name)) or by_pair.get(("", name))
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
    ).with_columns(key_lon=_number("longitude_planned"), key_lat=_number("latitude_planned"))


def _with_distances(frame: pl.DataFrame, locations: tuple[KeyLocation, ...]) -> pl.DataFrame:
    lon, lat = _on_earth(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    key_lon, key_lat = _on_earth(frame["key_lon"].to_numpy(), frame["key_lat"].to_numpy())
    gcj_lon, gcj_lat = wgs84_to_gcj02(key_lon, key_lat)
    return frame.with_columns(
        key_distance_m=pl.Series(distance_m(lon, lat, key_lon, key_lat)),
        gcj_distance_m=pl.Series(distance_m(lon, lat, gcj_lon, gcj_lat)),
        community_distance_m=pl.Series(_to_community(lon, lat, locations)),
    )


def _on_earth(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """NaN for both where the pair is no position (a latitude of 117, say)."""
    lon, lat = lon.astype(np.float64), lat.astype(np.float64)
    with np.errstate(invalid="ignore"):
        possible = (np.abs(lon) <= _MAX_LONGITUDE) & (np.abs(lat) <= _MAX_LATITUDE)
    return np.where(possible, lon, np.nan), np.where(possible, lat, np.nan)


def _to_community(lon: Degrees, lat: Degrees, locations: tuple[KeyLocation, ...]) -> Degrees:
    """Metres to the convex hull of the planned positions, on a plane around its middle."""
    plan = _plan(locations)
    key_lon, key_lat = _on_earth(plan["key_lon"].to_numpy(), plan["key_lat"].to_numpy())
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
