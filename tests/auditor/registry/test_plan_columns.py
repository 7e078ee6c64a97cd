"""The plan beside the records: which location is meant, and how far it is."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.datum import wgs84_to_gcj02
from auditor.examples import key_location
from auditor.records import KeyLocation
from auditor.registry.plan_columns import with_plan
from tests.auditor.geo.boundary_samples import floats

COMPUTED = ("key_location_known", "key_distance_m", "gcj_distance_m", "community_distance_m")
Row = tuple[str | None, str | None, float | None, float | None]


def planned(
    name: str, longitude: object, latitude: object, community: str = "云帆社区"
) -> KeyLocation:
    return replace(
        key_location(),
        id=name,
        community=community,
        longitude=str(longitude),
        latitude=str(latitude),
    )


def beside(plan: tuple[KeyLocation, ...] | None, *rows: Row) -> pl.DataFrame:
    """Community, named location and position of each row."""
    schema = {
        "community": pl.String, "key_location_id": pl.String, "lon": pl.Float64, "lat": pl.Float64
    }  # fmt: skip
    return with_plan(pl.DataFrame(rows, schema=schema, orient="row"), plan).fill_nan(None)


def near(metres: float) -> object:
    return pytest.approx(metres, abs=0.5)


HERE = ("云帆社区", "KL-01", 117.661, 36.209)
ONE = (planned("KL-01", 117.661, 36.209),)


def test_without_a_plan_nothing_is_known() -> None:
    found = beside(None, HERE)
    assert found.select(COMPUTED).rows() == [(None, None, None, None)]
    assert found.schema["key_location_known"] == pl.Boolean
    assert {found.schema[name] for name in COMPUTED[1:]} == {pl.Float64()}


def test_an_empty_plan_knows_no_location() -> None:
    assert beside((), HERE).select(COMPUTED).rows() == [(False, None, None, None)]


def test_all_distances_of_a_named_location() -> None:
    image = wgs84_to_gcj02(floats(117.661), floats(36.209))
    at_image = ("云帆社区", "KL-01", float(image[0][0]), float(image[1][0]))
    found = beside(ONE, HERE, at_image).select(COMPUTED).rows()
    assert found == [
        (True, near(0), near(525.4), near(0)),
        (True, near(525.4), near(0), near(525.4)),
    ]


@pytest.mark.parametrize(
    ("community", "name", "expected"),
    [
        ("云帆社区", "KL-01", True),
        ("云帆社区", "KL-09", False),
        ("云帆社区", "", None),
        ("云帆社区", None, None),
        ("东湖社区", "KL-01", False),
        ("", "KL-01", True),
        (None, "KL-01", True),
        (None, None, None),
    ],
)
def test_a_location_is_known_by_community_and_id(
    community: str | None,
    name: str | None,
    expected: bool | None,  # noqa: FBT001 - expected
) -> None:
    found = beside(ONE, (community, name, 117.661, 36.209))
    assert found["key_location_known"].to_list() == [expected]
    assert found["key_distance_m"].to_list() == [near(0) if expected else None]


def test_a_location_without_community_is_everyones_but_an_own_goes_before_it() -> None:
    plan = (planned("KL-01", 117.9, 36.209, community=""), *ONE)
    found = beside(plan, HERE, ("东湖社区", "KL-01", 117.9, 36.209))
    assert found["key_distance_m"].to_list() == [near(0), near(0)]


def test_of_locations_under_one_id_the_first_counts_and_no_row_is_doubled() -> None:
    plan = (*ONE, planned("KL-01", 118, 36.209), planned("KL-01", 119, 36.209, community="东湖"))
    found = beside(plan, HERE, HERE, ("", "KL-01", 117.661, 36.209))
    assert found["key_distance_m"].to_list() == [near(0)] * 3


def test_positions_that_are_none_have_no_distance() -> None:
    nowhere = [(None, 36.2), (117.6, None), (36.2, 117.6), (181.0, 36.2)]
    found = beside(ONE, *(("云帆社区", "KL-01", lon, lat) for lon, lat in nowhere))
    assert found.select(COMPUTED).rows() == [(True, None, None, None)] * 4


def test_planned_positions_that_are_none_give_no_distance() -> None:
    plan = (planned("KL-01", "", ""), planned("KL-02", "东经117", "36.2"))
    assert beside(plan, HERE).select(COMPUTED).rows() == [(True, None, None, None)]


def test_rows_keep_their_order() -> None:
    names = ["KL-02", "", "KL-01", None, "KL-02"]
    found = beside(ONE, *(("云帆社区", name, 117.0, 36.0) for name in names))
    assert found["key_location_id"].to_list() == names


def test_two_planned_positions_span_a_line() -> None:
    plan = (planned("KL-01", 117.66, 36.2), planned("KL-02", 117.68, 36.2))
    between, beside_it = ("", "", 117.67, 36.2), ("", "", 117.67, 36.201)
    found = beside(plan, between, beside_it)["community_distance_m"].to_list()
    assert found == [near(0), near(111)]


DEGREE = st.floats(0.001, 0.02)
SPOTS = st.lists(st.tuples(DEGREE, DEGREE), min_size=1, max_size=6)


@given(SPOTS, st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_the_community_is_never_farther_than_any_of_its_locations(
    spots: list[tuple[float, float]], east: float, north: float
) -> None:
    plan = tuple(
        planned(f"KL-{n}", f"{117.6 + x:.6f}", f"{36.2 + y:.6f}") for n, (x, y) in enumerate(spots)
    )
    rows = [("云帆社区", one.id, 117.6 + east, 36.2 + north) for one in plan]
    found = beside(plan, *rows)
    farthest_allowed = found["key_distance_m"].min()
    assert isinstance(farthest_allowed, float)
    assert found["community_distance_m"][0] <= farthest_allowed * 1.0001 + 0.01
