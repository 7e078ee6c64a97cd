"""Addresses, phones and positions in a text, with what is private of them hidden.  Pure.

Applied twice, each changes nothing more.  Which text is which is left to
`auditor.masking.reports`.

* ``10.1.2.3`` → ``10.1.*.*``; of an IPv6 address the first two groups stay, of a hardware
  address the maker's half.
* ``13812345678`` → ``138****5678``, ``0531-12345678`` → ``0531-****5678``.
* ``117.661234`` → ``117.66``: two decimals, so a point may be up to 560 m away in latitude and
  at 36° N 450 m in longitude.  Other notations keep their degrees alone.
"""

import ipaddress
import re
from decimal import Decimal, InvalidOperation

__all__ = [
    "POSITION_DECIMALS",
    "mask_address_cell",
    "mask_addresses",
    "mask_phones",
    "mask_position_cell",
    "mask_positions",
    "mask_text",
]

POSITION_DECIMALS = 2
_DEGREES = 180
_KEPT = 2  # characters of an address that is written in no known way

_IPV4 = re.compile(r"(?<![\d.])(\d{1,3})[.．](\d{1,3})([.．]\d{1,3}){2,}(?!\d)")
_HARDWARE = re.compile(
    r"(?<![0-9A-Za-z:-])((?:[0-9A-Fa-f]{2}([:-])){2}[0-9A-Fa-f]{2})((?:\2[0-9A-Fa-f]{2}){3}|(?:\2[0-9A-Fa-f]{2}){5})(?![0-9A-Za-z:-])"
)
_MAPPED = re.compile(r"(?<![0-9A-Za-z:.])([0-9A-Fa-f:]*:)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?![0-9A-Za-z:*])")
_MOBILE = re.compile(r"(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)([(（]?0\d{2,3}[)）]?[- －]?)\d{3,4}(\d{4})(?!\d)")
_FINE = re.compile(r"(?<![\d.])\d{1,3}\.\d{3,}(?!\d|\.\d)")
_DIGITS = re.compile(r"(?<![\d.*])\d{6,}(?!\d)")
_SEXAGESIMAL = re.compile(r"(\d{1,3}\s*[°º˚度])([^，,；;。\u4e00-\u9fff]*(?:[分秒][\d.\s]*)*)")
_FIRST = re.compile(r"\D*\d{1,3}")


def mask_text(text: str) -> str:
    """Hide addresses, phones and finely written positions: for a text that may hold any of them.

    Long runs of digits stay, since most are codes.

    >>> mask_text("127.0.1.3:554 无应答，0531-12345678，位置 117.661000")
    '127.0.*.*:554 无应答，0531-****5678，位置 117.66'
    """
    return _mask_fine(mask_phones(mask_addresses(text)))


def mask_addresses(text: str) -> str:
    """Hide the host part of every IP address in ``text``, and the number of every device's."""
    if ":" in text or "-" in text:
        text = _HARDWARE.sub(_hardware, text)
    if ":" in text:
        text = _IPV6.sub(_ipv6, _MAPPED.sub(_mapped, text))
    return _IPV4.sub(r"\1.\2.*.*", text)


def mask_address_cell(text: str) -> str:
    """A cell that is for an address: what is no known form of one loses its digits too."""
    masked = mask_addresses(text)
    if masked != text or "*" in text or not any(letter.isdigit() for letter in text):
        return masked
    if any(letter.isascii() and letter.isalpha() for letter in text) and ":" not in text:
        return text  # a name of a host
    return text[:_KEPT] + re.sub(r"\w", "*", text[_KEPT:])


def mask_phones(text: str) -> str:
    """Hide the middle of every mobile number and the beginning of every other."""
    return _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", text))


def mask_position_cell(text: str) -> str:
    """Longitude or latitude of a record: rounded, or its first digits where it is no number."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return _degrees_alone(text)
    if not value.is_finite() or abs(value) > _DEGREES:
        return _degrees_alone(text)
    return _rounded(value) if _is_fine(value) else text


def mask_positions(text: str) -> str:
    """Hide what is exact in the positions of a sentence."""
    text = _mask_fine(text)
    return _DIGITS.sub(lambda match: match[0][:3] + "*" * (len(match[0]) - 3), text)


def _mask_fine(text: str) -> str:
    text = _FINE.sub(lambda match: _rounded(Decimal(match[0])), text)
    return _SEXAGESIMAL.sub(lambda match: match[1] + re.sub(r"\d", "*", match[2]), text)


def _hardware(match: re.Match[str]) -> str:
    return match[1] + f"{match[2]}**" * (len(match[3]) // 3)


def _mapped(match: re.Match[str]) -> str:
    """An IPv6 address that ends as one of IPv4, whose prefix tells nothing."""
    try:
        ipaddress.IPv6Address(match[0])
    except ValueError:
        return match[0]
    return f"{match[1]}*"


def _ipv6(match: re.Match[str]) -> str:
    """Times have colons as well, and stay."""
    try:
        ipaddress.IPv6Address(match[0])
    except ValueError:
        return match[0]
    if not match[0].strip(":"):
        return match[0]
    first, second, *_ = match[0].split(":")
    return f"{first}:{second}:*" if second else f"{first}::*"


def _is_fine(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < -POSITION_DECIMALS


def _rounded(value: Decimal) -> str:
    return f"{value:.{POSITION_DECIMALS}f}"


def _degrees_alone(text: str) -> str:
    match = _FIRST.match(text)
    if match is None:
        return text
    return match[0] + re.sub(r"\d", "*", text[match.end() :])
