"""The rotating share that is judged by the main stream."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.examples import camera
from auditor.records import Camera
from auditor.schedule.sample import by_sub_stream

DAY = date(2026, 1, 5)
CODES = st.sets(st.integers(0, 999_999), min_size=1, max_size=30)


def coded(row: int, code: str) -> Camera:
    return replace(camera(row=row), device_code=code)


@given(CODES, st.integers(1, 100))
def test_every_camera_has_its_night_of_the_main_stream(codes: set[int], share: int) -> None:
    cameras = [
        coded(row, f"37011600011326{code:06d}") for row, code in enumerate(sorted(codes), start=1)
    ]
    nights = -(-100 // share)
    seen = [
        by_sub_stream(cameras, main_share=share, day=DAY + timedelta(days=night))
        for night in range(nights)
    ]
    assert [sum(one.row not in rows for rows in seen) for one in cameras] == [1] * len(cameras)


def test_the_turn_depends_on_code_and_day_alone() -> None:
    again = [coded(7, " 37011600011326000001 ")]
    once = [coded(1, "37011600011326000001")]
    for number in range(10):
        day = DAY + timedelta(days=number)
        rows = [by_sub_stream(cameras, main_share=10, day=day) for cameras in (once, again)]
        assert [bool(found) for found in rows] in ([True, True], [False, False])


def test_cameras_without_a_code_are_told_apart_by_their_rows() -> None:
    cameras = [coded(row, "") for row in range(1, 101)]
    assert 70 < len(by_sub_stream(cameras, main_share=10, day=DAY)) < 100


def test_a_whole_share_plays_no_sub_stream() -> None:
    assert by_sub_stream([camera()], main_share=100, day=DAY) == frozenset()
