"""Pictures that are drawn for the tests of the measures: a city of boxes, and what spoils it."""

import cv2
import numpy as np

from probes.picture.arrays import Picture, cell_mean, luma_of

__all__ = ["city", "gray", "noisy", "striped"]


def city(seed: int = 1) -> Picture:
    """Sharp boxes of many shades at 640x360, no two rows of them alike."""
    rng = np.random.default_rng(seed)
    picture = np.full((360, 640, 3), 90, np.uint8)
    for _ in range(400):
        x, y, wide, high = (int(rng.integers(0, most)) for most in (640, 360, 60, 40))
        color = [int(c) for c in rng.integers(20, 235, 3)]
        cv2.rectangle(picture, (x, y), (x + wide, y + high), color, -1)
    return picture


def gray(level: int = 120) -> Picture:
    """One gray at 640x360."""
    return np.full((360, 640, 3), level, np.uint8)


def noisy(picture: Picture, sigma: float) -> Picture:
    """With uncorrelated noise."""
    rng = np.random.default_rng(2)
    return np.asarray(np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255), np.uint8)


def striped(picture: Picture, level: float, *, period_px: float, axis: int = 0) -> Picture:
    """With a wave down (axis 0) or across (axis 1) the picture."""
    wave = level * np.sin(np.arange(picture.shape[axis]) * 2 * np.pi / period_px)
    across = wave[:, None, None] if axis == 0 else wave[None, :, None]
    return np.asarray(np.clip(picture + across, 0, 255), np.uint8)


def seen(picture: Picture) -> tuple[Picture, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """What the measures of texture take."""
    luma = luma_of(picture)
    return luma, cell_mean(luma)
