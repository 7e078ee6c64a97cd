"""Evidence pictures for the page: names that may be linked to, and small copies to embed.

The pictures are our own JPEG files of 640x360; putting them in place is left to
`auditor.render.write`.
"""

import base64
import re
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

__all__ = ["EMBEDDED_AT_MOST", "ROUND_ID", "is_picture_name", "picture_sources", "small_jpeg"]

EMBEDDED_AT_MOST = 200
_WIDTH_PX = 240
_QUALITY = 60

ROUND_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}")
_PICTURE_NAME = re.compile(rf"pictures/{ROUND_ID.pattern}/[A-Za-z0-9][A-Za-z0-9._-]{{0,120}}\.jpg")


def is_picture_name(name: str) -> bool:
    """Whether ``name`` has the form ``pictures/<round>/<name>.jpg`` and can lead nowhere else."""
    return _PICTURE_NAME.fullmatch(name) is not None


def picture_sources(pictures: Mapping[str, Path]) -> dict[str, str]:
    """Return what an ``img`` shows for each picture: a data URI, or its name when too many.

    ``pictures`` are the files where they lie now, by the name that they will have beside the
    page; at most `EMBEDDED_AT_MOST` are read, one at a time.  A name that may not be linked to
    is left out; a picture that cannot be read back is shown by its file, so that the fault is
    seen and not hidden.
    """
    names = [name for name in pictures if is_picture_name(name)]
    if len(names) > EMBEDDED_AT_MOST:
        return {name: name for name in names}
    return {name: _thumbnail_uri(pictures[name]) or name for name in names}


def small_jpeg(jpeg: bytes) -> bytes | None:
    """A small copy of a picture; None when the bytes hold none."""
    try:
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    except cv2.error:
        return None
    if picture is None:
        return None
    width = min(_WIDTH_PX, picture.shape[1])
    height = max(1, picture.shape[0] * width // picture.shape[1])
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return encoded.tobytes()


def _thumbnail_uri(file: Path) -> str | None:
    """A small copy as a data URI; None when ``file`` holds no picture."""
    try:
        small = small_jpeg(file.read_bytes())
    except OSError:
        return None
    if small is None:
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode('ascii')}"
