"""Numbers of one picture: an array in, `FrameMetrics` out.

What they mean (black, single colour, blurred) is left to the picture rules.
"""

import cv2
import numpy as np

from probes.picture import color, texture
from probes.picture.arrays import Picture, cell_mean, luma_of, sampled_planes
from probes.picture.fingerprint import perceptual_hash
from probes.picture.frame import FrameMetrics
from probes.picture.stripes import stripes
from probes.picture.undecoded import flat_bottom

__all__ = ["Picture", "luma_difference", "measure"]

DARK_LUMA = 24
BRIGHT_LUMA = 250
_LOW_SHARE = 0.05


def measure(bgr: Picture) -> FrameMetrics:
    """Measure a BGR picture of at least 64x36 px (callers scale to 640x360 first)."""
    luma = luma_of(bgr)
    means = cell_mean(luma)
    mean, deviation = cv2.meanStdDev(luma)
    up_to = _cumulated(luma)
    sample = sampled_planes(bgr)  # colour needs no fine detail
    dominant = color.dominant_color(sample)
    cast = color.color_cast(sample)
    gray, green = flat_bottom(bgr)
    edges = texture.edges(luma, means)
    noise = texture.noise(luma, means)
    ripple = stripes(luma)
    return FrameMetrics(
        luma_mean=float(mean[0, 0]),
        luma_std=float(deviation[0, 0]),
        luma_low=int(np.searchsorted(up_to, _LOW_SHARE)),
        luma_high=int(np.searchsorted(up_to, 1 - _LOW_SHARE)),
        dark_share=float(up_to[DARK_LUMA - 1]),
        bright_share=float(1 - up_to[BRIGHT_LUMA - 1]),
        coarse_std=float(means.std()),
        saturation_mean=color.saturation(sample),
        dominant_color_share=dominant.share,
        flat_color_share=dominant.flat_share,
        dominant_color=(dominant.bgr[2], dominant.bgr[1], dominant.bgr[0]),
        cast=cast.strength,
        cast_hue_deg=cast.hue_deg,
        flat_gray_bottom_share=gray,
        flat_green_bottom_share=green,
        laplacian_variance=texture.laplacian_variance(luma),
        edge_width_px=edges.width_px,
        edge_cells=edges.cells,
        smooth_share=edges.smooth.share,
        smooth_luma=edges.smooth.luma,
        noise=noise.level,
        noise_whiteness=noise.whiteness,
        stripe_level=ripple.level,
        stripe_purity=ripple.purity,
        perceptual_hash=perceptual_hash(luma),
    )


def luma_difference(first: Picture, second: Picture) -> float:
    """Mean absolute luma difference (0-255) of two BGR pictures of the same size."""
    return float(cv2.mean(cv2.absdiff(luma_of(first), luma_of(second)))[0])


def _cumulated(luma: Picture) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each level, the share of pixels that are not brighter."""
    counts = cv2.calcHist([luma], [0], None, [256], [0, 256]).ravel()
    return np.cumsum(counts, dtype=np.float64) / luma.size
