"""Devices that answered discovery, held against a registry.

A device is known by the address that its answer came from; an address that it merely names is
a hint.  Nothing follows for cameras that did not answer: discovery reaches one segment.
"""

import enum
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.records import Camera
from probes.onvif.discovery import FoundDevice

__all__ = ["DeviceLine", "Standing", "hold_against"]


class Standing(enum.StrEnum):
    """How a found device stands to the registry."""

    NOT_COMPARED = "not_compared"
    REGISTERED = "registered"
    NAMES_REGISTERED = "names_registered"
    NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One found device; ``rows`` are the registry's rows (1-based) that it may be."""

    address: str
    standing: Standing
    rows: tuple[int, ...] = ()
    name: str | None = None
    hardware: str | None = None
    location: str | None = None
    endpoint: str | None = None
    types: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    xaddrs: tuple[str, ...] = ()
    foreign_hosts: tuple[str, ...] = ()


def hold_against(
    devices: Iterable[FoundDevice], cameras: Iterable[Camera] | None
) -> tuple[DeviceLine, ...]:
    """One line a device; without ``cameras`` nothing is compared."""
    rows = None if cameras is None else _rows_by_host(cameras)
    return tuple(_line(device, rows) for device in devices)


def _line(device: FoundDevice, rows: Mapping[str, tuple[int, ...]] | None) -> DeviceLine:
    standing, at = _standing(device, rows)
    return DeviceLine(
        address=device.source,
        standing=standing,
        rows=at,
        name=device.scope("name"),
        hardware=device.scope("hardware"),
        location=device.scope("location"),
        endpoint=device.endpoint,
        types=device.types,
        scopes=device.scopes,
        xaddrs=device.xaddrs,
        foreign_hosts=device.foreign_hosts,
    )


def _standing(
    device: FoundDevice, rows: Mapping[str, tuple[int, ...]] | None
) -> tuple[Standing, tuple[int, ...]]:
    if rows is None:
        return Standing.NOT_COMPARED, ()
    own = rows.get(_spelled(device.source), ())
    if own:
        return Standing.REGISTERED, own
    named = {row for host in device.foreign_hosts for row in rows.get(_spelled(host), ())}
    if named:
        return Standing.NAMES_REGISTERED, tuple(sorted(named))
    return Standing.NOT_REGISTERED, ()


def _rows_by_host(cameras: Iterable[Camera]) -> dict[str, tuple[int, ...]]:
    """Rows by every host that a record names, in one spelling; names stay names."""
    found: dict[str, list[int]] = {}
    for camera in cameras:
        uris = (_uri_host(camera.onvif_uri), _uri_host(camera.stream_uri))
        for host in dict.fromkeys(_spelled(host) for host in (camera.host, *uris) if host):
            found.setdefault(host, []).append(camera.row)
    return {host: tuple(rows) for host, rows in found.items()}


def _uri_host(uri: str | None) -> str | None:
    try:
        return urlsplit(uri or "").hostname
    except ValueError:
        return None


def _spelled(host: str) -> str:
    bare = host.strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return bare
