"""Odd tables: headers of two rows, several columns of answers, merges, controls, no numbers."""

import io
from pathlib import Path

import docx
import pytest
from lxml import etree

from auditor.declared.docx_reader import NAMESPACE, cell_text, docx_tables
from auditor.declared.form import Form
from auditor.declared.grid import MAX_COLUMNS, level_in
from auditor.declared.reading import read_forms
from auditor.declared.text_reader import labelled_form
from auditor.errors import FormError


def read(tmp_path: Path, text: "str | bytes") -> tuple[Form, ...]:
    path = tmp_path / "form"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_forms(path)


LEVELS = (
    "<h1>验收结果{level}</h1><table>"
    "<tr><th rowspan=2>序号</th><th rowspan=2>指标名称</th><th colspan=2>标准要求</th>"
    "<th rowspan=2>完成情况</th></tr><tr><th>基础型</th><th>成长型</th></tr>"
    "<tr><td>4</td><td>视频监控设施</td><td>达到90%</td><td>达到95%</td><td>96%</td></tr></table>"
)


@pytest.mark.parametrize(
    ("level", "standard"), [("（成长型）", "达到95%"), ("（基础型）", "达到90%"), ("", "")]
)
def test_the_level_chooses_the_column(tmp_path: Path, level: str, standard: str) -> None:
    (form,) = read(tmp_path, LEVELS.format(level=level))

    assert [(row.standard, row.answer) for row in form.rows] == [(standard, "96%")]


def test_two_levels_in_the_text_are_none() -> None:
    assert level_in("成长型、基础型") == ""


def test_several_communities_side_by_side(tmp_path: Path) -> None:
    forms = read(
        tmp_path,
        "序号\t二级指标\t标准要求\t甲社区完成情况\t乙社区完成情况\n4\t视频监控设施\tx\ta\tb\n",
    )

    assert [(form.column, form.rows[0].answer) for form in forms] == [
        ("甲社区完成情况", "a"),
        ("乙社区完成情况", "b"),
    ]


@pytest.mark.parametrize(
    "header", ["建设情况", "自评情况", "完成情况（2024年）", "落实情况说明", "某某社区实际完成情况"]
)
def test_headers_of_counties(tmp_path: Path, header: str) -> None:
    (form,) = read(tmp_path, f"编号\t指标\t建设标准\t{header}\n（5）\t智能照明设施\ts\ta\n")

    assert [(row.number, row.standard, row.answer) for row in form.rows] == [(5, "s", "a")]


def test_rows_without_numbers_are_known_by_name(tmp_path: Path) -> None:
    (form,) = read(
        tmp_path,
        "二级指标\t标准要求\t完成情况\n视频 监控设施\ts\ta\n合计\t\t\n物业(公共事业)服务\ts\tb\n",
    )

    assert [(row.number, row.answer) for row in form.rows] == [(4, "a"), (13, "b")]
    assert form.video is form.rows[0]


def test_a_row_without_a_title_is_known_by_its_number(tmp_path: Path) -> None:
    (form,) = read(tmp_path, "序号\t标准要求\t完成情况\n四\ts\ta\n五\ts\tb\n")

    assert form.video is not None
    assert form.video.answer == "a"


def test_a_column_of_verdicts_is_heard(tmp_path: Path) -> None:
    (form,) = read(tmp_path, "序号\t标准要求\t完成情况\t是否达标\n5\ts\ta\t否\n")

    assert form.rows[0].verdict == "否"


def test_three_lines_of_one_indicator_belong_together(tmp_path: Path) -> None:
    (form,) = read(
        tmp_path,
        "<table><tr><th>序号</th><th>二级指标</th><th>标准要求</th><th>完成情况</th></tr>"
        "<tr><td rowspan=2>4</td><td rowspan=2>视频监控设施</td><td>a</td><td>1</td></tr>"
        "<tr><td>b</td><td>2</td></tr></table>",
    )

    (row,) = form.rows
    assert (row.title, row.standard, row.answer) == ("视频监控设施", "a\nb", "1\n2")


