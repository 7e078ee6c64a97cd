"""DECL-18: an answer that was typed into the column 标准要求, and the requirement lost."""

import re
from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULE"]

_FACT = re.compile(
    r"^(?:\d{1,2}[.、])?\s*(?:本|我)?社区(?:内|目前)?(?:尚|均|暂)?(?:未|没有|无)[^，,。；;]{2,20}$"
)


def _judge(view: View) -> Iterator[Hit]:
    answers = {_bare(line) for line in re.split(r"[\n；;。]", view.row.answer)}
    for line in re.split(r"[\n；;。]", view.row.standard):
        if _FACT.match(line.strip()) and _bare(line) in answers:
            message = "标准要求栏里写的是社区情况而不是要求，原标准要求已丢失"
            at = view.row.answer.find(line.strip())
            yield Hit(line.strip(), max(at, 0), message)


def _bare(line: str) -> str:
    return re.sub(r"^\s*\d{1,2}[.、]|\s", "", line)


RULE = DeclaredRule(
    meta=meta(
        "DECL-18", "标准要求栏被改写成完成情况", Severity.WARNING, "恢复标准要求原文，再填完成情况"
    ),
    judge=_judge,
    passing=(
        example("社区内住宅电梯实现运行监测", "不涉及。社区内未安装电梯设备。"),
        example("社区内未安装电梯的小区不作要求", "社区内未安装电梯设备"),
    ),
    failing=(example("1.实现自动化识别；\n2.社区内未安装电梯设备", "2.社区内未安装电梯设备。"),),
)
