"""DECL-09: fewer events, kinds or places than the standard asks for."""

from collections.abc import Iterator

from auditor.declared.counts import Count, counts
from auditor.declared.numerals import folded
from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULE"]

_UNITS = frozenset("次种项场处个")
_CONDITIONAL = ("占比", "的社区", "超过", "每个", "每处", "按需")
_PERIODS = ("每月", "每季", "每周", "每半年", "月均", "每天", "每日", "上半年", "若干", "多")
_NEXT = 2


def _judge(view: View) -> Iterator[Hit]:
    """Only where one number is asked in this unit, and all that the answer has stay below it."""
    asked = [c for c in counts(view.row.standard) if _is_asked(c, view.row.standard)]
    if not view.claims_met or any(word in view.row.answer for word in _PERIODS):
        return
    for required in asked:
        if sum(1 for other in asked if other.unit == required.unit) > 1:
            continue
        given = [c for c in view.counts if c.unit == required.unit]
        alike = [c for c in given if _is_same_thing(c, required)]
        if alike and sum(c.value for c in given) < required.value:
            first = alike[0]
            message = f"标准要求{required.value}{required.unit}，所填只有{first.value}{first.unit}"
            begin = first.start - len(first.before)
            yield hit(view.row.answer, begin, first.end, message)


def _is_asked(count: Count, standard: str) -> bool:
    sentence_start = max(standard.rfind(mark, 0, count.start) for mark in "。；;\n") + 1
    sentence = folded(standard)[sentence_start : count.end + 12].split("\n", maxsplit=1)[0]
    return count.unit in _UNITS and not any(word in sentence for word in _CONDITIONAL)


def _is_same_thing(given: Count, required: Count) -> bool:
    """The words right before or right after the number agree."""
    before = given.before[-_NEXT:]
    if len(before) == _NEXT and required.before.endswith(before):
        return True
    return len(given.after) >= _NEXT and required.after.startswith(given.after[:_NEXT])


RULE = DeclaredRule(
    meta=meta(
        "DECL-09",
        "所填数量少于标准要求却称达标",
        Severity.ERROR,
        "核对实际数量；确未达到的，不得填报为达标",
    ),
    judge=_judge,
    passing=(
        example("每年开展2次智慧社区宣传普及活动", "达标。2024年共开展3次智慧社区宣传普及活动。"),
        example(
            "新建5个智慧社区应用场景", "达标。新建3个智慧社区应用场景，整合2个智慧社区应用场景。"
        ),
        example("每年开展2次智慧社区宣传普及活动", "达标。每月开展1次智慧社区宣传普及活动。"),
    ),
    failing=(
        example("每年开展2次智慧社区宣传普及活动", "达标。每年开展1次智慧社区宣传普及活动。"),
        example("整合或新建5个智慧社区应用场景", "达标。新建三个智慧社区应用场景。"),
    ),
)
