"""Tables: packaged maps, own maps, and maps that mean harm."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import ConfigError
from auditor.feed.build import build_document
from auditor.feed.column_map import ColumnMap, load_map, packaged_maps
from auditor.feed.export import ExportFormat, export
from auditor.feed.fields import Rows, Share, known_fields, rows
from auditor.feed.table import Cell, Table, _percent, make_table, table_csv
from auditor.feed.workbook import render_xlsx
from auditor.model import RateVerdict, Report
from tests.auditor.feed.values import hostile
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report

MADE = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


def report(*, unknown: int = 0) -> Report:
    """Two key cameras of three networked, three records of four right, one camera not tested."""
    judged = (
        builders.indicator_result(indicator="networking_rate", of=3, met=2, unknown=unknown),
        builders.indicator_result(indicator="health_rate", of=3, met=1, unknown=unknown),
        builders.indicator_result(indicator="record_compliance_rate", of=4, met=3),
    )
    beside = builders.rate(indicator="position_compliance_rate", of=4, met=4)
    cameras = tuple(builders.camera_result(row) for row in (1, 2, 3))
    return builders.report(results=judged, beside=(beside,), cameras=cameras)


def table(map_name: str, of: Report) -> Table:
    return make_table(build_document(of), load_map(map_name), name=map_name)


def own(tmp_path: Path, text: str) -> ColumnMap:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return load_map(str(file))


def cells(form: str, of: Report) -> list[list[str]]:
    data = export(build_document(of), ExportFormat.CSV, map_name=form)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_three_rates_report_has_its_real_headers_and_figures() -> None:
    assert cells("h8", report()) == [
        [
            "区域",
            "总数",
            "在线数",
            "在线率",
            "接入任务数",
            "联网数",
            "联网率",
            "总数",
            "合格数",
            "合格率",
        ],
        ["华新社区", "3", "3", "100.00", "3", "2", "66.66", "4", "3", "75.00"],
    ]


def test_the_assessment_report_has_one_header_twice() -> None:
    headers, row = cells("h7", report(unknown=1))
    assert headers == [
        "序号",
        "地市名",
        "考核指标数",
        "上联数量",
        "接入率",
        "已诊断总数",
        "在线数",
        "在线率",
        "已诊断总数",
        "完好数",
        "图像完好率",
        "GIS数",
        "GIS率",
        "得分",
    ]
    assert row == [
        "1",
        "华新社区",
        "3",
        "2",
        "",
        "3",
        "3",
        "100.00",
        "2",
        "1",
        "",
        "4",
        "100.00",
        "",
    ]


def test_a_rate_with_unknown_members_has_no_share_but_bounds() -> None:
    (row,) = rows(build_document(report(unknown=1)), Rows.ROUND)
    assert row["health_rate.share"] is None
    assert row["health_rate.lowest_share"] == Share(1, 3)
    assert row["health_rate.highest_share"] == Share(2, 3)


def test_the_table_of_rates_has_a_row_per_rate() -> None:
    made = table("rates", sample_report())
    document = build_document(sample_report())
    parts = (*document.rates, *document.rates_by_class, *document.rates_beside)
    place = made.headers.index("指标编号")
    assert [row[place] for row in made.cells] == [part.id for part in parts]


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 6))
def test_a_share_is_never_shown_better_than_it_is(of: int, met: int, decimals: int) -> None:
    met = min(met, of)
    shown = _percent(Share(met, of), decimals)
    assert shown * of <= 100 * met < (shown + Decimal(1).scaleb(-decimals)) * of
    assert -int(shown.as_tuple().exponent) == decimals


@pytest.mark.parametrize("name", packaged_maps())
@pytest.mark.parametrize("of", [sample_report(), hostile()], ids=["sample", "hostile"])
def test_packaged_maps_make_tables_of_any_report(name: str, of: Report) -> None:
    if {"h7", "h8"} & {name}:
        of = report()
    made = table(name, of)
    assert {len(row) for row in made.cells} == {len(made.headers)}
    assert table_csv(made).startswith(b"\xef\xbb\xbf")


def test_every_field_of_a_kind_is_in_each_of_its_rows() -> None:
    document = build_document(sample_report())
    for kind in Rows:
        names = [set(row) for row in rows(document, kind)]
        assert names
        assert all(row == known_fields(document, kind) for row in names)


def test_an_own_map_renames_reorders_selects_and_adds(tmp_path: Path) -> None:
    chosen = own(
        tmp_path,
        """
        rows = "rates"
        columns = [
          {header = "比率", field = "rate.share", decimals = 1, suffix = "%"},
          {header = "日期", field = "round.ended_at", time = "date"},
          {header = "时间", field = "round.ended_at", time = "iso"},
          {header = "数", field = "rate.of", suffix = "路"},
          {header = "完整", field = "round.complete"},
          {header = "单位", value = "居委会"},
          {header = "年", value = 2026},
          {header = "空", field = "rate.threshold"},
        ]
        """,
    )
    made = make_table(
        build_document(builders.report(results=(), beside=(builders.rate(),))), chosen, name="own"
    )
    assert made.cells == (
        ("95.0%", "2026-11-24", "2026-11-24T01:41:15+08:00", "20路", "是", "居委会", 2026, None),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rows = 'rates'", "columns: Field required"),
        ("rows = 'rates'\ncolumns = []", "at least 1 item"),
        ("rows = 'rats'\ncolumns = [{header='a', value=''}]", "write one of round, rates, cameras"),
        ("rows = 'rates'\ncolumns = [{header='a'}]", "column a needs either field or value"),
        ("rows = 'rates'\ncolumns = [{header='a', field='b', value=''}]", "either field or value"),
        ('rows = "rates"\ncolumns = [{header="a\\u0007", value=""}]', "columns.0.header"),
        ('rows = "rates"\ncolumns = [{header="a", value="\\u0000"}]', "columns.0.value"),
        ("rows = 'rates'\ncolumns = [{header='a', value=99999999999999}]", "columns.0.value"),
        ("rows = 'rates'\nsheet='a/b'\ncolumns = [{header='a', value=''}]", "sheet"),
        (
            "rows = 'rates'\nsheets='a'\ncolumns = [{header='a', value=''}]",
            "unknown key sheets; did you mean sheet?",
        ),
        (
            "rows = 'rates'\ncolumns = [{header='a', feild='rate.of'}]",
            "unknown key columns.0.feild; did you mean field?",
        ),
        (
            "rows = 'rates'\nzzz = 1\ncolumns = [{header='a', value=''}]",
            "unknown key zzz; known: columns, rows, sheet, source, title",
        ),
        ("rows = ", "not valid TOML"),
        ("a=" + "[" * 5000, "not valid TOML"),
        ("#" * 300_000, "larger than"),
    ],
)
def test_a_map_that_cannot_be_used_is_told(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ConfigError) as caught:
        own(tmp_path, text)
    assert fault in str(caught.value)


def test_a_map_is_found_by_name_or_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="known: cameras, h7, h8, rates"):
        load_map("h9")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_map(str(tmp_path / "none.toml"))
    (tmp_path / "gbk.toml").write_bytes("rows = '轮'".encode("gbk"))
    with pytest.raises(ConfigError, match="cannot be read"):
        load_map(str(tmp_path / "gbk.toml"))


@pytest.mark.parametrize(
    ("field", "hint"),
    [("rate.mett", "did you mean rate.met?"), ("zzz", "see: auditor feed fields --rows rates")],
)
def test_an_unknown_field_is_told_with_the_nearest(tmp_path: Path, field: str, hint: str) -> None:
    text = f"rows = 'rates'\ncolumns = [{{header = '甲', field = '{field}'}}]"
    with pytest.raises(ConfigError) as caught:
        make_table(build_document(report()), own(tmp_path, text), name="own")
    assert str(caught.value) == f"column map own: column 甲: no field {field}; {hint}"


def test_neither_header_nor_cell_is_run_as_a_formula(tmp_path: Path) -> None:
    text = "rows = 'round'\ncolumns = [{header = '=1+1', value = '@SUM(A1)'}]"
    made = make_table(build_document(report()), own(tmp_path, text), name="own")
    assert table_csv(made).decode("utf-8-sig") == "'=1+1\r\n'@SUM(A1)\r\n"
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx([made], made_at=MADE))).active
    assert [(cell.value, cell.data_type) for row in sheet for cell in row] == [
        ("=1+1", "s"),
        ("@SUM(A1)", "s"),
    ]


def test_a_workbook_keeps_codes_as_text_and_figures_as_numbers() -> None:
    data = export(build_document(report()), ExportFormat.XLSX, map_name=None)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["指标", "摄像机"]
    cameras = book["摄像机"]
    place = [cell.value for cell in cameras[1]].index("设备编码")
    code = cameras[2][place]
    assert (code.value, code.data_type, code.number_format) == ("37090216001320000001", "s", "@")
    rates = book["指标"]
    headers = [cell.value for cell in rates[1]]
    division, share = (rates[2][headers.index(h)] for h in ("行政区划", "最低比率（%）"))
    assert (division.value, division.data_type) == ("370902", "s")
    assert (share.value, share.number_format) == (66.66, "0.00")


def test_the_same_tables_give_the_same_workbook() -> None:
    form = ExportFormat.XLSX
    first, second = (export(build_document(report()), form, map_name="h8") for _ in range(2))
    assert first == second


def test_whole_percents_have_no_decimal_point() -> None:
    made = Table(sheet="s", headers=("a",), cells=((Decimal(66),),))
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx([made], made_at=MADE))).active
    assert (sheet["A2"].value, sheet["A2"].number_format) == (66, "0")


def test_a_map_is_for_tables() -> None:
    with pytest.raises(ConfigError, match="--map is for tables"):
        export(build_document(report()), ExportFormat.JSON, map_name="h8")


def test_a_verdict_is_shown_in_words() -> None:
    of = builders.report(results=(builders.indicator_result(RateVerdict.MISSES),))
    row: dict[str, Cell] = dict(
        zip(table("rates", of).headers, table("rates", of).cells[0], strict=True)
    )
    assert (row["结论"], row["范围"], row["等级"]) == ("不达标", "全部", "成长型")
