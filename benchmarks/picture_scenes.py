"""Weather, hours and cameras without any fault, painted over photographs; and their coding.

A rule that calls one of these bad is wrong.  Faults are left to benchmarks.picture_faults.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from auditor.daypart import Daypart
from probes.picture.arrays import Picture

__all__ = [
    "SCENES",
    "Paint",
    "Scene",
    "clipped",
    "coded",
    "coded_clip",
    "fog",
    "infrared",
    "night",
    "noisy",
    "overlaid",
    "wall",
]

Rng = np.random.Generator
Paint = Callable[[Picture, Rng], Picture]


@dataclass(frozen=True, slots=True)
class Scene:
    """How a scene without a fault is painted, and the hour that the rules are told."""

    paint: Paint
    daypart: Daypart


def clipped(values: NDArray[np.float64]) -> Picture:
    """To the levels of a picture."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def noisy(picture: Picture, rng: Rng, sigma: float, *, gray: bool = False) -> Picture:
    """Sensor noise; a gray one is the same in all channels."""
    shape = (*picture.shape[:2], 1 if gray else 3)
    return clipped(picture + rng.normal(0.0, sigma, shape))


def day(picture: Picture, rng: Rng) -> Picture:
    """A good sensor in good light."""
    return noisy(picture, rng, 2.0)


def bright(picture: Picture, rng: Rng) -> Picture:
    """A generous exposure that clips the highlights."""
    return noisy(clipped(picture * 1.4), rng, 2.0)


def indoors(picture: Picture, rng: Rng) -> Picture:
    """A dim garage at noon."""
    return noisy(clipped(picture * 0.35), rng, 4.0)


def fog(share: float) -> Paint:
    """Gray light in front of everything."""

    def paint(picture: Picture, rng: Rng) -> Picture:
        soft = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float64)
        return noisy(clipped(soft * (1 - share) + 200 * share), rng, 1.5)

    return paint


