"""DECL-01, DECL-08: a figure that is below what the standard asks, though 达标 is claimed."""

from collections.abc import Iterator

from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound, Stated
from auditor.declared.view import Declared, View
from auditor.model import Severity

__all__ = ["RULES"]

_STANDARD = "覆盖率、联网率、摄像机完好率均达到95%"


def _below(view: View) -> Iterator[Hit]:
    """One finding a figure, with all rates that it is too low for."""
    too_low: dict[tuple[int, int], list[Stated]] = {}
    for required in view.required if view.claims_met else ():
        figures = [d for d in view.decisive(required) if _is_exact(d)]
        if figures and all(d.figure.value < required.value for d in figures):
            for declared in figures:
                place = (declared.figure.start, declared.figure.end)
                too_low.setdefault(place, []).append(required)
    for (start, end), asked in too_low.items():
        names = "、".join(r.name for r in asked)
        values = "、".join(dict.fromkeys(percent(r.value) for r in asked))
        message = f"{names}的自报数值低于标准要求的{values}，却填报为达标"
        yield hit(view.row.answer, start, end, message)


def _is_exact(declared: Declared) -> bool:
    return declared.figure.bound in (Bound.EXACT, Bound.ABOUT)


def _bound_below(view: View) -> Iterator[Hit]:
    """“90%以上” says nothing of 95 %; where counts stand beside it, they decide."""
    for required in view.required if view.claims_met else ():
        for declared in view.decisive(required):
            figure = declared.figure
            is_low = figure.bound is Bound.AT_LEAST and figure.value < required.value
            if is_low and not view.counts_in(declared.item) and declared.ratio is None:
                message = (
                    f"只说明“{percent(figure.value)}以上”，不能证明达到标准要求的"
                    f"{percent(required.value)}；请写明实际数值"
                )
                yield hit(view.row.answer, figure.start, figure.end, message)


RULES = (
    DeclaredRule(
        meta=meta(
            "DECL-01",
            "自报数值低于标准要求却称达标",
            Severity.ERROR,
            "核对实际数值；确未达到的，不得填报为达标",
        ),
        judge=_below,
        passing=(
            example(_STANDARD, "达标。覆盖率、联网率、摄像机完好率均达到96%。"),
            example(_STANDARD, "未达标。覆盖率、联网率、摄像机完好率均达到90%，正在整改。"),
            example(
                "5G网络覆盖率达到90%",
                "达标。5G网络覆盖率由60%提升至92%。",
            ),
        ),
        failing=(
            example(_STANDARD, "达标。覆盖率96%、联网率97%、摄像机完好率80%。"),
            example("居民满意度达到70%", "达标。居民满意度为百分之六十五。"),
        ),
    ),
    DeclaredRule(
        meta=meta(
            "DECL-08",
            "只给出低于标准要求的下限",
            Severity.WARNING,
            "写明实际数值及其分子、分母",
        ),
        judge=_bound_below,
        passing=(example("5G网络覆盖率达到90%", "达标。5G网络覆盖率达到95%以上。"),),
        failing=(example("5G网络覆盖率达到90%", "达标。5G网络覆盖率达到80%以上。"),),
    ),
)
