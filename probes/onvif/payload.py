"""What an ONVIF probe hands back; what it means is left to the rules.

The serial number is not kept: no rule needs it, and it identifies a device for life.
"""

from dataclasses import dataclass
from datetime import timedelta

__all__ = ["MediaProfile", "OnvifDevice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaProfile:
    """One media profile; ``stream_uri`` is redacted and names the registered host."""

    token: str
    name: str | None = None
    encoding: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    stream_uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnvifDevice:
    """One device as it described itself.

    ``clock_offset`` is the device's UTC clock minus ours, None when unknown.
    ``advertised_hosts`` are the hosts that its answers named instead of the registered one;
    they are never dialled.  ``login`` is one of ``anonymous`` (no password was sent and none
    was asked for), ``digest`` (accepted), ``rejected``, ``withheld`` (not sent, by order),
    ``missing`` (asked for, but there is none to send).
    """

    clock_offset: timedelta | None = None
    manufacturer: str | None = None
    model: str | None = None
    firmware_version: str | None = None
    profiles: tuple[MediaProfile, ...] = ()
    advertised_hosts: tuple[str, ...] = ()
    login: str = "anonymous"
