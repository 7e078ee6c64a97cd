"""The session description of a camera (RFC 4566): finding its first video track that can be decoded.

Control URLs are text that goes into request lines; which host is dialled is never decided here.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from probes.failure import FailureKind, ProbeError

__all__ = ["SessionDescription", "VideoTrack", "parse_sdp"]

MAX_TRACKS = 32
_CODECS = {"H264": "h264", "AVC": "h264", "H265": "h265", "HEVC": "h265", "JPEG": "mjpeg"}
_STATIC_TYPES = {"0": "PCMU", "8": "PCMA", "26": "JPEG", "31": "H261", "32": "MPV", "33": "MP2T"}
_SPROP = ("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")
_ABSOLUTE = re.compile(r"rtspu?s?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTrack:
    """A track that can be decoded; ``parameter_sets`` are NAL units without start codes.

    ``size_px`` is what the description says of a JPEG too large for its RTP header.
    """

    codec: str
    payload_type: int
    clock_rate: int
    control: str
    parameter_sets: tuple[bytes, ...] = field(default=(), repr=False)
    size_px: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDescription:
    """What was offered: ``video`` when usable, ``codecs`` by name in any case.

    ``codecs`` lists video tracks first, so that its first name tells what is sent instead.
    ``control`` is the absolute URL of the whole presentation, when one is given.
    """

    video: VideoTrack | None
    codecs: tuple[str, ...]
    control: str | None = None


@dataclass(slots=True)
class _Media:
    kind: str
    formats: list[str]
    control: str = ""
    rtpmap: dict[str, str] = field(default_factory=dict)
    fmtp: dict[str, str] = field(default_factory=dict)
    size_px: tuple[int, int] | None = None

    def name(self, payload_type: str) -> str:
        written = self.rtpmap.get(payload_type, "").partition("/")[0].strip()
        return written.upper() or _STATIC_TYPES.get(payload_type, "unknown")


def parse_sdp(body: bytes, *, base: str) -> SessionDescription:
    """Read ``body``; ``base`` is Content-Base, Content-Location or the request's URI.

    Raises ProbeError(protocol_error) when it is no session description with a media line.
    """
    text = body.decode(errors="replace")
    media = _read_media(text)
    if not media:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "no media line in the session description")
    ordered = sorted(media, key=lambda one: one.kind != "video")
    codecs = tuple(one.name(one.formats[0]) for one in ordered if one.formats)
    control = _session_control(text)
    found = (_video_track(one, control or base) for one in media if one.kind == "video")
    video = next((track for track in found if track is not None), None)
    return SessionDescription(video=video, codecs=codecs, control=control)


def _session_control(text: str) -> str | None:
    """Return the aggregate URL when it is absolute (RFC 2326 C.1.1), before any media line."""
    for line in text.splitlines():
        name, _, value = line.strip().partition(":")
        if name.startswith("m="):
            return None
        if name.lower() == "a=control" and _ABSOLUTE.match(value.strip()):
            return value.strip()
    return None


def _read_media(text: str) -> list[_Media]:
    media: list[_Media] = []
    for line in text.splitlines():
        kind, _, value = line.strip().partition("=")
        if kind == "m" and len(media) < MAX_TRACKS:
            name, *rest = value.split()[:64] or [""]
            media.append(_Media(name.lower(), rest[2:]))
        elif kind == "a" and media:
            _read_attribute(media[-1], value)
    return media


def _read_attribute(media: _Media, attribute: str) -> None:
    name, _, value = attribute.partition(":")
    payload_type, _, rest = value.strip().partition(" ")
    match name.strip().lower():
        case "control":
            media.control = value.strip()
        case "rtpmap":
            media.rtpmap[payload_type] = rest.strip()
        case "fmtp":
            media.fmtp[payload_type] = rest.strip()
        case "framesize":
            media.size_px = _size(rest)
        case "x-dimensions":
            media.size_px = _size(value)


def _size(text: str) -> tuple[int, int] | None:
    """Read ``2592-1944`` or ``2592,1944``."""
    match = re.fullmatch(r"\s*([0-9]{1,5})[-,x]\s*([0-9]{1,5})\s*", text)
    return (int(match[1]), int(match[2])) if match else None


def _video_track(media: _Media, base: str) -> VideoTrack | None:
    # JPEG beside another codec on one track is the fallback, whatever the order.
    for payload_type in sorted(media.formats, key=lambda one: media.name(one) == "JPEG"):
        codec = _CODECS.get(media.name(payload_type))
        if codec is None or not re.fullmatch(r"[0-9]{1,3}", payload_type):
            continue
        rate = re.search(r"/([0-9]{1,6})", media.rtpmap.get(payload_type, ""))
        return VideoTrack(
            codec=codec,
            payload_type=int(payload_type),
            clock_rate=int(rate[1]) if rate and int(rate[1]) else 90000,
            control=_resolve(media.control, base),
            parameter_sets=_parameter_sets(media.fmtp.get(payload_type, "")),
            size_px=media.size_px,
        )
    return None


def _resolve(control: str, base: str) -> str:
    """Join as every player does: by a slash, not by RFC 3986.

    The base of many cameras has neither a trailing slash nor a place for a path
    (``/live?channel=1``), and the track still belongs behind all of it.
    """
    if control in ("", "*"):
        return base
    if _ABSOLUTE.match(control):
        return control
    return f"{base.rstrip('/')}/{control.lstrip('/')}"


def _parameter_sets(fmtp: str) -> tuple[bytes, ...]:
    """Decode the sprop parameters (RFC 6184 8.1, RFC 7798 7.1); broken ones are left out."""
    pairs = (part.partition("=") for part in fmtp.split(";"))
    values = {name.strip().lower(): value.strip() for name, _, value in pairs}
    texts = [text for name in _SPROP for text in values.get(name, "").split(",")]
    return tuple(nal for text in texts if (nal := _base64(text)))


def _base64(text: str) -> bytes:
    """Decode with the padding that some cameras forget; empty when it is not base64."""
    bare = text.strip().strip('"').rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
