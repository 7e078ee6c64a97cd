"""What a camera's letters tell: changes, flapping, and how long it has been at fault.

Unknown nights neither count nor break.  Nothing here condemns a camera: it is a hint where to
look for a loose plug or a weak line.
"""

import itertools

from auditor.history.model import BAD, GOOD

__all__ = ["KNOWN_NIGHTS", "changes", "failing_from", "is_flapping", "known"]

KNOWN_NIGHTS = 14
FLAPPING_FROM = 3
"""Changes among the last `KNOWN_NIGHTS` known nights from which on a camera is named."""
STEADY_AT = 1
"""Changes at which it is named no longer: between the two it stays what it was."""


def known(states: str) -> str:
    """The letters of the nights about which something is said."""
    return "".join(letter for letter in states if letter in GOOD or letter in BAD)


def changes(states: str) -> int:
    """Changes between good and not good among the last known nights."""
    return _changes(known(states)[-KNOWN_NIGHTS:])


def _changes(said: str) -> int:
    good = [letter in GOOD for letter in said]
    return sum(before is not after for before, after in itertools.pairwise(good))


def is_flapping(states: str) -> bool:
    """Whether the camera is named at the end of these nights, told from their beginning."""
    said, flapping = known(states), False
    if _changes(said) < FLAPPING_FROM:
        return False  # nearly all cameras, at little cost
    for end in range(1, len(said) + 1):
        count = _changes(said[max(0, end - KNOWN_NIGHTS) : end])
        flapping = count >= FLAPPING_FROM or (flapping and count > STEADY_AT)
    return flapping


def failing_from(states: str) -> int | None:
    """The index of the first night of the last run that was not good; None when there is none."""
    first = None
    for index in range(len(states) - 1, -1, -1):
        if states[index] in GOOD:
            break
        if states[index] in BAD:
            first = index
    return first
