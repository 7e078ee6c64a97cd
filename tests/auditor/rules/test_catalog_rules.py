"""Catalog rules beyond single values: what is missing, the status, the tree, the edition."""

import pytest

from auditor.criteria import Criteria
from auditor.rules import (
    catalog_groups,
    catalog_missing,
    catalog_position,
    catalog_removed,
    catalog_status,
)
from gb28181.editions import Edition
from tests.auditor.rules.cells import only, told, violations

E2016 = Criteria(edition=Edition.E2016)
DIRECTORY = {"register_way": "1", "parental": "0"}
GROUP, ORGANISATION = "37011600002150000001", "37011600002160000001"
SYSTEM, CAMERA = "37011600002000000001", "37011600011326000001"
RECORDER = "37011600011180000001"

MISSING = catalog_missing.RULES
STATUS = catalog_status.RULES
GROUPS = catalog_groups.RULES


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"maker": "", "model": "", "address": ""}, []),
        ({"maker": "", **DIRECTORY}, ["CAT-01"]),
        ({"maker": "A", "model": " ", **DIRECTORY}, ["CAT-01"]),
        ({"maker": "", "device_code": SYSTEM, **DIRECTORY}, []),
        ({"maker": "", "device_code": "370116", **DIRECTORY}, []),
        ({"grassroots_code": ""}, []),
        ({"grassroots_code": "", **DIRECTORY}, ["CAT-18"]),
        ({"grassroots_code": "000000", **DIRECTORY}, []),
        ({"point_type": "", **DIRECTORY}, ["CAT-18"]),
        ({"point_type": "", "device_code": RECORDER, **DIRECTORY}, []),
        ({"point_type": "1", "installed_on": "", **DIRECTORY}, ["CAT-19"]),
        ({"point_type": "一类点", "record_days": "", **DIRECTORY}, ["CAT-19"]),
        ({"point_type": "2", "management_contact": "", **DIRECTORY}, []),
        ({"parent_id": "", **DIRECTORY}, ["CAT-51"]),
        ({"parental": "", "status": ""}, ["CAT-51"]),
        ({"register_way": ""}, ["CAT-52"]),
        ({"secrecy": "", **DIRECTORY}, ["CAT-52"]),
    ],
)
def test_a_directory_is_asked_for_what_its_file_has_columns_for(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only(MISSING, row) == expected


def test_under_2016_all_that_is_missing_is_a_doubt() -> None:
    row = {"maker": "", "grassroots_code": "", "secrecy": "", **DIRECTORY}
    assert violations(MISSING, [row], E2016) == [["CAT-53"]]


def test_missing_elements_are_listed_with_the_columns_that_are_not_there() -> None:
    assert told(MISSING, {"maker": "", "address": "X", **DIRECTORY}) == [
        (
            "CAT-01",
            "",
            "目录项应填的项为空或台账无此列：设备厂商（Manufacturer）、设备型号（Model）",
            "",
        )
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ON", []), ("OFF", []), ("", []), ("1", []), ("3.0", []), ("在线", []), ("无", []),
        ("on", ["CAT-32"]), ("ONLINE", ["CAT-32"]), ("true", ["CAT-32"]), ("0", ["CAT-32"]),
        ("VLOST", ["CAT-06"]), ("7", ["CAT-06"]),
    ],
)  # fmt: skip
def test_the_status_of_a_directory_is_on_or_off(status: str, expected: list[str]) -> None:
    assert only(STATUS, {"status": status, **DIRECTORY}) == expected
    assert only(STATUS, {"status": status}) == []


def test_under_2016_a_status_is_only_doubted() -> None:
    rows = [{"status": text, **DIRECTORY} for text in ("ON", "on", "VLOST")]
    assert violations(STATUS, rows, E2016) == [[], ["CAT-32"], ["CAT-32"]]


