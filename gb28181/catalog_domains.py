"""What a Catalog value may look like: enumeration, pattern, number, address, code.

A domain judges one value that is not empty and says what is wrong with it; joined values,
editions and presence are left to `gb28181.catalog`.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from gb28181.errors import CodeError, NotInDomain, OtherSpelling

__all__ = ["WHOLE", "Address", "Coded", "Domain", "Enumeration", "Number", "Pattern"]

WHOLE = "value"
"""The part that a fault names when the value has no parts."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,300}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,300}(\.[0-9]{0,300})?|\.[0-9]{1,300})([eE][+-]?[0-9]{1,6})?")
_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")
_LONGEST_ADDRESS = 100
_OCTET_MAX = 255


class Domain(Protocol):
    """Judges a value."""

    def fault(self, text: str) -> CodeError | None:
        """What is wrong with ``text``, never empty; None when nothing is."""


@dataclass(frozen=True, slots=True, eq=False)
class Enumeration:
    """One of ``values``, each with its short gloss (empty where none is known)."""

    values: Mapping[str, str]

    def fault(self, text: str) -> CodeError | None:
        """Another case is another spelling: Status is ON in the schema, on in some devices."""
        if text in self.values:
            return None
        kind = OtherSpelling if text.upper() in self.values else NotInDomain
        return _fault(kind, text, f"not one of {', '.join(self.values)}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of one form; ``wanted`` is the form in words, ``tolerated`` other spellings."""

    form: re.Pattern[str]
    wanted: str
    tolerated: re.Pattern[str] | None = None

    def fault(self, text: str) -> CodeError | None:
        """Whether the whole of ``text`` has the form."""
        if self.form.fullmatch(text):
            return None
        is_tolerated = self.tolerated is not None and self.tolerated.fullmatch(text)
        return _fault(OtherSpelling if is_tolerated else NotInDomain, text, f"not {self.wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A decimal number, ``above`` exclusive, the others inclusive; no unit, no blank."""

    above: float = -float("inf")
    minimum: float = -float("inf")
    maximum: float = float("inf")
    is_integer: bool = False

    def fault(self, text: str) -> CodeError | None:
        """A number of xs:double or xs:integer, less infinity and NaN, inside the limits."""
        form, noun = (_INTEGER, "an integer") if self.is_integer else (_DECIMAL, "a number")
        if not form.fullmatch(text):
            return _fault(NotInDomain, text, f"not {noun}")
        number = float(text)
        if number > self.above and self.minimum <= number <= self.maximum:
            return None
        return _fault(NotInDomain, text, "outside the range of the field")


@dataclass(frozen=True, slots=True)
class Address:
    """An IP address of one of ``versions``."""

    versions: tuple[int, ...]

    def fault(self, text: str) -> CodeError | None:
        """Octets with leading zeros are another spelling; some readers take them for octal."""
        version = _ip_version(text)
        if version in self.versions:
            return None
        padded = version is None and _DOTTED.fullmatch(text)
        if padded and all(int(octet) <= _OCTET_MAX for octet in text.split(".")):
            return _fault(OtherSpelling, text, "an octet with a leading zero")
        wanted = " or ".join(f"IPv{version}" for version in self.versions)
        return _fault(NotInDomain, text, f"not an address of {wanted}")


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with parts of its own; ``parse`` raises a `CodeError` that names the part."""

    parse: Callable[[str], object]

    def fault(self, text: str) -> CodeError | None:
        """The error of ``parse``."""
        try:
            self.parse(text)
        except CodeError as error:
            return error.with_traceback(None)
        return None


def _ip_version(text: str) -> int | None:
    """4 or 6; None when ``text`` is no address."""
    if len(text) > _LONGEST_ADDRESS:
        return None
    try:
        return ipaddress.ip_address(text).version
    except ValueError:
        return None


def _fault(kind: type[CodeError], text: str, reason: str) -> CodeError:
    """A fault of the whole value."""
    return kind(part=WHOLE, position=(1, max(1, len(text))), value=text, reason=reason)
