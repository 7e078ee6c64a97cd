"""CODE-11, 12, 30 and 34, and the silence about local codes: where a code was issued."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.model import Finding
from gb28181.editions import Edition
from tests.auditor.rules.records import judged

LAIWU = {"云帆社区": "370116"}


def code_rules(
    folder: Path, code: str, criteria: Criteria, field: str = "device_code", **cells: str
) -> list[str]:
    found = judged(folder, {"device_code": code, **cells}, criteria=criteria)
    return [f.rule for f in found if f.field == field]


def one(folder: Path, cells: dict[str, str], criteria: Criteria, rule: str) -> Finding:
    [finding] = [f for f in judged(folder, cells, criteria=criteria) if f.rule == rule]
    return finding


@pytest.mark.parametrize(
    ("six", "expected"),
    [
        ("370116", []),
        ("370117", []),
        ("370100", []),
        ("370000", []),
        ("370902", ["CODE-34"]),
        ("340202", ["CODE-11"]),
        ("110101", ["CODE-11"]),
        ("419001", ["CODE-11"]),
        ("371202", ["CODE-08"]),
        ("370176", ["CODE-09"]),
        ("370271", ["CODE-10"]),
        ("970116", ["CODE-06"]),
    ],
)
def test_the_code_is_held_against_the_county_of_the_community(
    six: str, expected: list[str], tmp_path: Path
) -> None:
    code = f"{six}00011326000001"
    assert code_rules(tmp_path, code, Criteria(counties=LAIWU)) == expected


def test_an_abolished_division_is_no_other_prefecture(tmp_path: Path) -> None:
    criteria = Criteria(edition=Edition.E2016, counties=LAIWU)
    assert code_rules(tmp_path, "37120200011326000001", criteria) == []


@pytest.mark.parametrize("counties", [{}, {"他社区": "370116"}, {"云帆社区": "371202"}])
def test_without_the_county_of_the_community_nothing_is_said(
    counties: dict[str, str], tmp_path: Path
) -> None:
    code = "34020200011326000001"
    assert code_rules(tmp_path, code, Criteria(counties=counties)) == []


def test_a_municipality_is_one_place(tmp_path: Path) -> None:
    criteria = Criteria(counties={"": "500229"})
    assert code_rules(tmp_path, "50010100011326000001", criteria, division="500229") == []


def test_the_message_says_that_the_digits_are_the_centre(tmp_path: Path) -> None:
    cells = {"device_code": "37090200011326000001"}
    finding = one(tmp_path, cells, Criteria(counties=LAIWU), "CODE-34")
    assert finding.message == (
        "编码前六位 370902（山东省泰安市泰山区） 与社区（云帆社区）不在同一地市；"
        "前六位表示监控中心而非摄像机所在地"
    )


def test_a_row_without_community_is_told_so(tmp_path: Path) -> None:
    cells = {"device_code": "34020200011326000001", "community": ""}
    finding = one(tmp_path, cells, Criteria(counties={"": "370116"}), "CODE-11")
    assert "与社区（未填）不在同一省" in finding.message


@pytest.mark.parametrize(
    ("centre", "units", "expected"),
    [
        ("37011602", {"37011601"}, ["CODE-12"]),
        ("37011601", {"37011601"}, []),
        ("37011600", {"37011601"}, []),
        ("37011702", {"37011601"}, []),
        ("37011602", set(), []),
        ("37011602", None, []),
    ],
)
def test_an_access_unit_is_asked_of_a_list_that_has_its_county(
    centre: str, units: set[str] | None, expected: list[str], tmp_path: Path
) -> None:
    criteria = Criteria(access_units=None if units is None else frozenset(units))
    assert code_rules(tmp_path, f"{centre}011326000001", criteria) == expected


def test_a_local_code_of_eight_digits_is_an_access_unit_too(tmp_path: Path) -> None:
    criteria = Criteria(access_units=frozenset({"37011601"}), local_codes=frozenset({"37011602"}))
    assert code_rules(tmp_path, "37011602011326000001", criteria) == []


def test_the_unit_is_quoted(tmp_path: Path) -> None:
    criteria = Criteria(access_units=frozenset({"37011601"}))
    finding = one(tmp_path, {"device_code": "37011602011326000001"}, criteria, "CODE-12")
    assert finding.message == "编码前八位 37011602 不在本地基层接入单位表中"


@pytest.mark.parametrize(
    ("six", "without"),
    [
        ("970116", ["CODE-06"]),
        ("371202", ["CODE-08"]),
        ("370176", ["CODE-09"]),
        ("370271", ["CODE-10"]),
    ],
)
@pytest.mark.parametrize("length", [2, 4, 6])
def test_local_digits_are_no_division(
    six: str, without: list[str], length: int, tmp_path: Path
) -> None:
    code = f"{six}00011326000001"
    criteria = Criteria(local_codes=frozenset({six[:length]}), counties={"": "340202"})
    assert code_rules(tmp_path, code, Criteria()) == without
    assert code_rules(tmp_path, code, criteria) == []


@pytest.mark.parametrize(
    ("division", "without"),
    [
        ("970116", ["DIV-02"]),
        ("370198", ["DIV-02"]),
        ("371202", ["DIV-03"]),
        ("370176", ["DIV-11"]),
        ("3702", ["DIV-04", "DIV-05"]),
        ("370902", ["DIV-05"]),
    ],
)
def test_local_digits_are_right_in_the_division_too(
    division: str, without: list[str], tmp_path: Path
) -> None:
    code = "37011600011326000001"
    local = Criteria(local_codes=frozenset({division}))
    told = {"field": "division", "division": division}
    assert code_rules(tmp_path, code, Criteria(), **told) == without
    assert code_rules(tmp_path, code, local, **told) == []


@pytest.mark.parametrize(
    ("unit", "division", "expected"),
    [
        ("370116000000", "370116", []),
        ("370100000000", "370116", []),
        ("370000000000", "370116", []),
        ("370902000000", "370116", ["CODE-30"]),
        ("370902000000", "3701", ["CODE-30"]),
        ("370902000000", "37", []),
        ("010000300000", "370116", []),
        ("371202000000", "370116", []),
        ("3709020000", "370116", []),
        ("370902000000", "370116001", []),
        ("", "370116", []),
    ],
)
def test_the_police_unit_is_compared_by_prefecture(
    unit: str, division: str, expected: list[str], tmp_path: Path
) -> None:
    code = "37011600011326000001"
    found = code_rules(
        tmp_path, code, Criteria(), field="police_unit", police_unit=unit, division=division
    )
    assert [rule for rule in found if rule == "CODE-30"] == expected


def test_both_places_of_the_police_unit_are_named(tmp_path: Path) -> None:
    finding = one(tmp_path, {"police_unit": "370902000000"}, Criteria(), "CODE-30")
    assert finding.message == (
        "公安机关代码 370902000000 的前六位 370902（山东省泰安市泰山区） "
        "与行政区域 370116（山东省济南市莱芜区） 不在同一地市"
    )
