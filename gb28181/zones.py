"""Statistical codes of development zones: digits 5-6 in 71-79, no divisions of the Ministry.

The National Bureau of Statistics numbered zones as if they were counties, last in its 2023
edition (state of 2023-06-30); it publishes no codes any more.  Only the zones of the
provinces in `LISTED_PROVINCES` are listed here; elsewhere the digits alone tell.
"""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LISTED_PROVINCES", "ZONES", "is_zone"]

LISTED_PROVINCES = frozenset({"37"})

ZONES: Mapping[str, str] = MappingProxyType(
    {
        "370176": "济南高新",
        "370571": "东营经开",
        "370572": "东营港",
        "370671": "烟台高新",
        "370676": "烟台经开",
        "370772": "潍坊滨海",
        "370871": "济宁高新",
        "371071": "威海火炬高新",
        "371072": "威海经开",
        "371073": "威海临港",
        "371171": "日照经开",
        "371371": "临沂高新",
        "371471": "德州天衢新区",
        "371771": "菏泽经开",
        "371772": "菏泽高新",
    }
)
"""Six digits and the zone's short name."""


def is_zone(code: str) -> bool:
    """Whether six digits number a zone: listed, or in the range where nothing is listed.

    >>> is_zone("370176"), is_zone("370271"), is_zone("330171")
    (True, False, True)
    """
    if code[:2] in LISTED_PROVINCES:
        return code in ZONES
    return "71" <= code[4:] <= "79"
