"""Counts against a threshold: a verdict, how many more may fail, and why there is none.

Integers only: meets ⇔ met·100 ≥ threshold·of.  Counting is left to `auditor.aggregate`.
"""

from dataclasses import dataclass

from auditor.model import Rate, RateVerdict
from auditor.policy import JudgedOn, UnknownPolicy

__all__ = ["Counts", "counts_of", "tolerance_of", "verdict_of", "why_not"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What is compared: met of a set, and how many of it are unknown."""

    of: int
    met: int
    unknown: int


def counts_of(rate: Rate, basis: JudgedOn) -> Counts:
    """Gross, or gross less valid exclusions."""
    if basis is JudgedOn.GROSS:
        return Counts(rate.of, rate.met, rate.unknown)
    return Counts(rate.net_of, rate.net_met, rate.net_unknown)


def verdict_of(counts: Counts, threshold: int | None, unknown: UnknownPolicy) -> RateVerdict:
    """By ``unknown``; of an empty set nothing is said, neither 0 % nor 100 %."""
    counted = _settled(counts, unknown)
    if not counted.of:
        return RateVerdict.NO_DATA
    if threshold is None:
        return RateVerdict.NO_THRESHOLD
    if counted.met * 100 >= threshold * counted.of:
        return RateVerdict.MEETS
    if (counted.met + counted.unknown) * 100 < threshold * counted.of:
        return RateVerdict.MISSES
    return RateVerdict.INCONCLUSIVE


def tolerance_of(counts: Counts, threshold: int | None, unknown: UnknownPolicy) -> int | None:
    """How many more members may fail; negative when too many did, None without a rate.

    Under the interval policy those unknown are no failures.
    """
    counted = _settled(counts, unknown)
    if threshold is None or not counted.of:
        return None
    needed = -(-threshold * counted.of // 100)
    return counted.met + counted.unknown - needed


def why_not(counts: Counts, threshold: int | None, verdict: RateVerdict) -> str:
    """Why this rate was not judged or could not be computed (Chinese); empty when it was."""
    match verdict:
        case RateVerdict.NOT_APPLICABLE:
            return "本社区没有属于该项范围的对象，分母为 0，不计算比率。"
        case RateVerdict.NO_DATA if counts.of:
            return f"分母中的 {counts.of} 个对象全部未知，剔除后没有可计的对象，不计算比率。"
        case RateVerdict.NO_DATA:
            return "没有计算该率所需的对象，分母为 0，不计算比率。"
        case RateVerdict.NO_THRESHOLD:
            return "方案没有给出该率的阈值，只列数据，不作判定。"
        case RateVerdict.INCONCLUSIVE:
            most = counts.met + counts.unknown
            return (
                f"有 {counts.unknown} 个对象未知：合格数在 {counts.met} 至 {most} 之间"
                f"（共 {counts.of}），达到阈值 {threshold}% 需 {-(-(threshold or 0) * counts.of // 100)}，"
                "两端结论不同，不能判定。"
            )
        case _:
            return ""


def _settled(counts: Counts, unknown: UnknownPolicy) -> Counts:
    """The counts with the unknown ones counted as the policy says."""
    if unknown is UnknownPolicy.INTERVAL:
        return counts
    if unknown is UnknownPolicy.AS_MISSED:
        return Counts(counts.of, counts.met, 0)
    return Counts(counts.of - counts.unknown, counts.met, 0)
