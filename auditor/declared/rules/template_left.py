"""DECL-14: the template's own instructions, or a converter's marks, left in the text."""

import re
from collections.abc import Iterator

from auditor.declared.form import OUTSIDE
from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULE"]

_ASKED = r"(?:填写|填报|填入|列出|列举|写明|注明|勾选|删除|补充|替换|描述|简述|说明情况|请填)"
_MARK = re.compile(r"\[bookmark[^\]\n]*\]|MERGEFORMAT|HYPERLINK \\")
_INSTRUCTION = re.compile(
    rf"\([^()\n]{{0,40}}请[^()\n]{{0,20}}{_ASKED}[^()\n]{{0,40}}\)"
    rf"|【[^】\n]{{0,30}}{_ASKED}[^】\n]{{0,30}}】|【(?:社区名称?|数字|数量|百分比|时间|日期|单位)】"
    rf"|\[[^\]\n]{{0,20}}{_ASKED}[^\]\n]{{0,20}}\]"
    r"|(?:(?<=[\n。;(])|^)[ ]*(?:例|示例|样例|范例|填写说明|填报说明|填表说明|填写示例):"
    r"|此处(?:填写|插入|填报)|。等。|请在此(?:处)?(?:填写|输入)|点击或点击此处输入文字|单击此处输入文字"
)
_NOT_FORM = re.compile(r"问卷|调查|意见|表单|居民填写|扫码")
_CHOICE = re.compile(r"(?m)^.*□.*□.*$")
_CHOSEN = re.compile(r"[☑☒■√✓✔]")
_HEAD = re.compile(r"\[bookmark[^\]\n]*\]|(?:[Xx]{2,}|××+)(?=社区|街道|区|市|县)|【社区名称?】")
_STANDARD = "60岁及以上常住老年人占比超过30%的社区提供2种社区养老服务"


def _judge(view: View) -> Iterator[Hit]:
    flat, text = view.flat, view.row.answer
    if view.row.number == OUTSIDE:
        for match in _HEAD.finditer(flat):
            yield hit(text, match.start(), match.end(), "残留的模板或转换标记，应删除")
        return
    for match in (*_MARK.finditer(flat), *_INSTRUCTION.finditer(flat)):
        if not _NOT_FORM.search(match[0]):
            message = f"残留的模板文字或标记“{match[0].strip()}”，应删除"
            yield hit(text, match.start(), match.end(), message)
    for match in _CHOICE.finditer(flat):
        if not _CHOSEN.search(match[0]):
            yield hit(text, match.start(), match.end(), "选项没有勾选")


RULE = DeclaredRule(
    meta=meta("DECL-14", "残留模板文字", Severity.WARNING, "删除模板说明和占位内容"),
    judge=_judge,
    outside=True,
    passing=(
        example(_STANDARD, "达标。老年人占比13.5%（如需帮助请联系网格员），例如：助餐、助浴。"),
        example(_STANDARD, "达标。组织居民扫码（请居民填写问卷）评价。□否 ☑是"),
    ),
    failing=(
        example(_STANDARD, "达标。老年人占比13.5%。(若超过30%请列出2种服务)"),
        example(_STANDARD, "例：社区提供助餐、助浴服务。"),
        example(_STANDARD, "达标。由【填写机构名称】提供服务。"),
        example(_STANDARD, "达标。包括助餐，助浴。等。"),
        example(_STANDARD, "□达标 □不达标"),
    ),
)
