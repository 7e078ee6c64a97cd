"""A Catalog value that says what is meant but is spelled in another way: how to write it.

Every proposal is one that `gb28181.catalog.check_value` accepts; where none is, nothing is
proposed.  Whether the spelling is a fault is left to the rules.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType

from gb28181.catalog import FIELDS, check_value
from gb28181.catalog_domains import Enumeration
from gb28181.editions import Edition

__all__ = ["respelled"]

_MAC_DIGITS = 12
_LONGEST = 100
_WIDTHS = MappingProxyType({"FunctionType": 2, "CapturePositionType": 7})
"""These begin with zeros, which a number cell loses."""


def respelled(element: str, text: str) -> str:
    """``text`` as the 2022 edition writes it; empty when that cannot be told.

    >>> respelled("MAC", "00:1a:2b:3c:4d:5e")
    '00-1a-2b-3c-4d-5e'
    >>> respelled("PTZType", "球机")
    '1'
    """
    if len(text) > _LONGEST:
        return ""
    for candidate in _candidates(element, text):
        if candidate and check_value(element, candidate, Edition.E2022) is None:
            return candidate
    return ""


def _candidates(element: str, text: str) -> Iterator[str]:
    """From the plainest to the boldest; none for an element without domain passes unseen."""
    domain = FIELDS[Edition.E2022][element].domain
    if isinstance(domain, Enumeration):
        yield text.upper()
        yield next((value for value, gloss in domain.values.items() if gloss == text), "")
    bare = text.removesuffix(".0")
    if element in _WIDTHS and re.fullmatch("[0-9]+", bare):
        yield bare.zfill(_WIDTHS[element])
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", text):
        yield ".".join(str(int(octet)) for octet in text.split("."))
    digits = re.sub("[-:.]", "", text)
    if element == "MAC" and len(digits) == _MAC_DIGITS:
        yield "-".join(digits[at : at + 2] for at in range(0, _MAC_DIGITS, 2))
