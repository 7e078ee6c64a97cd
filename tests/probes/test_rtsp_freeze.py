"""When two pictures are compared, and when nothing is said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from probes import rtsp_freeze
from probes.picture.frame import DecodedPicture, FrameMetrics, PictureRequest
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_freeze import Difference, compare
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


class ScriptedReader:
    """Gives the units of a list, then ends."""

    def __init__(self, units: Iterable[AccessUnit]) -> None:
        self._units = iter(units)

    async def unit(self) -> AccessUnit:
        unit = next(self._units, None)
        if unit is None:
            raise EOFError
        return unit

    async def key_unit(self) -> AccessUnit:
        while True:
            unit = await self.unit()
            if unit.is_key:
                return unit


def unit(timestamp: int, **changes: Any) -> AccessUnit:
    values = {"is_key": False, "is_complete": True, "after_gap": False} | changes
    return AccessUnit(timestamp=timestamp, data=bytes([timestamp & 0xFF]), **values)


def key(timestamp: int) -> AccessUnit:
    return unit(timestamp, is_key=True)


async def run(
    units: list[AccessUnit],
    differences: list[float | None],
    *,
    span: float = 1,
    codec: str = "h264",
) -> tuple[list[Difference], list[tuple[bytes, ...]]]:
    """Compare with 10 ticks a second; return reports and the chains that were decoded."""
    reports: list[Difference] = []
    chains: list[tuple[bytes, ...]] = []
    answers = iter(differences)

    async def decode(request: PictureRequest) -> DecodedPicture:
        chains.append(request.later)
        return DecodedPicture(
            width_px=1, height_px=1, metrics=METRICS, jpeg=b"", difference=next(answers)
        )

    reader = cast("MediaReader", ScriptedReader(units))
    try:
        await compare(
            reader,
            replace(TRACK, codec=codec),
            key(0),
            decode=decode,
            span=timedelta(seconds=span),
            report=reports.append,
        )
    except EOFError:
        chains.append((b"end",))
    return reports, chains


async def test_a_moving_picture_needs_no_second_key() -> None:
    reports, chains = await run([unit(5), unit(10)], [0.6])
    assert reports == [Difference(0.6, from_key_frame=False)]
    assert chains == [(b"\x05", b"\x0a")]


@pytest.mark.parametrize("first", [0.5, 0.0])
async def test_a_tiny_difference_asks_for_a_second_key(first: float) -> None:
    reports, chains = await run([unit(5), unit(10), unit(15), key(20)], [first, 0.1])
    assert reports == [
        Difference(first, from_key_frame=False),
        Difference(0.1, from_key_frame=True),
    ]
    assert chains == [(b"\x05", b"\x0a"), (b"\x14",)]


async def test_undecoded_pictures_report_nothing() -> None:
    assert await run([unit(10), key(20)], [None, None]) == ([], [(b"\x0a",), (b"\x14",)])


@pytest.mark.parametrize("damage", [{"after_gap": True}, {"is_complete": False}])
async def test_after_a_loss_only_key_pictures_compare(damage: dict[str, bool]) -> None:
    reports, chains = await run([unit(5, **damage), key(6), key(12)], [0.0])
    assert reports == [Difference(0.0, from_key_frame=True)]
    assert chains == [(b"\x0c",)]


async def test_without_a_second_key_only_the_first_report_stands() -> None:
    reports, chains = await run([unit(10), unit(20)], [0.0])
    assert reports == [Difference(0.0, from_key_frame=False)]
    assert chains == [(b"\x0a",), (b"end",)]


async def test_a_long_chain_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtsp_freeze, "MAX_CHAIN_UNITS", 2)
    reports, chains = await run([unit(1), unit(2), key(30)], [0.0])
    assert (reports, chains) == ([Difference(0.0, from_key_frame=True)], [(b"\x1e",)])


async def test_a_clock_that_stands_still_is_replaced_by_ours() -> None:
    reports, _ = await run([unit(0)], [2.0], span=0)
    assert reports == [Difference(2.0, from_key_frame=False)]
    assert await run([unit(0), unit(-5 & 0xFFFFFFFF)], [], span=3600) == ([], [(b"end",)])


async def test_of_motion_jpeg_only_the_last_picture_is_decoded() -> None:
    units = [key(5), key(10)]
    reports, chains = await run(units, [0.6], codec="mjpeg")
    assert reports == [Difference(0.6, from_key_frame=False)]
    assert chains == [(b"\x0a",)]
