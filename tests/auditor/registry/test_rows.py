"""Splitting into rows: a stray quotation mark costs its own row and no other."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.rows import MAX_CELL, Row, split_rows

HEADER = "code,name,division,lon,lat\n"
STRAY = "本行引号不成对，无法确定各列内容；请检查多余或缺失的英文双引号"


def rows(body: str) -> list[Row]:
    """The rows after the header."""
    return list(split_rows(HEADER + body))[1:]


def good(line: int, *cells: str) -> Row:
    return Row(line=line, cells=list(cells))


def stray(line: int) -> Row:
    return Row(line=line, cells=[], problem=STRAY)


CELLS = st.text(alphabet='ab北",\n\r \t', max_size=4)
# One row of one empty cell is written as "" by the csv module and as a blank line by others.
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=5)


@given(TABLES)
def test_what_a_csv_writer_wrote_is_read_back_but_for_cells_that_hold_a_row(
    table: list[list[str]],
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["h"] * 50, *table])
    assert [row.cells for row in split_rows(buffer.getvalue())][1:] == table


@given(st.text(alphabet='ab",\n\r', max_size=40))
def test_whatever_the_text_every_line_is_in_a_row_and_lines_ascend(text: str) -> None:
    found = [row.line for row in split_rows(text)]
    assert found == sorted(set(found))
    assert (found[:1] == [1]) == bool(text)


def test_no_text_has_no_rows() -> None:
    assert list(split_rows("")) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    body = "1,a,d,x,y\n2,b,d,x,y\n".replace("\n", end)
    assert list(split_rows(body)) == [
        good(1, "1", "a", "d", "x", "y"),
        good(2, "2", "b", "d", "x", "y"),
    ]


def test_an_honest_cell_of_several_lines_stays_one_cell() -> None:
    body = '1,"北门,东侧\n（临时）,""大""\n二号",d,x,y\n2,b,d,x,y\n'
    assert rows(body) == [
        good(2, "1", '北门,东侧\n（临时）,"大"\n二号', "d", "x", "y"),
        good(5, "2", "b", "d", "x", "y"),
    ]


@pytest.mark.parametrize("column", range(5))
def test_an_honest_cell_of_several_lines_may_stand_anywhere(column: int) -> None:
    cells = [f"c{n}" for n in range(5)]
    cells[column] = "upper,left\nlower,right"
    body = ",".join(f'"{cell}"' for cell in cells)
    assert rows(body + "\n") == [good(2, *cells)]


def test_a_stray_mark_that_swallows_up_to_the_same_column_is_seen() -> None:
    body = '1,"北门,d,x,y\n2,南门",d,x,y\n3,c,d,x,y\n'
    assert next(csv.reader(io.StringIO(body, newline=""))) == [
        "1",
        "北门,d,x,y\n2,南门",
        "d",
        "x",
        "y",
    ]
    assert rows(body) == [
        stray(2),
        good(3, "2", '南门"', "d", "x", "y"),
        good(4, "3", "c", "d", "x", "y"),
    ]


@pytest.mark.parametrize("column", range(5))
@pytest.mark.parametrize("between", [0, 1, 3])
def test_a_swallowed_row_is_seen_in_every_column(column: int, between: int) -> None:
    first, last = (["1", "a", "b", "c", "d"] for _ in range(2))
    first[column] = '"' + first[column]
    last[column] += '"'
    middle = [["2", "a", "b", "c", "d"]] * between
    body = "".join(",".join(cells) + "\n" for cells in (first, *middle, last))
    found = rows(body)
    assert found[0] == stray(2)
    assert [row.cells for row in found[1:]] == [*middle, last]


def test_a_stray_mark_that_meets_the_mark_of_an_honest_cell_costs_one_row() -> None:
    body = '1,"北门,d,x,y\n2,"南,门",d,x,y\n3,c,d,x,y\n'
    assert rows(body) == [
        stray(2),
        good(3, "2", "南,门", "d", "x", "y"),
        good(4, "3", "c", "d", "x", "y"),
    ]


def test_a_stray_mark_that_is_never_closed_costs_one_row() -> None:
    body = '1,"北门,d,x,y\n' + "".join(f"{n},c,d,x,y\n" for n in range(2, 1000))
    found = rows(body)
    assert found[0] == stray(2)
    assert [row.cells[0] for row in found[1:]] == [str(n) for n in range(2, 1000)]


def test_a_file_of_stray_marks_costs_each_of_its_rows() -> None:
    found = rows('1,"a,d,x,y\n' * 3001)
    assert [row.line for row in found] == list(range(2, 3003))
    assert {row.problem for row in found} == {STRAY}


def test_a_mark_within_a_cell_is_text() -> None:
    assert rows('1,3" pipe,d,x,y\n') == [good(2, "1", '3" pipe', "d", "x", "y")]


def test_text_after_a_closing_mark_is_not_guessed_at() -> None:
    assert rows('1,"a" b,d,x,y\n2,b,d,x,y\n') == [stray(2), good(3, "2", "b", "d", "x", "y")]


@pytest.mark.parametrize("length", [MAX_CELL + 1, 200_000, 10_000_000])
def test_a_huge_cell_costs_its_row(length: int) -> None:
    found = rows(f"1,{'a' * length},d,x,y\n2,b,d,x,y\n")
    assert found == [
        Row(line=2, cells=[], problem="本行有超过 32768 个字符的单元格"),
        good(3, "2", "b", "d", "x", "y"),
    ]


def test_a_line_without_end_is_not_even_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.registry.rows._MAX_LINE", 40)
    found = rows(f"1{',' * 40}\n2,b,d,x,y\n")
    assert found == [
        Row(line=2, cells=[], problem="本行超过 16 MB，未读取"),
        good(3, "2", "b", "d", "x", "y"),
    ]


def test_the_longest_cell_that_is_read() -> None:
    assert rows(f"1,{'a' * MAX_CELL},d,x,y\n")[0].problem is None


@pytest.mark.parametrize(("text", "blank"), [("\n", True), (" , \t,\n", True), ("x\n", False)])
def test_blank_rows_say_so(text: str, *, blank: bool) -> None:
    assert [row.is_blank for row in split_rows(text)] == [blank]


def test_a_row_with_a_problem_is_not_blank() -> None:
    assert not stray(1).is_blank


def test_a_table_of_one_column_has_no_swallowed_rows_to_see() -> None:
    assert [row.cells for row in split_rows('h\n"a,b\nc"\n')] == [["h"], ["a,b\nc"]]
