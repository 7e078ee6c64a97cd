"""The values that cross the border to the decoding process.

Plain data only: they are pickled.  How a picture is decoded is left to
:mod:`probes.picture.decode`, what its numbers mean to the picture rules.
"""

from dataclasses import dataclass, field

from probes.picture.overlay import Strip
from probes.picture.shake import Shake

__all__ = ["DecodedPicture", "FrameMetrics", "PictureRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """A key access unit and, when wanted, what followed it.

    ``codec`` is ``h264``, ``h265`` or ``mjpeg``.  An access unit is Annex B bytes (start codes),
    the key one with its parameter sets, or a JPEG file.  ``later`` are the access units after it
    in decoding order, without a gap; the last of them is compared with the first picture.

    ``before`` says that there is no key picture: ``key`` and ``later`` then lead from a recovery
    point to the picture that it promises, and ``before`` leads to ``key`` from an earlier one.

    ``is_watched`` asks for the trembling of all of them instead of a difference.
    """

    codec: str
    key: bytes = field(repr=False)
    later: tuple[bytes, ...] = field(default=(), repr=False)
    before: tuple[bytes, ...] = field(default=(), repr=False)
    is_watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMetrics:
    """Numbers of one picture scaled to 640x360; levels are luma steps 0-255, shares are 0-1.

    How each is measured stands in :mod:`probes.picture.texture`, :mod:`probes.picture.stripes`,
    :mod:`probes.picture.color` and :mod:`probes.picture.undecoded`.  Those with a default came
    later: a stored picture without them accuses nobody.
    """

    luma_mean: float
    luma_std: float
    saturation_mean: float
    laplacian_variance: float
    dominant_color_share: float
    dominant_color: tuple[int, int, int]
    dark_share: float
    flat_gray_bottom_share: float
    flat_color_share: float = 1.0
    """What hardly differs from the dominant colour: painted, not lit."""
    luma_low: int = 0
    """The level that 5 % of the picture are not brighter than."""
    luma_high: int = 255
    """The level that 5 % of the picture are brighter than, or as bright as."""
    bright_share: float = 0.0
    coarse_std: float = 0.0
    """Standard deviation of the means of 16x9 cells: what is left of a scene without detail."""
    flat_green_bottom_share: float = 0.0
    cast: float = 0.0
    """Tint that 95 % of the picture share, in Lab chroma."""
    cast_hue_deg: float = 0.0
    edge_width_px: float = 0.0
    """How far the sharper edges reach; 0 without edges."""
    edge_cells: int = 0
    smooth_share: float = 0.0
    smooth_luma: float = 0.0
    noise: float = 0.0
    noise_whiteness: float = 0.0
    stripe_level: float = 0.0
    stripe_purity: float = 0.0
    perceptual_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedPicture:
    """The first picture: true size in pixels, its numbers, a JPEG of 640x360.

    ``difference`` is the mean absolute luma difference (0-255) to the picture of the last
    later access unit, None when there was none or it did not decode.  ``strips`` are cut only
    where the overlay is to be read.  ``shake`` is measured only where it was asked for.
    """

    width_px: int
    height_px: int
    metrics: FrameMetrics
    jpeg: bytes = field(repr=False)
    difference: float | None = None
    strips: tuple[Strip, ...] = ()
    shake: Shake | None = None