def test_a_status_in_lower_case_is_told_how_to_be_written() -> None:
    assert told(STATUS, {"status": "off", **DIRECTORY}) == [
        ("CAT-32", "off", "设备状态（Status）写法与标准的 ON、OFF 不一致", "改写为 OFF")
    ]
    assert told(STATUS, {"status": "ONLINE", **DIRECTORY}) == [
        ("CAT-32", "ONLINE", "设备状态（Status）写法与标准的 ON、OFF 不一致", "")
    ]
    assert told(STATUS, {"status": "DEFECT", **DIRECTORY}) == [
        ("CAT-06", "DEFECT", "设备状态（Status）应为 ON 或 OFF", "")
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"device_code": GROUP}, []),
        ({"device_code": GROUP, "parent_id": SYSTEM}, []),
        ({"device_code": GROUP, "parent_id": ""}, ["CAT-22"]),
        ({"device_code": GROUP, "parent_id": ORGANISATION}, ["CAT-22"]),
        ({"device_code": GROUP, "parent_id": "1"}, []),
        ({"device_code": GROUP, "parent_id": f"{SYSTEM}/{ORGANISATION}"}, []),
        ({"device_code": ORGANISATION, "business_group_id": GROUP, "parent_id": ""}, []),
        ({"device_code": ORGANISATION, "business_group_id": ""}, ["CAT-23"]),
        ({"device_code": ORGANISATION, "business_group_id": SYSTEM}, ["CAT-23"]),
        ({"device_code": ORGANISATION, "parent_id": "37011600002160000002"}, []),
        ({"device_code": ORGANISATION, "parent_id": GROUP}, ["CAT-54"]),
        ({"device_code": CAMERA, "parent_id": SYSTEM}, []),
        ({"device_code": CAMERA, "parent_id": ""}, []),
        ({"device_code": f" {CAMERA}", "parent_id": CAMERA}, ["CAT-55"]),
    ],
)
def test_parents_in_the_tree_are_of_the_right_kind(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only(GROUPS, row) == expected


def test_under_2016_the_tree_is_built_otherwise() -> None:
    rows = [
        {"device_code": ORGANISATION, "parent_id": GROUP, "business_group_id": ""},
        {"device_code": GROUP, "parent_id": ""},
        {"device_code": CAMERA, "parent_id": CAMERA, "business_group_id": ""},
    ]
    assert violations(GROUPS, rows, E2016) == [[], [], ["CAT-55"]]


def test_the_findings_about_the_tree_quote_the_parent() -> None:
    wrong = {"device_code": ORGANISATION, "parent_id": GROUP, "business_group_id": SYSTEM}
    assert told(GROUPS, wrong) == [
        ("CAT-23", SYSTEM, "虚拟组织的 BusinessGroupID 应为所属业务分组的编码（类型 215）", ""),
        (
            "CAT-54",
            GROUP,
            "虚拟组织的 ParentID 只能是上级虚拟组织（类型 216）；直属业务分组时不填",
            "",
        ),
    ]
    assert told(GROUPS, {"device_code": GROUP, "parent_id": GROUP}) == [
        ("CAT-22", GROUP, "业务分组的 ParentID 应为创建该分组的系统编码（类型 200）", ""),
        ("CAT-55", GROUP, "父设备编码与本设备编码相同", ""),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"capture_position": "0260100"}, []),
        ({"capture_position": "0170100"}, ["CAT-11"]),
        ({"capture_position": "0170100", "key_location_id": ""}, []),
        ({"capture_position": "0260200"}, []),
        ({"capture_position": "学校"}, []),
        ({"capture_position": ""}, []),
    ],
)
def test_a_key_location_is_a_road_an_estate_or_a_car_park(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only([catalog_position.RULE], row) == expected


def test_the_position_is_named_and_2016_knows_none() -> None:
    row = {"capture_position": "0170100"}
    assert told([catalog_position.RULE], row) == [
        ("CAT-11", "0170100", "登记为社区关键位置，而采集部位类型为“学校、幼儿园”", "")
    ]
    assert violations([catalog_position.RULE], [row], E2016) == [[]]


def test_removed_elements_are_told_once_of_the_first_row_that_has_any() -> None:
    rows = [{"owner": " "}, {"owner": "A", "use_type": "1"}, {"owner": "A"}]
    assert violations([catalog_removed.RULE], rows) == [[], ["CAT-25"], []]
    assert violations([catalog_removed.RULE], rows, E2016) == [[], [], []]
    assert violations([catalog_removed.RULE], [{}]) == [[]]
    assert told([catalog_removed.RULE], rows[1]) == [
        (
            "CAT-25",
            "Owner、UseType",
            "台账含2022版已删除的目录项元素（本行起：Owner、UseType），平台可能按2016版实现",
            "",
        )
    ]
