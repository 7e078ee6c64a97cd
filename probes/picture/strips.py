"""The top and the bottom of a full-size picture, where cameras write name and time.

At 640x360 their letters are too small to be read, and full-size pictures are not kept: these
two strips are, as gray JPEGs of some 20 kB, until they have been read.
"""

import av
import cv2
import numpy as np

from probes.picture.arrays import Picture
from probes.picture.overlay import Place, Strip

__all__ = ["STRIP_SHARE", "strips_of"]

STRIP_SHARE = 0.12
MAX_WIDTH_PX = 1920
_JPEG_QUALITY = 85


def strips_of(frame: av.VideoFrame) -> tuple[Strip, ...]:
    """Both strips, reduced to at most 1920 px of width; none of a picture too small for them."""
    luma = np.asarray(frame.reformat(format="gray").to_ndarray(), dtype=np.uint8)
    height = round(luma.shape[0] * STRIP_SHARE)
    if not height:
        return ()
    parts = ((Place.TOP, luma[:height]), (Place.BOTTOM, luma[-height:]))
    return tuple(Strip(place=place, jpeg=_coded(part)) for place, part in parts)


def _coded(part: Picture) -> bytes:
    height, width = part.shape[:2]
    if width > MAX_WIDTH_PX:
        size = (MAX_WIDTH_PX, max(1, height * MAX_WIDTH_PX // width))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    return bytes(cv2.imencode(".jpg", np.ascontiguousarray(part), options)[1])
