"""Photographs that scikit-image and scikit-learn ship inside their wheels, cut as a camera sees.

Both packages belong to the extra ``bench`` only; nothing is downloaded and nothing is copied
into this repository.  Left out: pictures through a microscope, a telescope or an eye, and one
that is blurred by its own motion.
"""

from pathlib import Path

import cv2
import numpy as np
import skimage.data
import sklearn.datasets

from probes.picture.arrays import Picture

__all__ = ["WHERE", "photographs"]

SIZE = (640, 360)
WHERE = {
    "scikit-image": (
        "astronaut.png",
        "brick.png",
        "camera.png",
        "chelsea.png",
        "coffee.png",
        "coins.png",
        "grass.png",
        "gravel.png",
        "moon.png",
        "motorcycle_left.png",
        "page.png",
        "rocket.jpg",
        "text.png",
    ),
    "scikit-learn": ("china.jpg", "flower.jpg"),
}


def photographs() -> dict[str, tuple[Picture, ...]]:
    """Name → three cuts of 16:9 at 640x360, from the top (left) to the bottom (right)."""
    folders = {
        "scikit-image": Path(str(skimage.data.__file__)).parent,
        "scikit-learn": Path(str(sklearn.datasets.__file__)).parent / "images",
    }
    return {
        name: _cuts(_read(folders[package] / name))
        for package, names in WHERE.items()
        for name in names
    }


def _read(path: Path) -> Picture:
    found = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if found is None:
        raise FileNotFoundError(path)
    return np.asarray(found, np.uint8)


def _cuts(picture: Picture) -> tuple[Picture, ...]:
    height, width = picture.shape[:2]
    high = min(height, width * 9 // 16)
    wide = min(width, high * 16 // 9)
    steps = (0.0, 0.5, 1.0)
    corners = [(round((height - high) * s), round((width - wide) * s)) for s in steps]
    how = cv2.INTER_AREA if wide > SIZE[0] else cv2.INTER_CUBIC
    return tuple(
        np.asarray(cv2.resize(picture[y : y + high, x : x + wide], SIZE, interpolation=how))
        for y, x in corners
    )
