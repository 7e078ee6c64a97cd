"""Fast reading: for any text the rows, numbers and errors of the careful reader alone."""

import io
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from auditor.records import RowError
from auditor.registry import fast_lines
from auditor.registry.decoding import Piece
from auditor.registry.fast import Layout, Reading, read_rows
from auditor.registry.fast_lines import survey
from auditor.registry.rows import MAX_CELL, split_rows

LAYOUT = Layout(
    file="f.csv", encoding="utf-8", delimiter=",", columns=3, wanted=(0, 1, 2), first_line=2
)
HEADER = "h1,h2,h3\n"
BROKEN = "本行含有不属于文件编码（utf-8）的字节，文字已损坏"


def carefully(text: str, layout: Layout = LAYOUT) -> Reading:
    """What reading is defined as: one row after the other, none of them fast."""
    delimiter = layout.delimiter
    rows = list(split_rows(HEADER.replace(",", delimiter) + text, delimiter))[1:]
    written = [row for row in rows if not row.is_blank]
    numbers, lines, cells, errors = [], [], [], []
    for number, row in enumerate(written, start=1):
        problem = row.problem
        if problem is None and len(row.cells) != layout.columns:
            problem = f"本行有 {len(row.cells)} 列，表头有 3 列，无法确定各列对应关系"
        elif problem is None and any("\udc80" <= c <= "\udcff" for c in "".join(row.cells)):
            problem = BROKEN
        if problem is None:
            numbers.append(number)
            lines.append(row.line)
            cells.append([row.cells[position] for position in layout.wanted])
        else:
            errors.append(RowError(file="f.csv", row=number, line=row.line, message=problem))
    columns = {name: [row[at] for row in cells] for at, name in enumerate(layout.names)}
    schema = {"row": pl.Int64, "line": pl.Int64, **dict.fromkeys(layout.names, pl.String)}
    return Reading(
        frame=pl.DataFrame({"row": numbers, "line": lines, **columns}, schema=schema),
        errors=tuple(errors),
        lines=1 + len(list(io.StringIO(text, newline=""))),
    )


def pieces(text: str, cuts: list[int]) -> list[Piece]:
    """The text cut after some of its line ends."""
    lines = list(io.StringIO(text, newline=""))
    borders = sorted({0, *(cut % (len(lines) + 1) for cut in cuts), len(lines)})
    return [_piece("".join(lines[first:after])) for first, after in pairwise(borders)] or [
        _piece("")
    ]


def _piece(text: str) -> Piece:
    is_sound = not any("\udc80" <= character <= "\udcff" for character in text)
    return Piece(text.encode("utf-8", "surrogatepass"), sound=is_sound)


def same(found: Reading, expected: Reading) -> None:
    assert_frame_equal(found.frame, expected.frame)
    assert (found.errors, found.lines) == (expected.errors, expected.lines)


CELL = st.text(alphabet='ab1北",;\n\r\t \x0b\x1c\u3000\ufeff\udcb1\U00020bb7', max_size=5)
LINE_END = st.sampled_from(["\n", "\r\n", "\n", "\r"])
PLAIN = st.sampled_from(["", "1", "北", "x" * 70, "长" * 30])
QUOTED = CELL.map(lambda cell: f'"{cell.replace(chr(34), chr(34) * 2)}"')
ROW = st.lists(st.one_of(PLAIN, PLAIN, CELL, QUOTED), min_size=1, max_size=4)
TEXT = st.lists(st.tuples(ROW, LINE_END), max_size=12)
CUTS = st.lists(st.integers(0, 40), max_size=4)
WANTED = st.sampled_from([(0, 1, 2), (1,), (0, 2), ()])


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(",;\t"), CUTS, WANTED, st.booleans())
def test_the_fast_way_reads_as_the_careful_one(
    table: list[tuple[list[str], str]],
    delimiter: str,
    cuts: list[int],
    wanted: tuple[int, ...],
    is_ended: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    text = "".join(delimiter.join(cells) + end for cells, end in table)
    text = text if is_ended else text.rstrip("\r\n")
    layout = replace(LAYOUT, delimiter=delimiter, wanted=wanted)
    same(read_rows(pieces(text, cuts), layout), carefully(text, layout))


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='a1",\n\r', max_size=60), CUTS)
def test_nor_does_any_heap_of_marks_and_line_ends_differ(text: str, cuts: list[int]) -> None:
    same(read_rows(pieces(text, cuts), LAYOUT), carefully(text))


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_lines_are_told_apart_alike_in_blocks_of_any_size(
    table: list[tuple[list[str], str]],
) -> None:
    piece = _piece("".join(",".join(cells) + end for cells, end in table))
    with pytest.MonkeyPatch.context() as patch:
        whole = survey(piece, delimiter=",", columns=3)
        patch.setattr(fast_lines, "_BLOCK", 7)
        parts = survey(piece, delimiter=",", columns=3)
    assert (parts.plain.tolist(), parts.blank.tolist()) == (
        whole.plain.tolist(),
        whole.blank.tolist(),
    )


def told_apart(text: str) -> str:
    """A letter a line: plain, blank, or one that needs care."""
    lines = survey(_piece(text), delimiter=",", columns=3)
    marks = zip(lines.plain.tolist(), lines.blank.tolist(), strict=True)
    return "".join("p" if plain else "b" if blank else "c" for plain, blank in marks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,a,b\n2,c,d\r\n3,e,f", "ppp"),
        ('1,"a,b",c\n"2","say ""hi""",""\n3,,\n', "ppp"),
        ("\n,,\n \t,\n\r\n", "bbbb"),
        ("1,a\n1,a,b,c\n", "cc"),
        ('1,"a,b\n1,3" pipe,b\n1,"a" b,c\n1, "a",b\n', "cccc"),
        ("1,a,b\r2,c,d\r\n3,e,f\r", "cpc"),
        ("\u3000,,\n北,门,\n\ufeff1,a,b\n", "ccc"),
        (f"1,{'a' * MAX_CELL},b\n1,a,b\n", "cp"),
        ("1,a\udcb1,b\n1,a,b\n", "cp"),
    ],
)
def test_a_line_is_plain_only_where_every_reader_agrees(text: str, expected: str) -> None:
    assert told_apart(text) == expected


def test_a_plain_line_inside_a_cell_of_several_lines_is_no_row() -> None:
    text = '"north\nsouth\nwest"\neast\n'
    assert told_apart(text.replace("\n", ",,\n")) == "cpcp"
    found = read_rows([_piece(text)], replace(LAYOUT, columns=1, wanted=(0,)))
    assert found.frame.rows() == [(1, 2, "north\nsouth\nwest"), (2, 5, "east")]


@pytest.mark.parametrize("answer", ["too few rows", "an error"])
def test_where_polars_sees_other_rows_every_line_is_read_with_care(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    def unlike(*_: object, **__: object) -> pl.DataFrame:
        if answer == "an error":
            raise pl.exceptions.ComputeError(answer)
        return pl.DataFrame({"c0": ["1"]})

    monkeypatch.setattr(pl, "read_csv", unlike)
    text = "1,a,b\n2,c\n3,e,f\n"
    same(read_rows([_piece(text)], LAYOUT), carefully(text))
