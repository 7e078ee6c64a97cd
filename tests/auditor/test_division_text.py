"""The sets of division codes are what the look-up answers, code by code."""

import pytest

from auditor.division_text import (
    coarse_codes,
    county_codes,
    is_county,
    known_codes,
    municipality_digits,
    named,
    placed_codes,
    prefecture_digits,
    province_digits,
    retired_codes,
    retired_message,
    successor_hint,
    violating_codes,
    zone_codes,
)
from gb28181.codes import Edition
from gb28181.divisions import Abolished, Exists, Group, StatisticalZone, division_table
from gb28181.zones import ZONES

TABLE = division_table()


def test_known_codes_exist_or_are_headings() -> None:
    assert {type(TABLE.lookup(code)) for code in known_codes()} == {Exists, Group}


def test_every_division_of_the_table_is_known() -> None:
    assert set(TABLE.names) <= set(known_codes())
    assert {"110100", "500200", "419000", "370901"} <= set(known_codes())


def test_zone_codes_are_zones_and_contain_the_listed_ones() -> None:
    assert {type(TABLE.lookup(code)) for code in zone_codes()} == {StatisticalZone}
    assert {code for code in zone_codes() if code.startswith("37")} == set(ZONES)


def test_retired_codes_were_abolished_since_the_2007_list() -> None:
    found = [TABLE.lookup(code) for code in retired_codes()]
    assert len(found) > 300
    assert all(isinstance(status, Abolished) and status.until >= 2007 for status in found)


def test_the_three_sets_do_not_overlap() -> None:
    sets = [set(known_codes()), set(retired_codes()), set(zone_codes())]
    assert len(set.union(*sets)) == sum(len(codes) for codes in sets)


def test_only_the_2022_edition_refuses_retired_codes() -> None:
    assert violating_codes(Edition.E2022) == retired_codes()
    assert violating_codes(Edition.E2016) == ()


def test_there_are_34_provinces() -> None:
    assert len(province_digits()) == 34
    assert {"37", "71", "81", "82"} <= set(province_digits())


def test_a_retired_code_is_explained_with_its_successor() -> None:
    assert retired_message("371081") == "371081（原文登市）已于 2014 年撤销"
    assert successor_hint("371202") == (
        "改用现行代码 370116（山东省济南市莱芜区），以所在地民政部门公布为准"
    )


def test_without_a_successor_there_is_no_hint() -> None:
    assert successor_hint("371200") == ""
    assert successor_hint("370116") == ""


def test_a_code_in_force_is_not_called_retired() -> None:
    assert retired_message("370271") == "370271 不是现行行政区划代码"


def test_counties_and_coarse_codes_are_all_known_codes() -> None:
    assert sorted([*county_codes(), *coarse_codes()]) == sorted(known_codes())


def test_a_county_is_a_division_with_none_below() -> None:
    leaves = {
        code
        for code in known_codes()
        if isinstance(status := TABLE.lookup(code), Exists) and status.is_leaf
    }
    assert set(county_codes()) == leaves
    assert {"441900", "442000", "460400", "620200", "710000"} <= leaves
    assert not any(is_county(code) for code in ("370100", "370000", "110100", "370901", "371202"))


def test_the_municipalities_are_four() -> None:
    assert municipality_digits() == ("11", "12", "31", "50")


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("370116", "3701"),
        ("370100", "3701"),
        ("370000", ""),
        ("441900", "4419"),
        ("110101", "11"),
        ("110000", "11"),
        ("500229", "50"),
        ("419001", ""),
        ("429000", ""),
        ("710000", ""),
    ],
)
def test_a_prefecture_is_told_by_its_digits(code: str, digits: str) -> None:
    assert prefecture_digits(code) == digits
    assert (code in placed_codes()) == bool(digits)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("370116", "370116（山东省济南市莱芜区）"),
        ("3701", "3701（山东省济南市）"),
        ("37011601", "37011601（山东省济南市莱芜区）"),
        ("371202", "371202"),
        ("110100", "110100"),
    ],
)
def test_a_division_of_today_is_named(code: str, text: str) -> None:
    assert named(code) == text
