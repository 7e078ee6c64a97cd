"""What can be wrong with a code, as exceptions that name the part, the digits and the reason.

GB28181Error
├── DataError             also a ValueError: division data that cannot be read, or are not there
└── CodeError             also a ValueError
    ├── WrongLength       not 20 characters (or, for a division, not 2, 4 or 6)
    │   └── StatisticalCode   9 or 12 digits where a CivilCode is wanted
    ├── NotDigits         something else than the ASCII digits 0-9
    ├── ReservedIndustry  digits 9-10 stand in a range that the edition keeps free
    ├── UnlistedType      digits 11-13 are below the first type of the table
    ├── ReservedType      digits 11-13 stand in a range that the edition keeps free
    ├── ReservedNetwork   digit 14 is the one that both editions keep free
    ├── UnknownDivision   no name can be given, because the packaged table has no such division
    ├── UndefinedCode     well formed, but no line of the standard's table says what it means
    ├── NotInDomain       a Catalog value outside what the standard prints for its field
    ├── OtherSpelling     a Catalog value whose meaning is plain, spelled in another way
    └── UnverifiedFault   against a rule that was seen in secondary sources only

The messages are English, for logs; what a report says to its reader is left to the caller.
"""

import functools
import reprlib
from collections.abc import Callable
from typing import ClassVar

__all__ = [
    "CodeError",
    "DataError",
    "GB28181Error",
    "NotDigits",
    "NotInDomain",
    "OtherSpelling",
    "ReservedIndustry",
    "ReservedNetwork",
    "ReservedType",
    "StatisticalCode",
    "UndefinedCode",
    "UnknownDivision",
    "UnlistedType",
    "UnverifiedFault",
    "WrongLength",
]


class GB28181Error(Exception):
    """The root of everything that this package raises on purpose."""


class DataError(GB28181Error, ValueError):
    """Division data cannot be used; one message says which file, what is wrong, what to do."""


class CodeError(GB28181Error, ValueError):
    """A code, or one part of it, is not what the standard describes.

    ``position`` is the inclusive range of digits, counted from 1 as the standard counts.
    ``value`` is the text of the part as written, whole; the message shortens it.
    """

    unit: ClassVar[str] = "digit"
    """What ``position`` counts, as the message calls it."""

    def __init__(self, *, part: str, position: tuple[int, int], value: str, reason: str) -> None:
        super().__init__(part, position, value, reason)
        self.part = part
        self.position = position
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        """One line; a hostile value cannot make it long."""
        first, last = self.position
        where = f"{self.unit} {first}" if first == last else f"{self.unit}s {first}-{last}"
        return f"{self.part} ({where}) {reprlib.repr(self.value)}: {self.reason}"

    def __reduce__(self) -> tuple[Callable[[], "CodeError"], tuple[()]]:
        """Keyword arguments survive pickling: codes are also checked in other processes."""
        again = functools.partial(
            type(self),
            part=self.part,
            position=self.position,
            value=self.value,
            reason=self.reason,
        )
        return again, ()


class WrongLength(CodeError):  # noqa: N818 - named after the fault, as python-stdnum does
    """The number of characters is wrong (GB/T 28181-2022 E.1: 20 digits)."""


class NotDigits(CodeError):  # noqa: N818 - named after the fault
    """A character is not an ASCII digit: a letter, a blank, a full-width digit."""


class ReservedIndustry(CodeError):  # noqa: N818 - named after the fault
    """The industry is reserved (2022 table E.2, 2016 table D.3)."""


class UnlistedType(CodeError):  # noqa: N818 - named after the fault
    """The type is below 111, where both tables begin (2022 table E.1, 2016 table D.1)."""


class ReservedType(CodeError):  # noqa: N818 - named after the fault
    """The type is reserved (2022 table E.1: 119)."""


class ReservedNetwork(CodeError):  # noqa: N818 - named after the fault
    """The network digit is 9, reserved in both editions."""


class UnknownDivision(CodeError):  # noqa: N818 - named after the fault
    """The packaged table has no such division; it may be newer than the table."""


class StatisticalCode(WrongLength):
    """9 or 12 digits, as statisticians number townships and villages.

    A CivilCode has 2, 4, 6 or 8 (GB/T 28181-2022 A.2.1.9).
    """


class UndefinedCode(CodeError):  # noqa: N818 - named after the fault
    """In no line of the table (2022 E.3, Annex O): it can be local or newer than the edition."""


class NotInDomain(CodeError):  # noqa: N818 - named after the fault
    """A Catalog value that its field does not allow (2022 A.2.1.9)."""

    unit = "character"


class OtherSpelling(CodeError):  # noqa: N818 - named after the fault
    """A Catalog value that says what is meant, but not as the standard writes it."""

    unit = "character"


class UnverifiedFault(CodeError):  # noqa: N818 - named after the fault
    """A fault by a rule whose own text was not read: ground for a question, not a verdict."""

    unit = "character"
