"""The second client: OpenCV's VideoCapture on FFmpeg; runs in a process that may be killed.

FFmpeg talks, unpacks and finds the key picture; that one is then decoded strictly, since a
VideoCapture hands out concealed garbage as a picture.  Only a stream without any key picture
(gradual refresh), or of a codec without a strict decoder, is decoded by VideoCapture itself.
Processes are left to :mod:`probes.picture.capture_pool`, the network to the relay.
"""

import os
import time

import cv2
import numpy as np

from probes.picture.captured import Captured, CaptureRequest
from probes.picture.decode import UndecodableError, decode_picture
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.picture.metrics import Picture, measure
from probes.rtsp.nal import H264, H265

__all__ = ["capture"]

KEY_PICTURES_TRIED = 3
SIZE_PX = (640, 360)
JPEG_QUALITY = 80
MAX_SIDE_PX = 8192
OLDEST_OPENCV = 5  # FFmpeg 8: older ones begin H.265 with gray pictures
# The default probesize: a small one loses cameras without parameter sets in their SDP.  Never
# nobuffer: it throws the first key picture away.
_OPTIONS = (
    "rtsp_transport;tcp|allowed_media_types;video|threads;1|fpsprobesize;0"
    "|protocol_whitelist;rtsp,tcp"
)
_CODECS = {b"h264": "h264", b"avc1": "h264", b"hevc": "h265", b"hvc1": "h265", b"hev1": "h265"}
_SYNTAX = {"h264": H264, "h265": H265}
_MILLI = 1000


def capture(request: CaptureRequest) -> Captured:
    """Open, read and decode; what goes wrong is in the result, a crash ends the process."""
    if int(cv2.__version__.partition(".")[0]) < OLDEST_OPENCV:
        raise RuntimeError("OpenCV 5 or newer is needed")
    ends = time.monotonic() + request.seconds
    source = _open(request)
    try:
        if not source.isOpened():
            return Captured()
        return _any_picture(source, ends) if request.every_picture else _key_picture(source, ends)
    finally:
        source.release()


def _open(request: CaptureRequest) -> cv2.VideoCapture:
    """Options are the process's, so a process runs one capture at a time."""
    discard = "" if request.every_picture else "|avdiscard;nonkey"
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = _OPTIONS + discard
    limit = max(1, int(request.seconds * _MILLI))
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit]
    raw = [] if request.every_picture else [cv2.CAP_PROP_FORMAT, -1]
    return cv2.VideoCapture(request.uri, cv2.CAP_FFMPEG, limits + raw)


def _key_picture(source: cv2.VideoCapture, ends: float) -> Captured:
    """Decode the first key picture that is whole, the third one at the latest."""
    codec = _codec(source)
    units = keys = 0
    picture: DecodedPicture | None = None
    while codec and picture is None and keys < KEY_PICTURES_TRIED and time.monotonic() < ends:
        done, unit = source.read()
        if not done:
            break
        units += 1
        if source.get(cv2.CAP_PROP_LRF_HAS_KEY_FRAME):
            data = unit.tobytes()
            keys += _is_anchor(codec, data)
            picture = _decoded(codec, _parameter_sets(source) + data)
    return Captured(opened=True, codec=codec, units=units, key_pictures=keys, picture=picture)


def _codec(source: cv2.VideoCapture) -> str | None:
    fourcc = int(source.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF  # -1 when FFmpeg knows none
    return _CODECS.get(fourcc.to_bytes(4, "little").lower())


def _is_anchor(codec: str, unit: bytes) -> bool:
    """Whether a picture must come out of ``unit``: FFmpeg also calls a refresh's beginning key."""
    nals = [nal for nal in unit.split(b"\0\0\1") if nal.strip(b"\0")]
    return any(_SYNTAX[codec].is_key(nal) for nal in nals)


def _parameter_sets(source: cv2.VideoCapture) -> bytes:
    """Those that the description or the probed media named; in front, so newer ones win."""
    done, sets = source.retrieve(flag=int(source.get(cv2.CAP_PROP_CODEC_EXTRADATA_INDEX)))
    return b"\0\0\0\1" + sets.tobytes().lstrip(b"\0\1") if done and sets is not None else b""


def _decoded(codec: str, unit: bytes) -> DecodedPicture | None:
    try:
        return decode_picture(PictureRequest(codec=codec, key=unit))
    except UndecodableError:
        return None


def _any_picture(source: cv2.VideoCapture, ends: float) -> Captured:
    """FFmpeg 8 hands out nothing before the refresh has gone through the whole picture."""
    while time.monotonic() < ends:
        done, picture = source.read()
        if not done:
            break
        if max(picture.shape[:2]) <= MAX_SIDE_PX:
            return Captured(opened=True, units=1, picture=_measured(np.asarray(picture, np.uint8)))
    return Captured(opened=True)


def _measured(picture: Picture) -> DecodedPicture:
    small = np.asarray(cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_AREA), np.uint8)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    height, width = picture.shape[:2]
    return DecodedPicture(
        width_px=width, height_px=height, metrics=measure(small), jpeg=bytes(encoded)
    )
