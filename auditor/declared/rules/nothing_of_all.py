"""DECL-11: none there, and all of them done: “0栋，均实现”."""

import re
from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULE"]

_NONE = re.compile(
    r"(?P<none>(?<![\d.])0|(?<![一-龥])零|无(?=12层))\s*(?P<unit>栋|幢|个|处|户|座|部|台|路|人|名|盏)"
    r"[^,，。;\n]{0,8}[,，、;]?\s*(?:已|现|并)?(?P<all>均|全部|都|全覆盖)"
)
_EXCUSED = re.compile(r"不适用|不涉及|无需|不作要求|不做要求")
_STANDARD = "社区内12层及以上住宅实现高空抛物监控报警"


def _judge(view: View) -> Iterator[Hit]:
    if _EXCUSED.search(view.flat):
        return
    for match in _NONE.finditer(view.flat):
        begin = max(view.flat.rfind(mark, 0, match.start()) for mark in ",，。;；\n") + 1
        message = f"数量为0{match['unit']}，却写“{match['all']}”实现；应填“不涉及”"
        yield hit(view.row.answer, begin, match.end(), message)


RULE = DeclaredRule(
    meta=meta(
        "DECL-11", "数量为零却称全部实现", Severity.WARNING, "填“不涉及（本社区无此类设施）”"
    ),
    judge=_judge,
    passing=(
        example(_STANDARD, "达标。社区内12层及以上住宅10栋，均实现高空抛物监控报警。"),
        example(_STANDARD, "不涉及。社区内12层及以上住宅0栋。"),
        example(_STANDARD, "达标。发生高空抛物0起，12层及以上住宅8栋均已安装摄像头。"),
    ),
    failing=(
        example(_STANDARD, "达标。社区内12层及以上住宅0栋，均实现高空抛物监控报警。"),
        example(_STANDARD, "达标。12层及以上住宅０栋,已全部安装高空抛物摄像头。"),
    ),
)
