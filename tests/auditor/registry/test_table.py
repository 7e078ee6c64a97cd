"""From bytes to rows: encodings, damage, and one clear message for what is no table."""

import hashlib
import os
from contextlib import nullcontext
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry import source
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import REGISTRY_COLUMNS, Column
from auditor.registry.table import Table, read_sheet, read_table
from tests.auditor.registry.files import written
from tests.auditor.registry.workbooks import workbook

COLUMNS = (
    Column("code", "编码", required=True),
    Column("name", "名称", ("MC",), required=True),
    Column("remark", "备注"),
)
GOOD = "编码,名称,备注\n1,北门,甲\n2,南门,乙\n"
ROWS = [("1", "北门", "甲"), ("2", "南门", "乙")]


def rows(table: Table) -> list[tuple[str, ...]]:
    """The cells without the row numbers."""
    return table.frame.drop("row").rows()


def numbers(table: Table) -> list[int]:
    return table.frame["row"].to_list()


def fault(path: Path) -> str:
    """The message without the path in front."""
    with pytest.raises(RegistryError) as caught:
        read_table(path, COLUMNS)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("codec", "reported"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_encodings_are_found_and_reported(tmp_path: Path, codec: str, reported: str) -> None:
    table = read_table(written(tmp_path, GOOD, encoding=codec), COLUMNS)
    expected = pl.DataFrame(
        {"row": [1, 2], "code": ["1", "2"], "name": ["北门", "南门"], "remark": ["甲", "乙"]}
    )
    assert_frame_equal(table.frame, expected)
    assert (table.name, table.encoding, table.errors) == ("cameras.csv", reported, ())
    assert table.sha256 == hashlib.sha256(GOOD.encode(codec)).hexdigest()
    assert (table.found, table.unclaimed_headers) == ({"code": 0, "name": 1, "remark": 2}, ())


def test_gb18030_may_have_its_own_byte_order_mark(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "\ufeff" + GOOD, encoding="gb18030"), COLUMNS)
    assert rows(table) == ROWS


def test_characters_that_only_gb18030_has_beyond_gbk(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("北门", "㐀䶮𠮷"), encoding="gb18030")
    assert read_table(path, COLUMNS).frame["name"][0] == "㐀䶮𠮷"


def test_numbers_leave_blank_lines_out_and_keep_their_errors(tmp_path: Path) -> None:
    text = "\n编码,名称,备注\n\n1,北门,甲\n , ,\n2,短\n\n3,长,多,余\n4,西门,丁\n,,\n"
    table = read_table(written(tmp_path, text), COLUMNS)
    assert numbers(table) == [1, 4]
    assert table.frame["name"].to_list() == ["北门", "西门"]
    assert table.errors == (
        RowError(
            file="cameras.csv",
            row=2,
            line=6,
            message="本行有 2 列，表头有 3 列，无法确定各列对应关系",
        ),
        RowError(
            file="cameras.csv",
            row=3,
            line=8,
            message="本行有 4 列，表头有 3 列，无法确定各列对应关系",
        ),
    )


def test_a_stray_mark_costs_one_row_and_moves_no_number(tmp_path: Path) -> None:
    text = '编码,名称,备注\n1,"北门,甲\n2,南门",乙\n3,东门,丙\n'
    table = read_table(written(tmp_path, text), COLUMNS)
    assert numbers(table) == [2, 3]
    assert table.frame["name"].to_list() == ['南门"', "东门"]
    assert [(error.row, error.line) for error in table.errors] == [(1, 2)]


def test_a_row_after_a_cell_of_several_lines_has_its_physical_line(tmp_path: Path) -> None:
    text = '编码,名称,备注\n1,"北\n\n门",甲\n2,短\n'
    table = read_table(written(tmp_path, text), COLUMNS)
    assert rows(table) == [("1", "北\n\n门", "甲")]
    assert [(error.row, error.line) for error in table.errors] == [(2, 5)]


