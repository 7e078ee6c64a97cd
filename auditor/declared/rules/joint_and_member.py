"""DECL-05, DECL-06: two figures of one sentence that cannot both be meant."""

from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound
from auditor.declared.view import Declared, View
from auditor.model import Severity

__all__ = ["RULES"]

_STANDARD = "覆盖率、联网率、摄像机完好率均达到95%"


def _joint(view: View) -> Iterator[Hit]:
    """“均达到80%，联网率96%”: where every member has its own higher figure, 均 only sums up."""
    groups: dict[tuple[int, int], list[Declared]] = {}
    for declared in view.declared:
        if declared.figure.together and declared.figure.bound is Bound.EXACT:
            groups.setdefault((declared.figure.start, declared.figure.end), []).append(declared)
    for members in groups.values():
        own = [d for d in view.declared if _is_own(d, members)]
        differing = [d for d in own if d.figure.value != members[0].figure.value]
        told = {d.figure.kernel for d in own if d.figure.value >= members[0].figure.value}
        if differing and told != {d.figure.kernel for d in members}:
            yield _joint_hit(view, members[0], differing)


def _is_own(declared: Declared, members: list[Declared]) -> bool:
    """Whether a figure of the same sentence is one of the members' own."""
    figure, item = declared.figure, members[0].item
    return (
        declared.item == item
        and not figure.together
        and figure.bound is Bound.EXACT
        and any(figure.kernel == m.figure.kernel for m in members)
        and (figure.modifier == "" or declared.required is not None)
    )


def _joint_hit(view: View, joint: Declared, differing: list[Declared]) -> Hit:
    names = "、".join(f"{d.figure.name}{percent(d.figure.value)}" for d in differing)
    message = f"既称“均”为{percent(joint.figure.value)}，又另填{names}，前后不一致"
    ends = [joint.figure.end, *(d.figure.end for d in differing)]
    starts = [joint.figure.start, *(d.figure.start for d in differing)]
    return hit(view.row.answer, min(starts), max(ends), message)


def _twice(view: View) -> Iterator[Hit]:
    """One name with two exact figures in one sentence."""
    first: dict[tuple[str, tuple[int, int]], Declared] = {}
    for declared in view.declared:
        figure = declared.figure
        if figure.together or figure.share or figure.bound is not Bound.EXACT:
            continue
        before = first.setdefault((figure.name, declared.item), declared)
        if before.figure.value != figure.value:
            message = (
                f"同一句中{figure.name}有两个数值："
                f"{percent(before.figure.value)}和{percent(figure.value)}"
            )
            yield hit(view.row.answer, before.figure.start, figure.end, message)


RULES = (
    DeclaredRule(
        meta=meta(
            "DECL-05",
            "“均”与单项数值不一致",
            Severity.WARNING,
            "逐项写明实际数值，删去不相符的说法",
        ),
        judge=_joint,
        passing=(
            example(_STANDARD, "达标。覆盖率、联网率、摄像机完好率均达到95%以上，联网率98%。"),
            example(
                _STANDARD,
                "达标。覆盖率、联网率、摄像机完好率均达到95%，其中覆盖率100%、联网率98%、摄像机完好率96%。",
            ),
        ),
        failing=(
            example(_STANDARD, "达标。覆盖率、联网率、摄像机完好率均达到80%，联网率96%。"),
            example(_STANDARD, "达标。覆盖率、联网率均达到98%，联网率96%。"),
        ),
    ),
    DeclaredRule(
        meta=meta(
            "DECL-06",
            "同一比率有两个数值",
            Severity.WARNING,
            "核对后只保留一个数值",
        ),
        judge=_twice,
        passing=(
            example(_STANDARD, "1.覆盖率96%；2.南区覆盖率100%。"),
            example(_STANDARD, "建设前联网率为60%，联网率96%。"),
        ),
        failing=(example(_STANDARD, "达标。联网率为96%，摄像机完好率97%，联网率98%。"),),
    ),
)
