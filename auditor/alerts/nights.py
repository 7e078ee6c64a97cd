"""What the service knows to be wrong with nights, as faults that alerts tell.  Pure.

What a night's own report says beside is added by `auditor.alerts.after`.
"""

import itertools
from collections.abc import Sequence

from auditor.alerts.model import NightFault, NightFaultKind
from auditor.schedule import night_findings as nights
from auditor.schedule.nights import NightLine

__all__ = ["night_faults"]

_KINDS = {
    nights.MISSED.id: NightFaultKind.MISSED,
    nights.LATE.id: NightFaultKind.LATE,
    nights.OVERRUN.id: NightFaultKind.OVERRUN,
    nights.PARTIAL.id: NightFaultKind.PARTIAL,
    nights.BLIND.id: NightFaultKind.BLIND,
    nights.FAILED.id: NightFaultKind.FAILED,
}


def night_faults(lines: Sequence[NightLine]) -> tuple[NightFault, ...]:
    """One fault for nights of one kind and reason that follow each other, the last one's."""
    found = (finding for line in lines for finding in nights.night_findings(line))
    groups = itertools.groupby(found, lambda one: (one.kind.id, one.message))
    return tuple(_fault(list(group)) for _, group in groups)


def _fault(group: list[nights.NightFinding]) -> NightFault:
    first, last = group[0], group[-1]
    span = f"自 {first.night} 起共 {len(group)} 夜；" if len(group) > 1 else ""
    return NightFault(kind=_KINDS[last.kind.id], night=last.night, detail=f"{span}{last.message}")
