"""DECL-07: the threshold handed back as the result, without the counts behind it."""

from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound
from auditor.declared.view import Declared, View
from auditor.model import Severity

__all__ = ["RULE"]

_STANDARD = "公共视频资源出图率达到85%"
_WHOLE = 100


def _judge(view: View) -> Iterator[Hit]:
    told: set[tuple[int, int]] = set()
    for declared in view.declared:
        place = (declared.figure.start, declared.figure.end)
        if place in told or not _is_echo(view, declared):
            continue
        told.add(place)
        message = (
            f"与标准要求的{percent(declared.figure.value)}完全相同，"
            "又没有分子、分母，像是照抄标准而不是实际数值"
        )
        yield hit(view.row.answer, *place, message)


def _is_echo(view: View, declared: Declared) -> bool:
    """“95.0%” has been worked out; 100 % cannot be anything but the threshold."""
    figure, required = declared.figure, declared.required
    if required is None or figure.share or figure.places or figure.bound is not Bound.EXACT:
        return False
    if figure.value != required.value or figure.value == _WHOLE:
        return False
    if figure.together and _members_told(view, declared):
        return False
    return declared.ratio is None and not view.counts_in(declared.item)


def _members_told(view: View, joint: Declared) -> bool:
    """Whether every rate that shares the figure has one of its own too: 均 only sums them up."""
    place = (joint.figure.start, joint.figure.end)
    members = {d.figure.kernel for d in view.declared if (d.figure.start, d.figure.end) == place}
    own = {d.figure.kernel for d in view.declared if not d.figure.together}
    return members <= own


RULE = DeclaredRule(
    meta=meta(
        "DECL-07",
        "照抄标准要求的百分比",
        Severity.WARNING,
        "写明实际数值及其分子、分母，例如“出图率96.7%（58/60）”",
    ),
    judge=_judge,
    passing=(
        example(_STANDARD, "达标。公共视频资源出图率达到92%。"),
        example(_STANDARD, "达标。公共视频资源共40路，出图34路，出图率85%。"),
        example(_STANDARD, "达标。公共视频资源出图率85.0%。"),
    ),
    failing=(example(_STANDARD, "达标。公共视频资源出图率达到85%。"),),
)
