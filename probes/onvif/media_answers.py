"""Values out of the answers of the media services; nothing in them is trusted.

Media (ver10) and Media2 (ver20) say the same in two shapes; both are read here.
"""

from collections.abc import Iterable

from lxml.etree import _Element

from probes.onvif.answers import MAX_URI
from probes.onvif.payload import MediaProfile, OnScreenTexts
from probes.onvif.xml import MAX_TEXT, children, clean, dig, integer, text

__all__ = ["media2_profiles", "media_profiles", "merged", "on_screen_texts", "stream_uri"]

MAX_ON_SCREEN = 16

_MAX_PX = 65_535
_MAX_FPS = 1000.0
_MAX_KBPS = 1_000_000
_MAX_GOP = 100_000
_CLOCKS = frozenset({"Date", "Time", "DateAndTime"})


def media_profiles(answer: _Element, *, limit: int) -> tuple[MediaProfile, ...]:
    """The first ``limit`` profiles of a Media answer that have a token."""
    found = (
        _profile(entry, dig(entry, "VideoEncoderConfiguration"), "media")
        for entry in children(answer, "Profiles")
    )
    return _first(found, limit)


def media2_profiles(answer: _Element, *, limit: int) -> tuple[MediaProfile, ...]:
    """The first ``limit`` profiles of a Media2 answer that have a token."""
    found = (
        _profile(entry, dig(entry, "Configurations", "VideoEncoder"), "media2")
        for entry in children(answer, "Profiles")
    )
    return _first(found, limit)


def merged(
    media: Iterable[MediaProfile], media2: Iterable[MediaProfile], *, limit: int
) -> tuple[MediaProfile, ...]:
    """One list: a profile of Media2 replaces its namesake of Media, which cannot tell H.265."""
    found = {profile.token: profile for profile in media}
    for profile in media2:
        if profile.token not in found or profile.encoding is not None:
            found[profile.token] = profile
    return tuple(found.values())[:limit]


def stream_uri(answer: _Element) -> str | None:
    """The URI out of GetStreamUri or GetSnapshotUri, as the device wrote it."""
    return text(answer, "MediaUri", "Uri", limit=MAX_URI) or text(answer, "Uri", limit=MAX_URI)


def on_screen_texts(answer: _Element) -> OnScreenTexts:
    """The texts out of GetOSDs; a text that is itself a clock is no name."""
    strings = [dig(entry, "TextString") for entry in children(answer, "OSDs")]
    kinds = {text(string, "Type") for string in strings}
    plain = (text(string, "PlainText") for string in strings if text(string, "Type") == "Plain")
    kept = tuple(found for found in plain if found is not None)
    return OnScreenTexts(plain=kept[:MAX_ON_SCREEN], has_clock=not kinds.isdisjoint(_CLOCKS))


def _profile(entry: _Element, encoder: _Element | None, service: str) -> MediaProfile | None:
    """One profile; its video part is empty for an audio or metadata profile."""
    token = clean(entry.get("token"))
    if token is None:
        return None
    return MediaProfile(
        token=token,
        name=text(entry, "Name"),
        encoding=text(encoder, "Encoding"),
        width_px=_within(integer(encoder, "Resolution", "Width"), _MAX_PX),
        height_px=_within(integer(encoder, "Resolution", "Height"), _MAX_PX),
        frames_per_second=_rate(text(encoder, "RateControl", "FrameRateLimit")),
        bitrate_kbps=_within(integer(encoder, "RateControl", "BitrateLimit"), _MAX_KBPS),
        gop_frames=_within(_gop(encoder), _MAX_GOP),
        service=service,
    )


def _gop(encoder: _Element | None) -> int | None:
    """The distance of key frames: an attribute in Media2, else the codec's own element."""
    if encoder is None:
        return None
    written = clean(encoder.get("GovLength"), limit=MAX_TEXT)
    if written is not None:
        return int(written) if written.isascii() and written.isdecimal() else None
    return integer(encoder, "H264", "GovLength") or integer(encoder, "MPEG4", "GovLength")


def _rate(written: str | None) -> float | None:
    """Frames per second; 0 is how devices write "no limit"."""
    try:
        rate = float(written or "")
    except ValueError:
        return None
    return rate if 0 < rate <= _MAX_FPS else None


def _within(number: int | None, largest: int) -> int | None:
    """A size that a camera could have, else None."""
    return number if number is not None and 0 < number <= largest else None


def _first(found: Iterable[MediaProfile | None], limit: int) -> tuple[MediaProfile, ...]:
    return tuple(profile for profile in found if profile is not None)[:limit]
