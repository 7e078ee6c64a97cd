"""The code tables: complete, the same width throughout, and different where editions differ."""

from collections.abc import Mapping

import pytest

from gb28181.device_types import TYPE_TABLES
from gb28181.editions import Edition
from gb28181.entries import Entry, Kind
from gb28181.industries import INDUSTRY_TABLES
from gb28181.networks import NETWORK_TABLES
from gb28181.tables import (
    CAMERA_TYPES,
    CHANGED_INDUSTRIES,
    CHANGED_NETWORKS,
    EXTENSION_TYPES,
    LISTED_TYPES,
    MAIN_DEVICE_TYPES,
    NOT_CAMERA_TYPES,
    NOT_PRINTED_TYPES,
    OTHER_DEVICE_TYPES,
    RESERVED_INDUSTRIES,
    RESERVED_NETWORKS,
    RESERVED_TYPES,
    device_type,
    industry,
    network,
)

E2016, E2022 = Edition.E2016, Edition.E2022
TABLES = {"D": E2016, "E": E2022}


def span(first: int, last: int, width: int = 2) -> frozenset[str]:
    return frozenset(str(number).zfill(width) for number in range(first, last + 1))


@pytest.mark.parametrize("edition", Edition)
def test_every_industry_type_and_network_is_in_the_tables(edition: Edition) -> None:
    assert set(INDUSTRY_TABLES[edition]) == span(0, 99)
    assert set(TYPE_TABLES[edition]) == span(111, 999, width=3) == LISTED_TYPES[edition]
    assert set(NETWORK_TABLES[edition]) == span(0, 9, width=1)


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("tables", [INDUSTRY_TABLES, TYPE_TABLES, NETWORK_TABLES])
def test_entries_cover_each_value_once_and_know_their_table(
    tables: Mapping[Edition, Mapping[str, Entry]], edition: Edition
) -> None:
    table = tables[edition]
    sizes = {entry: int(entry.last) - int(entry.first) + 1 for entry in table.values()}
    assert sum(sizes.values()) == len(table)
    assert all(entry.first <= code <= entry.last for code, entry in table.items())
    assert {TABLES[entry.table[0]] for entry in sizes} == {edition}
    assert all(entry.name or entry.kind is Kind.NOT_PRINTED for entry in sizes)


def test_table_numbers() -> None:
    def numbers(*entries: Entry | None) -> list[str]:
        return [entry.table for entry in entries if entry is not None]

    assert numbers(industry("00", E2016), industry("00", E2022)) == ["D.3", "E.2"]
    assert numbers(device_type("131", E2016), device_type("131", E2022)) == ["D.1", "E.1"]
    assert numbers(network("0", E2016), network("0", E2022)) == ["D.1", "E.1"]


def test_reserved_industries() -> None:
    assert {
        E2016: span(12, 39) | span(56, 79),
        E2022: span(15, 39) | span(60, 89),
    } == RESERVED_INDUSTRIES


def test_reserved_types_and_networks() -> None:
    assert {E2016: frozenset(), E2022: frozenset({"119"})} == RESERVED_TYPES
    assert {E2016: frozenset("9"), E2022: frozenset("9")} == RESERVED_NETWORKS


def test_extension_types() -> None:
    shared = span(212, 214) | span(217, 299) | span(344, 399) | span(444, 499) | span(600, 999)
    assert {
        E2016: shared | span(119, 129) | span(140, 199) | span(502, 599),
        E2022: shared | span(126, 129) | span(144, 199) | span(507, 599),
    } == EXTENSION_TYPES


def test_the_suspected_misprint_is_not_judged() -> None:
    assert {E2016: frozenset(), E2022: frozenset({"202", "504", "506"})} == NOT_PRINTED_TYPES
    assert device_type("202", E2016) == Entry("202", "202", Kind.DEFINED, "媒体分发服务器", "D.1")
    for code in ("201", "202"):
        entry = device_type(code, E2022)
        assert entry is not None
        assert "erratum" in entry.note


@pytest.mark.parametrize(
    ("code", "in_2016", "in_2022"),
    [
        ("01", "社会治安社区接入", "社会治安社区接入"),
        ("11", "教育部门接入", "教育部门接入"),
        ("14", "预留1", "航运接入"),
        ("40", "农林牧渔业", "农、林、牧、渔业"),
        ("43", "冶金企业", "电力、热力、燃气及水生产和供应业"),
        ("50", "住宿和餐饮业", "房地产业"),
        ("55", "娱乐企业", "教育"),
        ("59", "预留2", "国际组织"),
        ("85", "居民自建", "预留2"),
        ("99", "其他主体", "自定义"),
    ],
)
def test_industry_names(code: str, in_2016: str, in_2022: str) -> None:
    names = [entry.name for edition in Edition if (entry := industry(code, edition))]
    assert names == [in_2016, in_2022]


@pytest.mark.parametrize(
    ("code", "in_2016", "in_2022"),
    [
        ("2", "监控报警专网", "行业专网"),
        ("5", "公安信息网", "公安信息网"),
        ("7", "Internet网", "互联网等公共网络"),
        ("8", "社会资源接入网", "专线"),
    ],
)
def test_network_names(code: str, in_2016: str, in_2022: str) -> None:
    names = [entry.name for edition in Edition if (entry := network(code, edition))]
    assert names == [in_2016, in_2022]


@pytest.mark.parametrize("code", ["", "1", "001", "１１", "ab", "-1"])
def test_anything_else_is_in_no_table(code: str) -> None:
    assert industry(code, E2022) is None


def test_types_below_the_first_are_in_no_table() -> None:
    assert {device_type(code, edition) for code in span(0, 110, 3) for edition in Edition} == {None}
    assert network("10", E2016) is None


def test_changed_meanings_are_defined_twice_under_two_names() -> None:
    for lookup, codes in ((industry, CHANGED_INDUSTRIES), (network, CHANGED_NETWORKS)):
        for code in codes:
            before, after = lookup(code, E2016), lookup(code, E2022)
            assert before is not None
            assert after is not None
            assert before.kind is after.kind is Kind.DEFINED
            assert before.name != after.name


def test_camera_and_main_device_types() -> None:
    assert frozenset({"131", "132"}) == CAMERA_TYPES
    assert frozenset({"111", "118", "122", "130"}) == MAIN_DEVICE_TYPES


def test_what_is_never_a_camera() -> None:
    servers = span(200, 211, 3) - {"202"}
    users = span(300, 343, 3) | span(400, 443, 3)
    assert servers | users | {"215", "216", "500", "501"} == NOT_CAMERA_TYPES
    assert not NOT_CAMERA_TYPES & (CAMERA_TYPES | MAIN_DEVICE_TYPES)


@pytest.mark.parametrize(
    ("edition", "only_then"),
    [
        (E2016, {"202"}),
        (E2022, {"123", "124", "125", *span(140, 143, 3), "502", "503", "505"}),
    ],
)
def test_what_is_other_equipment(edition: Edition, only_then: set[str]) -> None:
    assert span(114, 117, 3) | span(133, 139, 3) | only_then == OTHER_DEVICE_TYPES[edition]


def test_edition_titles() -> None:
    assert [edition.title for edition in Edition] == ["GB/T 28181-2016", "GB/T 28181-2022"]
    assert Edition(2022) is E2022
