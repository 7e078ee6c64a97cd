"""Generated movements of one picture: what trembles, and what only moves."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from probes.picture.arrays import Picture
from probes.picture.decode import decode_picture
from probes.picture.frame import PictureRequest
from probes.picture.shake import HEIGHT_PX, PICTURES, WIDTH_PX, measure_shake
from tests.probes.conftest import encode

STEPS = np.arange(PICTURES + 1)
STILL = np.zeros((PICTURES + 1, 2))
# Pixels of a picture of 320x180; 25 pictures a second.
PATHS = {
    "still": STILL,
    "pan": np.column_stack((STEPS * 1.5, STEPS * 0.5)),
    "slow sway": np.column_stack((2 * np.sin(2 * np.pi * STEPS / 50), STEPS * 0)),
    "jolt": np.column_stack(((STEPS > 12) * 7.0, STEPS * 0)),
    "tremble": np.column_stack((2 * np.sin(2 * np.pi * STEPS * 5 / 25), STEPS * 0)),
}


def _texture(seed: int = 3) -> NDArray[np.float32]:
    """Marks of every size, wider than what is shown."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(
            rng.normal(0, 40, (rows, rows * 2)).astype(np.float32),
            (WIDTH_PX + 120, HEIGHT_PX + 120),
            interpolation=cv2.INTER_CUBIC,
        )
        for rows in (8, 30, 100)
    ]
    return np.asarray(sum(layers, np.full_like(layers[0], 120)), dtype=np.float32)


def _shown(path: NDArray[np.float64], *, noise: float = 2.0, car: bool = False) -> list[Picture]:
    base, rng = _texture(), np.random.default_rng(5)
    pictures = []
    for number, (right, down) in enumerate(path):
        shift = np.array([[1, 0, right - 60], [0, 1, down - 60]], dtype=np.float32)
        picture = cv2.warpAffine(base, shift, (WIDTH_PX, HEIGHT_PX))
        if car:
            left = number * 9
            picture[90:140, left : left + 70] = base[0:50, 0:70][:, : max(0, WIDTH_PX - left)]
        picture[4:14, 200:310] = 255  # the clock stands still
        picture = picture + rng.normal(0, noise, picture.shape)
        pictures.append(np.clip(picture, 0, 255).astype(np.uint8))
    return pictures


@pytest.mark.parametrize("name", ["still", "pan", "slow sway"])
@pytest.mark.parametrize("car", [False, True])
@pytest.mark.parametrize("noise", [2.0, 10.0])
def test_what_only_moves_has_a_low_level(name: str, noise: float, *, car: bool) -> None:
    shake = measure_shake(_shown(PATHS[name], noise=noise, car=car))
    assert shake is not None
    assert shake.level < 0.6


def test_a_pan_reaches_far_without_trembling() -> None:
    shake = measure_shake(_shown(PATHS["pan"]))
    assert shake is not None
    # 24 steps; where noise hides one, the path is shorter by it.
    assert shake.reach == pytest.approx(1000 * np.hypot(36, 12) / WIDTH_PX, rel=0.1)
    assert shake.level < 0.3


def test_a_jolt_turns_once() -> None:
    shake = measure_shake(_shown(PATHS["jolt"]))
    assert shake is not None
    assert (shake.level > 1.5, shake.turns) == (True, 1)


@pytest.mark.parametrize("noise", [2.0, 10.0])
@pytest.mark.parametrize("car", [False, True])
def test_trembling_is_measured(noise: float, *, car: bool) -> None:
    """Root mean square of a sine of 2 px: 1.41 px, 4.4 thousandths of 320 px."""
    shake = measure_shake(_shown(PATHS["tremble"], noise=noise, car=car))
    assert shake is not None
    assert shake.steps >= 20
    assert shake.level == pytest.approx(4.4, abs=0.5)
    assert shake.turns >= 7


def test_it_is_measured_on_every_axis() -> None:
    path = PATHS["tremble"][:, ::-1]
    shake = measure_shake(_shown(path))
    assert shake is not None
    assert shake.steps == PICTURES
    assert shake.level == pytest.approx(4.4, abs=0.5)
    assert shake.reach == pytest.approx(12, abs=2)
    assert shake.turns == pytest.approx(8, abs=1)


def test_a_wall_without_marks_says_nothing() -> None:
    rng = np.random.default_rng(1)
    wall = [
        np.clip(rng.normal(128, 6, (HEIGHT_PX, WIDTH_PX)), 0, 255).astype(np.uint8) for _ in STEPS
    ]
    assert measure_shake(wall) is None


def test_blocks_that_go_different_ways_say_nothing() -> None:
    """Half of the picture flows to the left, half to the right: water, a crowd."""
    there = _shown(np.column_stack((STEPS * 2.0, STEPS * 0)))
    back = _shown(np.column_stack((STEPS * -2.0, STEPS * 0)))
    mixed = []
    for first, second in zip(there, back, strict=True):
        both = first.copy()
        both[:, WIDTH_PX // 2 :] = second[:, WIDTH_PX // 2 :]
        mixed.append(both)
    assert measure_shake(mixed) is None


def test_too_few_pictures_say_nothing() -> None:
    assert measure_shake(_shown(PATHS["tremble"])[:12]) is None
    assert measure_shake([]) is None


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_coded_second_is_watched(codec: str) -> None:
    pictures = [
        cv2.cvtColor(cv2.resize(luma, (640, 360)), cv2.COLOR_GRAY2BGR).astype(np.uint8)
        for luma in _shown(PATHS["tremble"])
    ]
    clip = encode(codec, pictures, 50)
    later = tuple(clip.annex_b(number) for number in range(1, len(pictures)))
    request = PictureRequest(codec=codec, key=clip.annex_b(0), later=later, is_watched=True)
    seen = decode_picture(request)
    assert seen.shake is not None
    assert seen.shake.level == pytest.approx(4.4, abs=0.6)
    assert (seen.difference, seen.width_px) == (None, 640)


def test_a_damaged_chain_says_nothing() -> None:
    pictures = [cv2.cvtColor(luma, cv2.COLOR_GRAY2BGR).astype(np.uint8) for luma in _shown(STILL)]
    clip = encode("h264", pictures, 50)
    later = [clip.annex_b(number) for number in range(1, len(pictures))]
    later[5] = later[5][: len(later[5]) // 2]
    request = PictureRequest(codec="h264", key=clip.annex_b(0), later=tuple(later), is_watched=True)
    assert decode_picture(request).shake is None
