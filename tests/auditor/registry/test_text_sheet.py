"""The header of a delimited text: where it is, how it is separated, and when there is none."""

from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.registry import source
from auditor.registry.sheet import RawSheet
from auditor.registry.text_sheet import read_text
from tests.auditor.registry.files import written


def sheet(folder: Path, content: str | bytes) -> RawSheet:
    return read_text(written(folder, content))


@pytest.mark.parametrize(
    ("header", "delimiter", "cells"),
    [
        ("a,b;c", ",", ["a", "b;c"]),
        ("a;b;c", ";", ["a", "b", "c"]),
        ("a\tb", "\t", ["a", "b"]),
        ("a;b\tc", ",", ["a;b\tc"]),
        ('"a,1";b', ";", ["a,1", "b"]),
        ("a", ",", ["a"]),
        (" \n;;\n\ra;b", ";", ["a", "b"]),
        ('""\n"a\nb",c', ",", ["a\nb", "c"]),
        ('"\n\u3000\n"\na,b', ",", ["a", "b"]),
    ],
)
def test_delimiters(tmp_path: Path, header: str, delimiter: str, cells: list[str]) -> None:
    found = sheet(tmp_path, f"{header}\n")
    assert (found.delimiter, found.headers) == (delimiter, cells)


def test_only_the_wanted_columns_are_loaded(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def wanted(headers: list[str]) -> list[int]:
        asked.append(headers)
        return [2, 0, 2]

    found = read_text(written(tmp_path, "a,b,c\n1,2,3\n"), wanted)
    assert (asked, found.frame.to_dicts()) == (
        [["a", "b", "c"]],
        [{"row": 1, "line": 2, "c0": "1", "c2": "3"}],
    )


@pytest.mark.parametrize("size", [1, 3, 5, 8, 100])
def test_a_header_may_begin_and_end_beyond_the_first_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(source, "_PIECE", size)
    monkeypatch.setattr(source, "_FIRST_PIECE", size)
    found = sheet(tmp_path, '\n,\n"a\n1",b\n1,2\n3\n4,"5\n6"\n')
    assert (found.headers, found.lines) == (["a\n1", "b"], 8)
    assert found.frame.rows() == [(1, 5, "1", "2"), (3, 7, "4", "5\n6")]
    assert [(error.row, error.line) for error in found.errors] == [(2, 6)]


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a,b")
    assert (found.frame.height, found.frame.columns) == (0, ["row", "line", "c0", "c1"])
    assert (found.errors, found.lines) == ((), 1)


@pytest.mark.parametrize(
    "content", [",,\n", '""\n', "\u3000\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"]
)
def test_without_any_text_there_is_no_header(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(RegistryError, match="the file is empty"):
        sheet(tmp_path, content)


@pytest.mark.parametrize("content", ['"a,b\n1,2\n', '"a" b,c\n', f"{'a' * 40_000},b\n"])
def test_a_header_that_cannot_be_read_is_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(RegistryError, match="line 1: the column names cannot be read"):
        sheet(tmp_path, content)


def test_a_cell_of_ten_megabytes_costs_its_row(tmp_path: Path) -> None:
    found = sheet(tmp_path, f"a,b\n1,2\n{'x' * 10_000_000},4\n5,6\n")
    assert found.frame["c0"].to_list() == ["1", "5"]
    assert [(error.row, error.line) for error in found.errors] == [(2, 3)]
