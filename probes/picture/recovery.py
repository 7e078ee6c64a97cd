"""The first whole picture of a gradually refreshed stream, and the proof that it is whole.

FFmpeg gives out frames once the promised number has passed (`frame_recovered`), on the camera's
word alone.  Here the word is tested: the same picture is decoded twice, once with one more
refresh before it.  What an encoder forgot to refresh, or predicted from the stale part, differs
between the two or is still in the decoder's own gray.
"""

import av
import numpy as np
from numpy.typing import NDArray

from probes.picture.decoder import UndecodableError, frames
from probes.picture.frame import PictureRequest

__all__ = ["recovered_frame"]

TOLERANCE = 4  # steps of luma: without exact_match_flag small differences are allowed (D.2.8)
MAX_GRAY_SHARE = 0.005
_BLOCK_PX = 16
_EIGHT_BIT = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "gray"})
_FILL = 128  # what FFmpeg puts in place of a picture that never came


def recovered_frame(request: PictureRequest) -> av.VideoFrame:
    """Return the frame; UndecodableError when nothing proves that it is whole."""
    units = (request.key, *request.later)
    alone = next(frames(request.codec, units, first=len(request.before)), None)
    if alone is None or alone.is_corrupt:
        raise UndecodableError("no refreshed picture came out")
    longer = frames(request.codec, (*request.before, *units))
    proof = next((frame for frame in longer if frame.pts == alone.pts), None)
    if proof is None or proof.is_corrupt:
        raise UndecodableError("the refreshed picture came out only once")
    _compare(_luma(alone), _luma(proof))
    return alone


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Return the decoder's own luma: a conversion would move the fill's value."""
    if frame.format.name not in _EIGHT_BIT:
        raise UndecodableError("the refreshed picture has an unusual format")
    plane = frame.planes[0]
    rows = np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _compare(alone: NDArray[np.uint8], proof: NDArray[np.uint8]) -> None:
    if alone.shape != proof.shape:
        raise UndecodableError("the picture changed its size")
    difference = np.maximum(alone, proof) - np.minimum(alone, proof)
    if int(difference.max()) > TOLERANCE:
        raise UndecodableError("the refreshed picture depends on what came before")
    if _gray_share(alone) > MAX_GRAY_SHARE:
        raise UndecodableError("parts of the picture were never refreshed")


def _gray_share(luma: NDArray[np.uint8]) -> float:
    """Share of blocks that are nothing but the fill."""
    rows, columns = (side // _BLOCK_PX for side in luma.shape)
    if not rows or not columns:
        return 1.0
    whole = luma[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    blocks = whole.reshape(rows, _BLOCK_PX, columns, _BLOCK_PX)
    return float((blocks == _FILL).all(axis=(1, 3)).mean())
