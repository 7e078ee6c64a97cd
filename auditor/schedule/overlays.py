"""What is written in a picture, read between its attempt and its keeping.

Reading takes longer than decoding, so it stands outside the attempt: no deadline of a camera
runs and no session is held meanwhile.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from probes.observation import Observation
from probes.picture.overlay import Strip, TextLine
from probes.rtsp_frame import RtspFrame

__all__ = ["ReadStrips", "read_nothing", "with_overlay"]

ReadStrips = Callable[[tuple[Strip, ...]], Awaitable[tuple[TextLine, ...] | None]]


async def read_nothing(_: tuple[Strip, ...]) -> None:
    """Nobody reads."""


async def with_overlay(observation: Observation[object], read: ReadStrips) -> Observation[object]:
    """The observation with what was read, and without the strips."""
    frame = observation.payload
    if not observation.strips or not isinstance(frame, RtspFrame):
        return observation
    lines = await read(observation.strips)
    return replace(observation, payload=replace(frame, overlay=lines), strips=())
