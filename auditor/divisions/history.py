"""From change events to abolished codes, each with its years and today's successors.

The events come from comparing yearly code lists.  They name the code that a place left and
the one that it took; a code may have been given to another place later, so a place is
followed by its name, year after year.  Anything doubtful is left out: a missing successor
costs the reader a look-up, a wrong one sends a camera to the wrong county.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["Change", "abolished", "read_changes"]

Successors: TypeAlias = Callable[[str, str, int], frozenset[str]]

FIRST_YEAR = 1984
"""Before it, the source says, codes were rearranged nationwide and the events are noisy."""

PROVINCE_SPLITS = frozenset({("44", "46"), ("51", "50")})
"""Hainan left Guangdong in 1988, Chongqing left Sichuan in 1997."""

GUESSED = "自动补全去向"
"""The source's mark on successors found by name alone: some lie in other provinces."""

REASSIGNED = "码位改派"
"""The source's type for a code that passes to another place."""


@dataclass(frozen=True, slots=True)
class Change:
    """In ``year`` the place ``name`` at the code ``old`` became ``new_name`` at ``new``.

    ``old`` is None for a new place, ``new`` for one that went, or went nobody knows where.
    """

    year: int
    old: str | None
    name: str
    new: str | None
    new_name: str


def abolished(
    events: Iterable[Mapping[str, Any]], current: Mapping[str, str], last_year: int
) -> list[tuple[str, ...]]:
    """Rows of code, name, since, until and successors.

    ``current`` is code to name of today; its codes are never among the rows.
    """
    changes = [c for c in read_changes(events) if FIRST_YEAR <= c.year <= last_year]
    history: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.old is not None:
            history[change.old].append(change)
    taken = {(c.new, c.year) for c in changes if c.new is not None and c.new != c.old}
    successors = _follower(history, current)
    rows = (
        _row(code, history, taken, successors)
        for code in sorted(history)
        if code not in current and any(c.new != code for c in history[code])
    )
    return list(rows)


def read_changes(events: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The events as changes; guessed successors and reassignments lead nowhere."""
    changes = []
    for event in events:
        old, new = event["old"], event["new"]
        change = Change(
            year=event["year"],
            old=_six(old["code"]),
            name=old["name"] or "",
            new=None if _is_doubtful(event) else _six(new["code"]),
            new_name=new["name"] or "",
        )
        changes.append(change)
    return changes


def _is_doubtful(event: Mapping[str, Any]) -> bool:
    """Whether the event's new side is not the place that left.

    Codes xx90xx passed from town to town in the 1980s, which the source calls a new name.
    """
    code = event["old"]["code"]
    is_handed_on = code is not None and code == event["new"]["code"] and code[2:4] == "90"
    return is_handed_on or event["type"] == REASSIGNED or GUESSED in event.get("note", "")


def _six(code: str | None) -> str | None:
    """The six digits of a code padded to twelve."""
    return code[:6] if code else None


def _row(
    code: str,
    history: Mapping[str, list[Change]],
    taken: set[tuple[str, int]],
    successors: Successors,
) -> tuple[str, ...]:
    """The last life of ``code``: who had it, since when, until when, and what followed."""
    leaving = [change for change in history[code] if change.new != code]
    until = max(change.year for change in leaving)
    name = next(change.name for change in leaving if change.year == until)
    years = [year for new, year in taken if new == code and year <= until]
    since = str(max(years)) if years else ""
    return code, name, since, str(until), ";".join(sorted(successors(code, name, until - 1)))


def _follower(history: Mapping[str, list[Change]], current: Mapping[str, str]) -> Successors:
    """Each step is computed once, so that crafted events cannot multiply the ways."""

    @functools.cache
    def successors(code: str, name: str, year: int) -> frozenset[str]:
        """Today's codes of the place that was ``name`` at ``code`` when ``year`` ended."""
        later = [c for c in history.get(code, ()) if c.year > year and c.name == name]
        if not later:
            return frozenset({code} if current.get(code) == name else ())
        next_year = min(change.year for change in later)
        found: set[str] = set()
        for change in later:
            if change.year == next_year and change.new and _is_plausible(code, change.new):
                found |= successors(change.new, change.new_name, next_year)
        return frozenset(found)

    return successors


def _is_plausible(old: str, new: str) -> bool:
    """Same level, and same province unless a province was split."""
    same_level = old.endswith("00") == new.endswith("00")
    provinces = (old[:2], new[:2])
    return same_level and (provinces[0] == provinces[1] or provinces in PROVINCE_SPLITS)
