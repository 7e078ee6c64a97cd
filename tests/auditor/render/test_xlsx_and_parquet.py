"""The workbook and the Parquet files: whole, typed, safe, and the same bytes each time."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from auditor.model import CameraResult, CameraState, Report
from auditor.render.csv import render_csv
from auditor.render.parquet import render_parquet, schema
from auditor.render.shared import shared
from auditor.render.table_files import TABLE_FILES, table_files
from auditor.render.tables import TABLES, Filled, cells, filled_tables
from auditor.render.vocabulary.cameras import CAMERAS, CameraLine
from auditor.render.xlsx import render_xlsx
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import hostile_report

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def book(*filled: Filled, **options: int) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(filled, made_at=AT, **options)))


def cameras(*results: CameraResult) -> Filled:
    return Filled(table=CAMERAS, lines=[CameraLine(one) for one in results])


def column(sheet: Worksheet, name: str) -> list[object]:
    """The cells under a column's name for programs."""
    for cells_ in sheet.iter_cols(values_only=True):
        if str(cells_[0]).endswith(f"\n{name}"):
            return list(cells_[1:])
    raise AssertionError(name)


def test_every_table_has_its_sheet_and_the_dictionary_is_last() -> None:
    report = sample_report()
    opened = book(*filled_tables(shared(report)))

    assert opened.sheetnames == [*(table.title for table in TABLES), "数据字典"]
    assert opened["摄像机"].max_row == 1 + len(report.cameras)
    assert opened["数据字典"].max_row == 1 + sum(len(table.columns) for table in TABLES)


def test_codes_are_text_and_counts_are_numbers() -> None:
    sheet = book(cameras(builders.camera_result(7)))["摄像机"]
    types = {str(one[0].value).partition("\n")[2]: one[1] for one in sheet.iter_cols()}

    assert (types["device_code"].value, types["device_code"].data_type) == (
        "37090216001320000007",
        "s",
    )
    assert types["device_code"].number_format == "@"
    assert (types["row"].value, types["row"].data_type) == (7, "n")
    assert types["picture_taken_at"].value == "2026-11-24 01:00:10"
    assert types["public_video"].value == "是"


def test_the_header_stays_in_view_and_filters() -> None:
    sheet = book(cameras(builders.camera_result(1), builders.camera_result(2)))["摄像机"]

    assert sheet.freeze_panes == "A2"
    assert re.fullmatch("A1:[A-Z]+3", sheet.auto_filter.ref or "")
    assert sheet["A1"].value == "台账行号\nrow"
    assert sheet.column_dimensions["B"].width >= 22


def test_a_choice_is_chinese_and_coloured_by_its_tone() -> None:
    states = tuple(
        builders.camera_result(row, state=state) for row, state in enumerate(CameraState, start=1)
    )
    sheet = book(cameras(*states))["摄像机"]
    rules = {
        rule.formula[0]
        for ranged in sheet.conditional_formatting
        for rule in ranged.rules
        if "G2:G7" in str(ranged.sqref)
    }

    shown = ["× 离线", "■ 在线无流", "▲ 画面异常", "● 出图正常", "○ 未检测", "◇ 探测受阻"]
    assert column(sheet, "state") == shown
    assert rules == {f'"{word}"' for word in shown}
    titles = [str(cell.value) for cell in sheet[1]]
    assert [title for title in titles if "state_text" in title] == []


def test_no_text_is_a_formula_or_a_link() -> None:
    content = render_xlsx(filled_tables(shared(hostile_report())), made_at=AT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]

    assert [text for text in sheets if "<f>" in text or "<hyperlink" in text] == []
    assert any("=HYPERLINK(" in text for text in sheets)


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    camera = builders.camera(name="名" * 40_000)
    sheet = book(cameras(builders.camera_result(camera=camera)))["摄像机"]

    (name,) = column(sheet, "name")
    assert str(name).endswith("……（过长，此处截断）")
    assert len(str(name)) < 32_767


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next() -> None:
    opened = book(cameras(*(builders.camera_result(row) for row in range(1, 6))), sheet_rows=2)

    assert opened.sheetnames[:3] == ["摄像机", "摄像机 2", "摄像机 3"]
    rows = [column(opened[name], "row") for name in opened.sheetnames[:3]]
    assert rows == [[1, 2], [3, 4], [5]]


def test_an_empty_table_has_its_header() -> None:
    sheet = book(cameras())["摄像机"]

    assert sheet.max_row == 1
    assert sheet.auto_filter.ref is not None


@pytest.mark.parametrize("report", [sample_report(), hostile_report()], ids=["sample", "hostile"])
def test_parquet_holds_what_csv_holds(report: object) -> None:
    for filled in filled_tables(shared(report)):  # type: ignore[arg-type]
        frame = pl.read_parquet(render_parquet(filled))
        table = filled.table
        expected = [table.values(line) for line in filled.lines]

        assert frame.schema == schema(table)
        assert frame.rows() == [tuple(map(_kept, row)) for row in expected]


def _kept(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def test_times_are_moments_in_utc() -> None:
    frame = pl.read_parquet(render_parquet(cameras(builders.camera_result(7))))

    assert frame["picture_taken_at"].to_list() == [datetime(2026, 11, 23, 17, 0, 10, tzinfo=UTC)]
    assert frame.schema["device_code"] == pl.String


def files(report: Report) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in table_files(shared(report))}


@pytest.mark.parametrize("report", [sample_report(), hostile_report()], ids=["sample", "hostile"])
def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    first = files(report)
    again = files(replace(report))

    assert tuple(first) == TABLE_FILES
    assert again == first


def test_the_workbook_bears_the_rounds_end_and_no_other_time() -> None:
    content = render_xlsx((cameras(),), made_at=AT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
        stamps = {info.date_time for info in archive.infolist()}

    assert re.findall(r"\d{4}-\d{2}-\d{2}T[0-9:]+Z", core) == ["2026-11-24T02:00:00Z"] * 2
    assert stamps == {(1980, 1, 31, 0, 0, 0)}


def test_csv_has_the_columns_of_the_vocabulary() -> None:
    made = files(sample_report())

    for filled in filled_tables(shared(sample_report())):
        table = filled.table
        expected = render_csv(table.ids, cells(table, filled.lines))
        assert made[f"{table.id}.csv"] == expected
