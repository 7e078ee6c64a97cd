"""Numbers of pictures that can be computed by hand."""

import numpy as np
import pytest

from probes.picture.frame import FrameMetrics
from probes.picture.metrics import Picture, luma_difference, measure


def flat(blue: int, green: int, red: int) -> Picture:
    return np.full((36, 64, 3), (blue, green, red), dtype=np.uint8)


def test_a_black_picture() -> None:
    assert measure(flat(0, 0, 0)) == FrameMetrics(
        luma_mean=0.0,
        luma_std=0.0,
        saturation_mean=0.0,
        laplacian_variance=0.0,
        dominant_color_share=1.0,
        dominant_color=(0, 0, 0),
        dark_share=1.0,
        flat_gray_bottom_share=0.0,
        luma_low=0,
        luma_high=0,
        smooth_share=1.0,
        perceptual_hash="0000000000000000",
    )


def test_a_blue_picture() -> None:
    found = measure(flat(255, 0, 0))
    assert (found.dominant_color, found.dominant_color_share) == ((0, 0, 255), 1.0)
    assert (found.saturation_mean, found.luma_mean, found.dark_share) == (255.0, 29.0, 0.0)


@pytest.mark.parametrize("rows", [0, 1, 18, 36])
def test_gray_is_measured_from_the_bottom(rows: int) -> None:
    picture = flat(20, 200, 90)
    picture[36 - rows :] = 130
    assert measure(picture).flat_gray_bottom_share == rows / 36


@pytest.mark.parametrize("level", [127, 128, 130, 131])
def test_both_ranges_of_undecoded_gray_count(level: int) -> None:
    assert measure(flat(level, level, level)).flat_gray_bottom_share == 1


@pytest.mark.parametrize("color", [(120,) * 3, (125,) * 3, (133,) * 3, (136,) * 3, (150, 128, 110)])
def test_other_grays_and_tints_are_not_undecoded(color: tuple[int, int, int]) -> None:
    assert measure(flat(*color)).flat_gray_bottom_share == 0


def test_gray_above_a_picture_does_not_count() -> None:
    picture = flat(130, 130, 130)
    picture[-1, 0] = 0
    assert measure(picture).flat_gray_bottom_share == 0


def test_the_dominant_colour_tolerates_noise() -> None:
    picture = flat(100, 100, 100)
    picture[::4] += 4
    picture[:9] = (0, 0, 250)
    found = measure(picture)
    assert (found.dominant_color, found.dominant_color_share) == ((102, 102, 102), 13 / 18)


def test_texture_is_seen() -> None:
    board = np.indices((36, 64)).sum(axis=0) % 2 * 255
    found = measure(np.dstack([board] * 3).astype(np.uint8))
    assert found.laplacian_variance > 100_000
    assert (found.luma_mean, found.luma_std, found.dark_share) == (127.5, 127.5, 0.5)


def test_the_difference_is_in_luma_steps() -> None:
    assert luma_difference(flat(10, 10, 10), flat(13, 13, 13)) == 3.0
