"""The repair plan in words: what to do, how many, and how sure that is."""

from dataclasses import dataclass

from auditor.model import RateVerdict
from auditor.repairs import Action, Repair, RepairPlan, Task

__all__ = ["PLAN_SHOWN", "Doing", "doings", "headline", "remarks"]

PLAN_SHOWN = 100
_RECORDS = "record_compliance_rate"
_COVERAGE = "coverage_rate"
_WORDS = {Action.MEND: "修复", Action.VERIFY: "核实"}


@dataclass(frozen=True, slots=True)
class Doing:
    """What is to be done, why, and the rates that it helps."""

    word: str
    reason: str
    titles: tuple[str, ...]


def headline(plan: RepairPlan) -> str:
    """One sentence: how many cameras and places, and to what end."""
    if not plan.goals:
        return "无法给出修复清单" if plan.left_out else "没有未达标的指标，不需修复"
    doing = _counted(plan.repairs, Action.MEND)
    looking = _counted(plan.repairs, Action.VERIFY)
    missed = any(goal.verdict is RateVerdict.MISSES for goal in plan.goals)
    end = "可达标" if missed else "可作出达标判定"
    parts = [f"{word}以下 {what}" for word, what in (("修复", doing), ("核实", looking)) if what]
    return "并".join(parts) + end


def remarks(plan: RepairPlan) -> tuple[str, ...]:
    """What a reader must know before he relies on it."""
    found: list[str] = []
    if any(repair.action is Action.VERIFY for repair in plan.repairs):
        found.append("“核实”的对象本轮未知：核实为合格的不需修复，不合格的须修复。")
    if len(plan.repairs) > plan.at_least:
        found.append(
            f"多项指标合并选取，共 {len(plan.repairs)} 个；任何选法都不会少于 {plan.at_least} 个。"
        )
    elif plan.repairs:
        found.append("这是最少的个数；同一指标内不合格的对象可以互换，先修哪些可按现场条件调整。")
    if plan.left_out:
        found.append(f"未列入（抽样检测或没有明细）：{'、'.join(plan.left_out)}。")
    return tuple(found)


def doings(repair: Repair) -> tuple[Doing, ...]:
    """The tasks of a repair; those of one kind and reason are one thing to do."""
    found: dict[tuple[str, str], list[str]] = {}
    for task in repair.tasks:
        found.setdefault((_word(task), task.reason), []).append(task.title)
    return tuple(Doing(word, reason, tuple(titles)) for (word, reason), titles in found.items())


def _word(task: Task) -> str:
    if task.action is Action.VERIFY:
        return _WORDS[task.action]
    return {_RECORDS: "更正登记", _COVERAGE: "补建或补登"}.get(task.indicator, "修复")


def _counted(repairs: tuple[Repair, ...], action: Action) -> str:
    own = [repair for repair in repairs if repair.action is action]
    places = sum(repair.of_location for repair in own)
    cameras = len(own) - places
    parts = [f"{number} {unit}" for number, unit in ((cameras, "路"), (places, "处")) if number]
    return "、".join(parts)
