"""The answer of indicator 4 in the words of the form, from measured figures.

Percentages are cut off, never rounded up; what could not be tested is told as such.
"""

from fractions import Fraction

from auditor.declared.reconcile import KERNELS
from auditor.declared.rule import percent
from auditor.errors import FormError
from auditor.model import IndicatorResult, Rate, RateVerdict, Report
from auditor.render.figures import unit

__all__ = ["answer_lines"]

_PLACES = "视频监控在小区出入口、停车库（场）出入口、社区主干道、消防通道等关键位置的"
_BEFORE = {"health_rate": "摄像机", "picture_output_rate": "公共视频资源"}
_RECORDS = "视频监控编码、名称、行政区划、经纬度等"


def answer_lines(report: Report) -> tuple[str, ...]:
    """The verdict and the three sentences; FormError when the round lacks a rate."""
    results = {result.rate.indicator: result for result in report.results}
    missing = [name for name in KERNELS if name not in results]
    if missing:
        raise FormError(f"the round has no {', '.join(missing)}; run the audit again")
    coverage, networking, health, pictures, records = (
        _clause(results[name].rate) for name in KERNELS
    )
    lines = (
        f"1.{_PLACES}{coverage}，{networking}，{health}；",
        f"2.{pictures}；",
        f"3.{_RECORDS}{records}。",
    )
    verdict = _verdict([results[name] for name in KERNELS])
    unfinished = () if report.provenance.complete else ("（据未完成的巡检。）",)
    return (*((verdict,) if verdict else ()), *lines, *unfinished)


def _verdict(results: list[IndicatorResult]) -> str:
    """达标 only where every rate meets; a rate without a threshold is nobody's to judge."""
    verdicts = {result.verdict for result in results}
    if RateVerdict.MISSES in verdicts:
        return "未达标。"
    if verdicts == {RateVerdict.MEETS}:
        return "达标。"
    if verdicts <= {RateVerdict.MEETS, RateVerdict.NO_THRESHOLD}:
        return ""
    return "尚不能判定是否达标。"


def _clause(rate: Rate) -> str:
    """``联网率为98.33%（118/120）`` and what could not be tested."""
    name = f"{_BEFORE.get(rate.indicator, '')}{KERNELS[rate.indicator]}"
    if not rate.of:
        return f"{name}无法计算（没有登记的对象）"
    share = percent(Fraction(rate.met * 100, rate.of))
    if not rate.unknown:
        return f"{name}为{share}（{rate.met}/{rate.of}）"
    untested = f"其中{rate.unknown}{unit(rate)}未能检测"
    return f"{name}不低于{share}（{rate.met}/{rate.of}，{untested}）"
