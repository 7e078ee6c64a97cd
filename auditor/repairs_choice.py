"""Few candidates that fill every need: greedy over kinds of candidate, then without the idle.

Candidates that help the same needs are interchangeable, so a hundred thousand of them are a
handful of kinds.  For a single need the choice is the least possible.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Candidate", "choose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``helps`` are the positions of needs; ``awkward`` counts why others are rather taken."""

    key: str
    of_location: bool
    helps: tuple[int, ...]
    awkward: int


def choose(candidates: Iterable[Candidate], needs: Sequence[int]) -> tuple[Candidate, ...]:
    """The candidates taken, those that help most needs first; all of them if they are too few."""
    left = list(needs)
    kinds = _kinds(candidates)
    taken: list[Candidate] = []
    while kinds:
        helps, awkward = max(kinds, key=lambda kind: _worth(kind, left))
        useful = [left[at] for at in helps if left[at] > 0]
        if not useful:
            break
        own = kinds.pop((helps, awkward))
        part, rest = own[: min(useful)], own[min(useful) :]
        if rest:
            kinds[(helps, awkward)] = rest
        taken.extend(part)
        for at in helps:
            left[at] -= len(part)
    needed = _without_idle(taken, needs)
    return tuple(sorted(needed, key=lambda c: (-len(c.helps), c.awkward)))


def _kinds(
    candidates: Iterable[Candidate],
) -> dict[tuple[tuple[int, ...], int], list[Candidate]]:
    kinds: dict[tuple[tuple[int, ...], int], list[Candidate]] = {}
    for candidate in candidates:
        kinds.setdefault((candidate.helps, candidate.awkward), []).append(candidate)
    return kinds


def _worth(kind: tuple[tuple[int, ...], int], left: Sequence[int]) -> tuple[int, int, int]:
    """Open needs helped; then the less awkward; then the one that helps what is met anyway."""
    helps, awkward = kind
    return sum(left[at] > 0 for at in helps), -awkward, len(helps)


def _without_idle(taken: Sequence[Candidate], needs: Sequence[int]) -> list[Candidate]:
    """Drop whom the later choices have made unnecessary, the latest first."""
    covered = Counter(at for candidate in taken for at in candidate.helps)
    kept: list[Candidate] = []
    for candidate in reversed(taken):
        if all(covered[at] > needs[at] for at in candidate.helps):
            covered.subtract(candidate.helps)
        else:
            kept.append(candidate)
    return kept[::-1]
