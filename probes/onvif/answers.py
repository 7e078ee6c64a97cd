"""Values out of parsed ONVIF answers; nothing in them is trusted.

zeep hands over objects whose attributes may be missing, None or of another type when the
device's XML was wrong; here they become plain values or None.
"""

from typing import TypedDict

from probes.onvif.payload import MediaProfile

__all__ = ["Identity", "identity", "media_profiles", "media_xaddr", "stream_uri"]

_MAX_TEXT = 128
_MAX_URI = 2048
_MAX_PX = 65_535


class Identity(TypedDict):
    """The fields of GetDeviceInformation that are kept."""

    manufacturer: str | None
    model: str | None
    firmware_version: str | None


def identity(answer: object) -> Identity:
    """Maker, model and firmware out of a GetDeviceInformationResponse."""
    return Identity(
        manufacturer=_text(_dig(answer, "Manufacturer")),
        model=_text(_dig(answer, "Model")),
        firmware_version=_text(_dig(answer, "FirmwareVersion")),
    )


def media_xaddr(answer: object) -> str | None:
    """Address of the media service out of GetCapabilities, as the device wrote it."""
    return _text(_dig(answer, "Media", "XAddr"), limit=_MAX_URI)


def stream_uri(answer: object) -> str | None:
    """The URI out of GetStreamUri, as the device wrote it."""
    return _text(_dig(answer, "Uri"), limit=_MAX_URI)


def media_profiles(answer: object, *, limit: int) -> tuple[MediaProfile, ...]:
    """The first ``limit`` profiles that have a token; none for an empty answer."""
    entries = answer if isinstance(answer, list) else []
    found = (_profile(entry) for entry in entries)
    return tuple(profile for profile in found if profile is not None)[:limit]


def _profile(entry: object) -> MediaProfile | None:
    """One profile; its video part is empty for an audio or metadata profile."""
    token = _text(_dig(entry, "token"))
    if token is None:
        return None
    encoder = _dig(entry, "VideoEncoderConfiguration")
    return MediaProfile(
        token=token,
        name=_text(_dig(entry, "Name")),
        encoding=_text(_dig(encoder, "Encoding")),
        width_px=_pixels(_dig(encoder, "Resolution", "Width")),
        height_px=_pixels(_dig(encoder, "Resolution", "Height")),
    )


def _dig(value: object, *names: str) -> object:
    """Attribute of attribute, None when one is missing."""
    for name in names:
        value = getattr(value, name, None)
    return value


def _text(value: object, *, limit: int = _MAX_TEXT) -> str | None:
    """A printable text without surrounding blanks; None when empty, too long or no text."""
    if not isinstance(value, str):
        return None
    clean = "".join(char for char in value if char.isprintable()).strip()
    return clean if 0 < len(clean) <= limit else None


def _pixels(value: object) -> int | None:
    """A size in pixels, None when no camera could have it."""
    return value if isinstance(value, int) and 0 < value <= _MAX_PX else None
