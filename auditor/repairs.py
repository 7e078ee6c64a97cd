"""The repairs by which every rate that is not met would meet its threshold.

For one rate the number is the least possible; over several rates the choice is greedy, and
`RepairPlan.at_least` is the number below which no choice can lie.  A member that failed is to be
mended; one that is unknown is to be looked at first and mended only if it is bad.  Rates of a
sampled round are left out: whom to repair outside the sample nobody knows.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.model import IndicatorResult, Member, Outcome, RateVerdict
from auditor.policy import STANDARD_POLICY, JudgedOn, Policy, UnknownPolicy
from auditor.repairs_choice import Candidate, choose
from auditor.verdicts import counts_of

__all__ = ["Action", "Goal", "Repair", "RepairPlan", "Task", "plan_repairs"]

_OPEN = frozenset({RateVerdict.MISSES, RateVerdict.INCONCLUSIVE})
_OF_LOCATIONS = frozenset({"coverage_rate", "proved_coverage_rate"})


class Action(enum.StrEnum):
    """What is to be done about a member for one rate."""

    MEND = "mend"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One member of one rate: what to do, and the report's reason why it does not count."""

    indicator: str
    title: str
    action: Action
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A camera (or key location) and every open rate that it helps."""

    key: str
    label: str
    of_location: bool
    tasks: tuple[Task, ...]

    @property
    def action(self) -> Action:
        """To mend as soon as one of its tasks is."""
        actions = {task.action for task in self.tasks}
        return Action.MEND if Action.MEND in actions else Action.VERIFY


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An open rate and how many of its members must become met, whichever they are."""

    indicator: str
    title: str
    verdict: RateVerdict
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlan:
    """``repairs`` are ordered by how many goals they help; ``left_out`` are rates without a plan."""

    goals: tuple[Goal, ...]
    repairs: tuple[Repair, ...]
    at_least: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    goal: Goal
    of_location: bool
    members: tuple[Member, ...]


def plan_repairs(
    results: Iterable[IndicatorResult], policy: Policy = STANDARD_POLICY
) -> RepairPlan:
    """The repairs for every rate of ``results`` that misses or is inconclusive."""
    undecided = [result for result in results if result.verdict in _OPEN]
    opened = [_opened(result, policy) for result in undecided if _is_plannable(result)]
    tasks = _tasks(opened, policy)
    candidates = [_candidate(repair, opened) for repair in tasks.values()]
    chosen = choose(candidates, [one.goal.needed for one in opened])
    return RepairPlan(
        goals=tuple(one.goal for one in opened),
        repairs=tuple(tasks[(c.of_location, c.key)] for c in chosen),
        at_least=_at_least(opened),
        left_out=tuple(r.rate.title for r in undecided if not _is_plannable(r)),
    )


def _is_plannable(result: IndicatorResult) -> bool:
    rate = result.rate
    counted = len(rate.members) == rate.of
    return result.interval is None and result.threshold is not None and counted


def _opened(result: IndicatorResult, policy: Policy) -> _Open:
    rate, net = result.rate, result.judged_on == JudgedOn.NET
    counts = counts_of(rate, JudgedOn(result.judged_on))
    left_out = counts.unknown if policy.unknown is UnknownPolicy.LEFT_OUT else 0
    least = -(-(result.threshold or 0) * (counts.of - left_out) // 100)
    goal = Goal(
        indicator=rate.indicator,
        title=rate.title,
        verdict=result.verdict,
        needed=max(0, least - counts.met),
    )
    members = tuple(m for m in rate.members if not (net and m.exclusion))
    return _Open(goal, rate.indicator in _OF_LOCATIONS, members)


def _tasks(opened: Sequence[_Open], policy: Policy) -> dict[tuple[bool, str], Repair]:
    """Every member that could help, once, with all that it helps."""
    useless = {Outcome.MET}
    if policy.unknown is UnknownPolicy.LEFT_OUT:
        useless.add(Outcome.UNKNOWN)
    found: dict[tuple[bool, str], tuple[str, list[Task]]] = {}
    for one in opened:
        for member in one.members:
            if member.outcome not in useless:
                _, tasks = found.setdefault((one.of_location, member.key), (member.label, []))
                tasks.append(_task(one.goal, member))
    return {
        key: Repair(key=key[1], label=label, of_location=key[0], tasks=tuple(tasks))
        for key, (label, tasks) in found.items()
    }


def _task(goal: Goal, member: Member) -> Task:
    action = Action.VERIFY if member.outcome is Outcome.UNKNOWN else Action.MEND
    return Task(indicator=goal.indicator, title=goal.title, action=action, reason=member.reason)


def _candidate(repair: Repair, opened: Sequence[_Open]) -> Candidate:
    """A missed rate asks for what failed, an undecided one for what is unknown."""
    wanted = {one.goal.indicator: _wanted(one.goal) for one in opened}
    order = {one.goal.indicator: at for at, one in enumerate(opened)}
    return Candidate(
        key=repair.key,
        of_location=repair.of_location,
        helps=tuple(order[task.indicator] for task in repair.tasks),
        awkward=sum(task.action is not wanted[task.indicator] for task in repair.tasks),
    )


def _wanted(goal: Goal) -> Action:
    return Action.MEND if goal.verdict is RateVerdict.MISSES else Action.VERIFY


def _at_least(opened: Sequence[_Open]) -> int:
    """No choice is smaller: cameras and locations are different things, and each goal needs its own."""
    return sum(
        max((one.goal.needed for one in opened if one.of_location is kind), default=0)
        for kind in (False, True)
    )
