"""Whether the picture moves: the material for a verdict "frozen", never the verdict.

A camera is called frozen only on two key pictures: in a still scene every predicted picture may
be coded as "nothing changed" although the sensor is alive.  The second one costs a whole GOP of
waiting, so it is fetched only where the predicted pictures are too small to show movement.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from probes.picture.frame import DecodedPicture, PictureRequest
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_media import MediaReader

__all__ = ["MOVING_BYTES", "compare", "moves"]

MOVING_BYTES = (
    1000  # a picture without news takes under 100, one of a still and clean scene under 500
)
PICTURES_WATCHED = 20
_HALF = 1 << 31

Decode = Callable[[PictureRequest], Awaitable[DecodedPicture]]


async def compare(
    reader: MediaReader,
    track: VideoTrack,
    first: AccessUnit,
    *,
    decode: Decode,
    span: timedelta,
) -> float | None:
    """Return the mean luma difference (0-255) to a key picture at least ``span`` later.

    None when predicted pictures show movement, or when nothing can be said.  Raises whatever
    reading or decoding raises.
    """
    clock = _MediaClock(first.timestamp, track.clock_rate, span)
    if await _is_seen_moving(reader):
        return None
    second = await reader.key_unit()
    while not clock.is_over(second):
        second = await reader.key_unit()
    request = PictureRequest(codec=track.codec, key=first.data, later=(second.data,))
    return (await decode(request)).difference


async def _is_seen_moving(reader: MediaReader) -> bool:
    """Whether predicted pictures are large, asked of what came before the first key picture too."""
    sizes = reader.predicted
    while sizes.typical is None and sizes.pictures < PICTURES_WATCHED:
        await reader.packet()
    return moves(reader)


def moves(reader: MediaReader) -> bool:
    """Whether the predicted pictures that came so far are large; False while too few came."""
    typical = reader.predicted.typical
    return typical is not None and typical > MOVING_BYTES


class _MediaClock:
    """Tells when ``span`` of media has passed, by RTP time, by ours when that stands still."""

    def __init__(self, timestamp: int, clock_rate: int, span: timedelta) -> None:
        self._timestamp = timestamp
        self._ticks = clock_rate * span.total_seconds()
        self._ends = asyncio.get_running_loop().time() + span.total_seconds()

    def is_over(self, unit: AccessUnit) -> bool:
        ticks = (unit.timestamp - self._timestamp) & 0xFFFFFFFF
        if 0 < ticks < _HALF:
            return ticks >= self._ticks
        return asyncio.get_running_loop().time() >= self._ends
