"""DECL-12, DECL-13: an answer that was left out, whole or in the place of a number."""

import re
from collections.abc import Iterator

from auditor.declared.counts import COUNTED
from auditor.declared.numerals import NUMBER, folded
from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULES"]

_CJK = "一-龥"
_BLANK = re.compile(
    rf"_{{2,}}|[×Xx]{{2,}}(?=\s*(?:社区|街道|小区|公司|平台|单位|%|{COUNTED}))|(?<=[{_CJK}])[×Xx](?=\s*(?:%|{COUNTED}))"
    r"|【\s*】|〔\s*〕|\[\s*\]|\(\s*\)|\?{2,}|？{2,}|[?？](?=\s*(?:%|户|个|栋|处|路|台|盏|次|种|项))"
    r"|(?<=[达到为是共约占])[ ]*%|百分之(?=[,，。;\s]|$)|…{2,}(?=%)"
)
_LATIN = re.compile(r"[A-Za-z0-9]$")
_ASKED = re.compile(
    rf"(?P<before>[{_CJK}]{{2}})(?P<number>{NUMBER})(?P<after>(?:{COUNTED}|%)[{_CJK}]{{0,2}})"
)
_EMPTY_ITEM = re.compile(r"(?m)^[ ]*\d{1,2}[.、][ ]*[;。,，]?[ ]*$(?!\n[ ]*[^\d\s])")
_STANDARD = "提供2种社区养老服务"


def _empty(view: View) -> Iterator[Hit]:
    """The quotation is the row's title: there is nothing else to quote."""
    if view.row.number and not view.row.answer.strip():
        title = view.row.title or str(view.row.number)
        yield Hit(title.split("\n", maxsplit=1)[0], 0, "完成情况为空，没有填写")


def _slots(view: View) -> Iterator[Hit]:
    flat, answer = view.flat, view.row.answer
    for match in _BLANK.finditer(flat):
        is_word = match[0].isalpha() and _LATIN.search(flat[: match.start()])
        if not is_word:
            begin = max(match.start() - 6, _line_start(flat, match.start()))
            yield hit(answer, begin, match.end() + 4, "空格或占位符未填写")
    for match in _EMPTY_ITEM.finditer(flat):
        yield hit(answer, match.start(), match.end(), "只有序号，没有内容")
    yield from _lost_numbers(view)


def _lost_numbers(view: View) -> Iterator[Hit]:
    """The standard's words with its number gone: “提供种社区养老服务”."""
    flat = view.flat
    for match in _ASKED.finditer(folded(view.row.standard)):
        words = match["before"] + match["after"]
        at = flat.find(words)
        if at >= 0:
            message = f"“{match['before']}”后缺少数字（标准要求为{match['number']}）"
            yield hit(view.row.answer, at, at + len(words), message)


def _line_start(flat: str, at: int) -> int:
    return max(flat.rfind(mark, 0, at) for mark in "\n,，。;") + 1


RULES = (
    DeclaredRule(
        meta=meta("DECL-12", "完成情况为空", Severity.ERROR, "补填完成情况；不涉及的写明原因"),
        judge=_empty,
        passing=(example(_STANDARD, "已完成"),),
        failing=(example(_STANDARD, " ", title="养老服务"),),
    ),
    DeclaredRule(
        meta=meta("DECL-13", "数字或名称空缺未填", Severity.ERROR, "补填空缺处的数字或名称"),
        judge=_slots,
        passing=(
            example(_STANDARD, "达标。提供3种社区养老服务，应用XX-100型设备？"),
            example(_STANDARD, "达标。1.\n提供种植园认领等2种社区养老服务。"),
        ),
        failing=(
            example(_STANDARD, "达标。提供种社区养老服务。"),
            example(_STANDARD, "达标。提供__种社区养老服务。"),
            example(_STANDARD, "达标。XX社区提供2种社区养老服务。"),
            example(_STANDARD, "达标。提供？种社区养老服务。"),
            example(_STANDARD, "达标。1.提供2种社区养老服务；\n2.；"),
            example("覆盖率达到80%", "达标。覆盖率达到%。"),
        ),
    ),
)
