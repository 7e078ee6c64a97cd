"""Edges, noise and smooth areas of drawn pictures."""

import cv2
import numpy as np
import pytest

from probes.picture.arrays import Picture, luma_of
from probes.picture.texture import (
    Edges,
    Noise,
    SmoothArea,
    edges,
    laplacian_variance,
    noise,
)
from tests.probes.picture.scenes import city, gray, noisy, seen


def blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def test_edges_widen_with_blur() -> None:
    widths = [edges(*seen(blurred(city(), sigma))).width_px for sigma in (0.5, 1, 2, 3, 5)]
    assert widths == sorted(widths)
    assert widths[0] < 3.5
    assert widths[-1] > 7


@pytest.mark.parametrize("sigma", [5, 10, 15])
def test_noise_does_not_make_a_sharp_picture_soft(sigma: int) -> None:
    assert edges(*seen(noisy(city(), sigma))).width_px < 4


def test_sharp_text_of_an_overlay_does_not_make_a_soft_picture_sharp() -> None:
    picture = blurred(city(), 5)
    plain = edges(*seen(picture)).width_px
    for y in (28, 345):
        cv2.putText(picture, "2026-01-05 22:14:33 GATE", (12, y), 0, 0.6, (255, 255, 255), 1)
    assert edges(*seen(picture)).width_px == pytest.approx(plain, abs=0.3)


def test_a_picture_without_edges_has_no_width() -> None:
    assert edges(*seen(gray())) == Edges(0.0, 0, SmoothArea(1.0, 120.0))


def test_the_largest_smooth_area_is_measured() -> None:
    picture = noisy(city(), 1)
    picture[40:200, 0:320] = 30  # four rows of eight cells; those at its edges see the city
    found = edges(*seen(picture)).smooth
    assert found == SmoothArea(2 * 7 / 144, 30.0)


def test_a_picture_full_of_edges_has_no_smooth_area() -> None:
    board = (np.indices((360, 640)) // 4).sum(axis=0) % 2 * 200
    picture = np.dstack([board] * 3).astype(np.uint8)
    assert edges(*seen(picture)).smooth == SmoothArea(0.0, 0.0)


def test_noise_is_white_and_grows_with_sigma() -> None:
    found = [noise(*seen(noisy(gray(), sigma))) for sigma in (5, 10, 20, 40)]
    assert [n.level for n in found] == sorted(n.level for n in found)
    assert all(n.whiteness > 1.5 for n in found)


def test_texture_is_not_white() -> None:
    rng = np.random.default_rng(3)
    pebbles = cv2.GaussianBlur(rng.normal(0, 60, (360, 640)), (0, 0), 2) + 120
    found = noise(*seen(np.dstack([pebbles] * 3).clip(0, 255).astype(np.uint8)))
    assert found.whiteness < 1


def test_the_quietest_tenth_tells_the_noise() -> None:
    picture = noisy(city(), 30)
    picture[:80, :320] = 120  # sixteen of 144 cells
    assert noise(*seen(picture)).level < 1


@pytest.mark.parametrize("level", [0, 255])
def test_clipped_pictures_have_no_noise_to_measure(level: int) -> None:
    assert noise(*seen(gray(level))) == Noise(0.0, 0.0)


@pytest.mark.parametrize(
    "picture", [city(), gray(), noisy(city(), 30), noisy(gray(), 60), city()[:37, :65]]
)
def test_focus_is_the_laplacian_s_variance_to_the_last_bit(picture: Picture) -> None:
    luma = luma_of(picture)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(luma, cv2.CV_16S))
    assert laplacian_variance(luma) == float(deviation[0, 0]) ** 2
