"""The perceptual hash stays with the scene."""

import re

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.picture.arrays import luma_of
from probes.picture.fingerprint import hash_distance, perceptual_hash
from tests.probes.picture.scenes import city, gray, noisy

BITS = st.integers(0, 2**64 - 1)


@pytest.mark.parametrize("seed", range(6))
def test_light_noise_and_size_leave_the_hash_alone(seed: int) -> None:
    first = perceptual_hash(luma_of(city(seed)))
    changed = noisy(city(seed), 8) * 0.7 + 20
    small = cv2.resize(changed.astype(np.uint8), (352, 288), interpolation=cv2.INTER_AREA)
    assert hash_distance(first, perceptual_hash(luma_of(small.astype(np.uint8)))) <= 3


def test_scenes_are_far_apart() -> None:
    hashes = [perceptual_hash(luma_of(city(seed))) for seed in range(12)]
    apart = [hash_distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]]
    assert min(apart) > 10


def test_a_hash_is_sixteen_hex_digits() -> None:
    assert re.fullmatch("[0-9a-f]{16}", perceptual_hash(luma_of(city())))
    assert perceptual_hash(luma_of(gray())) == "0" * 16


@given(BITS, BITS)
def test_the_distance_is_that_of_the_bits(first: int, second: int) -> None:
    texts = f"{first:016x}", f"{second:016x}"
    assert hash_distance(*texts) == (first ^ second).bit_count() == hash_distance(*texts[::-1])
