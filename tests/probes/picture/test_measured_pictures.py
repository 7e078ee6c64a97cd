"""All numbers of whole pictures: a faster way to one of them must not change any."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import cv2
import numpy as np
import pytest

from probes.picture.arrays import Picture
from probes.picture.frame import FrameMetrics
from probes.picture.metrics import measure
from tests.probes.picture.scenes import city, noisy, striped


def damaged() -> Picture:
    """A city with a smooth area whose lower rows were never decoded."""
    picture = city(4)
    picture[40:170, 0:320] = 30
    picture[288:] = 130
    return picture


def tinted_night() -> Picture:
    """Little light, all of it orange, and the gain's noise."""
    lit = np.asarray(city(2) * np.array([0.1, 0.25, 0.45]), np.uint8)
    return noisy(lit, 8)


def soft_stripes() -> Picture:
    """A blurred city with a wave across it."""
    return striped(np.asarray(cv2.GaussianBlur(city(3), (0, 0), 3)), 20, period_px=11, axis=1)


EXPECTED: dict[Callable[[], Picture], FrameMetrics] = {
    damaged: FrameMetrics(
        luma_mean=100.1969,
        luma_std=43.7699,
        saturation_mean=56.4426,
        laplacian_variance=492.3009,
        dominant_color_share=0.2527,
        dominant_color=(90, 90, 90),
        dark_share=0.0,
        flat_gray_bottom_share=0.2,
        flat_color_share=0.2527,
        luma_low=30,
        luma_high=174,
        bright_share=0.0,
        coarse_std=35.2247,
        flat_green_bottom_share=0.0,
        cast=0.0,
        cast_hue_deg=56.3491,
        edge_width_px=2.6579,
        edge_cells=90,
        smooth_share=0.1111,
        smooth_luma=130.0,
        noise=0.0,
        noise_whiteness=0.0,
        stripe_level=0.194,
        stripe_purity=0.0811,
        perceptual_hash="111bc6c5eb1696cd",
    ),
    tinted_night: FrameMetrics(
        luma_mean=32.5992,
        luma_std=12.7292,
        saturation_mean=204.7459,
        laplacian_variance=621.7486,
        dominant_color_share=0.3516,
        dominant_color=(40, 23, 7),
        dark_share=0.2486,
        flat_gray_bottom_share=0.0,
        flat_color_share=0.0067,
        luma_low=16,
        luma_high=58,
        bright_share=0.0,
        coarse_std=6.5035,
        flat_green_bottom_share=0.0,
        cast=7.1969,
        cast_hue_deg=58.2168,
        edge_width_px=2.9375,
        edge_cells=56,
        smooth_share=0.0139,
        smooth_luma=23.9712,
        noise=3.7812,
        noise_whiteness=1.8455,
        stripe_level=0.0,
        stripe_purity=0.3784,
        perceptual_hash="a0e1e573972ecc19",
    ),
    soft_stripes: FrameMetrics(
        luma_mean=112.2831,
        luma_std=35.894,
        saturation_mean=92.139,
        laplacian_variance=26.1029,
        dominant_color_share=0.1174,
        dominant_color=(105, 105, 105),
        dark_share=0.0023,
        flat_gray_bottom_share=0.0,
        flat_color_share=0.0164,
        luma_low=66,
        luma_high=180,
        bright_share=0.0,
        coarse_std=20.1378,
        flat_green_bottom_share=0.0,
        cast=0.0,
        cast_hue_deg=82.0075,
        edge_width_px=5.7079,
        edge_cells=112,
        smooth_share=0.0,
        smooth_luma=0.0,
        noise=0.2812,
        noise_whiteness=0.1258,
        stripe_level=20.439,
        stripe_purity=0.9618,
        perceptual_hash="2812f4a6df455ce3",
    ),
}


def _told(found: FrameMetrics) -> FrameMetrics:
    """To four places, which the last bit of another processor's floats does not reach."""
    values: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(found)}
    floats: dict[str, Any] = {
        name: round(value, 4) for name, value in values.items() if isinstance(value, float)
    }
    return replace(found, **floats)


@pytest.mark.parametrize("painted", EXPECTED)
def test_a_picture_keeps_all_of_its_numbers(painted: Callable[[], Picture]) -> None:
    assert _told(measure(painted())) == EXPECTED[painted]
