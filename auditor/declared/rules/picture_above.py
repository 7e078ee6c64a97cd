"""DECL-17: more cameras give a picture than are online or sound, says the form.

The sets may differ (公共视频资源 is not 关键位置), so this is a doubt, not an error.
"""

from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound
from auditor.declared.view import Declared, View
from auditor.model import Severity

__all__ = ["RULE"]

_STANDARD = "摄像机完好率均达到95%；公共视频资源出图率达到85%"
_CEILINGS = ("完好率", "在线率")


def _judge(view: View) -> Iterator[Hit]:
    pictures = [d for d in view.declared if d.figure.kernel == "出图率"]
    for picture in pictures:
        if picture.figure.bound not in (Bound.EXACT, Bound.AT_LEAST):
            continue
        for kernel in _CEILINGS:
            ceilings = _exact(view, kernel)
            if ceilings and all(c.figure.value < picture.figure.value for c in ceilings):
                names = ceilings[0].figure
                message = (
                    f"出图率{percent(picture.figure.value)}高于{names.name}{percent(names.value)}，"
                    "除非两者统计的摄像机不同，否则不合常理"
                )
                yield hit(view.row.answer, picture.figure.start, picture.figure.end, message)
                break


def _exact(view: View, kernel: str) -> list[Declared]:
    """The figures of a rate, its own before a shared one; none when any is only a bound."""
    found = [d for d in view.declared if d.figure.kernel == kernel]
    own = [d for d in found if not d.figure.together] or found
    return own if all(d.figure.bound is Bound.EXACT for d in own) else []


RULE = DeclaredRule(
    meta=meta(
        "DECL-17",
        "出图率高于完好率或在线率",
        Severity.WARNING,
        "核对两个比率的统计范围，分别写明分子、分母",
    ),
    judge=_judge,
    passing=(
        example(_STANDARD, "达标。摄像机完好率97%，公共视频资源出图率95%。"),
        example(_STANDARD, "达标。摄像机完好率95%以上，公共视频资源出图率98%。"),
    ),
    failing=(
        example(_STANDARD, "达标。摄像机完好率95%，公共视频资源出图率98%。"),
        example(_STANDARD, "达标。在线率96%，公共视频资源出图率98%以上。"),
    ),
)
