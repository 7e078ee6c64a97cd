"""Values out of the device service's answers; nothing in them is trusted.

What is missing, malformed or beyond a limit becomes None or is left out.  The media service
is left to :mod:`probes.onvif.media_answers`.
"""

from collections.abc import Iterator
from typing import TypedDict

from lxml.etree import _Element

from probes.onvif.payload import NtpSetting
from probes.onvif.xml import children, clean, dig, local_name, text
from probes.redact import redact_uri

__all__ = ["Identity", "hostname", "identity", "media_xaddr", "ntp_setting", "scopes", "services"]

MAX_SERVICES = 32
MAX_SCOPES = 32
MAX_SERVERS = 4
MAX_URI = 2048


class Identity(TypedDict):
    """The fields of GetDeviceInformation that are kept."""

    manufacturer: str | None
    model: str | None
    firmware_version: str | None


def identity(answer: _Element) -> Identity:
    """Maker, model and firmware out of a GetDeviceInformationResponse."""
    return Identity(
        manufacturer=text(answer, "Manufacturer"),
        model=text(answer, "Model"),
        firmware_version=text(answer, "FirmwareVersion"),
    )


def media_xaddr(answer: _Element) -> str | None:
    """Address of the media service out of GetCapabilities, as the device wrote it."""
    return text(answer, "Capabilities", "Media", "XAddr", limit=MAX_URI)


def services(answer: _Element) -> dict[str, str]:
    """Namespace to address out of GetServices, as the device wrote them; the first counts."""
    found: dict[str, str] = {}
    for service in children(answer, "Service"):
        namespace = text(service, "Namespace")
        address = text(service, "XAddr", limit=MAX_URI)
        if namespace and address and len(found) < MAX_SERVICES:
            found.setdefault(namespace, address)
    return found


def ntp_setting(answer: _Element) -> NtpSetting | None:
    """Where the time comes from, out of GetNTP; None when it does not even say FromDHCP."""
    information = dig(answer, "NTPInformation")
    told = (text(information, "FromDHCP") or "").lower()
    if told not in {"true", "1", "false", "0"}:
        return None
    servers = tuple(dict.fromkeys(_servers(information)))[:MAX_SERVERS]
    return NtpSetting(from_dhcp=told in {"true", "1"}, servers=servers)


def hostname(answer: _Element) -> str | None:
    """The device's own name out of GetHostname."""
    return text(answer, "HostnameInformation", "Name")


def scopes(answer: _Element) -> tuple[str, ...]:
    """Scope URIs out of GetScopes, redacted: some installers wrote an account into them."""
    items = (text(item, "ScopeItem", limit=256) for item in children(answer, "Scopes"))
    return tuple(redact_uri(item) for item in items if item is not None)[:MAX_SCOPES]


def _servers(information: _Element | None) -> Iterator[str]:
    """Hosts of both lists; an empty address or 0.0.0.0 is how devices write "none"."""
    for entry in (*children(information, "NTPFromDHCP"), *children(information, "NTPManual")):
        for value in entry:
            if local_name(value) in {"IPv4Address", "IPv6Address", "DNSname"}:
                host = clean(value.text)
                if host is not None and host not in {"0.0.0.0", "::"}:  # noqa: S104  # not bound
                    yield host
