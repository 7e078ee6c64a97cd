"""Code → name for tens of thousands of codes, kept as one short text for each parent.

A dict of single strings would take ten times the memory.  The last three digits number the
children of a parent, townships of a county (9 of 6) or communities of a township (12 of 9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from gb28181.digits import require_digits
from gb28181.division_shapes import Row
from gb28181.errors import WrongLength

__all__ = ["NamesByParent", "checked"]

_OWN_DIGITS = 3


@dataclass(frozen=True, slots=True, eq=False)
class NamesByParent:
    """``texts`` has, for each parent, lines of three digits and a name, each after a newline."""

    texts: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "NamesByParent":
        """Keep rows of a code and a name, ascending by code."""
        return cls(
            {
                parent: "".join([f"\n{code[-_OWN_DIGITS:]}{name}" for code, name in group])
                for parent, group in groupby(rows, key=_parent)
            }
        )

    def name(self, code: str) -> str | None:
        """The name of a code, None when it is not in the list."""
        text = self.texts.get(code[:-_OWN_DIGITS], "")
        start = text.find(f"\n{code[-_OWN_DIGITS:]}")
        if start < 0:
            return None
        return text[start + 1 + _OWN_DIGITS :].partition("\n")[0]

    def children(self, parent: str) -> dict[str, str]:
        """Code → name of all children of a parent, sorted; empty for an unknown parent."""
        lines = self.texts.get(parent, "").split("\n")[1:]
        return {f"{parent}{line[:_OWN_DIGITS]}": line[_OWN_DIGITS:] for line in lines}

    def count(self, prefix: str) -> int:
        """How many children the parents have whose codes begin with ``prefix``."""
        found = (text for parent, text in self.texts.items() if parent.startswith(prefix))
        return sum(text.count("\n") for text in found)


def checked(code: str, length: int) -> str:
    """The code itself; `WrongLength` or `NotDigits` unless it has so many digits."""
    if len(code) != length:
        reason = f"{len(code)} characters instead of {length} digits"
        raise WrongLength(part="division", position=(1, length), value=code, reason=reason)
    require_digits(code, {"division": (1, length)})
    return code


def _parent(row: Row) -> str:
    return row[0][:-_OWN_DIGITS]
