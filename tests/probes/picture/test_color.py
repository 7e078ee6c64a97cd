"""Colours of drawn pictures."""

import cv2
import numpy as np
import pytest

from probes.picture.arrays import Picture, Planes
from probes.picture.color import (
    Cast,
    DominantColor,
    color_cast,
    dominant_color,
    saturation,
)
from tests.probes.picture.scenes import city, gray


def planes(picture: Picture) -> Planes:
    """Of all pixels."""
    blue, green, red = (np.asarray(plane, np.uint8) for plane in cv2.split(picture))
    return blue, green, red


def tinted(picture: Picture, *gains: float) -> Picture:
    return np.asarray(picture * np.array(gains), np.uint8)


def test_the_dominant_colour_is_the_mean_of_the_fullest_cell() -> None:
    picture = gray(94)
    picture[:90] = (0, 0, 250)
    picture[90:234] = 104  # another cell of the grid, near enough but not flat
    found = dominant_color(planes(picture))
    assert found == DominantColor((104, 104, 104), 0.75, 0.4)


def test_the_levels_at_the_ends_have_cells_too() -> None:
    assert dominant_color(planes(gray(0))) == DominantColor((0, 0, 0), 1.0, 1.0)
    assert dominant_color(planes(gray(255))) == DominantColor((255, 255, 255), 1.0, 1.0)


def test_gray_has_no_saturation() -> None:
    assert saturation(planes(gray())) == 0.0
    assert saturation(planes(tinted(gray(), 0, 0, 1))) == 255.0


@pytest.mark.parametrize("brightest", range(256))
def test_saturation_is_opencv_s_for_every_colour(brightest: int) -> None:
    for least in range(brightest + 1):
        color = np.full((1, 1, 3), (least, brightest, least), np.uint8)
        whole = cv2.cvtColor(color, cv2.COLOR_BGR2HSV)[0, 0, 1]
        assert saturation(planes(color)) == whole


@pytest.mark.parametrize(
    ("gains", "hue"),
    [((1, 0.4, 1), -35), ((0.4, 1, 0.4), 140), ((1, 0.5, 0.4), -75), ((0.3, 0.9, 1), 85)],
)
def test_a_tint_over_all_is_a_cast_of_its_hue(gains: tuple[float, ...], hue: float) -> None:
    # A scene without colour of its own, so that the tint is all.
    scene = np.dstack([city().mean(axis=2)] * 3).astype(np.uint8)
    found = color_cast(planes(tinted(scene, *gains)))
    assert found.strength > 20
    assert found.hue_deg == pytest.approx(hue, abs=20)


def test_a_colourful_scene_has_no_cast() -> None:
    assert color_cast(planes(city())).strength < 5


def test_a_coloured_half_is_no_cast() -> None:
    picture = gray()
    picture[180:] = (40, 160, 40)
    assert color_cast(planes(picture)).strength == 0.0


@pytest.mark.parametrize("level", [0, 120, 255])
def test_gray_and_clipped_pictures_have_no_cast(level: int) -> None:
    assert color_cast(planes(gray(level))) == Cast(0.0, 0.0)
