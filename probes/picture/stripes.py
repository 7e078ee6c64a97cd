"""Stripes across or down a whole picture.

Pure.  What they mean is left to the picture rules, why they look as they do to
docs/picture-diagnosis.md.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from probes.picture.arrays import Picture, area_means

__all__ = ["Stripes", "stripes"]

_BANDS = 8
_TREND = 61
_LONGEST_PERIOD_PX = 28
_COHERENCE = 0.85


@dataclass(frozen=True, slots=True)
class Stripes:
    """The strongest ripple that crosses the whole picture: luma steps, share of all ripples."""

    level: float
    purity: float


@dataclass(frozen=True, slots=True)
class _Ripple:
    """The strongest wave that all bands have in step, and the mean size of each wave."""

    level: float
    peak: int
    sizes: NDArray[np.float32]


def stripes(luma: Picture) -> Stripes:
    """The stronger of the ripples down and across the picture."""
    height, width = luma.shape
    bands = area_means(luma, height, _BANDS).T, area_means(luma, _BANDS, width)
    ripples = (_ripple(np.ascontiguousarray(np.rint(band))) for band in bands)
    strongest = max(ripples, key=lambda ripple: ripple.level)
    return Stripes(strongest.level, _purity(strongest))


@cache
def _window(length: int) -> NDArray[np.float32]:
    return np.hanning(length).astype(np.float32)


def _ripple(bands: NDArray[np.float32]) -> _Ripple:
    """A ripple counts as far as all bands have it, in step: a facade fills a part only."""
    length = bands.shape[1]
    trend = cv2.blur(bands, (_TREND, 1), borderType=cv2.BORDER_REFLECT)
    waves = np.fft.rfft((bands - trend) * _window(length), axis=1)
    # A window's mean is a half and a wave's two halves share it: four in all.
    waves = waves[:, length // _LONGEST_PERIOD_PX : length // 3] * (4 / length)
    if not waves.shape[1]:
        return _Ripple(0.0, 0, np.zeros(0, np.float32))
    sizes = np.abs(waves)
    mean = sizes.sum(axis=0) / _BANDS
    in_step = np.abs(waves.sum(axis=0)) / _BANDS >= _COHERENCE * mean
    common = sizes.min(axis=0) * in_step
    peak = int(common.argmax())
    return _Ripple(float(common[peak]), peak, mean)


def _purity(ripple: _Ripple) -> float:
    """The share of the wave and its neighbours in all of them."""
    energies = ripple.sizes**2
    energy = float(energies.sum())
    around = float(energies[max(ripple.peak - 1, 0) : ripple.peak + 2].sum())
    return float(np.sqrt(around / energy)) if energy else 0.0
