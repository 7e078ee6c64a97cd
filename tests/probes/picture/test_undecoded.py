"""Rows of drawn pictures that were never decoded."""

import pytest

from probes.picture.undecoded import flat_bottom
from tests.probes.picture.scenes import gray


@pytest.mark.parametrize("rows", [0, 1, 90, 360])
@pytest.mark.parametrize(("color", "place"), [((130,) * 3, 0), ((0, 135, 0), 1), ((0, 77, 0), 1)])
def test_undecoded_rows_are_counted_from_the_bottom(
    rows: int, color: tuple[int, ...], place: int
) -> None:
    picture = gray(60)
    picture[360 - rows :] = color
    assert flat_bottom(picture)[place] == rows / 360
    assert flat_bottom(picture)[1 - place] == 0.0


@pytest.mark.parametrize(
    "color",
    [
        (120, 125, 129),
        (138, 128, 136),
        (132, 122, 130),
        (126, 136, 128),
        (120, 129, 122),
        (126, 131, 136),
    ],
)
def test_the_most_tinted_undecoded_grays_count(color: tuple[int, ...]) -> None:
    picture = gray()
    picture[:] = color
    assert flat_bottom(picture) == (1.0, 0.0)


def test_a_lawn_is_not_undecoded() -> None:
    picture = gray(60)
    picture[180:] = (40, 120, 50)
    assert flat_bottom(picture) == (0.0, 0.0)
