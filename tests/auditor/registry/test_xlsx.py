"""Workbooks as spreadsheet programs write them: sheets, header rows, numbers of rows."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from polars.testing import assert_frame_equal

from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry import xlsx
from auditor.registry.xlsx import read_sheet
from auditor.registry.xlsx_rows import sheet_rows
from tests.auditor.registry.workbooks import Rows, archive, parts, saved, workbook

HEADERS: list[object] = ["设备编码", "设备名称", "经度"]
ROWS: Rows = [
    HEADERS,
    ["37011600011326000001", "北门", 117.661],
    ["37011600011326000002", "南门", 118],
]


def fault(path: Path, **options: str) -> str:
    with pytest.raises(RegistryError) as caught:
        read_sheet(path, **options)  # type: ignore[arg-type]
    return str(caught.value).removeprefix(f"{path}: ")


def test_a_plain_sheet(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, 台账=ROWS))
    expected = pl.DataFrame(
        {
            "row": [1, 2],
            "line": [2, 3],
            "c0": ["37011600011326000001", "37011600011326000002"],
            "c1": ["北门", "南门"],
            "c2": ["117.661", "118"],
        }
    )
    assert_frame_equal(sheet.frame, expected)
    assert (sheet.headers, sheet.errors, sheet.encoding) == (HEADERS, (), "xlsx")
    assert (sheet.notes, sheet.lines) == (("读取的工作表：台账",), 3)


def test_only_wanted_columns_are_loaded(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, 台账=ROWS), lambda headers: [headers.index("经度")])
    assert sheet.frame.columns == ["row", "line", "c2"]


def test_titles_above_the_header_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "某区视频点位一机一档 rtsp://admin:invented@127.0.0.1/"
    sheet.merge_cells("A1:C1")
    sheet["A3"] = "填报单位：某街道"
    for row in ROWS:
        sheet.append(row)
    read = read_sheet(saved(tmp_path, book))
    assert read.headers == HEADERS
    assert read.frame["line"].to_list() == [5, 6]
    assert read.notes[1] == (
        "表头在第 4 行，其上的文字不是数据：某区视频点位一机一档 rtsp://***@127.0.0.1/、填报单位：某街道"
    )


def test_blank_rows_have_no_number_and_zero_is_not_blank(tmp_path: Path) -> None:
    rows: Rows = [
        HEADERS,
        [],
        ["1", "甲"],
        [" ", "\u3000"],
        [None, None, 0],
        [],
        [None, None, False],
    ]
    sheet = read_sheet(workbook(tmp_path, 台账=rows))
    assert sheet.frame.rows() == [
        (1, 3, "1", "甲", ""),
        (2, 5, "", "", "0"),
        (3, 7, "", "", "FALSE"),
    ]


def test_empty_columns_at_the_left_keep_their_positions(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, 台账=[[None, None, *row] for row in ROWS]))
    assert sheet.headers == ["", "", *HEADERS]
    assert sheet.frame["c3"].to_list() == ["北门", "南门"]
    assert sheet.frame["c0"].to_list() == ["", ""]


def test_codes_kept_as_numbers_are_counted(tmp_path: Path) -> None:
    rows: Rows = [
        HEADERS,
        [37011600011326000001, "甲"],
        ["37011600011326000002", "乙"],
        [3701, "丙"],
    ]
    sheet = read_sheet(workbook(tmp_path, 台账=rows))
    assert sheet.frame["c0"].to_list() == ["3.70116E+19", "37011600011326000002", "3701"]
    assert sheet.notes[1:] == (
        "“设备编码”列有 2 个单元格按数字保存，数字只保留 15 位，20 位编码须按文本保存",
    )


def test_error_cells_are_text_and_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADERS)
    sheet.append(["1", "甲", "#N/A"])
    sheet.append([None, "#REF!"])
    read = read_sheet(saved(tmp_path, book))
    assert read.frame.rows() == [(1, 2, "1", "甲", "#N/A"), (2, 3, "", "#REF!", "")]
    assert read.notes[1:] == ("有 2 个单元格为公式错误值（如 #N/A）",)


def test_dates_and_times(tmp_path: Path) -> None:
    rows: Rows = [HEADERS, ["1", dt.date(2024, 3, 1), dt.datetime(2024, 3, 1, 8, 30)]]  # noqa: DTZ001
    sheet = read_sheet(workbook(tmp_path, 台账=rows))
    assert sheet.frame.row(0)[3:] == ("2024-03-01", "2024-03-01T08:30:00")


def test_a_cell_beyond_the_limit_costs_its_row(tmp_path: Path) -> None:
    row = f'<row><c t="str"><v>1</v></c><c t="str"><v>{"甲" * 40_000}</v></c></row>'
    header = "".join(f'<c t="str"><v>{text}</v></c>' for text in HEADERS)
    path = archive(tmp_path, parts(f"<row>{header}</row>{row}<row><c><v>2</v></c></row>"))
    sheet = read_sheet(path)
    message = "本行有超过 32768 个字符的单元格"
    assert sheet.errors == (RowError(file="cameras.xlsx", row=1, line=2, message=message),)
    assert sheet.frame.rows() == [(2, 3, "2", "", "")]


def test_the_only_sheet_with_a_known_header_is_read(tmp_path: Path) -> None:
    guide: Rows = [["填写说明"], ["设备编码为 20 位"]]
    path = workbook(tmp_path, 说明=guide, 空=[], 台账=ROWS)
    assert read_sheet(path).headers == HEADERS


def test_hidden_sheets_are_told_and_read_by_name_only(tmp_path: Path) -> None:
    book = Workbook()
    shown, hidden = book.worksheets[0], book.create_sheet("去年")
    shown.title = "今年"
    hidden.sheet_state = "hidden"
    for row in ROWS:
        shown.append(row)
        hidden.append([f"旧{cell}" for cell in row])
    path = saved(tmp_path, book)
    assert read_sheet(path).notes == (
        "读取的工作表：今年",
        "有 1 个隐藏的工作表未读取：去年",
    )
    assert read_sheet(path, sheet="去年").notes == ("读取的工作表：去年",)


@pytest.mark.parametrize("header", [HEADERS, ["甲", "乙"]], ids=["known", "unknown"])
def test_several_sheets_ask_for_a_choice(tmp_path: Path, header: list[object]) -> None:
    rows: Rows = [header, ["1", "2"]]
    message = "several sheets may be meant (一、二); choose one with --sheet"
    assert fault(workbook(tmp_path, 一=rows, 二=rows)) == message


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    books = {f"{n}月": ROWS for n in range(1, 8)}
    expected = "no sheet 台账; found: 1月、2月、3月、4月、5月…"
    assert fault(workbook(tmp_path, **books), sheet="台账") == expected


def test_without_known_headers_the_first_full_row_is_the_header(tmp_path: Path) -> None:
    rows: Rows = [["某区点位表"], ["国标号", "点位", None], ["1", "甲", "x"]]
    assert read_sheet(workbook(tmp_path, 台账=rows)).headers == ["国标号", "点位", ""]


def test_headers_of_a_column_map_are_known(tmp_path: Path) -> None:
    other: Rows = [["国标号", "点位"], ["1", "甲"]]
    path = workbook(tmp_path, 说明=[["a", "b"], ["c", "d"]], 台账=other)
    assert read_sheet(path, known=frozenset({"国标号", "点位"})).headers == ["国标号", "点位"]


def test_headers_of_a_plan_are_known(tmp_path: Path) -> None:
    rows: Rows = [["计划"], ["关键位置编号", "类别", "名称"], ["KL-01", "消防通道", "甲"]]
    path = workbook(tmp_path, 说明=[["a", "b"]], 计划=rows)
    assert read_sheet(path).frame.height == 1


def test_an_empty_workbook(tmp_path: Path) -> None:
    message = "the file is empty; it needs a header row and rows"
    assert fault(workbook(tmp_path, 一=[], 二=[[" "]])) == message


def test_a_header_alone_gives_no_rows(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, 台账=[HEADERS]))
    assert (sheet.frame.height, sheet.lines) == (0, 1)


def test_more_rows_than_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.registry.xlsx_rows._BATCH", 2)
    rows: Rows = [HEADERS, *([str(n), "甲", n] for n in range(1, 6))]
    sheet = read_sheet(workbook(tmp_path, 台账=rows))
    assert sheet.frame["c0"].to_list() == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="b"><v>maybe</v></c></row>',
    ],
)
def test_what_the_parser_refuses(tmp_path: Path, cells: str) -> None:
    expected = (
        "the workbook cannot be read; open it in a spreadsheet program and save it again as XLSX"
    )
    assert fault(archive(tmp_path, parts(cells))) == expected


def test_an_error_outside_the_rows_is_left_out() -> None:
    errors = {(1, 2): "#N/A", (1, 3): "#REF!", (9, 1): "#N/A"}
    rows = sheet_rows([["a", ""], ["b", ""]], indent=0, errors=errors)
    assert [row.texts for row in rows] == [["a", "#N/A"], ["b", ""]]


def test_a_panic_of_the_parser_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        """As pyo3 raises it: no `Exception`."""

    Panic.__module__ = "pyo3_runtime"

    def panic(*_: object, **__: object) -> None:
        raise Panic

    monkeypatch.setattr(xlsx, "candidate", panic)
    assert fault(workbook(tmp_path, 台账=ROWS)).startswith("the workbook cannot be read; ")


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ZeroDivisionError])
def test_what_is_not_the_parsers_fault_is_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise kind

    monkeypatch.setattr(xlsx, "candidate", stop)
    with pytest.raises(kind):
        read_sheet(workbook(tmp_path, 台账=ROWS))


def test_a_file_that_goes_away_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, 台账=ROWS)
    monkeypatch.setattr(xlsx, "check_copies", lambda *_: path.unlink())
    assert fault(path) == "cannot be read (No such file or directory); check the path"
