"""The frame that record rules see: computed columns, and never a row too many."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.examples import key_location
from auditor.judge import judge_records
from auditor.records import KeyLocation
from gb28181.codes import Edition
from tests.auditor.rules.records import PLAN, correct, frame


def at(community: str, location: KeyLocation) -> KeyLocation:
    return replace(location, community=community)


def test_numbers_are_read_from_plain_decimal_degrees_only(tmp_path: Path) -> None:
    rows = [
        correct(1, longitude=" +117.5 ", latitude="36"),
        correct(2, longitude="117.5E", latitude="1e2"),
        correct(3, longitude="", latitude="-0.5"),
        correct(4, longitude="1175", latitude=".5"),
    ]
    found = frame(tmp_path, rows)
    assert found["lon"].to_list() == [117.5, None, None, None]
    assert found["lat"].to_list() == [36.0, None, -0.5, None]


def test_a_named_location_is_known_or_not_and_none_is_neither(tmp_path: Path) -> None:
    names = ["KL-01", " KL-02 ", "KL-99", ""]
    rows = [correct(n, key_location_id=name) for n, name in enumerate(names, start=1)]
    assert frame(tmp_path, rows)["key_location_known"].to_list() == [True, True, False, None]


def test_distances_are_metres_to_the_planned_position(tmp_path: Path) -> None:
    rows = [correct(1), correct(2, longitude="117.662"), correct(3, longitude="x")]
    found = frame(tmp_path, rows).fill_nan(None)
    assert found["key_distance_m"].to_list() == [0.0, pytest.approx(89.96, abs=0.1), None]
    assert found["gcj_distance_m"][0] == pytest.approx(525, abs=1)
    assert found["community_distance_m"].to_list() == [0.0, pytest.approx(89.96, abs=0.1), None]


def test_what_is_no_position_has_no_distance(tmp_path: Path) -> None:
    rows = [correct(1, longitude="36.209", latitude="117.661"), correct(2, longitude="181")]
    found = frame(tmp_path, rows).fill_nan(None)
    for column in ("key_distance_m", "gcj_distance_m", "community_distance_m"):
        assert found[column].to_list() == [None, None]


def test_without_a_plan_or_its_positions_nothing_is_known(tmp_path: Path) -> None:
    for plan in ((), (replace(key_location(), longitude="", latitude=""),)):
        found = frame(tmp_path, [correct()], plan).fill_nan(None)
        assert found["key_distance_m"].to_list() == [None]
        assert found["community_distance_m"].to_list() == [None]


def test_cameras_taken_down_are_left_out_and_the_order_is_kept(tmp_path: Path) -> None:
    statuses = ["1", "3", "2", "拆除", ""]
    rows = [correct(n, status=status) for n, status in enumerate(statuses, start=1)]
    assert frame(tmp_path, rows)["row"].to_list() == [1, 3, 5]


def test_inside_the_hull_of_the_plan_the_distance_is_nought(tmp_path: Path) -> None:
    corners = [("117.66", "36.20"), ("117.68", "36.20"), ("117.67", "36.22")]
    plan = tuple(
        replace(key_location(number=n), longitude=lon, latitude=lat)
        for n, (lon, lat) in enumerate(corners, start=1)
    )
    rows = [correct(longitude="117.67", latitude="36.205")]
    assert frame(tmp_path, rows, plan)["community_distance_m"].to_list() == [0.0]


def test_one_id_in_two_communities_doubles_no_camera(tmp_path: Path) -> None:
    other = at("东湖社区", replace(key_location(), longitude="117.9"))
    found = frame(tmp_path, [correct(1), correct(2)], (other, *PLAN))
    assert found["row"].to_list() == [1, 2]
    assert found["longitude_planned"].to_list() == ["117.661000", "117.661000"]
    assert judge_records(found, Criteria(edition=Edition.E2022)) == ()


def test_an_own_location_goes_before_one_of_every_community(tmp_path: Path) -> None:
    shared = at("", replace(key_location(), longitude="117.9"))
    found = frame(tmp_path, [correct(1), correct(2, community="西湖社区")], (shared, *PLAN))
    assert found["longitude_planned"].to_list() == ["117.661000", "117.9"]


def test_another_communitys_location_is_not_planned_here(tmp_path: Path) -> None:
    plan = (at("东湖社区", key_location()),)
    found = frame(tmp_path, [correct(1), correct(2, community=" ")], plan)
    assert found["key_location_known"].to_list() == [False, True]
