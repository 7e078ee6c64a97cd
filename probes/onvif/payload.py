"""What an ONVIF probe hands back; what it means is left to the rules.

The serial number is not kept: no rule needs it, and it identifies a device for life.
"""

from dataclasses import dataclass
from datetime import timedelta

__all__ = ["DeviceClock", "MediaProfile", "NtpSetting", "OnScreenTexts", "OnvifDevice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaProfile:
    """One media profile and what its encoder is set to.

    URIs are redacted and name the registered host.  ``gop_frames`` is the distance of key
    frames.  ``service`` is ``media`` or ``media2``: only the second can tell H.265.
    """

    token: str
    name: str | None = None
    encoding: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    stream_uri: str | None = None
    snapshot_uri: str | None = None
    frames_per_second: float | None = None
    bitrate_kbps: int | None = None
    gop_frames: int | None = None
    service: str = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClock:
    """How the device keeps time, as it told it.

    ``zone`` is its text.  ``local_minus_utc`` compares the two times that it told; ``source``
    is ``ntp`` or ``manual``.
    """

    zone: str | None = None
    local_minus_utc: timedelta | None = None
    daylight_saving: bool | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NtpSetting:
    """Where the device asks for the time: by DHCP, or these (at most 4) servers."""

    from_dhcp: bool
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnScreenTexts:
    """The texts drawn into the picture: plain ones (at most 16), and whether a clock is there."""

    plain: tuple[str, ...] = ()
    has_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnvifDevice:
    """One device as it described itself.

    ``clock_offset`` is the device's UTC clock minus ours, None when unknown.
    ``advertised_hosts`` are the hosts that its answers named instead of the registered one;
    they are never dialled.  ``login`` is one of ``anonymous`` (no password was sent and none
    was asked for), ``digest`` (accepted), ``rejected``, ``withheld`` (asked for, not sent, by order),
    ``missing`` (asked for, but there is none to send).  ``login_form`` is ``token`` or
    ``http``, ``login_time`` whose time the last token carried
    (:class:`probes.onvif.ladder.TimeBase`).
    ``ntp``, ``on_screen``, ``scopes`` and ``hostname`` are None when the device did not say.
    """

    clock_offset: timedelta | None = None
    manufacturer: str | None = None
    model: str | None = None
    firmware_version: str | None = None
    profiles: tuple[MediaProfile, ...] = ()
    advertised_hosts: tuple[str, ...] = ()
    login: str = "anonymous"
    login_form: str | None = None
    login_time: str | None = None
    clock: DeviceClock | None = None
    services: tuple[str, ...] = ()
    on_screen: OnScreenTexts | None = None
    ntp: NtpSetting | None = None
    hostname: str | None = None
    scopes: tuple[str, ...] | None = None
