"""What the simulated cameras see: an invented street, and the ways in which it can be lost.

Pure: numbers in, BGR pictures out.  Compressing them is left to :mod:`auditor.demo.encoder`,
which camera sees what to :mod:`auditor.demo.footage`.
"""

import enum
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Picture", "Scene", "Street", "make_street", "paint"]

Picture = NDArray[np.uint8]
Color = tuple[int, int, int]

_WHITE: Color = (255, 255, 255)
_INK: Color = (16, 16, 16)
# Chinese recorders paint a lost channel in pure blue with a short white text.
_LOST_CHANNEL: Color = (255, 0, 0)
# FFmpeg conceals what it could not decode with Y = U = V = 128, which is this level in BGR.
_CONCEALED = 130
_GRAY_FROM_PERCENT = 45
_MACROBLOCK_PX = 32
_NOISE_SIGMA = 3.0
_NOISE_MARGIN_PX = 32
_BLUR_SHRINK = 4
_LIT_SHARE = 0.3
_BLUR_SIGMA = 4.0


class Scene(enum.StrEnum):
    """What a picture shows."""

    STREET = "street"
    BLACK = "black"
    NO_SIGNAL = "no_signal"
    BLURRED = "blurred"
    GRAY_PARTIAL = "gray_partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mover:
    """A car or a walker: a box that crosses the picture; ``speed_px`` is per picture."""

    top: int
    width: int
    height: int
    start: int
    speed_px: int
    color: Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """One camera's view: what stands still, what moves, and the noise of its sensor."""

    width: int
    height: int
    background: Picture
    movers: tuple[_Mover, ...]
    brighter: Picture
    darker: Picture
    offsets: tuple[tuple[int, int], ...]


def make_street(seed: int, *, width: int, height: int) -> Street:
    """Invent a street; the same seed gives the same one.  Sizes are in pixels."""
    rng = np.random.default_rng(seed)
    shape = (height + _NOISE_MARGIN_PX, width + _NOISE_MARGIN_PX, 3)
    noise = rng.normal(0.0, _NOISE_SIGMA, shape).round()
    offsets = rng.integers(0, _NOISE_MARGIN_PX, (64, 2)).tolist()
    return Street(
        width=width,
        height=height,
        background=_background(rng, width, height),
        movers=tuple(_mover(rng, width, height) for _ in range(8)),
        brighter=noise.clip(0, 255).astype(np.uint8),
        darker=(-noise).clip(0, 255).astype(np.uint8),
        offsets=tuple((int(x), int(y)) for x, y in offsets),
    )


def paint(scene: Scene, *, street: Street, index: int, caption: str) -> Picture:
    """Picture ``index`` of a scene; ``caption`` (ASCII) is the overlay of a sharp street."""
    match scene:
        case Scene.BLACK:
            return np.zeros((street.height, street.width, 3), np.uint8)
        case Scene.NO_SIGNAL:
            return _no_signal(street.width, street.height)
        case Scene.BLURRED:
            return _blurred(_seen(street, index))
        case Scene.GRAY_PARTIAL:
            return _half_decoded(_captioned(_seen(street, index), caption, index))
        case Scene.STREET:
            return _captioned(_seen(street, index), caption, index)


