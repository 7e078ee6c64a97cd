"""FFmpeg's decoders, one thread and bounded; which frame is good is left to its callers."""

from collections.abc import Iterator, Sequence
from typing import cast

import av

__all__ = ["MAX_SIDE_PX", "UndecodableError", "frames"]

MAX_SIDE_PX = 8192
_DECODERS = {"h264": "h264", "h265": "hevc", "mjpeg": "mjpeg"}
# Half a JPEG decodes to a picture with a gray rest that is not called corrupt.
_STRICT = {"mjpeg": {"err_detect": "explode"}}


class UndecodableError(Exception):
    """No whole picture came out; the text is ours and crosses the process border."""


def frames(codec: str, access_units: Sequence[bytes], *, first: int = 0) -> Iterator[av.VideoFrame]:
    """Decode; a frame's ``pts`` is the number of its access unit, counted from ``first``."""
    context = cast("av.VideoCodecContext", av.CodecContext.create(_DECODERS[codec], "r"))
    context.thread_count = 1  # more threads delay the first frame and fight with other workers
    # A few bytes of SPS can announce gigapixels; the decoder must refuse before it allocates.
    context.options = {"max_pixels": str(MAX_SIDE_PX * MAX_SIDE_PX)} | _STRICT.get(codec, {})
    for number, access_unit in enumerate(access_units, start=first):
        packet = av.Packet(access_unit)
        packet.pts = packet.dts = number
        yield from context.decode(packet)
    yield from context.decode(None)
