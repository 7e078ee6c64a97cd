"""When two pictures are compared, and when nothing is said."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

import pytest

from probes.picture.frame import DecodedPicture, FrameMetrics, PictureRequest
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_freeze import MOVING_BYTES, PICTURES_WATCHED, compare
from probes.rtsp_media import MediaReader

TRACK = VideoTrack(codec="h264", payload_type=96, clock_rate=10, control="rtsp://h/a")
METRICS = FrameMetrics(
    luma_mean=0,
    luma_std=0,
    saturation_mean=0,
    laplacian_variance=0,
    dominant_color_share=0,
    dominant_color=(0, 0, 0),
    dark_share=0,
    flat_gray_bottom_share=0,
)


class Sizes:
    """What was seen of predicted pictures: ``typical`` bytes after ``needed`` more pictures."""

    def __init__(self, typical: int | None, needed: int) -> None:
        self.pictures = 0
        self._typical = typical
        self._needed = needed

    @property
    def typical(self) -> int | None:
        return self._typical if self.pictures >= self._needed else None


class ScriptedReader:
    """Gives the units of a list, then ends."""

    def __init__(self, units: Iterable[AccessUnit], sizes: Sizes) -> None:
        self._units = iter(units)
        self.predicted = sizes

    async def packet(self) -> None:
        self.predicted.pictures += 1

    async def key_unit(self) -> AccessUnit:
        for unit in self._units:
            if unit.is_key:
                return unit
        raise EOFError


def unit(timestamp: int, *, is_key: bool = True) -> AccessUnit:
    return AccessUnit(
        timestamp=timestamp & 0xFFFFFFFF,
        is_key=is_key,
        is_complete=True,
        after_gap=False,
        data=bytes([timestamp & 0xFF]),
    )


async def run(
    units: list[AccessUnit],
    *,
    sizes: Sizes | None = None,
    span: float = 1,
    answer: float | None = 0.1,
) -> tuple[float | None, list[tuple[bytes, ...]]]:
    """Compare with 10 ticks a second; return the difference and what was decoded."""
    decoded: list[tuple[bytes, ...]] = []

    async def decode(request: PictureRequest) -> DecodedPicture:
        decoded.append((request.key, *request.later))
        return DecodedPicture(width_px=1, height_px=1, metrics=METRICS, jpeg=b"", difference=answer)

    reader: Any = ScriptedReader(units, sizes or Sizes(75, 0))
    difference = await compare(
        cast("MediaReader", reader),
        TRACK,
        unit(0),
        decode=decode,
        span=timedelta(seconds=span),
    )
    return difference, decoded


@pytest.mark.parametrize("needed", [0, 3])
async def test_large_predicted_pictures_need_no_second_key(needed: int) -> None:
    assert await run([unit(20)], sizes=Sizes(MOVING_BYTES + 1, needed)) == (None, [])


async def test_small_predicted_pictures_ask_for_a_second_key() -> None:
    units = [unit(5, is_key=False), unit(15, is_key=False), unit(20)]
    assert await run(units, sizes=Sizes(MOVING_BYTES, 0)) == (0.1, [(b"\x00", b"\x14")])


async def test_where_no_predicted_picture_comes_two_keys_are_compared() -> None:
    sizes = Sizes(None, 0)
    assert await run([unit(20)], sizes=sizes) == (0.1, [(b"\x00", b"\x14")])
    assert sizes.pictures == PICTURES_WATCHED


async def test_a_key_before_the_span_is_passed_over() -> None:
    assert await run([unit(6), unit(12)]) == (0.1, [(b"\x00", b"\x0c")])


async def test_an_undecoded_picture_says_nothing() -> None:
    assert await run([unit(20)], answer=None) == (None, [(b"\x00", b"\x14")])


async def test_without_a_second_key_it_ends_with_the_stream() -> None:
    with pytest.raises(EOFError):
        await run([unit(5)])


async def test_a_clock_that_stands_still_is_replaced_by_ours() -> None:
    assert await run([unit(0)], span=0) == (0.1, [(b"\x00", b"\x00")])
    with pytest.raises(EOFError):
        await run([unit(0), unit(-5)], span=3600)