def rain(picture: Picture, rng: Rng) -> Picture:
    """Bright streaks and less contrast."""
    wet = picture.copy()
    for _ in range(400):
        x, y, length = (int(rng.integers(0, top)) for top in (640, 360, 20))
        cv2.line(wet, (x, y), (x + length // 4, y + length + 10), (210, 210, 210), 1)
    return noisy(clipped((wet * 0.6 + picture * 0.4) * 0.8 + 30), rng, 2.0)


def snowfall(picture: Picture, rng: Rng) -> Picture:
    """White flakes of one to four pixels, a bright ground."""
    white = clipped(picture * 0.6 + 90)
    for _ in range(900):
        x, y, radius = (int(rng.integers(0, top)) for top in (640, 360, 3))
        cv2.circle(white, (x, y), radius, (240, 240, 240), -1)
    return noisy(white, rng, 2.0)


def dusk(picture: Picture, rng: Rng) -> Picture:
    """Half the light, and bluish."""
    return noisy(clipped(picture * np.array([1.0, 0.8, 0.7]) * 0.5), rng, 4.0)


def sodium(picture: Picture, rng: Rng) -> Picture:
    """A street under orange lamps."""
    return noisy(clipped(picture * np.array([0.25, 0.55, 0.9]) * 0.7), rng, 4.0)


def night(gain: float, sigma: float) -> Paint:
    """Little light and the gain's noise, in colour."""
    return lambda picture, rng: noisy(clipped(picture * gain), rng, sigma)


def infrared(gain: float, sigma: float) -> Paint:
    """The camera's own lamp: gray, bright in the middle."""

    def paint(picture: Picture, rng: Rng) -> Picture:
        gray = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        y, x = np.mgrid[-1:1:360j, -1:1:640j]
        lamp = 1.6 * np.exp(-(x * x + y * y))[..., None]
        return noisy(clipped(gray * gain * lamp), rng, sigma, gray=True)

    return paint


def lamps(picture: Picture, rng: Rng) -> Picture:
    """A dark street whose lamps glow softly and far."""
    y, x = np.mgrid[0:360, 0:640]
    light = np.zeros((360, 640))
    for _ in range(6):
        left, top, reach = (int(rng.integers(0, most)) for most in (640, 200, 30))
        light += 220 * np.exp(-((x - left) ** 2 + (y - top) ** 2) / (2 * (reach + 8) ** 2))
    return noisy(clipped(picture * 0.15 + light[..., None]), rng, 6.0)


def wall(picture: Picture, rng: Rng) -> Picture:
    """A plastered wall in side light, of a colour found in the photograph."""
    color = picture.reshape(-1, 3)[int(rng.integers(0, picture.size // 3))] * 0.5 + 60
    shade = np.linspace(0.7, 1.1, 640)[None, :, None]
    grain = cv2.GaussianBlur(rng.normal(0, 6, (360, 640, 1)), (0, 0), 1.2)[..., None]
    return noisy(clipped(color * shade + grain), rng, 2.0)


def shutter(picture: Picture, rng: Rng) -> Picture:
    """A closed roller shutter that fills the picture, in side light."""
    ridges = 25 * np.sin(np.arange(360) * 2 * np.pi / float(rng.integers(8, 24)))
    shade = np.linspace(0.75, 1.05, 640)[None, :, None]
    metal = (float(picture.mean()) * 0.5 + 70 + ridges[:, None, None]) * shade
    return noisy(clipped(np.repeat(metal, 3, axis=2)), rng, 2.0)


def court(picture: Picture, rng: Rng) -> Picture:
    """A sports ground from above: artificial turf, a tartan track or a blue court, with lines."""
    colors = ((50, 120, 60), (50, 60, 150), (150, 80, 30))
    shade = np.linspace(0.85, 1.05, 640)[None, :, None]
    grain = cv2.GaussianBlur(rng.normal(0, 8, (360, 640, 1)), (0, 0), 1.0)[..., None]
    ground = clipped(np.array(colors[int(picture.sum()) % 3]) * shade + grain)
    cv2.line(ground, (0, 100), (640, 180), (225, 225, 225), 4)
    return noisy(ground, rng, 2.0)


SCENES = {
    "day": Scene(day, Daypart.DAY),
    "bright day": Scene(bright, Daypart.DAY),
    "dim garage by day": Scene(indoors, Daypart.DAY),
    "fog": Scene(fog(0.6), Daypart.DAY),
    "thick fog": Scene(fog(0.8), Daypart.DAY),
    "rain": Scene(rain, Daypart.DAY),
    "snowfall": Scene(snowfall, Daypart.DAY),
    "wall": Scene(wall, Daypart.DAY),
    "roller shutter": Scene(shutter, Daypart.DAY),
    "sports ground": Scene(court, Daypart.DAY),
    "garage with lamps by day": Scene(lamps, Daypart.DAY),
    "infrared by day (tunnel)": Scene(infrared(0.5, 6.0), Daypart.NIGHT),
    "dusk": Scene(dusk, Daypart.DUSK),
    "sodium lamps at dusk": Scene(sodium, Daypart.DUSK),
    "sodium lamps": Scene(sodium, Daypart.NIGHT),
    "night": Scene(night(0.25, 8.0), Daypart.NIGHT),
    "night, high gain": Scene(night(0.3, 15.0), Daypart.NIGHT),
    "dark night": Scene(night(0.1, 3.0), Daypart.NIGHT),
    "night with lamps": Scene(lamps, Daypart.NIGHT),
    "wall under a sodium lamp": Scene(lambda p, rng: sodium(wall(p, rng), rng), Daypart.NIGHT),
    "infrared night, well lit": Scene(infrared(0.9, 6.0), Daypart.NIGHT),
    "infrared night": Scene(infrared(0.5, 6.0), Daypart.NIGHT),
    "infrared night, high gain": Scene(infrared(0.4, 12.0), Daypart.NIGHT),
    "day seen at night (lit hall)": Scene(day, Daypart.NIGHT),
}


def overlaid(picture: Picture) -> Picture:
    """The clock and the name that a camera writes over its picture, sharp through any lens."""
    shown = picture.copy()
    for text, x, y in (("2026-01-05 22:14:33", 12, 28), ("YUNFAN GATE 01", 420, 345)):
        for color, weight in (((16, 16, 16), 3), ((255, 255, 255), 1)):
            cv2.putText(shown, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, color, weight)
    return shown


def coded(picture: Picture, *, crf: int) -> Picture:
    """Through H.264 as one key picture, since no camera's picture comes without coding."""
    decoder = cast("av.VideoCodecContext", av.CodecContext.create("h264", "r"))
    decoder.thread_count = 1
    packets = (*map(av.Packet, coded_clip([picture], crf=crf)), None)
    shown = [f for packet in packets for f in decoder.decode(packet)]
    return np.asarray(shown[0].reformat(format="bgr24").to_ndarray(), np.uint8)


def coded_clip(pictures: list[Picture], *, crf: int) -> list[bytes]:
    """H.264 access units, the first one a key picture, 25 a second."""
    encoder = cast("av.VideoCodecContext", av.CodecContext.create("libx264", "w"))
    encoder.width, encoder.height, encoder.pix_fmt = 640, 360, "yuv420p"
    encoder.time_base, encoder.thread_count = Fraction(1, 25), 1
    encoder.options = {"crf": str(crf), "preset": "ultrafast", "tune": "zerolatency"}
    frames = [av.VideoFrame.from_ndarray(picture, format="bgr24") for picture in pictures]
    for number, frame in enumerate(frames):
        frame.pts = number
    packets = [packet for frame in (*frames, None) for packet in encoder.encode(frame)]
    return [bytes(packet) for packet in packets]
