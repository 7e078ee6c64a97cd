"""Recovery points of H.264: only what surely decodes alone is taken for a key picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.random_access import is_recovery_picture, recovery_frames

POINT = b"\x06\x06\x01\xc4\x80"  # recovery_frame_cnt 0, exact_match 1, broken_link 0
INTRA = b"\x41\x88\xdb"  # first_mb 0, slice_type 7
LATER = b"\x41\x42\x30"  # first_mb 1, slice_type 7
PREDICTED = b"\x41\x9a\x21"  # first_mb 0, slice_type 5
NOISE = b"\x06\x05\x03abc\x06\x01\xc4\x80"


@pytest.mark.parametrize(
    ("nals", "expected"),
    [
        ((POINT, INTRA), True),
        ((b"\x67s", b"\x68p", NOISE, INTRA, LATER), True),
        ((b"\x06\x06\x01\x84\x80", INTRA), True),
        ((INTRA,), False),
        ((POINT,), False),
        ((POINT, PREDICTED), False),
        ((POINT, INTRA, PREDICTED), False),
        ((POINT, b"\x65\x88", INTRA), False),
        ((b"\x06\x06\x02\x3c\x40\x80", INTRA), False),
        ((b"\x06\x06\x01\xe4\x80", INTRA), False),
        ((b"\x06\x06", INTRA), False),
        ((b"\x06\xff\xff", INTRA), False),
        ((POINT, b"\x41\x00\x00"), False),
        ((POINT, b"\x41\x80"), False),
    ],
)
def test_only_intra_pictures_at_an_exact_point_count(
    nals: tuple[bytes, ...], *, expected: bool
) -> None:
    assert is_recovery_picture(nals) is expected


@pytest.mark.parametrize(
    ("nals", "count"),
    [
        ((POINT, PREDICTED), 0),
        (
            (b"\x06\x05\x03abc\x80", b"\x06\x06\x01\x64\x80", PREDICTED),
            2,
        ),  # 011 0 0: two frames later
        ((b"\x06\x06\x01\x6c\x80", PREDICTED), None),  # 011 0 1: a broken link
        ((b"\x06\x06\x05\0\0\3\0\0\3\x01\x80", PREDICTED), None),  # beyond every MaxFrameNum
        ((b"\x06\x06\x01\x01", PREDICTED), None),
        ((PREDICTED,), None),
    ],
)
def test_a_promise_is_counted_in_frames(nals: tuple[bytes, ...], count: int | None) -> None:
    assert recovery_frames(nals) == count


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=5))
def test_any_units_are_survived(nals: list[bytes]) -> None:
    assert is_recovery_picture(nals) in (True, False)
