"""The shared expressions, on trimmed columns made for them."""

import polars as pl
import pytest

from auditor.record_text import (
    cell,
    code_part,
    filled,
    inside_china,
    missing,
    possible_readings,
    text,
    well_formed_code,
)
from auditor.registry.trimmed import trimmed, with_code_parts

CODE = "12345678901234567890"


def column(*codes: str) -> pl.DataFrame:
    return with_code_parts(trimmed(pl.DataFrame({"device_code": list(codes)})))


def evaluated(frame: pl.DataFrame, expression: pl.Expr) -> list[object]:
    return frame.select(value=expression)["value"].to_list()


def test_text_is_trimmed_of_every_blank_that_a_spreadsheet_writes() -> None:
    assert evaluated(column(" a\u3000", "\u00a0b\t", " "), text("device_code")) == ["a", "b", ""]


def test_a_cell_of_blanks_is_not_filled() -> None:
    assert evaluated(column("x", "", " \u3000"), filled("device_code")) == [True, False, False]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (CODE, True),
        (f" {CODE} ", True),
        (f"{CODE}\n", True),
        (CODE[:-1], False),
        (f"{CODE}1", False),
        (f"{CODE[:-1]}０", False),
        (f"{CODE}\n{CODE}", False),
        ("", False),
    ],
)
def test_only_twenty_ascii_digits_are_well_formed(code: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert evaluated(column(code), well_formed_code()) == [expected]


@pytest.mark.parametrize(
    ("part", "digits"),
    [
        ("division", "123456"),
        ("centre", "12345678"),
        ("industry", "90"),
        ("type_code", "123"),
        ("network", "4"),
        ("serial", "567890"),
    ],
)
def test_parts_are_cut_where_the_standard_cuts(part: str, digits: str) -> None:
    assert evaluated(column(f" {CODE}"), code_part(part)) == [digits]


def test_an_extent_needs_both_numbers() -> None:
    frame = pl.DataFrame({"lon": [117.0, 17.0, None], "lat": [36.0, 36.0, 36.0]})
    assert evaluated(frame, inside_china()) == [True, False, None]
    assert evaluated(frame, inside_china("lat", "lon")) == [False, False, False]


def test_a_missing_column_reads_as_an_empty_cell() -> None:
    assert (cell({"name": " 北门 "}, "name"), cell({}, "name")) == ("北门", "")


def test_a_column_that_the_file_lacks_is_empty_and_not_missing() -> None:
    frame = pl.DataFrame({"maker": [None, "", "1"]}, schema={"maker": pl.String})
    assert evaluated(frame, text("maker")) == ["", "", "1"]
    assert evaluated(frame, missing("maker")) == [False, True, False]


def test_readings_are_a_suggestion_or_nothing() -> None:
    assert possible_readings({}) == ""
    assert possible_readings({"readings": ""}) == ""
    assert possible_readings({"readings": "甲（1, 2）"}).endswith("请核实：甲（1, 2）")
