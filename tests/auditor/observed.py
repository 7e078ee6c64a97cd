"""Observations in the memory as judging reads them."""

from collections import defaultdict
from collections.abc import Iterable

from auditor.observed import Observed
from probes.observation import Observation

__all__ = ["in_memory"]


def in_memory(observations: Iterable[Observation[object]]) -> Observed:
    """``observations`` in the order of their making."""
    seen: dict[int, list[Observation[object]]] = defaultdict(list)
    ours: list[Observation[object]] = []
    for one in observations:
        (seen[int(one.target)] if int(one.target) > 0 else ours).append(one)
    return Observed(ours=tuple(ours), cameras=lambda: (tuple(seen[row]) for row in sorted(seen)))
