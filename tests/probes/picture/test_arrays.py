"""The grid of cells, means of areas and ranks."""

import cv2
import numpy as np
import pytest

from probes.picture.arrays import area_means, cell_max, cell_mean, luma_of, ranked, sampled_planes
from tests.probes.picture.scenes import city, noisy


def test_cells_are_a_sixteenth_wide_and_a_ninth_high() -> None:
    luma = np.zeros((361, 645), np.uint8)
    luma[40, 599], luma[360, 644] = 200, 255  # the second lies in what is left over
    found = cell_max(luma)
    assert (found.shape, float(found[1, 14]), float(found.sum())) == ((9, 16), 200.0, 200.0)
    assert cell_mean(luma).shape == (9, 16)


@pytest.mark.parametrize("size", [(360, 640), (361, 640), (36, 65), (37, 67)])
def test_every_second_pixel_of_every_second_row_is_sampled(size: tuple[int, int]) -> None:
    picture = noisy(city(), 20)[: size[0], : size[1]]
    half = (size[1] // 2, size[0] // 2)
    nearest = cv2.resize(picture, half, interpolation=cv2.INTER_NEAREST)
    assert np.dstack(sampled_planes(picture)).tolist() == nearest.tolist()


@pytest.mark.parametrize("size", [(360, 640), (180, 320), (36, 64), (361, 645), (2340, 720)])
@pytest.mark.parametrize("areas", [(9, 16), (36, 64), (None, 8), (8, None)])
def test_means_of_areas_are_opencv_s_to_the_last_bit(
    size: tuple[int, int], areas: tuple[int | None, int | None]
) -> None:
    luma = np.resize(luma_of(noisy(city(), 20)), size)
    rows, columns = areas[0] or size[0], areas[1] or size[1]
    whole = cv2.resize(luma.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    assert area_means(luma, rows, columns).tolist() == whole.tolist()


def test_sums_of_the_brightest_areas_fit() -> None:
    assert set(area_means(np.full((256, 512), 255, np.uint8), 1, 2).ravel()) == {255.0}


def test_a_rank_is_a_value_of_the_sorted_ones() -> None:
    values = np.array([9.0, 1.0, 5.0, 3.0, 7.0, 2.0])
    found = [ranked(values, share) for share in (0, 0.2, 0.39, 0.5, 1)]
    assert found == [1.0, 2.0, 2.0, 3.0, 9.0]
