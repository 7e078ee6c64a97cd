"""Division codes and the areas that layers have for them."""

from collections.abc import Callable

import numpy as np
import pytest
import shapely

from auditor.geo.aliases import AMAP, TIANDITU
from auditor.geo.confidence import THRESHOLD, agreement, is_doubtful
from auditor.geo.layers import Layer, LayerKind, amap, open_layers, tianditu
from gb28181.divisions import division_table
from tests.auditor.geo.boundary_samples import floats, layer

NO_COUNTIES_BELOW = ("441900", "442000", "460400", "620200")
NEW = {"653228", "653229"}


@pytest.mark.parametrize("which", [amap, tianditu])
def test_every_current_county_is_known_but_the_two_newest(which: Callable[[], Layer]) -> None:
    table = division_table()
    leaves = {code for code in table.names if code[:2] < "71" and not code.endswith("00")}
    leaves |= set(NO_COUNTIES_BELOW)

    assert {code for code in leaves if not which().members(code)} - NEW == set()


@pytest.mark.parametrize(
    ("code", "ours", "theirs"),
    [
        ("500157", ("500105",), ("500105", "500112")),  # 两江新区
        ("500105", (), ("500105",)),  # 江北区, abolished: Amap draws another under its code
        ("540481", ("540481",), ("540422",)),
        ("460302", ("460302",), ("460321",)),
        ("441900", ("441900",), ("441900",)),
        ("371202", (), ()),  # 莱城区, abolished
        ("370176", (), ()),  # a zone
        ("653228", (), ()),
        ("4419", ("441900",), ("441900",)),
    ],
)
def test_codes_lead_to_members(code: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    assert (amap().members(code), tianditu().members(code)) == (ours, theirs)


@pytest.mark.parametrize("code", ["37", "3709", "370900", "370000"])
def test_a_prefecture_or_province_is_its_counties(code: str) -> None:
    members = amap().members(code)

    assert "370902" in members
    assert {member[: 4 if "09" in code else 2] for member in members} == {code.rstrip("0")}


@pytest.mark.parametrize(
    "code", ["", "3", "370", "37090", "3709021", "泰山区", "３７０９", "00", "000000", "99"]
)
def test_what_is_no_division_has_no_area(code: str) -> None:
    assert amap().area(code) is None


def test_aliases_go_back_to_the_official_code() -> None:
    assert (AMAP.official("500105"), AMAP.official("370902")) == ("500157", "370902")
    assert (TIANDITU.official("500112"), TIANDITU.official("540422")) == ("500157", "540481")


def test_known_places_are_in_their_counties_in_both_layers() -> None:
    longitude, latitude = floats(117.089, 117.0216, 0.0), floats(36.188, 36.6611, 0.0)

    for open_layer in open_layers():
        found = open_layer.county_at(longitude, latitude)
        assert found.tolist() == ["370902", "370102", ""]


def test_only_what_was_asked_for_is_decoded() -> None:
    decoded: list[str] = []
    whole = amap()

    def read(code: str) -> shapely.Geometry:
        decoded.append(code)
        return whole.read(code)

    lazy = Layer(LayerKind.AMAP, whole.codes, read)
    lazy.area("370902")
    lazy.area("370902")

    assert decoded == ["370902"]


def test_an_incomplete_layer_answers_for_its_own_codes_alone() -> None:
    customer = layer(LayerKind.CUSTOMER, c370902=(117, 36))

    assert customer.members("370902") == ("370902",)
    assert customer.members("3709") == ()


def test_counties_are_found_by_position_also_from_a_prepared_index() -> None:
    two = layer(LayerKind.AMAP, c370902=(117, 36), c370102=(118, 36))

    first = two.county_at(floats(117.5, 118.5), floats(36.5, 36.5))
    again = two.county_at(floats(116.5), floats(36.5))
    none = two.county_at(np.empty(0), np.empty(0))

    assert [first.tolist(), again.tolist(), none.tolist()] == [["370902", "370102"], [""], []]


def test_the_divisions_that_layers_disagree_on_are_few_and_named() -> None:
    table = agreement()

    assert len(table) == 77
    assert {share for share in table.values() if not 0 <= share < THRESHOLD} == set()
    assert (is_doubtful("370202"), is_doubtful("370902")) == (True, False)
    assert (is_doubtful("46"), is_doubtful("4603"), is_doubtful("3709")) == (True, True, False)
