"""The columns' forms of Catalog values say what the scalar `check_value` says."""

import re

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.catalog_elements import ELEMENTS, Element
from auditor.catalog_text import (
    NOTHING,
    device_row,
    directory_export,
    faulty_value,
    matches,
    value_form,
)
from gb28181.catalog import FIELDS, check_value
from gb28181.catalog_domains import Enumeration, Number
from gb28181.editions import Edition
from tests.auditor.rules.cells import cells_frame

SIMPLE = [element for element in ELEMENTS if element.name != "Status"]
NUMBERS = st.integers(-2, 400).map(str) | st.floats(-5, 400, allow_nan=False).map(str)
PIECES = st.sampled_from(
    ["0", "1", "9", "01", "99", ".0", "/", "::", ":", "-", ".", "255", "ab", "ON", "on", "A", "a",
     "é", " ", "0260100", "10.0.0.1", "00-1A-2B-3C-4D-5E", "37011600002000000001", "37", "U"]
)  # fmt: skip
ADDRESSES = st.ip_addresses().map(str)
TEXTS = st.text(max_size=12) | NUMBERS | st.lists(PIECES, max_size=5).map("".join) | ADDRESSES


def as_written(element: Element, edition: Edition, text: str) -> str:
    """Without what tables do to values: blanks, and .0 behind an enumerated number."""
    domain = FIELDS[edition][element.name].domain
    trimmed = pl.Series([text]).str.strip_chars()[0]
    is_numbered = (
        all(value.isdecimal() for value in domain.values)
        if isinstance(domain, Enumeration)
        else isinstance(domain, Number) and domain.is_integer
    )
    return re.sub(r"(?<=[0-9])\.0(?=/|$)", "", trimmed) if is_numbered else trimmed


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("element", SIMPLE, ids=lambda element: element.name)
@settings(max_examples=250, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
@example(texts=["1.0", "01", "1", "", " 2 ", "+1", "-0", ".5", "5.", "1e2", "1e999999", "-1", "4"])
def test_a_value_is_a_fault_exactly_when_the_scalar_says_so(
    element: Element, edition: Edition, texts: list[str]
) -> None:
    judged = [text for text in texts if not re.fullmatch(rf"\s*{NOTHING}\s*", text)]
    frame = cells_frame([{element.column: text} for text in judged])
    asked = pl.col("row"), faulty_value(element.column, element.name, edition).alias("fault")
    known = element.name in FIELDS[edition]
    assert dict(zip(judged, frame.select(asked)["fault"], strict=True)) == {
        text: known
        and check_value(element.name, as_written(element, edition, text), edition) is not None
        for text in judged
    }


@pytest.mark.parametrize("word", ["无", "/", "-", "——", "N/A", "null", "None", "未知"])
def test_a_word_for_nothing_is_no_fault(word: str) -> None:
    asked = faulty_value("ptz_type", "PTZType", Edition.E2022)
    assert cells_frame([{"ptz_type": word}]).select(asked).item() is False


def test_a_column_that_the_file_lacks_is_not_asked() -> None:
    frame = cells_frame([{}])
    asked = {name: faulty_value(name, e, Edition.E2022) for name, e in
             (("ptz_type", "PTZType"), ("mac", "MAC"), ("capture_position", "CapturePositionType"))}  # fmt: skip
    assert frame.select(**asked).to_dicts() == [dict.fromkeys(asked)]
    assert frame.select(matches("ptz_type", "1")).item() is None


def test_an_element_without_domain_or_unknown_to_the_edition_has_no_fault() -> None:
    frame = cells_frame([{"model": "×", "mac": "×"}])
    for column, element, edition in (("model", "Model", Edition.E2022), ("mac", "MAC", Edition.E2016)):  # fmt: skip
        assert frame.select(faulty_value(column, element, edition)).item() is False


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("Model", "any\ntext", True),
        ("ContactInfo", "1/2", True),
        ("DirectionType", "8", True),
        ("DirectionType", "9", False),
        ("FunctionType", "01/99", True),
        ("IPAddress", "fe80::1%eth0", True),
        ("IPAddress", "1:2:3:4:5:6:7:8:9", False),
    ],
)
def test_a_form_is_a_pattern_for_the_whole_value(name: str, value: str, fits: bool) -> None:  # noqa: FBT001 - a table's column
    assert (re.fullmatch(value_form(name, Edition.E2022), value) is not None) is fits


def test_a_form_of_an_unknown_domain_is_refused() -> None:
    with pytest.raises(KeyError):
        value_form("CivilCode", Edition.E2022)


@pytest.mark.parametrize(
    ("row", "is_directory"),
    [({}, False), ({"mac": ""}, False), ({"parental": ""}, True), ({"register_way": "1"}, True)],
)
def test_a_directory_is_known_by_its_own_columns(
    row: dict[str, str],
    is_directory: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert cells_frame([row]).select(directory_export()).item() is is_directory


@pytest.mark.parametrize(
    ("code", "is_device"),
    [
        ("37011600011326000001", True),
        ("37011600011180000001", True),
        ("37011600002000000001", False),
        ("37011600002160000001", False),
        ("370116", False),
    ],
)
def test_only_devices_are_asked_as_devices(code: str, is_device: bool) -> None:  # noqa: FBT001 - a table's column
    assert cells_frame([{"device_code": code}]).select(device_row()).item() is is_device
