"""The pictures that follow the first one, for a camera whose trembling is looked at tonight.

A second of media is decoded whole, which costs as much as ten key pictures: only a share of the
cameras is watched in a night.  What is measured is left to :mod:`probes.picture.shake`.
"""

from collections.abc import Awaitable, Callable

from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.shake import PICTURES, Shake
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_media import MediaReader

__all__ = ["watch_shake"]

Decode = Callable[[PictureRequest], Awaitable[DecodedPicture]]


async def watch_shake(
    reader: MediaReader, track: VideoTrack, key: AccessUnit, *, decode: Decode
) -> Shake | None:
    """Return how the picture trembles after ``key``; None when something of it was lost.

    Raises whatever reading or decoding raises.
    """
    later: list[bytes] = []
    while len(later) < PICTURES:
        unit = await reader.unit()
        if not unit.is_complete:
            return None
        later.append(unit.data)
    request = PictureRequest(codec=track.codec, key=key.data, later=tuple(later), is_watched=True)
    return (await decode(request)).shake
