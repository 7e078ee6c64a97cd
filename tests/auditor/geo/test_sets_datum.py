"""Datums of whole communities and districts: what shows, and what must not be claimed."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from auditor.datum import Degrees, wgs84_to_gcj02
from auditor.geo.sets import Strength
from auditor.geo.sets_datum import IMPOSSIBLE, MixedDatums, border_leakage, mixed_datums

METRE_EAST, METRE_NORTH = 1 / 90_000, 1 / 111_000


def community(share: float, *, seed: int, poles: int = 40) -> tuple[Degrees, Degrees]:
    """Two cameras a pole within 300 m, ``share`` of the cameras written in GCJ-02."""
    random = np.random.default_rng(seed)
    away, bearing = 300 * np.sqrt(random.random(poles)), random.uniform(0, 2 * np.pi, poles)
    lon = np.repeat(117.1 + away * np.cos(bearing) * METRE_EAST, 2)
    lat = np.repeat(36.2 + away * np.sin(bearing) * METRE_NORTH, 2)
    lon += random.normal(0, 2, lon.size) * METRE_EAST
    lat += random.normal(0, 2, lon.size) * METRE_NORTH
    east, north = wgs84_to_gcj02(lon, lat)
    wrong = random.random(lon.size) < share
    return np.where(wrong, east, lon), np.where(wrong, north, lat)


def hints(share: float) -> int:
    found = [mixed_datums(*community(share, seed=seed)) for seed in range(50)]
    return sum(f.strength is Strength.HINT for f in found)


def test_a_third_in_another_datum_is_found() -> None:
    assert hints(0.3) >= 48


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_community_of_one_datum_is_not_suspected(share: float) -> None:
    assert hints(share) <= 2


def test_what_was_counted_is_told() -> None:
    mixed = mixed_datums(*community(0.4, seed=1))
    pure = mixed_datums(*community(0.0, seed=1))

    assert mixed.pairs > 3 * mixed.expected
    assert mixed.sentence == (
        f"{mixed.poles}处点位中相差恰为GCJ-02偏移的有{mixed.pairs}对，"
        f"其他方向平均{mixed.expected:.1f}对，疑似混用WGS-84与GCJ-02"
    )
    assert pure.sentence.endswith("未见混用；若全部采用同一坐标系，本检验无法发现")


def test_few_poles_and_too_many_cannot_be_judged() -> None:
    lon, lat = community(0.5, seed=2)
    few = np.where(np.arange(lon.size) % 2 + np.arange(lon.size) // 10 == 0, lon, np.nan)
    grid = np.arange(5001)

    for columns, size in (
        ((few, lat), 5),
        ((100 + grid % 71 * 0.01, 30 + grid // 71 * 0.01), 5001),
    ):
        found = mixed_datums(*columns)
        assert (found.strength, found.poles, found.pairs) == (Strength.CANNOT_SAY, size, 0)
        assert math.isnan(found.expected)
        assert found.sentence == (
            f"可用的点位有{size}处，不在可判断的范围内，无法判断是否混用坐标系"
        )


def test_where_nothing_is_shifted_nothing_can_be_judged() -> None:
    lon, lat = community(0.0, seed=3)
    found = mixed_datums(lon - 110, lat)

    assert (found.strength, found.sentence) == (
        Strength.CANNOT_SAY,
        "当地GCJ-02偏移量太小，无法判断是否混用坐标系",
    )


def test_cameras_beyond_the_polar_cells_are_left_out() -> None:
    lon, lat = community(0.0, seed=4)

    def with_first_at(place: float) -> MixedDatums:
        return mixed_datums(np.append(lon, 117.0), np.append(lat, place))

    assert with_first_at(89.0) == with_first_at(float("nan"))


def district(n: int, *, gcj: bool) -> tuple[Degrees, Degrees]:
    random = np.random.default_rng(20260701)
    lon, lat = random.uniform(117.0, 117.1, n), random.uniform(36.1, 36.2, n)
    return wgs84_to_gcj02(lon, lat) if gcj else (lon, lat)


def inside(lon: Degrees, lat: Degrees) -> npt.NDArray[np.bool_]:
    held: npt.NDArray[np.bool_] = (lon >= 117.0) & (lon <= 117.1)
    return held & (lat >= 36.1) & (lat <= 36.2)


def test_a_district_written_in_gcj02_leaks_over_its_border() -> None:
    found = border_leakage(*district(2000, gcj=True), contains=inside)

    assert (found.strength, found.total, found.outside_as_gcj02) == (Strength.HINT, 2000, 0)
    assert found.sentence == (
        f"2000台中按原值{found.outside}台在界外，按GCJ-02还原后0台在界外，"
        "疑似整体采用GCJ-02，须用实测锚点核实"
    )


def test_an_honest_district_does_not() -> None:
    found = border_leakage(*district(2000, gcj=False), contains=inside)

    assert (found.strength, found.outside) == (Strength.NOTHING, 0)
    assert found.sentence.endswith("不能说明坐标系有误")


def test_a_community_is_too_small_for_the_border() -> None:
    lon, lat = district(1001, gcj=True)
    lon[:2] = np.nan
    found = border_leakage(lon, lat, contains=inside)

    assert (found.strength, found.total, found.outside) == (Strength.CANNOT_SAY, 999, 0)
    assert found.sentence == "只有999台有坐标的摄像机，少于1000台，不能用边界判断坐标系"


def test_what_is_impossible_is_said() -> None:
    assert len(set(IMPOSSIBLE)) == 4
    assert any("整个社区都采用同一错误坐标系" in sentence for sentence in IMPOSSIBLE)
