"""How far each camera got: for every step of a stream who reached it and who stopped there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.account import LADDER
from auditor.model import CameraResult
from auditor.render.words import step_title

__all__ = ["Ladder", "Rung", "ladder"]

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """A step: how many got at least so far, how many no further, and the usual reasons.

    At the last step of all nobody stops: there the whole way is done.
    """

    title: str
    reached: int
    stopped: int
    reasons: tuple[tuple[str, int], ...]
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs that any camera reached; ``tried`` cameras in all, ``untried`` without any step."""

    rungs: tuple[Rung, ...]
    tried: int
    untried: int


def ladder(cameras: Sequence[CameraResult]) -> Ladder:
    """Count the cameras by the furthest step of their best try."""
    by_step: dict[str, list[CameraResult]] = {}
    for result in cameras:
        by_step.setdefault(result.furthest_step, []).append(result)
    known = [step for step in LADDER if step in by_step]
    rungs: list[Rung] = []
    reached = sum(len(by_step[step]) for step in known)
    tried = reached
    for step in LADDER if known else ():
        if step == LADDER[-1]:
            rungs.append(Rung(step_title(step), reached, 0, (), is_last=True))
            break
        stopped = by_step.get(step, [])
        rungs.append(Rung(step_title(step), reached, len(stopped), _reasons(stopped)))
        reached -= len(stopped)
        if not reached:
            break
    return Ladder(tuple(rungs), tried, len(cameras) - tried)


def _reasons(stopped: Sequence[CameraResult]) -> tuple[tuple[str, int], ...]:
    """What is told of those that stopped here, the most frequent first."""
    return tuple(Counter(result.reason for result in stopped).most_common(_REASONS))