def document(body: str) -> etree._Element:
    return etree.fromstring(
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def texts(body: str) -> list[list[str]]:
    return [[each.text for each in row] for row in next(docx_tables(document(body)))]


def test_merges_of_word() -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    assert texts(
        "<w:tbl>"
        f"<w:tr>{cell('a', start)}{cell('b', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{cell('', go_on)}{cell('c')}{cell('d')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("e")}</w:tr>'
        "</w:tbl>"
    ) == [["a", "b", "b"], ["a", "c", "d"], ["", "", "e"]]


def test_a_cell_that_goes_on_from_nothing_is_empty() -> None:
    assert texts(f"<w:tbl><w:tr>{cell('x', '<w:vMerge/>')}</w:tr></w:tbl>") == [[""]]


def test_a_row_of_too_many_cells_is_cut() -> None:
    row = f"<w:tbl><w:tr>{cell('x') * (MAX_COLUMNS + 5)}</w:tr></w:tbl>"
    assert len(texts(row)[0]) == MAX_COLUMNS


def test_rows_and_cells_in_content_controls() -> None:
    row = f"<w:tr>{cell('a')}<w:sdt><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt></w:tr>"
    assert texts(f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>") == [
        ["a", "b"]
    ]


def test_the_text_of_a_cell() -> None:
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    root = document(
        "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:noBreakHyphen/></w:r>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del><w:ins><w:r><w:t>丁</w:t></w:r></w:ins>"
        f"</w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
    (outer, _) = root.iter(f"{{{NAMESPACE}}}tc")

    assert cell_text(outer) == "甲\t乙\n-丁\n"


def test_a_nested_table_of_word(tmp_path: Path) -> None:
    made = docx.Document()
    outer = made.add_table(rows=1, cols=1).cell(0, 0)
    inner = outer.add_table(rows=2, cols=3)
    for at, text in enumerate(("序号", "标准要求", "完成情况", "5", "s", "a")):
        inner.cell(at // 3, at % 3).text = text
    buffer = io.BytesIO()
    made.save(buffer)

    (form,) = read(tmp_path, buffer.getvalue())

    assert [(row.number, row.answer) for row in form.rows] == [(5, "a")]


def test_labels_without_an_answer_are_no_form() -> None:
    assert labelled_form("4.视频监控设施\n标准要求：x\n") is None
    assert labelled_form("没有指标") is None


def test_lines_between_the_rows_go_on(tmp_path: Path) -> None:
    (form,) = read(tmp_path, "| 序号 | 完成情况 |\n|---|---|\n| 5 | a |\n续\n")

    assert form.rows[0].answer == "a\n续"


def test_cells_beyond_the_limit_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module in ("docx_reader", "html_reader", "text_reader"):
        monkeypatch.setattr(f"auditor.declared.{module}.MAX_CELLS", 5)
    page = "<table><tr><td>序号</td><td>完成情况</td></tr><tr><td>5</td><td>a</td></tr><tr><td>6</td><td>b</td></tr></table>"
    with pytest.raises(FormError, match="no table"):
        read(tmp_path, page)
    (form,) = read(tmp_path, "序号\t完成情况\n5\ta\n6\tb\n")
    assert [row.number for row in form.rows] == [5]
    table = f"<w:tbl>{('<w:tr>' + cell('x') * 3 + '</w:tr>') * 2}</w:tbl>"
    assert list(docx_tables(document(table))) == []


HANGING = "\t一级指标\n\t序号\n\t二级指标\n\t标准要求\n\t完成情况\n\n"


def test_a_paragraph_after_an_empty_line_is_of_the_same_cell(tmp_path: Path) -> None:
    (form,) = read(
        tmp_path,
        f"{HANGING}\t甲\n\t4\n\t视频监控设施\n\ts\n\t达标。\n\n1.x\n\n\t\n\t5\n\t智能照明设施\n\tt\n\tb\n\n公示期7天",
    )

    assert [(row.number, row.answer) for row in form.rows] == [(4, "达标。\n\n1.x"), (5, "b")]
    assert "公示期7天" in form.outside


def test_a_short_row_lacks_its_first_cell(tmp_path: Path) -> None:
    (form,) = read(tmp_path, f"{HANGING}\t5\n\t智能照明设施\n\tt\n\tb\n")

    assert [(row.number, row.standard, row.answer) for row in form.rows] == [(5, "t", "b")]


def test_an_answer_in_one_cell_with_the_requirement_is_no_copy_of_it(tmp_path: Path) -> None:
    """Which of the two the text is cannot be known, so nothing is found in it."""
    text = (
        "<table><tr><th>序号</th><th>指标名称</th><th>标准要求</th><th>完成情况</th></tr>"
        "<tr><td>4</td><td>视频监控设施</td><td colspan=2>达到95%</td></tr></table>"
    )
    with pytest.raises(FormError) as caught:
        read(tmp_path, text)
    assert str(caught.value) == (
        f"{tmp_path / 'form'}: 标准要求 and 完成情况 of indicator 4 are one merged cell; "
        "split it, so that the answer has a cell of its own"
    )


def test_a_heading_over_the_whole_width_is_no_merged_answer(tmp_path: Path) -> None:
    text = (
        "<table><tr><th>指标名称</th><th>标准要求</th><th>完成情况</th></tr>"
        "<tr><td colspan=3>视频监控设施</td></tr>"
        "<tr><td>智能照明设施</td><td>达到80%</td><td>90%</td></tr></table>"
    )
    assert read(tmp_path, text)[0].rows[-1].answer == "90%"
