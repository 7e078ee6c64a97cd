"""Faults of growing strength, painted over photographs, with the rule that should tell each.

Scenes without a fault are left to benchmarks.picture_scenes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from auditor.daypart import Daypart
from benchmarks.picture_scenes import Paint, Rng, clipped, fog, infrared, night, noisy
from probes.picture.arrays import Picture

__all__ = ["Fault", "faults"]

_PERIODS_PX = (6, 9, 13, 17, 23)
_TINTS = {
    "magenta": (1.0, 0.0, 1.0),
    "green": (0.0, 1.0, 0.0),
    "blue": (1.0, 0.3, 0.0),
    "yellow": (0.0, 1.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """``strength`` in the unit that the name tells; ``overlay`` False: painted over it too."""

    name: str
    strength: float
    rule: str
    paint: Paint
    daypart: Daypart = Daypart.DAY
    overlay: bool = True


def faults() -> Iterator[Fault]:
    """All of them, each from hardly visible to gross."""
    yield from _of_focus()
    yield from _of_signal()
    yield from _of_light()
    yield from _of_content()


def _of_focus() -> Iterator[Fault]:
    for sigma in (1, 2, 3, 4, 5, 8):
        yield Fault("blur, sigma px", sigma, "PIC-04", _blur(sigma))
    for length in (9, 15, 25):
        yield Fault("motion blur, px", length, "PIC-04", _motion(length))
    for sigma in (3, 5, 8):
        paint = _infrared_blur(sigma)
        yield Fault("blur in infrared, sigma px", sigma, "PIC-04", paint, Daypart.NIGHT)


def _of_signal() -> Iterator[Fault]:
    for sigma in (10, 20, 35, 60):
        yield Fault("noise, sigma", sigma, "PIC-08", _noise(sigma))
    for sigma in (35, 60):
        yield Fault("noise at night, sigma", sigma, "PIC-08", night(0.4, sigma), Daypart.NIGHT)
    yield Fault("snow without signal", 70, "PIC-07", _snow)
    for level in (4, 8, 12, 20, 30):
        yield Fault("stripes across, steps", level, "PIC-09", _stripes(level, axis=0))
        yield Fault("stripes down, steps", level, "PIC-09", _stripes(level, axis=1))


def _of_light() -> Iterator[Fault]:
    for tint, color in _TINTS.items():
        for share in (0.2, 0.45, 0.7, 0.9):
            yield Fault(f"cast, {tint}, share lost", share, "PIC-10", _cast(color, share))
    for gain in (1.5, 2, 3, 5):
        yield Fault("over-exposed, gain", gain, "PIC-11", _exposed(gain, lift=20))
    for share in (0.8, 0.85, 0.9, 0.95):
        yield Fault("haze by day, share", share, "PIC-18", fog(share))
    for gain in (0.3, 0.15, 0.08):
        yield Fault("under-exposed by day, gain", gain, "PIC-12", _exposed(gain, lift=0))


def _of_content() -> Iterator[Fault]:
    for share in (0.3, 0.5, 0.7, 0.8, 0.9):
        yield Fault("occluded, share", share, "PIC-13", _occluded(share))
    for share in (0.1, 0.3, 0.5, 0.75):
        gray, green = _bottom(share, (130,) * 3), _bottom(share, (0, 135, 0))
        yield Fault("gray bottom, share", share, "PIC-03", gray, overlay=False)
        yield Fault("green bottom, share", share, "PIC-06", green, overlay=False)
    yield Fault("black", 1, "PIC-01", lambda p, _: np.zeros_like(p))
    yield Fault("black at night", 1, "PIC-01", lambda p, _: np.zeros_like(p), Daypart.NIGHT)
    yield Fault("blue screen", 1, "PIC-02", lambda p, _: np.full_like(p, (255, 0, 0)))


def _blur(sigma: float) -> Paint:
    return lambda picture, rng: noisy(_soft(picture, sigma), rng, 2.0)


def _infrared_blur(sigma: float) -> Paint:
    lit = infrared(0.9, 6.0)
    return lambda picture, rng: lit(_soft(picture, sigma), rng)


def _soft(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def _motion(length: int) -> Paint:
    kernel = np.eye(length) / length
    return lambda picture, rng: noisy(np.asarray(cv2.filter2D(picture, -1, kernel)), rng, 2.0)


def _noise(sigma: float) -> Paint:
    return lambda picture, rng: noisy(picture, rng, sigma)


def _snow(picture: Picture, rng: Rng) -> Picture:
    return noisy(np.full_like(picture, 128), rng, 70.0, gray=True)


def _stripes(level: float, *, axis: int) -> Paint:
    def paint(picture: Picture, rng: Rng) -> Picture:
        period = float(rng.choice(_PERIODS_PX))
        wave = level * np.sin(np.arange(picture.shape[axis]) * 2 * np.pi / period)
        across = wave[:, None, None] if axis == 0 else wave[None, :, None]
        return noisy(clipped(picture + across), rng, 2.0)

    return paint


def _cast(color: tuple[float, float, float], share: float) -> Paint:
    """The channels that the tint lacks lose a share of their light."""
    gains = 1 - share * (1 - np.array(color))
    return lambda picture, rng: noisy(clipped(picture * gains), rng, 2.0)


def _exposed(gain: float, *, lift: float) -> Paint:
    return lambda picture, rng: noisy(clipped((picture.astype(np.float64) + lift) * gain), rng, 2.0)


def _occluded(share: float) -> Paint:
    """A dark thing close to the lens that grows from the lower left corner."""

    def paint(picture: Picture, rng: Rng) -> Picture:
        y, x = np.mgrid[0:360, 0:640]
        distance = np.hypot(x / 640, (360 - y) / 360) + 0.05 * np.sin(6 * np.arctan2(360 - y, x))
        edge = np.quantile(distance, share)
        mask = cv2.GaussianBlur((distance < edge).astype(np.float32), (0, 0), 9)[..., None]
        return noisy(clipped(picture * (1 - mask) + mask * np.array([28, 32, 38])), rng, 2.0)

    return paint


def _bottom(share: float, color: tuple[int, ...]) -> Paint:
    def paint(picture: Picture, rng: Rng) -> Picture:
        damaged = noisy(picture, rng, 2.0)
        damaged[round(360 * (1 - share)) // 16 * 16 :] = color
        return damaged

    return paint
