"""When the passes of a round begin and how their visits are spread.  Pure.

Times are distances from the round's beginning, so that a clock which is set meanwhile moves
nothing.  Which cameras need another try is left to the round, how many may run at once to
`probes.places`.
"""

import enum
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.schedule.plan import by_host
from probes.places import Caps
from probes.target import Target

__all__ = ["AT_ONCE", "Pace", "PassPlan", "RoundPlan", "Turn", "pass_cost", "plan_round", "turns"]

VISIT = timedelta(seconds=10)
"""What one visit is expected to last: most give a picture in two seconds, a dead one in 30."""

_NOTHING = timedelta()


class Pace(enum.StrEnum):
    """``fast`` visits as the workers go, ``spread`` uses the time until the deadline."""

    FAST = "fast"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPlan:
    """Pass ``attempt`` begins no earlier than ``begins``; its hosts' turns take ``spread``."""

    attempt: int
    begins: timedelta = _NOTHING
    spread: timedelta = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """The passes that are held back or spread, and when nothing may begin any more."""

    passes: tuple[PassPlan, ...] = ()
    deadline: timedelta | None = None

    def of(self, attempt: int) -> PassPlan:
        """The plan of one pass; a pass that is not planned begins when it can."""
        found = (one for one in self.passes if one.attempt == attempt)
        return next(found, PassPlan(attempt=attempt))

    def may_begin(self, moment: timedelta) -> bool:
        """Whether anything may begin at ``moment``."""
        return self.deadline is None or moment < self.deadline


AT_ONCE = RoundPlan()
"""No deadline, every pass as soon as the spacing allows."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The channels of one host, one after the other, none before ``earliest``."""

    earliest: timedelta
    neighbours: tuple[Target, ...]


def plan_round(
    targets: Sequence[Target],
    *,
    begins: datetime,
    deadline: datetime | None,
    tries: int,
    spacing: timedelta,
    caps: Caps,
    pace: Pace = Pace.FAST,
    reprobe_at: datetime | None = None,
    visit: timedelta = VISIT,
) -> RoundPlan:
    """The plan of a round; without a deadline nothing is spread and no pass is held back.

    The last pass is made at ``reprobe_at``, unless the spacing asks for later or the time left
    until the deadline would not do for it.
    """
    if deadline is None:
        return AT_ONCE
    span = max(_NOTHING, deadline - begins)
    cost = pass_cost(targets, caps, visit)
    gap = _gap(span - cost, tries, spacing) if pace is Pace.SPREAD else spacing
    # Half of the time is left to slow visits.
    spread = max(_NOTHING, min(gap, span - cost) / 2) if pace is Pace.SPREAD else _NOTHING
    passes = [
        PassPlan(attempt=attempt, begins=(attempt - 1) * gap, spread=spread)
        for attempt in range(1, tries + 1)
    ]
    last = reprobe_at - begins if reprobe_at else _NOTHING
    if tries > 1 and passes[-1].begins < last < span:
        passes[-1] = PassPlan(attempt=tries, begins=last)
    return RoundPlan(passes=tuple(passes), deadline=span)


def pass_cost(targets: Iterable[Target], caps: Caps, visit: timedelta) -> timedelta:
    """How long a pass over ``targets`` is expected to last, by the narrowest of the limits."""
    hosts = Counter(target.host.lower() for target in targets)
    subnets: Counter[str] = Counter()
    for host, count in hosts.items():
        subnets[host.rpartition(".")[0]] += count
    busiest = max(hosts.values(), default=0)
    fullest = max(subnets.values(), default=0)
    slots = (busiest, math.ceil(fullest / caps.per_subnet), math.ceil(hosts.total() / caps.total))
    return max(slots) * visit


def turns(
    targets: Iterable[Target],
    plan: PassPlan,
    *,
    tried: Mapping[str, timedelta],
    spacing: timedelta,
) -> tuple[Turn, ...]:
    """Every target of a pass once, by host, in the order of their earliest beginnings.

    ``tried`` is when each target's last try began, by its key: tries are ``spacing`` apart.
    """
    hosts = by_host(targets)
    step = plan.spread / len(hosts) if hosts else _NOTHING
    found = [
        Turn(
            max(plan.begins + number * step, _due(neighbours[0], tried, spacing)),
            tuple(neighbours),
        )
        for number, neighbours in enumerate(hosts)
    ]
    return tuple(sorted(found, key=lambda turn: turn.earliest))


def _due(target: Target, tried: Mapping[str, timedelta], spacing: timedelta) -> timedelta:
    return tried[target.key] + spacing if target.key in tried else _NOTHING


def _gap(span: timedelta, tries: int, spacing: timedelta) -> timedelta:
    return max(spacing, span / tries)
