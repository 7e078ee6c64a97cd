"""Is this a code that the edition allows?  All parts but the division, in one call.

Divisions are left to `gb28181.divisions`: a table of them is never complete, and its answers
are more than yes and no.
"""

from gb28181.codes import PART_POSITIONS, DeviceCode
from gb28181.editions import Edition
from gb28181.errors import (
    CodeError,
    ReservedIndustry,
    ReservedNetwork,
    ReservedType,
    UnlistedType,
)
from gb28181.tables import (
    LISTED_TYPES,
    RESERVED_INDUSTRIES,
    RESERVED_NETWORKS,
    RESERVED_TYPES,
)

__all__ = ["is_valid", "validate"]


def validate(text: str, edition: Edition) -> DeviceCode:
    """Parse ``text`` and refuse what ``edition`` reserves or does not list.

    Extension types, custom industries and types that the table skips without a word pass.
    Raises a `CodeError` for the first faulty part, from left to right.
    """
    code = DeviceCode.parse(text)
    reserved = f"reserved in {edition.title}"
    if code.industry in RESERVED_INDUSTRIES[edition]:
        raise _error(ReservedIndustry, "industry", code.industry, reserved)
    if code.type_code not in LISTED_TYPES[edition]:
        reason = f"{edition.title} lists no type below 111"
        raise _error(UnlistedType, "type_code", code.type_code, reason)
    if code.type_code in RESERVED_TYPES[edition]:
        raise _error(ReservedType, "type_code", code.type_code, reserved)
    if code.network in RESERVED_NETWORKS[edition]:
        raise _error(ReservedNetwork, "network", code.network, reserved)
    return code


def is_valid(text: str, edition: Edition) -> bool:
    """Whether `validate` accepts ``text``.

    >>> is_valid("11010100001320000009", Edition.E2022)
    True
    >>> is_valid("11010100121320000009", Edition.E2016)
    False
    """
    try:
        validate(text, edition)
    except CodeError:
        return False
    return True


def _error(kind: type[CodeError], part: str, value: str, reason: str) -> CodeError:
    """An error of ``kind`` that knows where its part stands."""
    return kind(part=part, position=PART_POSITIONS[part], value=value, reason=reason)
