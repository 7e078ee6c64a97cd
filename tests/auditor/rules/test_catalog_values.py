"""Values of Catalog elements: what is surely wrong is refused, what may be right is doubted."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.catalog_elements import ELEMENTS, Element
from auditor.catalog_text import NOTHING, faulty_value
from auditor.criteria import Criteria
from auditor.model import Severity
from auditor.registry.damage import DamageKind, in_general
from auditor.rules.catalog_values import RULES
from gb28181.catalog import FIELDS, check_value
from gb28181.catalog_domains import Enumeration
from gb28181.editions import Edition
from gb28181.errors import OtherSpelling, UndefinedCode, UnverifiedFault
from tests.auditor.rules.cells import cells_frame, only, told, violations

E2016 = Criteria(edition=Edition.E2016)
ERRORS = {rule.meta.id for rule in RULES if rule.meta.severity is Severity.ERROR}
ENUMERATED = [
    element
    for element in ELEMENTS
    if isinstance(FIELDS[Edition.E2022][element.name].domain, Enumeration)
]
NUMBERS = st.integers(-2, 400).map(str)
PIECES = st.sampled_from([":", "-", "/", ".", "0", "ff", "1A", "10.0.0.1", "A", "on", "东", "99"])
TEXTS = NUMBERS | st.lists(PIECES, max_size=8).map("".join) | st.ip_addresses().map(str)


def row_of(element: Element, text: str) -> dict[str, str]:
    return {element.column: text} | ({"parental": "0"} if element.shared else {})


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.name)
@settings(max_examples=15, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
def test_a_fault_is_told_by_one_rule_and_a_spelling_never_as_an_error(
    element: Element, texts: list[str]
) -> None:
    rows = [row_of(element, text) for text in texts]
    mine = [rule for rule in RULES if rule.meta.field == element.column]
    faulty = cells_frame(rows).select(
        pl.col("row"), fault=faulty_value(element.column, element.name, Edition.E2022)
    )
    found = violations(mine, rows)
    assert [len(ids) for ids in found] == [int(fault) for fault in faulty["fault"]]
    for text, ids in zip(texts, found, strict=True):
        fault = check_value(element.name, text.strip(), Edition.E2022)
        if isinstance(fault, OtherSpelling | UndefinedCode | UnverifiedFault):
            assert not ERRORS & set(ids)


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.name)
@settings(max_examples=15, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
def test_the_2016_edition_was_not_read_so_nothing_is_an_error_under_it(
    element: Element, texts: list[str]
) -> None:
    rows = [row_of(element, text) for text in texts]
    assert [ERRORS & set(ids) for ids in violations(RULES, rows, E2016)] == [set() for _ in rows]


@pytest.mark.parametrize("element", ENUMERATED, ids=lambda element: element.name)
def test_no_value_of_the_standard_is_a_fault(element: Element) -> None:
    domain = FIELDS[Edition.E2022][element.name].domain
    assert isinstance(domain, Enumeration)
    rows = [row_of(element, text) for text in domain.values]
    assert violations(RULES, rows) == [[] for _ in rows]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"ptz_type": "8"}, ["CAT-08"]),
        ({"ptz_type": "2.0"}, []),
        ({"ptz_type": "球机"}, ["CAT-33"]),
        ({"ptz_type": "1/2"}, ["CAT-33"]),
        ({"ptz_type": "无"}, []),
        ({"parental": "是"}, ["CAT-28"]),
        ({"parent_id": "37011600002000000001/37011600002160000001"}, []),
        ({"parent_id": "37011600002000000001,37011600002160000001"}, ["CAT-29"]),
        ({"parent_id": "37011600002000000001/123"}, ["CAT-03"]),
        ({"mac": "00-1A-2B-3C-4D-5E"}, []),
        ({"mac": "00:1a:2b:3c:4d:5e"}, ["CAT-42"]),
        ({"mac": "001A2B3C4D5E"}, ["CAT-42"]),
        ({"mac": "001a.2b3c.4d5e"}, ["CAT-42"]),
        ({"mac": "00-1A-2B-3C-4D-5E;00-1A-2B-3C-4D-5F"}, ["CAT-42"]),
        ({"mac": "00-1A-2B-3C-4D-5G"}, ["CAT-14"]),
        ({"mac": "00-1A-2B-3C-4D"}, ["CAT-14"]),
        ({"mac": "0"}, ["CAT-42"]),
        ({"mac": "待查"}, ["CAT-42"]),
        ({"catalog_ip": "2001:db8::1"}, []),
        ({"catalog_ip": "10.0.0.256"}, ["CAT-15"]),
        ({"catalog_ip": "10.0.0"}, ["CAT-15"]),
        ({"catalog_ip": "192.168.100.200:554"}, ["CAT-43"]),
        ({"catalog_ip": "10.0.0.1/24"}, ["CAT-43"]),
        ({"catalog_ip": "camera.example"}, ["CAT-43"]),
        ({"catalog_ip": "***@10.0.0.1"}, []),
        ({"point_type": "5"}, []),
        ({"point_type": "5", "register_way": "1"}, ["CAT-17"]),
        ({"point_type": "4", "register_way": "1"}, ["CAT-44"]),
        ({"point_type": "一类", "register_way": "1"}, ["CAT-44"]),
        ({"record_days": "30天"}, []),
        ({"record_days": "30天", "register_way": "1"}, ["CAT-20"]),
        ({"capture_position": "0260200"}, ["CAT-10"]),
        ({"capture_position": "0260199"}, []),
        ({"catalog_function": "1"}, ["CAT-16"]),
        ({"horizontal_angle": "90°"}, ["CAT-39"]),
        ({"horizontal_angle": "360.0"}, []),
        ({"security_level": "a"}, ["CAT-46"]),
    ],
)  # fmt: skip
def test_what_is_written_decides_between_error_and_doubt(
    row: dict[str, str], expected: list[str]
) -> None:
    assert only(RULES, row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"ptz_type": "6"}, ["CAT-33"]),
        ({"register_way": "4"}, ["CAT-30"]),
        ({"catalog_ip": "2001:db8::1"}, ["CAT-43"]),
        ({"mac": "x"}, []),
        ({"imaging_type": "7"}, []),
    ],
)
def test_under_2016_its_own_elements_are_doubted_and_no_others(
    row: dict[str, str], expected: list[str]
) -> None:
    assert violations(RULES, [row], E2016) == [expected]


def test_a_finding_says_what_is_wanted_and_how_to_write_it() -> None:
    assert told(RULES, {"room_type": "3", "mac": "00:1a:2b:3c:4d:5e", "secrecy": "机密"}) == [
        ("CAT-12", "3", "室内外（RoomType）应为1 室外、2 室内", ""),
        (
            "CAT-31",
            "机密",
            "保密属性（Secrecy）与所用版本标准所列取值或写法不一致，含义可能正确，需核对",
            "",
        ),
        (
            "CAT-42",
            "00:1a:2b:3c:4d:5e",
            "MAC地址（MAC）与所用版本标准所列取值或写法不一致，含义可能正确，需核对",
            "改写为 00-1a-2b-3c-4d-5e",
        ),
    ]


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.name)
def test_the_words_for_nothing_and_blanks_are_not_judged(element: Element) -> None:
    rows = [row_of(element, text) for text in ("", "　", "无", "N/A", "--", " / ")]
    mine = [rule for rule in RULES if rule.meta.field == element.column]
    assert violations(mine, rows) == [[] for _ in rows]
    assert all(re.fullmatch(NOTHING, word) for word in ("无", "N/A", "--", "/"))


def test_a_date_is_told_as_one() -> None:
    date = in_general(DamageKind.DATE)
    assert told(RULES, {"catalog_function": "2025-01-02", "parent_id": "2023/1/1"}) == [
        (
            "CAT-03",
            "2023/1/1",
            f"父设备编码（ParentID）应为20 位编码（或 2、4、6、8 位行政区划），多个值以“/”分隔，现{date}",
            "",
        ),
        (
            "CAT-16",
            "2025-01-02",
            f"卡口功能类型（FunctionType）与所用版本标准所列取值或写法不一致，现{date}",
            "",
        ),
    ]
