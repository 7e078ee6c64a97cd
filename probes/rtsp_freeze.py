"""Whether the picture moves: the material for a verdict "frozen", never the verdict.

A camera is called frozen only on two key pictures: in a still scene every predicted picture may
be coded as "nothing changed" although the sensor is alive.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from probes.picture.frame import DecodedPicture, PictureRequest
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_media import MediaReader

__all__ = ["MOVING", "Difference", "compare"]

MOVING = 0.5  # mean luma steps; a live sensor's noise alone gives more
MAX_CHAIN_BYTES = 8 * 1024 * 1024
MAX_CHAIN_UNITS = 250
_HALF = 1 << 31

Decode = Callable[[PictureRequest], Awaitable[DecodedPicture]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A luma difference (0-255) and whether the second picture was a key picture."""

    value: float
    from_key_frame: bool


async def compare(
    reader: MediaReader,
    track: VideoTrack,
    first: AccessUnit,
    *,
    decode: Decode,
    span: timedelta,
    report: Callable[[Difference], None],
) -> None:
    """Report the difference after ``span`` of media, then, if tiny, that of two key pictures.

    Each finding is reported at once, so that a limit which strikes later loses nothing.
    Raises whatever reading or decoding raises.
    """
    clock = _MediaClock(first.timestamp, track.clock_rate, span)
    chain = await _chain(reader, clock)
    if chain:
        later = chain[-1:] if track.codec == "mjpeg" else chain  # every JPEG stands for itself
        request = PictureRequest(codec=track.codec, key=first.data, later=later)
        value = (await decode(request)).difference
        if value is not None:
            report(Difference(value, from_key_frame=False))
        if value is not None and value > MOVING:
            return
    second = await reader.key_unit()
    while not clock.is_over(second):
        second = await reader.key_unit()
    request = PictureRequest(codec=track.codec, key=first.data, later=(second.data,))
    value = (await decode(request)).difference
    if value is not None:
        report(Difference(value, from_key_frame=True))


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


async def _chain(reader: MediaReader, clock: _MediaClock) -> tuple[bytes, ...]:
    """Collect what follows the first picture; empty when a loss or a limit breaks the chain."""
    chain: list[bytes] = []
    size = 0
    while size <= MAX_CHAIN_BYTES and len(chain) < MAX_CHAIN_UNITS:
        unit = await reader.unit()
        if unit.after_gap or not unit.is_complete:
            return ()
        chain.append(unit.data)
        size += len(unit.data)
        if clock.is_over(unit):
            return tuple(chain)
    return ()
