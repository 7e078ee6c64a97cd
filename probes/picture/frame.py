"""The values that cross the border to the decoding process.

Plain data only: they are pickled.  How a picture is decoded is left to
:mod:`probes.picture.decode`, what its numbers mean to the picture rules.
"""

from dataclasses import dataclass, field

__all__ = ["DecodedPicture", "FrameMetrics", "PictureRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """A key access unit and, when wanted, what followed it.

    ``codec`` is ``h264``, ``h265`` or ``mjpeg``.  An access unit is Annex B bytes (start codes),
    the key one with its parameter sets, or a JPEG file.  ``later`` are the access units after it
    in decoding order, without a gap; the last of them is compared with the first picture.

    ``before`` says that there is no key picture: ``key`` and ``later`` then lead from a recovery
    point to the picture that it promises, and ``before`` leads to ``key`` from an earlier one.
    """

    codec: str
    key: bytes = field(repr=False)
    later: tuple[bytes, ...] = field(default=(), repr=False)
    before: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMetrics:
    """Numbers of one picture scaled to 640x360; levels are 0-255, shares are 0-1."""

    luma_mean: float
    luma_std: float
    saturation_mean: float
    laplacian_variance: float
    dominant_color_share: float
    dominant_color: tuple[int, int, int]
    dark_share: float
    flat_gray_bottom_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedPicture:
    """The first picture: true size in pixels, its numbers, a JPEG of 640x360.

    ``difference`` is the mean absolute luma difference (0-255) to the picture of the last
    later access unit, None when there was none or it did not decode.
    """

    width_px: int
    height_px: int
    metrics: FrameMetrics
    jpeg: bytes = field(repr=False)
    difference: float | None = None
