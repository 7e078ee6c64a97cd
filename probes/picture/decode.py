"""From access units to a judged picture; runs in a worker process that may be killed.

Only frames that the decoder itself calls whole are accepted: a decoder fed with half a picture
gives gray or green, and a naive check would call that a picture.  Process handling is left to
:mod:`probes.picture.pool`.
"""

import functools
from dataclasses import replace

import av
import cv2
import numpy as np
from av.video.reformatter import VideoReformatter

from probes.picture.decoder import MAX_SIDE_PX, UndecodableError, frames
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.metrics import Picture, luma_difference, measure
from probes.picture.recovery import recovered_frame
from probes.picture.shake import HEIGHT_PX as SHAKE_HEIGHT_PX
from probes.picture.shake import WIDTH_PX as SHAKE_WIDTH_PX
from probes.picture.shake import Shake, measure_shake
from probes.picture.strips import strips_of

__all__ = ["UndecodableError", "decode_picture", "decode_with_strips", "scale", "to_jpeg"]

WIDTH_PX = 640
HEIGHT_PX = 360
JPEG_QUALITY = 80


def decode_picture(request: PictureRequest) -> DecodedPicture:
    """Decode the key access unit alone, then measure it; UndecodableError when that fails.

    With access units ``before`` it there is no key picture: see `recovered_frame`.

    A later access unit that does not decode only leaves ``difference`` or ``shake`` None.
    """
    return _judged(request, _first_frame(request))


def decode_with_strips(request: PictureRequest) -> DecodedPicture:
    """The same, with the strips that an overlay stands in; not for a second picture."""
    frame = _first_frame(request)
    picture = _judged(request, frame)
    is_later = request.is_watched or _is_compared(request)
    return picture if is_later else replace(picture, strips=strips_of(frame))


def _judged(request: PictureRequest, frame: av.VideoFrame) -> DecodedPicture:
    picture = scale(frame)
    return DecodedPicture(
        width_px=frame.width,
        height_px=frame.height,
        metrics=measure(picture),
        jpeg=to_jpeg(picture),
        difference=_difference(request, picture) if _is_compared(request) else None,
        shake=_shake(request) if request.is_watched else None,
    )


def _is_compared(request: PictureRequest) -> bool:
    return bool(request.later) and not request.before and not request.is_watched


def _first_frame(request: PictureRequest) -> av.VideoFrame:
    try:
        frame = recovered_frame(request) if request.before else _key_frame(request)
    except av.FFmpegError as error:
        raise UndecodableError(f"decoder: {type(error).__name__}") from None
    if max(frame.width, frame.height) > MAX_SIDE_PX:
        raise UndecodableError("the picture is larger than 8192 px")
    return frame


def _key_frame(request: PictureRequest) -> av.VideoFrame:
    frame = next(frames(request.codec, (request.key,)), None)
    if frame is None:
        raise UndecodableError("the access unit holds no picture")
    if frame.is_corrupt or not frame.key_frame:
        raise UndecodableError("the picture is not whole")
    return frame


def _difference(request: PictureRequest, first: Picture) -> float | None:
    """Decode the whole chain; its last picture is comparable only when none was damaged."""
    last: av.VideoFrame | None = None
    count = 0
    try:
        for frame in frames(request.codec, (request.key, *request.later)):
            if frame.is_corrupt or max(frame.width, frame.height) > MAX_SIDE_PX:
                return None
            last, count = frame, count + 1
    except av.FFmpegError:
        return None
    if last is None or count <= 1:
        return None
    return luma_difference(first, scale(last))


def _shake(request: PictureRequest) -> Shake | None:
    """Watch the whole chain; a damaged picture in it would look like a jump."""
    lumas: list[Picture] = []
    try:
        for frame in frames(request.codec, (request.key, *request.later)):
            if frame.is_corrupt or max(frame.width, frame.height) > MAX_SIDE_PX:
                return None
            lumas.append(_small_luma(frame))
    except av.FFmpegError:
        return None
    return measure_shake(lumas)


def _small_luma(frame: av.VideoFrame) -> Picture:
    size = (SHAKE_WIDTH_PX, SHAKE_HEIGHT_PX)
    small = _luma_scaler().reformat(frame, width=size[0], height=size[1], format="gray", threads=1)
    return np.asarray(small.to_ndarray(), dtype=np.uint8)


def scale(frame: av.VideoFrame) -> Picture:
    """Scale at once: full-size pictures of many cameras would fill the memory.

    By one thread: swscale starts one for each core with every new scaler, which takes longer
    than the scaling.
    """
    small = _scaler().reformat(frame, width=WIDTH_PX, height=HEIGHT_PX, format="bgr24", threads=1)
    return np.asarray(small.to_ndarray(), dtype=np.uint8)


@functools.cache
def _scaler() -> VideoReformatter:
    """The process's scaler: it keeps its tables as long as cameras have the same picture size."""
    return VideoReformatter()


@functools.cache
def _luma_scaler() -> VideoReformatter:
    """Of its own, so that the other one keeps its tables."""
    return VideoReformatter()


def to_jpeg(picture: Picture) -> bytes:
    """The picture as it is kept; it is the evidence."""
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise UndecodableError("the picture could not be stored as JPEG")
    return bytes(encoded)
