"""Tables are what their shape says, and every line that is not is named."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.division_shapes import (
    ABOLISHED,
    COMMUNITIES,
    DIVISIONS,
    TOWNSHIPS_CIVIL,
    TOWNSHIPS_STATISTICAL,
    Row,
    parse_table,
    shape_of,
    table_text,
)
from gb28181.errors import DataError

NAMES = st.text("山东省泰安市𱳪\ue170()·A1", min_size=1, max_size=60)
YEARS = st.from_regex(r"[0-9]{4}", fullmatch=True)
CODES = st.from_regex(r"[0-9]{6}", fullmatch=True)
SINCE = st.one_of(st.just(""), YEARS)
ABOLISHED_ROWS = st.tuples(CODES, NAMES, SINCE, YEARS, st.lists(CODES).map(";".join))


def ascending(rows: Iterable[Row]) -> list[Row]:
    return sorted({row[0]: row for row in rows}.values())


@pytest.mark.parametrize(
    ("file", "digits"),
    [
        (DIVISIONS, 6),
        (TOWNSHIPS_CIVIL, 9),
        (TOWNSHIPS_STATISTICAL, 9),
        (COMMUNITIES.format(province="37"), 12),
    ],
)
def test_a_table_of_names_has_codes_of_one_length(file: str, digits: int) -> None:
    code = "370902004003"[:digits]
    assert parse_table(file, f"code,name\n{code},甲\n") == [(code, "甲")]
    for wrong in (code[:-1], f"{code}0", f"{code[:-1]}x", f"{code[:-1]}３"):
        with pytest.raises(DataError, match=r"line 2 is malformed$"):
            parse_table(file, f"code,name\n{wrong},甲\n")


@given(st.lists(st.tuples(CODES, NAMES)).map(ascending))
def test_what_is_written_is_read_again(rows: list[Row]) -> None:
    assert parse_table(DIVISIONS, table_text(DIVISIONS, rows)) == rows


@given(st.lists(ABOLISHED_ROWS).map(ascending))
def test_abolished_rows_are_read_again(rows: list[Row]) -> None:
    assert parse_table(ABOLISHED, table_text(ABOLISHED, rows)) == rows


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_refused(text: str) -> None:
    try:
        rows = parse_table(DIVISIONS, f"code,name\n{text}")
    except DataError:
        return
    assert table_text(DIVISIONS, rows) == f"code,name\n{text}"


@pytest.mark.parametrize(
    "name",
    ["", " 甲", "甲\u3000", "甲,乙", '"甲"', "甲\x00", "甲\u202e", "甲\ufeff", "甲\ud800", "甲" * 61],
)  # fmt: skip
def test_a_name_that_prints_as_another_is_refused(name: str) -> None:
    with pytest.raises(DataError, match=r"^divisions.csv.xz: line 3 is malformed$"):
        table_text(DIVISIONS, [("370000", "甲"), ("370100", name)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1 is not the header code,name"),
        ("name,code\n", "line 1 is not the header code,name"),
        ("code,name\n370000,甲", "line 2 is malformed"),
        ("code,name\n370000,甲\n\n", "line 3 is malformed"),
        ("code,name\n370000,甲\n370000,乙\n", "line 3 is not in ascending order of codes"),
        ("code,name\n1" + "0" * 5 + ",甲\n000000,乙\n", "line 3 is not in ascending order of codes"),
    ],
)  # fmt: skip
def test_the_first_bad_line_is_named(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_table(DIVISIONS, text)
    assert str(caught.value) == f"divisions.csv.xz: {message}"


def test_a_long_hostile_text_is_refused_at_once() -> None:
    with pytest.raises(DataError, match=r"line 200002 is malformed"):
        parse_table(ABOLISHED, "code,name,since,until,successors\n" + "370000,甲,,2000,\n" * 200_000 + "x")  # fmt: skip


@pytest.mark.parametrize("file", ["other.csv.xz", "../divisions.csv.xz", "communities_3.csv.xz"])
def test_another_file_has_no_shape(file: str) -> None:
    assert shape_of(file) is None
    with pytest.raises(DataError, match="not a file of division data"):
        parse_table(file, "code,name\n")
    with pytest.raises(DataError, match="not a file of division data"):
        table_text(file, [])