def _background(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Sky, a row of houses with windows, a pavement and a road."""
    picture = np.zeros((height, width, 3), np.uint8)
    horizon, kerb = height * 2 // 5, height * 3 // 5
    sky = np.linspace(225, 180, horizon)[:, None]
    picture[:horizon] = (sky[..., None] * (1.0, 0.92, 0.85)).astype(np.uint8)
    picture[horizon:kerb] = (120, 132, 138)
    picture[kerb:] = (78, 80, 82)
    left = 0
    while left < width:
        span = int(rng.integers(width // 10, width // 5))
        _house(picture, rng, left=left, right=min(left + span, width) - 4)
        left += span
    for dash in range(0, width, width // 10):
        middle = height * 4 // 5
        picture[middle : middle + height // 90, dash : dash + width // 20] = _WHITE
    return picture


def _house(picture: Picture, rng: np.random.Generator, *, left: int, right: int) -> None:
    """One house of a random colour with a grid of lit and dark windows."""
    height = picture.shape[0]
    top = int(rng.integers(height // 12, height // 4))
    bottom = height // 2
    picture[top:bottom, left:right] = rng.integers(70, 190, 3)
    step = max(height // 24, 8)
    for y in range(top + step // 2, bottom - step, step):
        for x in range(left + step // 2, right - step, step):
            light = (90, 200, 235) if rng.random() < _LIT_SHARE else (60, 50, 45)
            picture[y : y + step * 3 // 5, x : x + step // 2] = light


def _mover(rng: np.random.Generator, width: int, height: int) -> _Mover:
    """A box that crosses the houses, the pavement or the road, to the left or to the right."""
    size = int(rng.integers(height // 24, height // 9))
    blue, green, red = (int(part) for part in rng.integers(20, 235, 3))
    return _Mover(
        top=int(rng.integers(height // 4, height - size - height // 12)),
        width=size * 2,
        height=size,
        start=int(rng.integers(0, width)),
        speed_px=int(rng.integers(width // 90, width // 30)) * int(rng.choice((-1, 1))),
        color=(blue, green, red),
    )


def _seen(street: Street, index: int) -> Picture:
    """The street at picture ``index`` through a noisy sensor, without an overlay."""
    picture = street.background.copy()
    for mover in street.movers:
        lap = street.width + mover.width
        left = (mover.start + mover.speed_px * index) % lap - mover.width
        right = left + mover.width
        picture[mover.top : mover.top + mover.height, max(left, 0) : right] = mover.color
        window = mover.top + mover.height // 4
        picture[window : window + mover.height // 4, max(left + 4, 0) : max(right - 4, 0)] = _INK
    x, y = street.offsets[index % len(street.offsets)]
    area = np.s_[y : y + street.height, x : x + street.width]
    cv2.add(picture, street.brighter[area], dst=picture)
    cv2.subtract(picture, street.darker[area], dst=picture)
    return picture


def _captioned(picture: Picture, caption: str, index: int) -> Picture:
    """Write the overlay of a camera: the caption above, a picture counter below."""
    height, width = picture.shape[:2]
    scale = height / 720
    counter = f"#{index:05d}"
    for text, x, y in ((caption, 0.02, 0.06), (counter, 0.85, 0.97)):
        place = (round(width * x), round(height * y))
        for color, weight in ((_INK, 5), (_WHITE, 2)):
            thickness = max(round(weight * scale), 1)
            cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, color, thickness)
    return picture


def _no_signal(width: int, height: int) -> Picture:
    """A recorder's substitute for a channel that it lost."""
    picture = np.full((height, width, 3), _LOST_CHANNEL, np.uint8)
    place = (round(width * 0.4), round(height * 0.52))
    scale = height / 480
    cv2.putText(picture, "NO SIGNAL", place, cv2.FONT_HERSHEY_SIMPLEX, scale, _WHITE, 2)
    return picture


def _blurred(picture: Picture) -> Picture:
    """A lens far out of focus, or covered with grease; small, for the filter's time."""
    height, width = picture.shape[:2]
    small = (width // _BLUR_SHRINK, height // _BLUR_SHRINK)
    shrunk = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(shrunk, (0, 0), _BLUR_SIGMA)
    enlarged = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(enlarged, np.uint8)


def _half_decoded(picture: Picture) -> Picture:
    """The lower part is flat gray, as a recorder passes a picture that it decoded in part.

    The edge lies between macroblocks of both streams, so that coding leaves the gray flat.
    """
    edge = picture.shape[0] * _GRAY_FROM_PERCENT // 100 // _MACROBLOCK_PX * _MACROBLOCK_PX
    picture[edge:] = _CONCEALED
    return picture
