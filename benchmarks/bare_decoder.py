"""A decoding worker that does what the peers do, and no more: decode the key picture, scale it.

With it the way of getting a picture can be compared alone, without what we then ask of the picture.
"""

from typing import cast

import av

from probes.picture.decode import scale
from probes.picture.frame import DecodedPicture, FrameMetrics, PictureRequest

__all__ = ["decode_only", "do_nothing"]

_JPEG_BYTES = 40_000
_DECODERS = {"h264": "h264", "h265": "hevc"}
_UNMEASURED = dict.fromkeys(FrameMetrics.__dataclass_fields__, 0.0) | {"dominant_color": (0, 0, 0)}


def decode_only(request: PictureRequest) -> DecodedPicture:
    """Decode and scale; IndexError when nothing comes out."""
    context = cast("av.VideoCodecContext", av.CodecContext.create(_DECODERS[request.codec], "r"))
    context.thread_count = 1
    frame = [*context.decode(av.Packet(request.key)), *context.decode(None)][0]
    scale(frame)
    return _answer(frame.width, frame.height)


def do_nothing(request: PictureRequest) -> DecodedPicture:
    """Answer at once with as many bytes as a JPEG has: what is left is the way to the worker."""
    del request
    return _answer(0, 0)


def _answer(width_px: int, height_px: int) -> DecodedPicture:
    return DecodedPicture(
        width_px=width_px,
        height_px=height_px,
        metrics=FrameMetrics(**_UNMEASURED),  # type: ignore[arg-type]  # zeros for whatever there is
        jpeg=bytes(_JPEG_BYTES),
    )
