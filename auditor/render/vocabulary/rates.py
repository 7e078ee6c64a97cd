"""``rates``: one line a rate, in total and by class, with its verdict and what it rests on."""

from dataclasses import dataclass

from auditor.model import IndicatorResult, Rate, RateVerdict
from auditor.policy import JudgedOn
from auditor.render.vocabulary.column import Column, Kind, Table, plain, words
from auditor.render.words import interval_text, rate_word, reading_text

__all__ = ["RATES", "RateLine"]

_POLICY = "docs/indicators（计算口径）"
_PROFILE = "考核方案"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """A rate; ``result`` is None for one that is shown beside and never judged."""

    rate: Rate
    result: IndicatorResult | None


def _interval(line: RateLine) -> str | None:
    return interval_text(line.result.interval) if line.result and line.result.interval else None


def _readings(line: RateLine) -> str | None:
    if line.result is None:
        return None
    return "；".join(reading_text(reading) for reading in line.result.readings)


RATES: Table[RateLine] = Table(
    id="rates",
    title="比率",
    meaning="每项比率一行：总计、分类、并列的参考比率。只有整数，从不平均。",
    columns=(
        Column(
            id="indicator",
            title="指标编号",
            meaning="比率的固定名称",
            kind=Kind.CODE,
            source=_POLICY,
            read=lambda one: one.rate.indicator,
        ),
        Column(
            id="version",
            title="口径版本",
            meaning="计算口径的版本",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.version,
        ),
        Column(
            id="title",
            title="指标",
            meaning="比率的名称",
            source="山东省智慧社区建设指标 4",
            read=lambda one: one.rate.title,
        ),
        Column(
            id="scope",
            title="范围",
            meaning="all 为全部，其余为关键位置类别",
            kind=Kind.CODE,
            source=_POLICY,
            read=lambda one: one.rate.scope,
        ),
        Column(
            id="of",
            title="分母",
            meaning="全量分母；0 时没有比率",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.of,
        ),
        Column(
            id="met",
            title="分子",
            meaning="合格数",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.met,
        ),
        Column(
            id="unknown",
            title="未知",
            meaning="好坏不明的数目；比率在（分子÷分母）和（分子＋未知）÷分母之间",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.unknown,
        ),
        Column(
            id="excluded",
            title="免考核",
            meaning="有有效免考核（报备）的数目",
            kind=Kind.WHOLE,
            source="免考核表",
            read=lambda one: one.rate.excluded,
        ),
        Column(
            id="threshold",
            title="阈值",
            meaning="达标所需；空为未规定或不判定",
            kind=Kind.WHOLE,
            unit="%",
            source=_PROFILE,
            read=lambda one: one.result.threshold if one.result else None,
        ),
        Column(
            id="verdict",
            title="结论",
            meaning="按整数比较：分子×100 ≥ 阈值×分母；空为不判定",
            kind=Kind.CHOICE,
            values=words((verdict, rate_word(verdict)) for verdict in RateVerdict),
            source=_PROFILE,
            read=lambda one: one.result.verdict.value if one.result else None,
        ),
        Column(
            id="tolerance",
            title="余量",
            meaning="还容许几个不合格；负数为须修复几个才达标",
            kind=Kind.WHOLE,
            source=_PROFILE,
            read=lambda one: one.result.tolerance if one.result else None,
        ),
        Column(
            id="basis",
            title="口径",
            meaning="分母、分子的文字说明",
            source=_POLICY,
            read=lambda one: one.rate.basis,
        ),
        Column(
            id="net_of",
            title="净分母",
            meaning="剔除有效免考核后的分母",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.net_of,
        ),
        Column(
            id="net_met",
            title="净分子",
            meaning="剔除有效免考核后的合格数",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.net_met,
        ),
        Column(
            id="net_unknown",
            title="净未知",
            meaning="剔除有效免考核后的未知数",
            kind=Kind.WHOLE,
            source=_POLICY,
            read=lambda one: one.rate.net_unknown,
        ),
        Column(
            id="judged_on",
            title="判定依据",
            meaning="按全量还是净值判定",
            kind=Kind.CHOICE,
            values=plain(*((one.value, one.label) for one in JudgedOn)),
            source=_PROFILE,
            read=lambda one: one.result.judged_on if one.result else None,
        ),
        Column(
            id="reason",
            title="原因",
            meaning="为何没有达标与否的结论，或为何未用净值",
            source=_PROFILE,
            read=lambda one: one.result.reason if one.result else None,
        ),
        Column(
            id="readings",
            title="其他口径",
            meaning="按其他口径会是什么结论",
            source=_PROFILE,
            read=_readings,
        ),
        Column(
            id="standard_threshold",
            title="标准阈值",
            meaning="方案的阈值低于标准时，标准的阈值",
            kind=Kind.WHOLE,
            unit="%",
            source="山东省智慧社区建设指标 4",
            read=lambda one: one.result.standard_threshold if one.result else None,
        ),
        Column(
            id="interval",
            title="抽样区间",
            meaning="抽样检测能证明的区间；空为全数检测",
            source=_POLICY,
            read=_interval,
        ),
    ),
)
