"""WS-Discovery messages without I/O: the probe that is sent, the matches that come back.

WS-Discovery 1.0 (April 2005), as ONVIF Core clause 7 prescribes.  Nothing in a match is
trusted: who sends it is known by its source address alone, and what it names is never dialled.
Sockets are left to :mod:`probes.onvif_discovery`.
"""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from probes.failure import ProbeError
from probes.onvif.envelope import parse_envelope
from probes.onvif.hosts import XADDR_SCHEMES, same_host
from probes.onvif.xml import children, dig, local_name, text
from probes.redact import redact_uri

__all__ = ["DEVICE_TYPES", "Answers", "FoundDevice", "probe_message", "read_matches"]

# A camera answers the first, a recorder or a newer device often only the second.
DEVICE_TYPES = (
    "d:NetworkVideoTransmitter",
    "t:Device",
)
MAX_MATCHES = 16
MAX_LIST = 32
MAX_XADDRS = 8

_MAX_ITEM = 512
_MAX_ELEMENTS = 2000
_SCOPE = "onvif://www.onvif.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """One device that answered, as it described itself.

    ``source`` is the address that its answer came from.  ``xaddrs`` are redacted;
    ``foreign_hosts`` are the hosts among them that are not ``source``.
    """

    source: str
    endpoint: str | None = None
    types: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    xaddrs: tuple[str, ...] = ()

    @property
    def foreign_hosts(self) -> tuple[str, ...]:
        """Hosts that the device names beside the one it answered from, each once."""
        hosts = dict.fromkeys(host for host in map(_host, self.xaddrs) if host)
        return tuple(host for host in hosts if not same_host(host, self.source))

    def scope(self, name: str) -> str | None:
        """The value of an ONVIF scope: ``name``, ``hardware``, ``location``."""
        prefix = f"{_SCOPE}{name}/"
        values = (unquote(item[len(prefix) :]) for item in self.scopes if item.startswith(prefix))
        return next((value for value in values if value), None)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one datagram held: devices, or the reason (English) why none."""

    found: tuple[FoundDevice, ...] = ()
    refused: str = ""


def probe_message(message_id: str, device_type: str) -> bytes:
    """The question for one of `DEVICE_TYPES`; ``message_id`` is a UUID's text."""
    if device_type not in DEVICE_TYPES:
        raise ValueError(f"{device_type} is none of {', '.join(DEVICE_TYPES)}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:w="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
        ' xmlns:d="http://www.onvif.org/ver10/network/wsdl"'
        ' xmlns:t="http://www.onvif.org/ver10/device/wsdl"><s:Header>'
        '<a:Action s:mustUnderstand="1">'
        "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>"
        f"<a:MessageID>urn:uuid:{message_id}</a:MessageID>"
        '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>'
        f"</s:Header><s:Body><w:Probe><w:Types>{device_type}</w:Types></w:Probe></s:Body>"
        "</s:Envelope>"
    ).encode()


def read_matches(body: bytes, *, source: str, asked: Iterable[str]) -> Answers:
    """The devices of a ProbeMatches message from ``source``; ``asked`` are our message ids.

    An answer that relates to somebody else's question is refused; one that does not say what
    it relates to is taken, as some devices leave that out.
    """
    try:
        root = parse_envelope(body)
    except ProbeError as error:
        return Answers(refused=error.detail)
    if sum(1 for _ in root.iter("*")) > _MAX_ELEMENTS:
        return Answers(refused="the answer has too many parts")
    matches = _matches(root)
    if matches is None:
        return Answers(refused="the answer is no ProbeMatches")
    relates = text(root, "Header", "RelatesTo")
    if relates is not None and not any(one.lower() in relates.lower() for one in asked):
        return Answers(refused="the answer is to another question")
    entries = list(children(matches, "ProbeMatch"))[:MAX_MATCHES]
    found = tuple(_device(entry, source) for entry in entries)
    return Answers(found) if found else Answers(refused="the answer names no device")


def _matches(root: _Element) -> _Element | None:
    """What holds the matches: the list, or the body itself where a device leaves the list out."""
    body = dig(root, "Body")
    return body if dig(body, "ProbeMatch") is not None else dig(body, "ProbeMatches")


def _device(match: _Element, source: str) -> FoundDevice:
    addresses = _items(match, "XAddrs", limit=MAX_XADDRS)
    return FoundDevice(
        source=source,
        endpoint=_endpoint(match),
        types=tuple(_unprefixed(item) for item in _items(match, "Types")),
        scopes=tuple(redact_uri(item) for item in _items(match, "Scopes")),
        xaddrs=tuple(redact_uri(item) for item in addresses if _is_address(item)),
    )


def _endpoint(match: _Element) -> str | None:
    """The device's stable name, a URN as a rule."""
    reference = dig(match, "EndpointReference")
    inner = () if reference is None else reference
    texts = (text(child) for child in inner if local_name(child) == "Address")
    return next((found for found in texts if found is not None), None)


def _items(match: _Element, name: str, *, limit: int = MAX_LIST) -> Iterator[str]:
    """The entries of a list, which blanks separate; overlong ones are left out."""
    element = dig(match, name)
    written = ("" if element is None else element.text) or ""
    for item in written.split()[:limit]:
        if len(item) <= _MAX_ITEM and item.isprintable():
            yield item


def _unprefixed(name: str) -> str:
    """A qualified name without its prefix: prefixes are often undeclared."""
    return name.rpartition(":")[2]


def _is_address(item: str) -> bool:
    return item.partition("://")[0].lower() in XADDR_SCHEMES


def _host(uri: str) -> str | None:
    """The host of an address, without an IPv6 zone; None when it has none."""
    try:
        host = urlsplit(uri).hostname
    except ValueError:
        return None
    try:
        return str(ipaddress.ip_address((host or "").partition("%")[0]))
    except ValueError:
        return host
