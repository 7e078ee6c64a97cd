"""A work list as a letter on A4 (DOCX): addressed, numbered, with room for signatures.

The same notice gives the same bytes: no time but the notice's own is in it.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell

from auditor.render.plain_text import visible
from auditor.render.vocabulary.column import Table
from auditor.render.vocabulary.worklists import DOUBTFUL, WORK_ITEMS
from auditor.worklist.notice import Notice, WorkItem
from auditor.worklist.pictures import NO_PICTURES, Pictures

__all__ = ["render_notice"]

_FONT, _HEADING = "宋体", "黑体"
_WIDTHS = {
    WORK_ITEMS.id: (10, 42, 32, 36, 46, 36, 24, 32, 15),
    DOUBTFUL.id: (10, 42, 48, 60, 60, 40),
}
_LEFT_OUT = frozenset({"done"})
_PICTURE_IN = 4  # the widest column, that of the fault
_PICTURE_MM = 42
_SIGNATURES = (
    ("签发单位（盖章）", "签发人", "签发日期"),
    ("签收人", "联系电话", "签收日期"),
    ("整改责任人", "完成日期", "整改单位（盖章）"),
    ("复核人", "复核结论", "复核日期"),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_notice(notice: Notice, pictures: Pictures = NO_PICTURES) -> bytes:
    """The whole file; a picture stands with the first fault of its camera."""
    document = Document()
    _page(document)
    _title(document, notice)
    _intro(document, notice)
    if notice.items:
        document.add_heading("一、须整改的问题", level=2)
        made = _table(document, WORK_ITEMS, notice.items)
        _pictures(made, notice.items, pictures)
        if remark := _picture_remark(pictures):
            document.add_paragraph(remark)
    if notice.doubtful:
        document.add_heading("二、待核实的摄像机（不作为故障）", level=2)
        document.add_paragraph("下列摄像机本轮未能检测，好坏不明，请核实地址、网络和口令后告知。")
        _table(document, DOUBTFUL, notice.doubtful)
    document.add_heading("三、签收与复核", level=2)
    _signatures(document)
    _properties(document, notice)
    return _saved(document)


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin = section.bottom_margin = Mm(14)
    for name, font, size in (
        ("Normal", _FONT, 10),
        ("Title", _HEADING, 18),
        ("Heading 2", _HEADING, 12),
    ):
        _font(document.styles[name], font, size)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("第 ")
    _field(footer, "PAGE")
    footer.add_run(" 页，共 ")
    _field(footer, "NUMPAGES")
    footer.add_run(" 页")


def _font(style: Any, name: str, size: int) -> None:
    """Chinese characters have a font setting of their own; themes would win over it."""
    style.font.name, style.font.size = name, Pt(size)
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), name)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _title(document: DocumentType, notice: Notice) -> None:
    title = document.add_paragraph("视频监控整改通知单", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = document.add_paragraph(f"编号：{notice.number}")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _intro(document: DocumentType, notice: Notice) -> None:
    contacts = "、".join(notice.contacts[:3])
    to = document.add_paragraph()
    to.add_run(f"{visible(notice.addressee)}：").bold = True
    if contacts:
        to.add_run(f"（联系方式：{visible(contacts)}）")
    due = f"请于 {_day(notice.deadline)} 前完成整改并反馈。" if notice.deadline else ""
    document.add_paragraph(
        f"{visible(notice.community)}视频监控设施检测（轮次 {notice.round_id}，"
        f"{_day(notice.issued_on)}）发现须整改的问题 {len(notice.items)} 项，"
        f"另有 {len(notice.doubtful)} 路摄像机好坏不明，请核实。{due}"
        "问题编号各轮不变，反馈时请注明。"
    )


def _day(day: Any) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _table(document: DocumentType, table: Table[Any], lines: Sequence[Any]) -> Any:
    columns = [column for column in table.columns if column.id not in _LEFT_OUT]
    made: Any = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    made.autofit = False
    for place, width in zip(made.columns, _WIDTHS[table.id], strict=True):
        place.width = Mm(width)
    _row(made, 0, [column.title for column in columns], _WIDTHS[table.id], bold=True)
    _repeat(made.rows[0])
    for number, line in enumerate(lines, start=1):
        made.add_row()
        texts = [str(column.read(line)) for column in columns]
        _row(made, number, texts, _WIDTHS[table.id])
    return made


def _pictures(table: WordTable, items: Sequence[WorkItem], pictures: Pictures) -> None:
    for row, item in zip(table.rows[1:], items, strict=True):
        small = pictures.shown.get(item.picture.name) if item.picture else None
        if small is not None:
            _picture(row.cells[_PICTURE_IN], small, f"本轮画面：{visible(item.name)}")


def _picture(cell: _Cell, jpeg: bytes, told: str) -> None:
    """Below the words; ``told`` is for who cannot see it."""
    run = cell.add_paragraph().add_run()
    shape = run.add_picture(io.BytesIO(jpeg), width=Mm(_PICTURE_MM))
    shape._inline.docPr.set("descr", told)  # noqa: SLF001 - python-docx has no alternative texts


def _picture_remark(pictures: Pictures) -> str:
    """How many pictures there are, and why one is missing."""
    parts = [f"附本轮画面 {len(pictures.shown)} 幅"] if pictures.shown else []
    if pictures.left_out:
        parts.append(f"因篇幅所限另有 {pictures.left_out} 幅未附，见检测报告")
    if pictures.lost:
        parts.append(f"{pictures.lost} 幅的文件已清理或与检测时不符，未附")
    return f"{'；'.join(parts)}。" if parts else ""


def _row(
    table: WordTable, at: int, texts: Sequence[str], widths: Sequence[int], *, bold: bool = False
) -> None:
    for cell, text, width in zip(table.rows[at].cells, texts, widths, strict=False):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(visible(text))
        run.bold, run.font.size = bold, Pt(9)
    properties = table.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    """The header stands on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _signatures(document: DocumentType) -> None:
    table = document.add_table(rows=len(_SIGNATURES), cols=6, style="Table Grid")
    for row, titles in zip(table.rows, _SIGNATURES, strict=True):
        row.height = Mm(11)
        for place, title in enumerate(titles):
            row.cells[2 * place].paragraphs[0].add_run(title).font.size = Pt(9)


def _properties(document: DocumentType, notice: Notice) -> None:
    at = datetime.combine(notice.issued_on, time(), UTC)
    told = document.core_properties
    told.author, told.title, told.comments = "auditor", f"整改通知单 {notice.number}", ""
    told.created = told.modified = at
    told.last_modified_by, told.revision = "auditor", 1


def _saved(document: DocumentType) -> bytes:
    """Packed anew: python-docx stamps each part with the time of writing."""
    first, to = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(to, "w") as archive:
        for member in source.infolist():
            part = zipfile.ZipInfo(member.filename, _EPOCH)
            archive.writestr(part, source.read(member), zipfile.ZIP_DEFLATED)
    return to.getvalue()
