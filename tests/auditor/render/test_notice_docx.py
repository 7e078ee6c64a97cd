"""The letter: all of the notice is in it, on A4, and the same bytes each time."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Mm

from auditor.render.notice_docx import render_notice
from auditor.worklist.notice import Doubtful, ItemPicture, Notice, WorkItem
from auditor.worklist.pictures import MOST_BYTES, MOST_PICTURES, NO_PICTURES, Pictures
from tests.auditor.render import builders
from tests.auditor.render.hostile import HOSTILE

ITEM = WorkItem(
    number=1,
    device_code="37090216001320000001",
    name="东门01",
    place="K01 东门",
    fault="离线：端口拒绝连接",
    to_do="恢复在线",
    clause="指标 4",
    finding_id="F-dm3vkfmnvh2n",
    remark="",
)
DOUBT = Doubtful(number=1, device_code="2", name="西门01", place="K02 西门", reason="凭据未提供")
NOTICE = Notice(
    number="整改〔20261124〕001 号",
    addressee="北方公司",
    contacts=("138****5678",),
    community="华新社区",
    round_id="20261123T170000Z-0a1b2c",
    issued_on=date(2026, 11, 24),
    deadline=date(2026, 12, 1),
    items=(ITEM,),
    doubtful=(DOUBT,),
)


def pictured(*pictures: ItemPicture | None) -> Notice:
    """An item a picture."""
    return replace(NOTICE, items=tuple(replace(ITEM, picture=one) for one in pictures))


def opened(notice: Notice, pictures: Pictures = NO_PICTURES) -> DocumentType:
    return Document(io.BytesIO(render_notice(notice, pictures)))


def rows(document: DocumentType, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_the_letter_says_all() -> None:
    document = opened(NOTICE)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)

    for part in (
        "视频监控整改通知单",
        "编号：整改〔20261124〕001 号",
        "北方公司：（联系方式：138****5678）",
        "发现须整改的问题 1 项，另有 1 路摄像机好坏不明",
        "请于 2026 年 12 月 1 日 前完成整改",
        "二、待核实的摄像机（不作为故障）",
    ):
        assert part in text
    assert rows(document, 0) == [
        [
            "序号",
            "设备编码",
            "设备名称",
            "位置",
            "存在问题",
            "整改要求",
            "依据",
            "问题编号",
            "备注",
        ],
        [
            *("1", "37090216001320000001", "东门01", "K01 东门", "离线：端口拒绝连接"),
            *("恢复在线", "指标 4", "F-dm3vkfmnvh2n", ""),
        ],
    ]
    assert rows(document, 1)[1][1:5] == ["2", "西门01", "K02 西门", "凭据未提供"]
    assert [cell for row in rows(document, 2) for cell in row if cell] == [
        *("签发单位（盖章）", "签发人", "签发日期", "签收人", "联系电话", "签收日期"),
        *("整改责任人", "完成日期", "整改单位（盖章）", "复核人", "复核结论", "复核日期"),
    ]


def test_it_is_a4_across_and_repeats_the_header() -> None:
    document = opened(NOTICE)
    section = document.sections[0]

    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    assert (round(width.mm), round(height.mm)) == (297, 210)
    header = document.tables[0].rows[0]._tr.trPr
    assert header is not None
    assert header.find(qn("w:tblHeader")) is not None
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    widths = [cell.width for cell in document.tables[0].rows[0].cells]
    assert sum(widths) <= Mm(297 - 24 + 4)


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert render_notice(NOTICE) == render_notice(NOTICE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(text: str) -> None:
    item = WorkItem(
        number=1, device_code=text, name=text, place=text, fault=text, to_do=text, clause=text,
        finding_id=text, remark=text,
    )  # fmt: skip
    notice = Notice(
        number="1", addressee=text, contacts=(text,), community=text, round_id="r",
        issued_on=date(2026, 11, 24), deadline=None, items=(item,), doubtful=(),
    )  # fmt: skip

    assert len(rows(opened(notice), 0)) == 2


def test_a_picture_stands_with_its_fault_and_is_told_in_words() -> None:
    notice = pictured(ItemPicture("a.jpg", ""), None, ItemPicture("b.jpg", ""))
    document = opened(notice, Pictures(shown={"a.jpg": builders.jpeg()}, left_out=1, lost=2))

    table = document.tables[0]
    drawn = [[len(cell._tc.xpath(".//pic:pic")) for cell in row.cells] for row in table.rows]
    assert drawn == [[0] * 9, [0] * 4 + [1] + [0] * 4, [0] * 9, [0] * 9]
    (told,) = table._tbl.xpath(".//wp:docPr/@descr")
    assert told == "本轮画面：东门01"
    (shape,) = table._tbl.xpath(".//wp:extent")
    assert int(shape.get("cx")) == Mm(42)
    text = [paragraph.text for paragraph in document.paragraphs]
    assert (
        "附本轮画面 1 幅；因篇幅所限另有 1 幅未附，见检测报告；2 幅的文件已清理或与检测时不符，未附。"
        in text
    )


def test_without_pictures_nothing_is_said_of_them() -> None:
    assert not [p.text for p in opened(NOTICE).paragraphs if "画面" in p.text]


def test_a_letter_full_of_pictures_can_be_sent_by_mail() -> None:
    names = [f"{number}.jpg" for number in range(MOST_PICTURES)]
    notice = pictured(*(ItemPicture(name, "") for name in names))
    noise = bytes(number * 7919 % 251 for number in range(MOST_BYTES // MOST_PICTURES - 10_000))
    pictures = Pictures(
        shown={n: builders.jpeg() + noise + n.encode() for n in names}  # all different
    )

    first = render_notice(notice, pictures)
    assert len(first) < 2 * MOST_BYTES
    assert first == render_notice(notice, pictures)
