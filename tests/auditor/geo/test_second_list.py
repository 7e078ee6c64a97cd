"""The same devices in two lists, with simulated datums, doubles and gaps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import wgs84_to_bd09, wgs84_to_gcj02
from auditor.geo.second_list import (
    Comparison,
    DeviceList,
    Relation,
    SharedDevice,
    compare,
    same_name,
)

LON, LAT = 117.1, 36.2
METRE_EAST, METRE_NORTH = 1 / 90_000, 1 / 111_000
Place = tuple[float, float]


def devices(*rows: tuple[str, Place], name: str = "东门") -> DeviceList:
    return DeviceList(
        codes=[code for code, _ in rows],
        names=[name] * len(rows),
        longitude=np.array([lon for _, (lon, _) in rows], dtype=np.float64),
        latitude=np.array([lat for _, (_, lat) in rows], dtype=np.float64),
    )


def moved(east_m: float, north_m: float) -> Place:
    return LON + east_m * METRE_EAST, LAT + north_m * METRE_NORTH


def image(shift: object, place: Place = (LON, LAT)) -> Place:
    function = wgs84_to_gcj02 if shift is Relation.GCJ_SHIFT else wgs84_to_bd09
    lon, lat = function(np.array([place[0]]), np.array([place[1]]))
    return float(lon[0]), float(lat[0])


def relation(one: Place, other: Place) -> Relation:
    return compare(devices(("1", one)), devices(("1", other))).shared[0].relation


HERE = (LON, LAT)
GCJ, BD = image(Relation.GCJ_SHIFT), image(Relation.BD_SHIFT)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (HERE, HERE, Relation.SAME),
        (HERE, moved(6, 6), Relation.SAME),
        (HERE, moved(12, 0), Relation.OTHER),
        (HERE, GCJ, Relation.GCJ_SHIFT),
        (GCJ, HERE, Relation.GCJ_SHIFT_REVERSED),
        (HERE, BD, Relation.BD_SHIFT),
        (BD, HERE, Relation.BD_SHIFT_REVERSED),
        (moved(10, 10), GCJ, Relation.GCJ_SHIFT),
        (moved(20, 15), GCJ, Relation.OTHER),
        (HERE, moved(0, 530), Relation.OTHER),
        (HERE, (math.nan, LAT), Relation.UNKNOWN),
        (HERE, (LON, math.inf), Relation.UNKNOWN),
        # Outside the box nothing is shifted, so nothing looks shifted.
        ((10.0, 50.0), (10.0, 50.0), Relation.SAME),
        ((10.0, 50.0), (10.0, 50.005), Relation.OTHER),
    ],
)
def test_the_relation_of_two_positions(one: Place, other: Place, expected: Relation) -> None:
    assert relation(one, other) is expected


def test_a_small_shift_is_not_told_from_an_error() -> None:
    # In parts of 海西 the shift is below a hundred metres.
    lon, lat = np.meshgrid(np.arange(92.0, 97.0, 0.05), np.arange(36.0, 39.0, 0.05))
    east, north = wgs84_to_gcj02(lon, lat)
    small = np.argmin(np.hypot(east - lon, north - lat))
    place = float(lon.ravel()[small]), float(lat.ravel()[small])

    assert relation(place, image(Relation.GCJ_SHIFT, place)) is Relation.OTHER


def test_rows_are_matched_by_code_and_every_other_row_is_accounted_for() -> None:
    first = devices(("1", HERE), ("2", HERE), ("3", HERE), ("", HERE), ("4", HERE), ("4", HERE))
    second = devices((" １", GCJ), ("5", HERE), ("3", HERE), ("3", HERE), ("4", HERE), name="东 门")
    found = compare(first, second)

    assert found == Comparison(
        shared=(
            SharedDevice(
                code="1",
                first=0,
                second=0,
                relation=Relation.GCJ_SHIFT,
                distance_m=found.shared[0].distance_m,
                same_name=True,
            ),
        ),
        only_first=(1,),
        only_second=(1,),
        doubled=("3", "4"),
    )
    assert found.shared[0].distance_m == pytest.approx(530, abs=40)


def test_two_shifted_devices_are_strong_and_one_is_not() -> None:
    ours = devices(("1", HERE), ("2", moved(100, 0)), ("3", HERE))
    theirs = devices(
        ("1", GCJ), ("2", image(Relation.GCJ_SHIFT, moved(100, 0))), ("3", moved(0, 3))
    )
    both = compare(ours, theirs)
    one = compare(devices(("1", HERE)), devices(("1", GCJ)))

    assert both.strong_shift is Relation.GCJ_SHIFT
    assert one.strong_shift is None
    assert both.counts == {
        **dict.fromkeys(Relation, 0),
        Relation.SAME: 1,
        Relation.GCJ_SHIFT: 2,
    }
    assert both.sentence == (
        "两份清单共有设备3台：位置一致（相差不超过10米）1台，"
        "第二份清单相对第一份偏移量与GCJ-02偏移一致2台；两份清单坐标系不同，须核实哪一份为WGS-84"
    )
    assert one.sentence == "两份清单共有设备1台：第二份清单相对第一份偏移量与GCJ-02偏移一致1台"


def test_lists_without_a_common_device_say_so() -> None:
    found = compare(devices(("1", HERE)), devices())

    assert (found.shared, found.only_first, found.only_second) == ((), (0,), ())
    assert found.sentence == "两份清单没有共有设备"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("东门（１）", "东门 【1】", True),
        ("Gate A", "ｇａｔｅ　a", True),
        ("东门", "西门", False),
        ("", "西门", None),
        ("东门", "（）", None),
    ],
)
def test_names_are_equal_but_for_the_keyboard(one: str, other: str, expected: bool | None) -> None:  # noqa: FBT001
    assert same_name(one, other) is expected


def test_noisy_true_shifts_are_found_and_random_ones_are_not() -> None:
    random = np.random.default_rng(7)
    n = 5000
    lon, lat = random.uniform(116, 121, n), random.uniform(35, 38, n)
    noisy = lon + random.normal(0, 5, n) * METRE_EAST, lat + random.normal(0, 5, n) * METRE_NORTH
    bearing, metres = random.uniform(0, 2 * np.pi, n), 1500 * np.sqrt(random.random(n))
    stray = (
        lon + metres * np.sin(bearing) * METRE_EAST,
        lat + metres * np.cos(bearing) * METRE_NORTH,
    )
    codes, names = [str(k) for k in range(n)], [""] * n

    def counts(place: tuple[np.ndarray, np.ndarray]) -> dict[Relation, int]:
        ours = DeviceList(codes=codes, names=names, longitude=lon, latitude=lat)
        theirs = DeviceList(codes=codes, names=names, longitude=place[0], latitude=place[1])
        return compare(ours, theirs).counts

    assert counts(wgs84_to_gcj02(*noisy))[Relation.GCJ_SHIFT] >= n * 0.995
    assert counts(wgs84_to_bd09(*noisy))[Relation.BD_SHIFT] >= n * 0.995
    strays = counts(stray)
    assert sum(strays[r] for r in Relation if "shift" in r) <= n * 0.002


@given(st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_the_lists_may_change_places(east_m: float, north_m: float) -> None:
    mirrored = {
        Relation.GCJ_SHIFT: Relation.GCJ_SHIFT_REVERSED,
        Relation.BD_SHIFT: Relation.BD_SHIFT_REVERSED,
    }
    mirrored |= {other: one for one, other in mirrored.items()}
    there, back = relation(HERE, moved(east_m, north_m)), relation(moved(east_m, north_m), HERE)

    assert back is mirrored.get(there, there)
