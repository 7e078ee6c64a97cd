"""What one community's positions tell together, with simulated communities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import Degrees
from auditor.geo.sets import Strength, dms_digits, outliers, spread_m

METRE_EAST, METRE_NORTH = 1 / 90_000, 1 / 111_000


def community(n: int, *, radius_m: float, seed: int) -> tuple[Degrees, Degrees]:
    """Cameras spread evenly over a disc, away from any whole minute."""
    random = np.random.default_rng(seed)
    away, bearing = radius_m * np.sqrt(random.random(n)), random.uniform(0, 2 * np.pi, n)
    lon = 117.1312 + away * np.cos(bearing) * METRE_EAST
    return lon, 36.1789 + away * np.sin(bearing) * METRE_NORTH


def as_dms(values: Degrees) -> list[str]:
    seconds = np.round(values * 3600).astype(int).tolist()
    return [f"{s // 3600}.{s % 3600 // 60:02d}{s % 60:02d}" for s in seconds]


def plain(values: Degrees) -> list[str]:
    return [f"{value:.6f}" for value in values]


def test_minutes_written_as_decimals_are_found_in_a_wide_community() -> None:
    lon, lat = community(30, radius_m=800, seed=1)
    found = dms_digits(as_dms(lon), as_dms(lat))

    assert (found.strength, found.total, found.consistent) == (Strength.STRONG, 30, 30)
    # The digits of minutes are nearer together than the cameras, read as decimals they spread.
    assert found.spread_m > 300
    assert found.sentence == (
        f"30个坐标（范围约{found.spread_m:.0f}米）的小数位都可读作分、秒，疑似把度分秒直接写成了小数"
    )


@pytest.mark.parametrize(("n", "radius_m"), [(8, 800), (30, 60)])
def test_few_cameras_or_a_small_community_give_a_hint_only(n: int, radius_m: float) -> None:
    lon, lat = community(n, radius_m=radius_m, seed=2)
    found = dms_digits(as_dms(lon), as_dms(lat))

    assert found.strength is Strength.HINT
    assert found.sentence.endswith("但数量或范围不足，可能是巧合，仅供参考")


def test_decimal_communities_are_hardly_ever_suspected() -> None:
    strong = 0
    for seed in range(200):
        lon, lat = community(25, radius_m=500, seed=seed)
        random = np.random.default_rng(seed)
        east, north = random.uniform(0, 1, 2)
        found = dms_digits(plain(lon + east), plain(lat + north))
        strong += found.strength is Strength.STRONG

    assert strong == 0


def test_a_decimal_community_is_told_as_such() -> None:
    lon, lat = community(10, radius_m=200, seed=3)
    found = dms_digits(plain(lon), plain(lat))

    assert found.strength is Strength.NOTHING
    assert found.sentence == (f"10个坐标中{found.consistent}个的小数位可能是度分秒，未见整体误写")


def test_positions_that_show_no_seconds_are_left_out() -> None:
    found = dms_digits(["117.1", "", "117°05'36\"", "117.0536"], ["36.2", "", "36°11'", "36.1117"])

    assert (found.strength, found.total, found.consistent) == (Strength.CANNOT_SAY, 1, 1)
    assert found.sentence == "可用的坐标只有1个，无法判断是否把度分秒直接写成小数"


def test_a_position_three_kilometres_off_is_a_stray() -> None:
    hits = 0
    for seed in range(50):
        lon, lat = community(30, radius_m=300, seed=seed)
        lon[7] += 3000 * METRE_EAST
        found = outliers(lon, lat)
        hits += np.flatnonzero(found.stray).tolist() == [7]

    assert hits >= 48


def test_honest_communities_have_hardly_any_strays() -> None:
    found = [outliers(*community(30, radius_m=500, seed=seed)) for seed in range(200)]

    assert sum(int(f.stray.sum()) for f in found) <= 6
    assert all(f.limit_m >= 500 for f in found)


def test_strays_and_their_distances_are_told() -> None:
    lon, lat = community(12, radius_m=100, seed=4)
    lon[0], lat[1] = lon[0] + 2000 * METRE_EAST, 117.0
    found = outliers(lon, lat)

    assert (found.strength, found.total) == (Strength.HINT, 11)
    assert found.stray.tolist() == [True] + [False] * 11
    assert found.distance_m[0] == pytest.approx(2000, abs=200)
    assert np.isnan(found.distance_m[1])
    assert found.sentence == "11个坐标中1个位置距中心超过500米，明显离群"
    assert outliers(lon[2:], lat[2:]).sentence == "10个坐标中未见离群位置"


def test_too_few_positions_have_no_strays() -> None:
    lon, lat = community(9, radius_m=100, seed=5)
    found = outliers(lon + np.arange(9), lat)

    assert (found.strength, int(found.stray.sum())) == (Strength.CANNOT_SAY, 0)
    assert np.isnan(found.limit_m)
    assert found.sentence == "可用的坐标只有9个，无法判断离群位置"


def test_no_positions_have_no_spread() -> None:
    nowhere = np.array([np.nan, np.inf, 36.0])
    assert np.isnan(spread_m(nowhere, np.array([36.0, 36.0, 117.0])))
    assert np.isnan(spread_m(np.array([]), np.array([])))


@given(st.integers(0, 1000), st.integers(10, 40))
def test_strays_do_not_depend_on_order(seed: int, n: int) -> None:
    lon, lat = community(n, radius_m=900, seed=seed)
    one, other = outliers(lon, lat), outliers(lon[::-1], lat[::-1])

    assert (one.stray == other.stray[::-1]).all()
    assert one.limit_m == pytest.approx(other.limit_m)
