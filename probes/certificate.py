"""The facts of a camera's certificate: fingerprint, end, issuer, names (X.509, RFC 5280).

A lenient reader of DER: libraries refuse the odd certificates that cameras have, and nothing
here decides on trust.  That is left to :mod:`probes.rtsp_tls`.
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Certificate", "read_certificate"]

MAX_BYTES = 64 * 1024
MAX_NAMES = 64
_SEQUENCE, _SET, _OCTETS, _OID, _UTC_TIME = 0x30, 0x31, 0x04, 0x06, 0x17
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_DNS_NAME, _IP_ADDRESS = 0x82, 0x87
_ALTERNATIVE_NAMES = bytes.fromhex("551d11")
_COMMON_NAME = bytes.fromhex("550403")
_LONG = 0x80
_MAX_LENGTH_BYTES = 3

Element = tuple[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What it says; None where it could not be read.

    ``sha256`` is the hexadecimal fingerprint of the whole.  ``self_signed``: issuer and subject
    are the same name.  ``names_host``: it was made for the registered host.
    """

    sha256: str
    not_after: datetime | None = None
    self_signed: bool | None = None
    names_host: bool | None = None


def read_certificate(der: bytes, *, host: str) -> Certificate:
    """Read ``der``; ``host`` is the registered one, a name or an address."""
    fingerprint = hashlib.sha256(der).hexdigest()
    try:
        fields = _body(der)
        issuer, validity, subject = (fields[index][1] for index in (2, 3, 4))
        names = _names(fields) or _common_names(subject)
        return Certificate(
            sha256=fingerprint,
            not_after=_time(tuple(_elements(validity))[1]),
            self_signed=issuer == subject,
            names_host=any(_matches(name, host) for name in names),
        )
    except (ValueError, IndexError):
        return Certificate(sha256=fingerprint)


def _body(der: bytes) -> tuple[Element, ...]:
    """Return the fields of tbsCertificate from the serial number on."""
    if len(der) > MAX_BYTES:
        raise ValueError("the certificate is too long")
    whole = _inside(der, _SEQUENCE)
    fields = tuple(_elements(_inside(whole, _SEQUENCE)))
    return fields[1:] if fields[0][0] == _VERSION else fields


def _inside(data: bytes, tag: int) -> bytes:
    """Return the content of the first element, which must have ``tag``."""
    found, content = next(_elements(data), (0, b""))
    if found != tag:
        raise ValueError("an element is missing")
    return content


def _elements(data: bytes) -> Iterator[Element]:
    """Give tag and content of each element (X.690 8.1); ValueError when one is cut short."""
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("cut short")
        tag, length, start = data[at], data[at + 1], at + 2
        if length & _LONG:
            size = length & ~_LONG
            if not 1 <= size <= _MAX_LENGTH_BYTES:
                raise ValueError("unusable length")
            length, start = int.from_bytes(data[start : start + size]), start + size
        at = start + length
        if at > len(data):
            raise ValueError("cut short")
        yield tag, data[start:at]


def _time(element: Element) -> datetime:
    """Read UTCTime or GeneralizedTime (RFC 5280 4.1.2.5)."""
    tag, content = element
    text = content.decode("ascii")
    if tag == _UTC_TIME:
        text = ("20" if text[:2] < "50" else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _names(fields: tuple[Element, ...]) -> tuple[str, ...]:
    """Return the alternative names (RFC 5280 4.2.1.6)."""
    for tag, content in fields:
        if tag != _EXTENSIONS:
            continue
        for _, extension in _elements(_inside(content, _SEQUENCE)):
            parts = tuple(_elements(extension))
            if parts[0] == (_OID, _ALTERNATIVE_NAMES) and parts[-1][0] == _OCTETS:
                return _general_names(_inside(parts[-1][1], _SEQUENCE))
    return ()


def _general_names(data: bytes) -> tuple[str, ...]:
    names: list[str] = []
    for tag, content in _elements(data):
        if tag == _DNS_NAME:
            names.append(content.decode("ascii"))
        elif tag == _IP_ADDRESS:
            names.append(str(ipaddress.ip_address(content)))
    return tuple(names[:MAX_NAMES])


def _common_names(subject: bytes) -> tuple[str, ...]:
    names: list[str] = []
    for _, relative in _elements(subject):
        for _, pair in _elements(relative):
            kind, value = tuple(_elements(pair))[:2]
            if kind == (_OID, _COMMON_NAME):
                names.append(value[1].decode(errors="replace"))
    return tuple(names[:MAX_NAMES])


def _matches(name: str, host: str) -> bool:
    """Compare without case; ``*.`` stands for one label (RFC 6125 6.4.3)."""
    ours, theirs = host.strip("[]").lower(), name.lower()
    if theirs.startswith("*."):
        return ours.partition(".")[2] == theirs[2:]
    return ours == theirs
