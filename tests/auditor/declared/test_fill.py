"""Filling: one cell changes, everything else keeps its bytes."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree

from auditor.declared.check import check
from auditor.declared.docx_reader import NAMESPACE
from auditor.declared.fill import fill
from auditor.declared.form import Form, Row
from auditor.declared.wording import answer_lines
from auditor.errors import FormError
from auditor.model import RateVerdict, Report
from tests.auditor.declared.forms import Sample, as_docx
from tests.auditor.declared.measured import measured, measured_report

DOCUMENT = "word/document.xml"
SAMPLE = Sample()
VIDEO = next(line for line in SAMPLE.lines if line.number == 4)
LINES = ("达标。", "1.覆盖率为97.5%（39/40）；", "2.出图率为95%（76/80）。")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def cells(data: bytes) -> list[bytes]:
    root = etree.fromstring(parts(data)[DOCUMENT])
    return [etree.tostring(cell) for cell in root.iter(f"{{{NAMESPACE}}}tc")]


def changed(template: bytes, edit: "dict[str, str]") -> bytes:
    """The template with words of its text replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(template).items():
            text = content
            for old, new in edit.items() if name == DOCUMENT else ():
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            archive.writestr(name, text)
    return buffer.getvalue()


def test_only_the_one_cell_changes() -> None:
    template = as_docx(SAMPLE)
    filled = fill("t.docx", template, LINES)
    before, after = cells(template), cells(filled)
    differing = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]

    assert len(differing) == 1
    cell = docx.Document(io.BytesIO(filled)).tables[0].rows[4].cells[-1]
    assert [paragraph.text for paragraph in cell.paragraphs] == list(LINES)


def test_every_other_part_and_all_around_the_table_keeps_its_bytes() -> None:
    template = changed(as_docx(SAMPLE), {"<w:body>": "<w:body>\n  <!-- kept -->\n"})
    old, new = parts(template), parts(fill("t.docx", template, LINES))

    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {DOCUMENT}
    start = new[DOCUMENT].index(b"<w:body>")
    head = old[DOCUMENT][old[DOCUMENT].index(b"<w:body>") :].split(b"<w:tbl>")[0]
    assert new[DOCUMENT][start:].startswith(head)


def test_the_look_of_the_first_paragraph_stays() -> None:
    document = docx.Document(io.BytesIO(as_docx(SAMPLE)))
    paragraph = document.tables[0].rows[4].cells[-1].paragraphs[0]
    paragraph.alignment = 1
    paragraph.runs[0].bold = True
    buffer = io.BytesIO()
    document.save(buffer)

    filled = docx.Document(io.BytesIO(fill("t.docx", buffer.getvalue(), LINES)))

    written = filled.tables[0].rows[4].cells[-1].paragraphs
    assert [p.alignment for p in written] == [1, 1, 1]
    assert [p.runs[0].bold for p in written] == [True, True, True]


def test_an_empty_cell_is_filled() -> None:
    template = as_docx(Sample(answers={4: ""}))
    document = docx.Document(io.BytesIO(fill("t.docx", template, LINES)))

    assert document.tables[0].rows[4].cells[-1].text == "\n".join(LINES)


def test_a_cell_without_any_paragraph_is_filled() -> None:
    template = as_docx(Sample(numbers=(4,), answers={4: "空"}))
    template = changed(template, {"<w:p><w:r><w:t>空</w:t></w:r></w:p>": ""})
    document = docx.Document(io.BytesIO(fill("t.docx", template, LINES)))

    assert document.tables[0].rows[1].cells[-1].text == "\n".join(LINES)


def merged(*rows: int) -> bytes:
    """A form whose answers of these rows are one cell."""
    document = docx.Document(io.BytesIO(as_docx(SAMPLE)))
    table = document.tables[0]
    table.cell(rows[0], 5).merge(table.cell(rows[-1], 5))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def nested() -> bytes:
    document = docx.Document(io.BytesIO(as_docx(SAMPLE)))
    document.tables[0].cell(4, 5).add_table(rows=1, cols=1)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (b"%PDF", "not a DOCX file; only DOCX templates"),
        (b"PK\x03\x04", "a damaged or cut DOCX file"),
        (merged(4, 5), "完成情况 of 视频监控设施 is not one cell; split its merged cells"),
        (nested(), "the cell to be filled holds a table or a form field"),
        (as_docx(Sample(numbers=(5, 6))), "no row 视频监控设施"),
        (changed(as_docx(SAMPLE), {"云帆社区完成情况": "备注"}), "no table with the columns"),
    ],
)
def test_a_template_that_cannot_be_filled(template: bytes, message: str) -> None:
    with pytest.raises(FormError, match=message):
        fill("t.docx", template, LINES)


def test_the_words_of_the_form() -> None:
    assert answer_lines(measured_report()) == (
        "达标。",
        "1.视频监控在小区出入口、停车库（场）出入口、社区主干道、消防通道等关键位置的覆盖率为97.5%（39/40），联网率为98.33%（118/120），摄像机完好率为96.66%（116/120）；",
        "2.公共视频资源出图率为95%（76/80）；",
        "3.视频监控编码、名称、行政区划、经纬度等合规率为97.5%（117/120）。",
    )


def test_what_could_not_be_tested_is_told() -> None:
    lines = answer_lines(
        measured_report(
            measured("coverage_rate", 38, 40, 1),
            measured("networking_rate", 113, 120, 7),
            measured("picture_output_rate", 0, 0),
            complete=False,
        )
    )

    assert lines[0] == "尚不能判定是否达标。"
    assert "覆盖率不低于95%（38/40，其中1处未能检测）" in lines[1]
    assert "联网率不低于94.16%（113/120，其中7路未能检测）" in lines[1]
    assert lines[2] == "2.公共视频资源出图率无法计算（没有登记的对象）；"
    assert lines[-1] == "（据未完成的巡检。）"


def test_one_rate_that_misses_is_no_meeting() -> None:
    assert answer_lines(measured_report(measured("health_rate", 100, 120)))[0] == "未达标。"


def without_thresholds(report: Report) -> Report:
    results = tuple(
        replace(r, threshold=None, verdict=RateVerdict.NO_THRESHOLD) for r in report.results
    )
    return replace(report, results=results)


def test_without_thresholds_nothing_is_claimed() -> None:
    assert answer_lines(without_thresholds(measured_report()))[0].startswith("1.视频监控")


def test_a_round_without_the_rates() -> None:
    with pytest.raises(FormError, match="the round has no coverage_rate"):
        answer_lines(replace(measured_report(), results=()))


def test_what_is_filled_in_is_a_clean_answer() -> None:
    row = Row(
        number=4,
        title=VIDEO.title,
        standard=VIDEO.standard,
        answer="\n".join(answer_lines(measured_report())),
    )

    assert check(Form(column="完成情况", rows=(row,))) == ()
