"""The measured frame rate: counted by the media clock, silent when that says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.frame_rate import FrameRate


def rate(timestamps: list[int]) -> float | None:
    measured = FrameRate(90000)
    for timestamp in timestamps:
        measured.push(timestamp & 0xFFFFFFFF)
    return measured.value


@given(st.integers(0, (1 << 32) - 1), st.integers(1, 4), st.sampled_from([3600, 3000, 6000]))
def test_packets_of_one_picture_count_once(start: int, packets: int, step: int) -> None:
    times = [start + number * step for number in range(30) for _ in range(packets)]
    assert rate(times) == 90000 / step


def test_pictures_out_of_order_count_the_same() -> None:
    assert rate([3600 * n for n in (0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11)]) == 25.0


@pytest.mark.parametrize(
    "times", [[], [5] * 50, [3600 * n for n in range(9)], list(range(40)), [0, 1] * 40]
)
def test_too_few_or_a_clock_that_stands_still_say_nothing(times: list[int]) -> None:
    assert rate(times) is None


def test_a_jump_begins_the_count_anew() -> None:
    assert rate([*(n * 3000 for n in range(20)), *(1 << 30 | n * 9000 for n in range(20))]) == 10.0


@given(st.lists(st.integers(0, (1 << 32) - 1)))
def test_any_timestamps_are_survived(times: list[int]) -> None:
    found = rate(times)
    assert found is None or found >= 0
