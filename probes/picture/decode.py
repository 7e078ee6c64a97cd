"""From access units to a judged picture; runs in a worker process that may be killed.

Only frames that the decoder itself calls whole are accepted: a decoder fed with half a picture
gives gray or green, and a naive check would call that a picture.  Process handling is left to
:mod:`probes.picture.pool`.
"""

from collections.abc import Iterator
from typing import cast

import av
import cv2
import numpy as np

from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.metrics import Picture, luma_difference, measure

__all__ = ["UndecodableError", "decode_picture"]

MAX_SIDE_PX = 8192
WIDTH_PX = 640
HEIGHT_PX = 360
JPEG_QUALITY = 80
_DECODERS = {"h264": "h264", "h265": "hevc"}


class UndecodableError(Exception):
    """No whole picture came out; the text is ours and crosses the process border."""


def decode_picture(request: PictureRequest) -> DecodedPicture:
    """Decode the key access unit alone, then measure it; UndecodableError when that fails.

    A later access unit that does not decode only leaves ``difference`` None.
    """
    frame = _first_frame(request)
    picture = _scale(frame)
    return DecodedPicture(
        width_px=frame.width,
        height_px=frame.height,
        metrics=measure(picture),
        jpeg=_to_jpeg(picture),
        difference=_difference(request, picture) if request.later else None,
    )


def _first_frame(request: PictureRequest) -> av.VideoFrame:
    try:
        frame = next(_frames(request.codec, (request.key,)), None)
    except av.FFmpegError as error:
        raise UndecodableError(f"decoder: {type(error).__name__}") from None
    if frame is None:
        raise UndecodableError("the access unit holds no picture")
    if max(frame.width, frame.height) > MAX_SIDE_PX:
        raise UndecodableError("the picture is larger than 8192 px")
    if frame.is_corrupt or not frame.key_frame:
        raise UndecodableError("the picture is not whole")
    return frame


def _frames(codec: str, access_units: tuple[bytes, ...]) -> Iterator[av.VideoFrame]:
    context = cast("av.VideoCodecContext", av.CodecContext.create(_DECODERS[codec], "r"))
    context.thread_count = 1  # more threads delay the first frame and fight with other workers
    # A few bytes of SPS can announce gigapixels; the decoder must refuse before it allocates.
    context.options = {"max_pixels": str(MAX_SIDE_PX * MAX_SIDE_PX)}
    for access_unit in (*access_units, None):
        packet = None if access_unit is None else av.Packet(access_unit)
        yield from context.decode(packet)


def _difference(request: PictureRequest, first: Picture) -> float | None:
    """Decode the whole chain; its last picture is comparable only when none was damaged."""
    last: av.VideoFrame | None = None
    count = 0
    try:
        for frame in _frames(request.codec, (request.key, *request.later)):
            if frame.is_corrupt or max(frame.width, frame.height) > MAX_SIDE_PX:
                return None
            last, count = frame, count + 1
    except av.FFmpegError:
        return None
    if last is None or count <= 1:
        return None
    return luma_difference(first, _scale(last))


def _scale(frame: av.VideoFrame) -> Picture:
    """Scale at once: full-size pictures of many cameras would fill the memory."""
    small = frame.reformat(width=WIDTH_PX, height=HEIGHT_PX, format="bgr24")
    return np.asarray(small.to_ndarray(), dtype=np.uint8)


def _to_jpeg(picture: Picture) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise UndecodableError("the picture could not be stored as JPEG")
    return bytes(encoded)
