"""What must be equal in a killed round and in one that nobody disturbed.  Pure.

All of it, but for cameras whose first login was under way when the round was killed: they get no
second one, so they may be unknown.  Unknown is all they may be: never worse.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

__all__ = ["COMPARED", "Told", "counted_twice", "different_parts", "seen_of_different"]

COMPARED = ("complete", "states", "rates", "findings", "visits", "pictures")
_UNKNOWN = frozenset({"probe_blocked", "not_probed"})

Told = Mapping[str, Any]


def different_parts(seen: Told, expected: Told) -> dict[str, list[object]]:
    """The parts that differ although nothing explains it: ours and theirs by name."""
    if not seen["doubted"]:
        return {key: [seen[key], expected[key]] for key in COMPARED if seen[key] != expected[key]}
    ours, theirs = (_without(told, frozenset(seen["doubted"])) for told in (seen, expected))
    found = {key: [ours[key], theirs[key]] for key in ours if ours[key] != theirs[key]}
    worse = [one for one in seen["states"] if _is_judged(one, seen["doubted"])]
    doubted = len(seen["doubted"])
    rates = [[a, b] for a, b in _pairs(seen, expected) if _is_worse(a, b, doubted)]
    return found | ({"judged": worse} if worse else {}) | ({"rates": rates} if rates else {})


def counted_twice(seen: Told, expected: Told, *, refused: AbstractSet[int]) -> int:
    """How many observations a visit has more of a probe than in a calm round.

    A visit that a calm round did not make is no second count of another one: what it comes from
    is told by `different_parts`.  What the login of a ``refused`` row left early is none
    either: its visit is made again without it, once.
    """
    ours, theirs = (Counter(tuple(one[:3]) for one in told["seen"]) for told in (seen, expected))
    return sum(
        max(0, count - theirs.get(key, 1) - (key[0] in refused)) for key, count in ours.items()
    )


def seen_of_different(seen: Told, expected: Told) -> list[Any]:
    """All observations of the cameras of which the rounds say something else."""
    rows = {row for key in ("states", "findings", "visits") for row in _rows(seen, expected, key)}
    return [one for one in seen["seen"] if one[0] in rows]


def _rows(seen: Told, expected: Told, key: str) -> list[int]:
    ours, theirs = ({tuple(one) for one in told[key]} for told in (seen, expected))
    return [one[0] for one in ours ^ theirs]


def _without(told: Told, rows: frozenset[int]) -> dict[str, Any]:
    """What is told of the other cameras: the row stands first in each line."""
    lines = {
        key: [one for one in told[key] if one[0] not in rows]
        for key in ("states", "findings", "visits")
    }
    pictures = [row for row in told["pictures"] if row not in rows]
    return {"complete": told["complete"], "pictures": pictures, **lines}


def _is_judged(state: Sequence[Any], doubted: Sequence[int]) -> bool:
    return state[0] in doubted and state[1] not in _UNKNOWN


def _pairs(seen: Told, expected: Told) -> list[list[Any]]:
    ours, theirs = ({tuple(one[:2]): one for one in told["rates"]} for told in (seen, expected))
    return [[ours.get(key), theirs.get(key)] for key in sorted(ours | theirs)]


def _is_worse(ours: Sequence[Any] | None, theirs: Sequence[Any] | None, doubted: int) -> bool:
    """Fewer met only for more unknown: no camera counts as failed that did not before."""
    if ours is None or theirs is None:
        return True
    (met, of, unknown), (met_then, of_then, unknown_then) = ours[2:5], theirs[2:5]
    failed, failed_then = of - met - unknown, of_then - met_then - unknown_then
    return bool(abs(unknown - unknown_then) > doubted or met > met_then or failed > failed_then)
