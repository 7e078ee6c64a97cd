"""DECL-10, DECL-19: shares that no whole number of things can make."""

from collections.abc import Iterator
from fractions import Fraction

from auditor.declared.counts import Count, counts
from auditor.declared.ratios import Ratio
from auditor.declared.rule import DeclaredRule, Hit, example, hit, meta, percent
from auditor.declared.stated import Bound
from auditor.declared.view import View
from auditor.model import Severity

__all__ = ["RULES"]

_STANDARD = "社区内80%小区实现垃圾分类的智能化监控"
_WHOLE = 100
_FEW = 10
_KERNELS = frozenset(
    {"覆盖率", "联网率", "完好率", "出图率", "合规率", "在线率", "安装率", "接入率", "满意度"}
)
_SOME_ONLY = ("封闭", "开放", "老旧", "新建", "其中", "商品", "回迁")


def _impossible(view: View) -> Iterator[Hit]:
    for declared in view.declared:
        figure = declared.figure
        if not figure.share or figure.bound is not Bound.EXACT:
            continue
        many = _how_many(view, figure.share)
        if many is None or any(
            _agrees(n, many, figure.value, figure.places) for n in range(many + 1)
        ):
            continue
        message = (
            f"全表填报共{many}个{figure.share}，不可能恰有{percent(figure.value)}的{figure.share}"
            f"{_possible(many)}"
        )
        yield hit(view.row.answer, figure.start, figure.end, message)


def _agrees(part: int, many: int, value: Fraction, places: int) -> bool:
    ratio = Ratio(part=Fraction(part), whole=Fraction(many), start=0, end=0)
    return ratio.agrees_with(value, places)


def _possible(many: int) -> str:
    if many > _FEW:
        return ""
    shares = "、".join(percent(Fraction(100 * part, many)) for part in range(many + 1))
    return f"，只可能是{shares}"


def _how_many(view: View, noun: str) -> int | None:
    """How many there are by the whole form; None where it does not say, or says two things."""
    told = {
        int(count.value)
        for row in view.form.rows
        for count in counts(row.answer)
        if _tells_all(count, noun)
    }
    return told.pop() if len(told) == 1 and min(told) > 0 else None


def _tells_all(count: Count, noun: str) -> bool:
    """“共2个小区”, “小区总数2个”: all of them, not a kind of them."""
    words = f"{count.before}{count.after}"
    if any(word in words for word in _SOME_ONLY) or count.value.denominator != 1:
        return False
    if noun == "小区":
        is_named = count.after.startswith("小区") or count.before.endswith(
            ("小区", "小区总数", "小区共")
        )
        return count.unit == "个" and is_named and ("共" in count.before or "总" in count.before)
    return count.unit in ("栋", "幢") and noun in words and ("共" in words or "总" in words)


def _over_hundred(view: View) -> Iterator[Hit]:
    for declared in view.declared:
        figure = declared.figure
        if figure.kernel in _KERNELS and figure.value > _WHOLE:
            message = f"{figure.name}不可能超过100%"
            yield hit(view.row.answer, figure.start, figure.end, message)


RULES = (
    DeclaredRule(
        meta=meta(
            "DECL-10",
            "按小区（楼栋）数不可能得出的比例",
            Severity.ERROR,
            "写明实现的小区（楼栋）数和总数",
        ),
        judge=_impossible,
        passing=(
            example(_STANDARD, "达标。社区内80%小区实现智能化监控。", beside="社区内共5个小区。"),
            example(_STANDARD, "达标。社区内83%小区实现智能化监控。", beside="社区内共6个小区。"),
            example(_STANDARD, "达标。社区内80%小区实现智能化监控。", beside="封闭式小区2个。"),
            example(_STANDARD, "达标。80%以上小区实现智能化监控。", beside="社区内共2个小区。"),
        ),
        failing=(
            example(_STANDARD, "达标。社区内80%小区实现智能化监控。", beside="社区内共2个小区。"),
        ),
    ),
    DeclaredRule(
        meta=meta("DECL-19", "比率超过100%", Severity.ERROR, "核对分子、分母，重新计算"),
        judge=_over_hundred,
        passing=(example("联网率达到95%", "达标。联网率达到100%，同比增长120%。"),),
        failing=(example("联网率达到95%", "达标。联网率达到965%。"),),
    ),
)