@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"")]
)
def test_a_name_cut_within_a_character_costs_its_row(
    tmp_path: Path, codec: str, mark: bytes
) -> None:
    """As exports do that cut names at a number of bytes."""
    lines = [f"{n},星河里小区第{n}号楼消防通道,甲".encode(codec) for n in range(1, 6)]
    lines[2] = "3,星河里小区".encode(codec) + "第".encode(codec)[:1] + ",甲".encode(codec)
    data = mark + b"\n".join(["编码,名称,备注".encode(codec), *lines])
    table = read_table(written(tmp_path, data), COLUMNS)
    assert (table.encoding, numbers(table)) == (codec, [1, 2, 4, 5])
    assert [(error.row, error.line, error.message) for error in table.errors] == [
        (3, 4, f"本行含有不属于文件编码（{codec}）的字节，文字已损坏")
    ]


def test_utf8_with_one_bad_byte_is_not_read_as_gb18030(tmp_path: Path) -> None:
    data = "code,MC\n1,星河里小区北门口\n2,云帆花园西门口\n3,x\n".encode()
    table = read_table(written(tmp_path, data.replace(b"x", b"\xb1\xb1")), COLUMNS)
    assert table.encoding == "utf-8"
    assert table.frame["name"].to_list() == ["星河里小区北门口", "云帆花园西门口"]
    assert [error.row for error in table.errors] == [3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty; it needs a header line and rows"),
        (b" \r\n\t\n", "the file is empty; it needs a header line and rows"),
        (b"\xef\xbb\xbf", "the file is empty; it needs a header line and rows"),
        (b",,\n,,\n", "the file is empty; it needs a header line and rows"),
        ("编码,名称\n".encode(), "a header but no rows; nothing can be audited"),
        ("编码,名称\n\n,\n".encode(), "a header but no rows; nothing can be audited"),
        (
            "1,北门\n2,南门\n".encode(),
            (
                "no column name is known in the first line; it must hold the column names, "
                "at least 编码、名称, separated by commas"
            ),
        ),
        (
            "编码,称呼\n1,北门\n".encode(),
            (
                "the header line lacks 名称 (seen: 编码、称呼); "
                "the first line must hold the column names"
            ),
        ),
        (
            "编码,MC,名称\n1,北门,甲\n".encode(),
            "the columns MC and 名称 both mean 名称; keep one of them",
        ),
        (
            '"编码,名称\n1,北门\n'.encode(),
            "line 1: the column names cannot be read; look for a stray quotation mark",
        ),
        (b"a\x00b", "contains NUL bytes, so it is not CSV text; save it as CSV"),
        (GOOD.encode("utf-16"), "this is UTF-16 text, not CSV; save it as CSV (UTF-8) first"),
        (
            b"\xfe\xff" + GOOD.encode("utf-16-be"),
            "this is UTF-16 text, not CSV; save it as CSV (UTF-8) first",
        ),
        (
            b"PK\x03\x04rest",
            "not a whole XLSX file; open it in a spreadsheet program and save it again as XLSX",
        ),
        (
            b"\xd0\xcf\x11\xe0rest",
            "this is an old Excel (XLS) file, not CSV; save it as CSV (UTF-8) first",
        ),
        (b"%PDF-1.7", "this is a PDF, not CSV; save it as CSV (UTF-8) first"),
        (b"\x1f\x8brest", "this is a gzip file, not CSV; save it as CSV (UTF-8) first"),
        (
            b"a,b\n1,2\n\xff\xff\xff,\xff\n",
            "line 3 is neither UTF-8 nor GB 18030 text; save as UTF-8",
        ),
        (",".join(f"c{n}" for n in range(5000)).encode(), "5000 columns; more than 1000"),
    ],
)
def test_what_is_no_table_is_told_in_one_message(
    tmp_path: Path, content: bytes, message: str
) -> None:
    assert fault(written(tmp_path, content)) == message


def test_data_in_the_place_of_a_header_is_not_quoted(tmp_path: Path) -> None:
    path = written(tmp_path, "1,rtsp://admin:invented@127.0.0.1/a\n2,b\n")
    assert "invented" not in fault(path)


def test_of_two_optional_columns_the_second_is_reported(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "编码,名称,备注,remark,别的,\n1,a,b,c,d,e\n"), COLUMNS)
    assert rows(table) == [("1", "a", "b")]
    assert table.unclaimed_headers == ("remark", "别的")


