"""The Catalog item (目录项, A.2.1.9) in an edition: its fields, and one value checked.

Fields are data: `gb28181.catalog_2016` and `gb28181.catalog_2022`.  What two fields say
together, XML, and how severe a fault is are left to others.  Division, system, group and
organisation items are to be filled as the examples of 2022 Annex J are, which have fewer
fields than a device.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from gb28181.catalog_2016 import FIELDS_2016
from gb28181.catalog_2022 import FIELDS_2022
from gb28181.catalog_domains import WHOLE
from gb28181.catalog_field import Certainty, Field, FieldLevel, Requirement, Subject
from gb28181.editions import Edition
from gb28181.errors import CodeError, UnverifiedFault

__all__ = [
    "FIELDS",
    "REMOVED_IN_2022",
    "SEPARATOR",
    "Certainty",
    "Edition",
    "Field",
    "FieldLevel",
    "Requirement",
    "Subject",
    "check_value",
    "required_fields",
]

SEPARATOR = "/"

FIELDS: Mapping[Edition, Mapping[str, Field]] = MappingProxyType(
    {
        edition: MappingProxyType({field.name: field for field in fields})
        for edition, fields in ((Edition.E2016, FIELDS_2016), (Edition.E2022, FIELDS_2022))
    }
)
"""Each edition's fields by element name, in the order of the standard."""

REMOVED_IN_2022 = frozenset(FIELDS[Edition.E2016]) - frozenset(FIELDS[Edition.E2022])
"""Their presence shows a 2016-style item; it is no fault."""


def required_fields(edition: Edition, conditions: Iterable[Requirement]) -> tuple[str, ...]:
    """The fields that must be filled in an item that meets ``conditions``.

    `Requirement.MANDATORY` is always met.  A 一类 point meets POINT_TYPE_1 and
    POINT_TYPES_1_2, a camera DEVICE and CAMERA.

    >>> required_fields(Edition.E2022, [Requirement.POINT_TYPES_1_2])[-3:]
    ('Longitude', 'Latitude', 'GrassrootsCode')
    """
    met = {Requirement.MANDATORY, *conditions} - {Requirement.OPTIONAL}
    return tuple(name for name, field in FIELDS[edition].items() if field.requirement in met)


def check_value(field: str, text: str, edition: Edition) -> CodeError | None:
    """What is wrong with ``text`` as the value of ``field``; None when nothing is.

    An empty text is an absent value, never a wrong one: see `required_fields`.  Nothing is
    trimmed.  The kinds are to be judged differently: `OtherSpelling` is plain in meaning,
    `UndefinedCode` may be local, `UnverifiedFault` offends against a rule that was not read
    in the standard (every field of 2016).  Raises KeyError for a name not in `FIELDS`.

    >>> print(check_value("PTZType", "8", Edition.E2022))
    PTZType (character 1) '8': not one of 1, 2, 3, 4, 5, 6, 7
    >>> print(check_value("FunctionType", "01/1", Edition.E2022))
    FunctionType (character 4) '1': not one of 01, 02, 03, 04, 05, 99
    """
    known = FIELDS[edition][field]
    if not text or known.domain is None:
        return None
    for offset, value in _values(text, is_list=known.is_list):
        fault = known.domain.fault(value)
        if fault is not None:
            return _located(fault, known, offset)
    return None


def _values(text: str, *, is_list: bool) -> Iterator[tuple[int, str]]:
    """Each value with the number of characters before it."""
    offset = 0
    for value in text.split(SEPARATOR) if is_list else (text,):
        yield offset, value
        offset += len(value) + len(SEPARATOR)


def _located(fault: CodeError, field: Field, offset: int) -> CodeError:
    """``fault`` with the field's name, counted from the beginning of the whole text."""
    is_read = field.certainty is Certainty.READ
    first, last = fault.position
    return (type(fault) if is_read else UnverifiedFault)(
        part=field.name if fault.part == WHOLE else f"{field.name}.{fault.part}",
        position=(first + offset, last + offset),
        value=fault.value,
        reason=fault.reason if is_read else f"{fault.reason}; seen in secondary sources only",
    )
