"""Whether the lines of an operation log are one unbroken chain.  Pure.

A chain shows what was changed, left out or put in.  It cannot show that its end was cut off:
for that the last hash must be known elsewhere (``head``).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.oplog.entry import NOTHING, Entry, read_entry

__all__ = ["Broken", "CheckedLog", "check_lines", "line_hash"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A line, counted from 1, and what is wrong with it."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLog:
    """``torn`` lines were never finished, as the entry after each says; that is no fault."""

    intact: bool
    entries: int
    head: str
    torn: int
    broken: tuple[Broken, ...]


@dataclass(slots=True)
class _Walk:
    entries: int = 0
    head: str = NOTHING
    torn: int = 0
    pending: str = NOTHING
    seen_head: bool = False


def check_lines(lines: Iterable[bytes], *, head: str | None = None) -> CheckedLog:
    """Check every line; ``head`` is a hash noted elsewhere that must be in the chain."""
    walk = _Walk()
    broken: list[Broken] = []
    number = 0
    for number, line in enumerate(lines, 1):
        entry = read_entry(line)
        problem = _unread(walk, line) if entry is None else _place(walk, entry)
        broken += [Broken(line=number, problem=problem)] if problem else []
        walk.seen_head |= walk.head == head
    if walk.pending:
        broken += _unfinished(number, walk)
    if head is not None and not walk.seen_head:
        broken.append(Broken(line=number, problem="the noted head is not in the log: it was cut"))
    return CheckedLog(
        intact=not broken,
        entries=walk.entries,
        head=walk.head,
        torn=walk.torn,
        broken=tuple(broken),
    )


def line_hash(line: bytes) -> str:
    """The hash by which an entry names the unfinished line before it."""
    return hashlib.sha256(line.removesuffix(b"\n")).hexdigest()


def _unread(walk: _Walk, line: bytes) -> str:
    """A line that is no entry is nothing yet, if the next entry calls it torn."""
    problem = "no entry can be read" if walk.pending else ""
    walk.pending = line_hash(line)
    return problem


def _place(walk: _Walk, entry: Entry) -> str:
    """What is wrong with the entry's place, if anything; then it is the last one."""
    if walk.pending != entry.torn:
        problem = "the line before was changed" if walk.pending else "the line before is missing"
    elif entry.previous != walk.head or entry.number != walk.entries + 1:
        problem = "it does not follow the entry before"
    else:
        problem = ""
    walk.torn += bool(entry.torn) and not problem
    walk.entries, walk.head, walk.pending = entry.number, entry.sha256, NOTHING
    return problem


def _unfinished(number: int, walk: _Walk) -> list[Broken]:
    text = "the last line is not an entry: it was changed, or the machine stopped while writing"
    return [Broken(line=number, problem=f"{text}; the entry before it is {walk.entries}")]
