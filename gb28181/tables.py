"""What an industry, a type or a network digit means in an edition, and sets of them.

The sets are plain frozensets of text, made for ``is_in`` over a column.  What a finding
makes of a reserved or an extension value is left to the caller.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gb28181.device_types import TYPE_TABLES
from gb28181.editions import Edition
from gb28181.entries import Entry, Kind, of_kind
from gb28181.industries import INDUSTRY_TABLES
from gb28181.networks import NETWORK_TABLES

__all__ = [
    "CAMERA_TYPES",
    "CHANGED_INDUSTRIES",
    "CHANGED_NETWORKS",
    "EXTENSION_TYPES",
    "LISTED_TYPES",
    "MAIN_DEVICE_TYPES",
    "NOT_CAMERA_TYPES",
    "NOT_PRINTED_TYPES",
    "OTHER_DEVICE_TYPES",
    "RESERVED_INDUSTRIES",
    "RESERVED_NETWORKS",
    "RESERVED_TYPES",
    "Entry",
    "Kind",
    "device_type",
    "industry",
    "network",
]

_FIRST_PLATFORM_TYPE = "200"


def industry(code: str, edition: Edition) -> Entry | None:
    """The entry of digits 9-10; None when ``code`` is not two ASCII digits.

    >>> industry("01", Edition.E2022).name
    '社会治安社区接入'
    """
    return INDUSTRY_TABLES[edition].get(code)


def device_type(code: str, edition: Edition) -> Entry | None:
    """The entry of digits 11-13; None below 111 and when ``code`` is not three digits.

    >>> device_type("122", Edition.E2016).kind, device_type("122", Edition.E2022).kind
    (<Kind.EXTENSION: 'extension'>, <Kind.DEFINED: 'defined'>)
    """
    return TYPE_TABLES[edition].get(code)


def network(code: str, edition: Edition) -> Entry | None:
    """The entry of digit 14; None when ``code`` is not one ASCII digit."""
    return NETWORK_TABLES[edition].get(code)


def _by_edition(
    tables: Mapping[Edition, Mapping[str, Entry]], kind: Kind
) -> Mapping[Edition, frozenset[str]]:
    """The values of one kind, per edition."""
    return MappingProxyType({edition: of_kind(tables[edition], kind) for edition in Edition})


RESERVED_INDUSTRIES = _by_edition(INDUSTRY_TABLES, Kind.RESERVED)
RESERVED_TYPES = _by_edition(TYPE_TABLES, Kind.RESERVED)
RESERVED_NETWORKS = _by_edition(NETWORK_TABLES, Kind.RESERVED)
EXTENSION_TYPES = _by_edition(TYPE_TABLES, Kind.EXTENSION)
NOT_PRINTED_TYPES = _by_edition(TYPE_TABLES, Kind.NOT_PRINTED)
LISTED_TYPES: Mapping[Edition, frozenset[str]] = MappingProxyType(
    {edition: frozenset(TYPE_TABLES[edition]) for edition in Edition}
)
"""Every type that the edition says anything about; outside are only 000 to 110."""

CHANGED_INDUSTRIES = frozenset(str(code) for code in range(43, 56))
"""Defined in both editions, with different meanings."""

CHANGED_NETWORKS = frozenset("2348")
"""Defined in both editions, with different meanings."""

CAMERA_TYPES = frozenset({"131", "132"})
"""The types of a camera channel, in both editions."""

MAIN_DEVICE_TYPES = frozenset({"111", "118", "122", "130"})
"""Recorders and the multi-sensor device: their channels are the cameras (2022 E.1 note 3).

122 has this meaning in the 2022 edition only; in 2016 it is an extension type.
"""

NOT_CAMERA_TYPES = frozenset(
    code
    for code in of_kind(TYPE_TABLES[Edition.E2016], Kind.DEFINED)
    & of_kind(TYPE_TABLES[Edition.E2022], Kind.DEFINED)
    if code >= _FIRST_PLATFORM_TYPE
)
"""Servers, groups, organisations and users that both editions define: never a camera."""

_CAMERA_LIKE = frozenset({"112", "113", "120", "121"})


def _other_devices(edition: Edition) -> frozenset[str]:
    defined = of_kind(TYPE_TABLES[edition], Kind.DEFINED)
    return defined - CAMERA_TYPES - MAIN_DEVICE_TYPES - _CAMERA_LIKE - NOT_CAMERA_TYPES


OTHER_DEVICE_TYPES: Mapping[Edition, frozenset[str]] = MappingProxyType(
    {edition: _other_devices(edition) for edition in Edition}
)
"""Defined as some other equipment: decoders, alarm inputs, gates, analysis systems.

Left out is what gives pictures: the collecting system 120, the checkpoint 121, and the video
server 112 and encoder 113, behind which an analogue camera has no code of its own.
"""
