"""合规率 per field group, shown beside the whole: which of the four is the weak one."""

from auditor.indicator import CountedMember, Indicator
from auditor.indicators.record_compliance_rate import compliance
from auditor.judged import JudgedRound
from auditor.rule import Group

__all__ = ["INDICATOR"]

_TITLES = {
    Group.CODE: ("code", "编码合规率"),
    Group.NAME: ("name", "名称合规率"),
    Group.DIVISION: ("division", "行政区划合规率"),
    Group.POSITION: ("position", "经纬度合规率"),
}


def _indicator(order: int, group: Group) -> Indicator:
    word, title = _TITLES[group]
    numerator = f"{title.removesuffix('合规率')}规则无错误级问题"

    def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
        return compliance(judged, (group,))

    def basis(_: JudgedRound) -> str:
        return f"分母：在册摄像机；分子：{numerator}"

    return Indicator(
        id=f"{word}_compliance_rate",
        version=1,
        order=order,
        title=title,
        beside=True,
        by_class=False,
        count=count,
        basis=basis,
        denominator="在册摄像机",
        numerator=numerator,
        unknown="规则无法判断，或台账中无法读取的行",
    )


INDICATOR = tuple(_indicator(51 + number, group) for number, group in enumerate(_TITLES))
