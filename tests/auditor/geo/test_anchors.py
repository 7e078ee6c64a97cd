"""Which datum a batch was written in: simulated batches around measured anchors."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import Degrees, wgs84_to_bd09, wgs84_to_gcj02
from auditor.geo.anchors import Datum, DatumDecision, decide, displacements

METRE_EAST, METRE_NORTH = 1 / 90_000, 1 / 111_000
IMAGES = {Datum.GCJ02: wgs84_to_gcj02, Datum.BD09: wgs84_to_bd09}


def batch(datum: Datum, n: int, *, sigma_m: float, seed: int) -> tuple[Degrees, ...]:
    """Registered and anchor columns of ``n`` records of one datum."""
    random = np.random.default_rng(seed)
    anchor_lon, anchor_lat = random.uniform(117, 117.1, n), random.uniform(36.1, 36.2, n)
    lon = anchor_lon + random.normal(0, sigma_m, n) * METRE_EAST
    lat = anchor_lat + random.normal(0, sigma_m, n) * METRE_NORTH
    if datum in IMAGES:
        lon, lat = IMAGES[datum](lon, lat)
    return lon, lat, anchor_lon, anchor_lat


def decided(columns: tuple[Degrees, ...], sigma_m: float = 100.0) -> DatumDecision:
    lon, lat, anchor_lon, anchor_lat = columns
    return decide(
        lon, lat, anchor_longitude=anchor_lon, anchor_latitude=anchor_lat, sigma_m=sigma_m
    )


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02, Datum.BD09])
@pytest.mark.parametrize(("n", "sigma_m"), [(1, 50.0), (5, 100.0), (20, 200.0)])
def test_a_batch_is_decided_rightly_or_not_at_all(datum: Datum, n: int, sigma_m: float) -> None:
    found = [decided(batch(datum, n, sigma_m=sigma_m, seed=s), sigma_m).datum for s in range(100)]

    assert found.count(datum) >= 85
    assert len(found) - found.count(datum) - found.count(Datum.UNDECIDABLE) <= 1


def test_the_numbers_behind_a_decision_are_told() -> None:
    found = decided(batch(Datum.GCJ02, 20, sigma_m=30.0, seed=1))
    wgs, gcj, bd = found.fits

    assert (found.datum, found.n, found.sigma_m) == (Datum.GCJ02, 20, 100.0)
    assert (wgs.nearest, gcj.nearest, bd.nearest) == (0, 20, 0)
    assert gcj.likelihood == pytest.approx(1.0)
    assert (wgs.median_m > 450, gcj.median_m < 60, bd.median_m > 700) == (True, True, True)
    assert found.sentence == (
        f"坐标系判断为GCJ-02；锚点记录20条，按各坐标系的中位偏差：WGS-84 {wgs.median_m:.0f}米"
        f"（0条最近）、GCJ-02 {gcj.median_m:.0f}米（20条最近）、BD-09 {bd.median_m:.0f}米（0条最近）"
    )


def test_without_records_nothing_is_decided() -> None:
    nan = np.array([math.nan])
    found = decided((nan, nan, np.array([117.0]), np.array([36.0])))

    assert (found.datum, found.n) == (Datum.UNDECIDABLE, 0)
    assert found.sentence == "无法判断坐标系：没有可用的锚点记录"
    assert [fit.likelihood for fit in found.fits] == [pytest.approx(1 / 3)] * 3
    assert all(math.isnan(fit.median_m) for fit in found.fits)


def test_a_record_between_two_datums_is_not_decided() -> None:
    anchor_lon, anchor_lat = np.array([117.089]), np.array([36.188])
    gcj_lon, gcj_lat = wgs84_to_gcj02(anchor_lon, anchor_lat)
    middle = (anchor_lon + gcj_lon) / 2, (anchor_lat + gcj_lat) / 2
    found = decided((*middle, anchor_lon, anchor_lat))

    assert found.datum is Datum.UNDECIDABLE
    assert found.sentence.startswith(
        "无法判断坐标系：各坐标系的可能性相近，须增加锚点；锚点记录1条"
    )


def test_records_far_from_every_image_are_not_decided() -> None:
    lon, lat, anchor_lon, anchor_lat = batch(Datum.WGS84, 10, sigma_m=10.0, seed=2)
    found = decided((lon - 0.02, lat, anchor_lon, anchor_lat))

    assert found.datum is Datum.UNDECIDABLE
    assert "与各坐标系下的锚点位置都不相符" in found.sentence


def test_a_batch_of_two_datums_is_not_decided() -> None:
    parts = [
        batch(datum, n, sigma_m=20.0, seed=n) for datum, n in ((Datum.WGS84, 9), (Datum.GCJ02, 11))
    ]
    found = decided(tuple(np.concatenate(pair) for pair in zip(*parts, strict=True)))

    assert found.datum is Datum.UNDECIDABLE
    assert "可能混用" in found.sentence
    assert [fit.nearest for fit in found.fits] == [9, 11, 0]


def test_one_wild_record_does_not_decide_for_the_others() -> None:
    lon, lat, anchor_lon, anchor_lat = batch(Datum.GCJ02, 6, sigma_m=30.0, seed=3)
    lon[0], lat[0] = anchor_lon[0] + 1.0, anchor_lat[0] + 1.0

    assert decided((lon, lat, anchor_lon, anchor_lat)).datum is Datum.GCJ02


@pytest.mark.parametrize("sigma_m", [0.0, -1.0, math.nan])
def test_a_spread_that_is_none_is_refused(sigma_m: float) -> None:
    with pytest.raises(ValueError, match="sigma_m"):
        decided(batch(Datum.WGS84, 1, sigma_m=1.0, seed=1), sigma_m)


@given(st.integers(0, 500), st.integers(1, 8), st.sampled_from([Datum.WGS84, Datum.BD09]))
def test_likelihoods_sum_to_one_and_order_does_not_matter(seed: int, n: int, datum: Datum) -> None:
    columns = batch(datum, n, sigma_m=300.0, seed=seed)
    one, other = decided(columns), decided(tuple(column[::-1] for column in columns))

    assert sum(fit.likelihood for fit in one.fits) == pytest.approx(1.0)
    assert sum(fit.nearest for fit in one.fits) == n
    assert (one.datum, [f.nearest for f in one.fits]) == (
        other.datum,
        [f.nearest for f in other.fits],
    )


def test_displacements_are_told_record_by_record() -> None:
    lon, lat = np.array([117.0, math.nan]), np.array([36.2, 36.2])
    found = displacements(*wgs84_to_gcj02(lon, lat), lon, lat)

    assert float(found.east_m[0]) == pytest.approx(526, abs=15)
    assert float(found.distance_m[0]) == pytest.approx(
        math.hypot(found.east_m[0], found.north_m[0]), abs=0.01
    )
    assert np.isnan([found.east_m[1], found.distance_m[1]]).all()
