"""One line of a code table, and a table as a whole.

The lines themselves are in `gb28181.device_types`, `gb28181.industries` and `gb28181.networks`.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["Entry", "Kind", "expand", "of_kind"]


class Kind(enum.StrEnum):
    """What the edition says about a value."""

    DEFINED = "defined"
    RESERVED = "reserved"
    EXTENSION = "extension"
    CUSTOM = "custom"
    NOT_PRINTED = "not_printed"
    """The table skips the value without saying that it is free: it cannot be judged."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, or a range from ``first`` to ``last``, with the standard's own Chinese name.

    ``table`` is the number of the table in its edition; ``note`` is English and says what is
    peculiar about the line.
    """

    first: str
    last: str
    kind: Kind
    name: str
    table: str
    note: str = ""


def expand(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Each value of each range with its entry, the width of the text kept."""
    return MappingProxyType(
        {
            str(number).zfill(len(entry.first)): entry
            for entry in entries
            for number in range(int(entry.first), int(entry.last) + 1)
        }
    )


def of_kind(table: Mapping[str, Entry], kind: Kind) -> frozenset[str]:
    """The values of ``table`` that are of ``kind``."""
    return frozenset(code for code, entry in table.items() if entry.kind is kind)