def test_a_table_of_nothing_but_errors_is_still_a_table(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "编码,名称\n1\n"), COLUMNS)
    assert (table.frame.height, len(table.errors)) == (0, 1)


def test_a_missing_file(tmp_path: Path) -> None:
    expected = "cannot be read (No such file or directory); check the path"
    assert fault(tmp_path / "absent.csv") == expected


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert fault(path) == "not a file; give the path of a CSV file"


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert fault(path) == "cannot be read (Permission denied); check the path"


def test_a_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 8)
    assert fault(written(tmp_path, GOOD)) == "larger than 0 MB; split the file"


def test_a_file_that_grows_beyond_the_limit_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, GOOD)
    size = path.stat().st_size
    monkeypatch.setattr(source, "MAX_BYTES", size)
    monkeypatch.setattr(source, "_FIRST_PIECE", size)
    chunks = [GOOD.encode(), b"3,c,d\n", b""]
    monkeypatch.setattr(source, "_opened", lambda _: nullcontext(_Growing(chunks)))
    with pytest.raises(RegistryError, match="split the file"):
        source.read_source(path)


class _Growing:
    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = iter(chunks)

    def read(self, _: int) -> bytes:
        return next(self._chunks)


def test_a_column_map_settles_what_two_headers_mean(tmp_path: Path) -> None:
    path = written(tmp_path, "编码,MC,名称,记\n1,a,b,c\n")
    chosen = ColumnMap(name="map.toml", places=(("name", "名称"), ("remark", 4)))
    table = read_table(path, COLUMNS, chosen)
    assert (rows(table), table.unclaimed_headers) == ([("1", "b", "c")], ("MC",))
    assert table.found == {"code": 0, "name": 2, "remark": 3}


@pytest.mark.parametrize(
    ("delimiter", "notes"),
    [
        (",", ()),
        (";", ("文件各列以分号而非逗号分隔，已按此读取。",)),
        ("\t", ("文件各列以制表符而非逗号分隔，已按此读取。",)),
    ],
)
def test_the_delimiter_is_told_from_the_header(
    tmp_path: Path, delimiter: str, notes: tuple[str, ...]
) -> None:
    table = read_table(written(tmp_path, GOOD.replace(",", delimiter)), COLUMNS)
    assert (rows(table), table.notes) == (ROWS, notes)


def test_a_sheet_has_every_column_by_its_position(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "\n甲,甲\n1,2\n3\n"))
    assert sheet.headers == ["甲", "甲"]
    assert sheet.frame.to_dicts() == [{"row": 1, "line": 3, "c0": "1", "c1": "2"}]
    assert (sheet.lines, sheet.delimiter, len(sheet.errors)) == (4, ",", 1)


def test_a_workbook_without_a_header_is_told_of_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path, 台账=[["1", "北门"], ["2", "南门"]])
    with pytest.raises(RegistryError) as raised:
        read_table(path, COLUMNS)
    assert str(raised.value) == (
        f"{path}: no column name is known in the first row; it must hold the column names, "
        "at least 编码、名称, one a cell"
    )


def test_a_doubled_column_of_a_register_is_settled_as_the_refusal_says(tmp_path: Path) -> None:
    rest = ",".join(c.header for c in REGISTRY_COLUMNS if c.required and c.name != "name")
    path = written(
        tmp_path, f"设备名称,设备名称,{rest}\n甲,乙{',1' * rest.count(',')},1\n".encode()
    )
    with pytest.raises(RegistryError) as raised:
        read_table(path, REGISTRY_COLUMNS)
    assert str(raised.value) == (
        f"{path}: the columns 设备名称 and 设备名称 both mean 设备名称; keep one of them, or choose by "
        '--column-map, a TOML file with the lines [columns] and name = "设备名称#1" (or #2, or a position)'
    )
    column_map = ColumnMap(name="m", places=(("name", "设备名称#2"),))
    assert read_table(path, REGISTRY_COLUMNS, column_map).frame["name"].to_list() == ["乙"]
