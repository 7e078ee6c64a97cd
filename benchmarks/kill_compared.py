"""What must be equal in a killed round and in one that nobody disturbed.  Pure.

All of it, but for cameras whose first login was under way when the round was killed: they get no
second one, so they may be unknown.  Unknown is all they may be: never worse.
"""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["COMPARED", "different_parts"]

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
