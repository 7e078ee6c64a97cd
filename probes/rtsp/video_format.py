"""What a stream says of itself: profile, size and frame rate from its parameter sets.

A declaration, as the encoder wrote it; nothing is decoded.  A set that cannot be read gives
None: whether the stream is good is left to the decoder.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from probes.rtsp.bits import BitsError
from probes.rtsp.nal import H264, H265
from probes.rtsp.sps_h264 import read_sps as read_h264
from probes.rtsp.sps_h265 import read_sps as read_h265
from probes.rtsp.sps_h265 import read_vps_rate
from probes.rtsp.vui import Declared

__all__ = ["VideoFormat", "read_format"]

MAX_SIDE_PX = 65535
MAX_RATE = 1000.0
_SPS_H264, _SPS_H265, _VPS = 7, 33, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFormat:
    """``profile`` such as ``high``; size in pixels; ``frame_rate`` per second, when written."""

    profile: str
    width_px: int
    height_px: int
    frame_rate: float | None = None


def read_format(codec: str, parameter_sets: Iterable[bytes]) -> VideoFormat | None:
    """Read the latest sequence parameter set of ``h264`` or ``h265``; None when there is none."""
    return _read(codec, tuple(parameter_sets))


@functools.lru_cache(maxsize=64)
def _read(codec: str, parameter_sets: tuple[bytes, ...]) -> VideoFormat | None:
    """Remembered: cameras of one model send the same sets, and they are read bit by bit."""
    sets = tuple(reversed(parameter_sets))
    if codec == "h264":
        return _first(nal for nal in sets if H264.type_of(nal) == _SPS_H264)
    if codec != "h265":
        return None
    declared = _first_h265(nal for nal in sets if H265.type_of(nal) == _SPS_H265)
    rates = (read_vps_rate(nal) for nal in sets if H265.type_of(nal) == _VPS)
    rate = next((found for found in rates if found is not None), None)
    return _format(declared, rate) if declared else None


def _first(sets: Iterable[bytes]) -> VideoFormat | None:
    for nal in sets:
        try:
            return _format(read_h264(nal), None)
        except BitsError:
            continue
    return None


def _first_h265(sets: Iterable[bytes]) -> Declared | None:
    for nal in sets:
        try:
            return read_h265(nal)
        except BitsError:
            continue
    return None


def _format(declared: Declared, rate: float | None) -> VideoFormat | None:
    """None for a size that no picture has; a rate that no camera has is left out."""
    sides = (declared.width_px, declared.height_px)
    if min(sides) < 1 or max(sides) > MAX_SIDE_PX:
        return None
    found = declared.frame_rate if declared.frame_rate is not None else rate
    return VideoFormat(
        profile=declared.profile,
        width_px=declared.width_px,
        height_px=declared.height_px,
        frame_rate=found if found is not None and 0 < found <= MAX_RATE else None,
    )
