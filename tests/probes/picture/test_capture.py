"""The second client in this process: what is not reached through real cameras elsewhere."""

import asyncio
from typing import Any

import cv2
import pytest

from probes.picture.capture import capture
from probes.picture.captured import Captured, CaptureRequest

CLOSED = "rtsp://127.0.0.1:9/x"


@pytest.mark.parametrize("every_picture", [False, True])
def test_what_cannot_be_opened_is_not_opened(every_picture: bool) -> None:  # noqa: FBT001 - a parameter of the test
    request = CaptureRequest(uri=CLOSED, seconds=1.0, every_picture=every_picture)
    assert capture(request) == Captured()


async def captured(
    start: Any, camera: Any, *, seconds: float = 1.0, every_picture: bool = False
) -> Captured:
    uri = (await start(camera)).stream_uri
    request = CaptureRequest(uri=uri, seconds=seconds, every_picture=every_picture)
    return await asyncio.to_thread(capture, request)


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_the_first_whole_key_picture_is_decoded_strictly(
    start: Any, behaviour: Any, clips: Any, codec: str
) -> None:
    found = await captured(start, behaviour(media=clips[codec].packets(), codec=codec.upper()))
    assert (found.opened, found.codec, found.units, found.key_pictures) == (True, codec, 1, 1)
    assert found.picture is not None
    assert (found.picture.width_px, found.picture.height_px) == (128, 96)


async def test_three_broken_key_pictures_are_enough(start: Any, behaviour: Any, clips: Any) -> None:
    broken = [packet[:60] + b"\x5a" * (len(packet) - 60) for packet in clips["h264"].packets()]
    found = await captured(start, behaviour(media=broken))
    assert (found.codec, found.key_pictures, found.picture) == ("h264", 3, None)


async def test_every_picture_is_decoded_where_none_is_key(
    start: Any, behaviour: Any, clips: Any
) -> None:
    packets = clips["refresh"].packets(size=600)
    camera = behaviour(media=packets[len(packets) // 6 :])
    found = await captured(start, camera, every_picture=True)
    assert found.picture is not None
    assert (found.picture.width_px, found.picture.metrics.dark_share < 0.5) == (128, True)


async def test_a_stream_that_ends_without_a_picture_has_none(
    start: Any, behaviour: Any, clips: Any
) -> None:
    packets = clips["h264"].packets(size=600)
    middle = packets[len(packets) // 6 : len(packets) // 5]
    for every_picture in (False, True):
        found = await captured(
            start, behaviour(media=middle), seconds=0.3, every_picture=every_picture
        )
        assert found.picture is None


async def test_a_picture_of_impossible_size_is_passed_over(
    start: Any, behaviour: Any, clips: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("probes.picture.capture.MAX_SIDE_PX", 100)
    camera = behaviour(media=clips["h264"].packets())
    assert await captured(start, camera, seconds=0.3, every_picture=True) == Captured(opened=True)


async def test_a_codec_without_a_strict_decoder_is_left_to_the_second_play(
    start: Any, behaviour: Any
) -> None:
    sdp = b"v=0\r\ns=x\r\nm=video 0 RTP/AVP 26\r\na=control:track1\r\n"
    found = await captured(start, behaviour(sdp=sdp), seconds=0.3)
    assert (found.codec, found.units, found.picture) == (None, 0, None)


def test_an_old_opencv_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "__version__", "4.13.0")
    with pytest.raises(RuntimeError, match="OpenCV 5"):
        capture(CaptureRequest(uri=CLOSED, seconds=1.0))


def test_the_relay_s_secret_is_in_no_repr() -> None:
    assert CLOSED not in repr(CaptureRequest(uri=CLOSED, seconds=1.0))
