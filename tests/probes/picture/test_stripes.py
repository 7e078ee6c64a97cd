"""Stripes of drawn pictures."""

import numpy as np
import pytest

from probes.picture.arrays import luma_of
from probes.picture.stripes import Stripes, stripes
from tests.probes.picture.scenes import city, gray, striped


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("period", [5, 9, 17, 24])
def test_stripes_have_their_height_in_either_direction(axis: int, period: float) -> None:
    found = stripes(luma_of(striped(gray(), 20, period_px=period, axis=axis)))
    assert found.level == pytest.approx(20, rel=0.25)
    assert found.purity > 0.9


def test_stripes_are_found_over_a_scene() -> None:
    assert stripes(luma_of(striped(city(), 20, period_px=11))).level > 12


def test_a_scene_has_no_stripes() -> None:
    assert stripes(luma_of(city())).level < 2


def test_stripes_on_a_half_do_not_count() -> None:
    picture = gray()
    picture[:, :300] = striped(picture, 30, period_px=12)[:, :300]
    assert stripes(luma_of(picture)).level < 1


def test_a_flat_picture_has_no_stripes() -> None:
    assert stripes(luma_of(gray())) == Stripes(0.0, 0.0)


def test_a_picture_too_small_for_a_period_has_no_stripes() -> None:
    assert stripes(np.full((2, 2), 120, np.uint8)) == Stripes(0.0, 0.0)
