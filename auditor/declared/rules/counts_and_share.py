"""DECL-02, DECL-03, DECL-04: counts that give another percentage than the one beside them."""

from collections.abc import Iterator

from auditor.declared.ratios import Ratio
from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound
from auditor.declared.view import Declared, View
from auditor.model import Severity

__all__ = ["RULES"]

_STANDARD = "智能照明设施安装率达到80%"
_FORMULA = "智能照明设施安装率=社区内智能照明设备数/社区内公共照明设备总数"
_ABOUT = 5
"""Points that 约 may be off."""


def _less(view: View) -> Iterator[Hit]:
    for declared, ratio in _contradicted(view):
        if ratio.percent < declared.figure.value:
            yield _hit(view, declared, ratio, "低于所填的")


def _more(view: View) -> Iterator[Hit]:
    for declared, ratio in _contradicted(view):
        if ratio.percent > declared.figure.value and declared.figure.bound is not Bound.AT_LEAST:
            yield _hit(view, declared, ratio, "高于所填的")


def _contradicted(view: View) -> Iterator[tuple[Declared, Ratio]]:
    """Figures and counts that rounding does not reconcile; one upper bound says nothing."""
    for declared in view.declared:
        figure, ratio = declared.figure, declared.ratio
        if ratio is None or figure.bound is Bound.AT_MOST:
            continue
        if figure.bound is Bound.ABOUT and abs(ratio.percent - figure.value) <= _ABOUT:
            continue
        if not ratio.agrees_with(figure.value, figure.places):
            yield declared, ratio


def _hit(view: View, declared: Declared, ratio: Ratio, how: str) -> Hit:
    figure = declared.figure
    message = (
        f"按所填数量计算，{figure.name}为{_number(ratio)}={percent(ratio.percent)}，"
        f"{how}{percent(figure.value)}"
    )
    return _marked(view, declared, ratio, message)


def _marked(view: View, declared: Declared, ratio: Ratio, message: str) -> Hit:
    """From the percentage to the last of its counts, or the other way round."""
    figure = declared.figure
    start, end = min(figure.start, ratio.start), max(figure.end, ratio.end)
    return hit(view.row.answer, start, end, message)


def _below(view: View) -> Iterator[Hit]:
    """By whole numbers, never by a rounded percentage: 18 of 19 is not 95 %."""
    for declared in view.declared if view.claims_met else ():
        figure, required, ratio = declared.figure, declared.required, declared.ratio
        if required is None or ratio is None or figure.value < required.value:
            continue
        if ratio.is_less_than(required.value):
            message = (
                f"按所填数量计算，{figure.name}为{_number(ratio)}={percent(ratio.percent)}，"
                f"低于标准要求的{percent(required.value)}，却填报为达标"
            )
            yield _marked(view, declared, ratio, message)


def _number(ratio: Ratio) -> str:
    return f"{float(ratio.part):g}/{float(ratio.whole):g}"


RULES = (
    DeclaredRule(
        meta=meta(
            "DECL-02",
            "所填数量算出的比率低于所填百分比",
            Severity.ERROR,
            "核对分子、分母，按数量重新计算百分比",
        ),
        judge=_less,
        passing=(
            example(_STANDARD, "达标。安装率达到83.3%（5/6）。", definition=_FORMULA),
            example(
                _STANDARD,
                "达标。智能照明设施安装率达到90%以上，其中智能照明设备数92个，公共照明设备总数100个。",
                definition=_FORMULA,
            ),
        ),
        failing=(
            example(
                _STANDARD,
                "达标。智能照明设施安装率达到85%，其中智能照明设备数80个，公共照明设备总数99个。",
                definition=_FORMULA,
            ),
        ),
    ),
    DeclaredRule(
        meta=meta(
            "DECL-03",
            "所填数量算出的比率高于所填百分比",
            Severity.WARNING,
            "按数量重新计算百分比；写实际值，不要照抄标准要求",
        ),
        judge=_more,
        passing=(
            example(
                _STANDARD,
                "达标。智能照明设施安装率达到80%以上，其中智能照明设备数99个，公共照明设备总数99个。",
                definition=_FORMULA,
            ),
        ),
        failing=(
            example(
                _STANDARD,
                "达标。智能照明设施安装率达到80%，其中智能照明设备数99个，公共照明设备总数99个。",
                definition=_FORMULA,
            ),
        ),
    ),
    DeclaredRule(
        meta=meta(
            "DECL-04",
            "所填数量算出的比率低于标准要求却称达标",
            Severity.ERROR,
            "核对分子、分母；确未达到的，不得填报为达标",
        ),
        judge=_below,
        passing=(example("联网率达到95%", "达标。联网率95%（19/20）。"),),
        failing=(example("联网率达到95%", "达标。联网率95%（18/19）。"),),
    ),
)
