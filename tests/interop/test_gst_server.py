"""Our RTSP probe against GStreamer's server: media, transports and logins."""

import pytest

from probes.failure import FailureKind
from probes.rtsp_freeze import MOVING_BYTES
from tests.interop.conftest import Attempt, GstServers
from tests.interop.peers.gst_rtsp_server import PASSWORD
from tests.interop.relay import Relay, relay_to

pytestmark = pytest.mark.interop

WHOLE_VISIT = ["SETUP*", "PLAY*", "TEARDOWN*"]


@pytest.mark.parametrize(
    ("path", "element", "expected"),
    [
        ("/h264", "x264enc", ("h264", 1280, 720, "tcp")),
        ("/h265", "x265enc", ("h265", 640, 360, "tcp")),
        ("/sound", "alawenc", ("h264", 352, 288, "tcp")),
        ("/udp", "x264enc", ("h264", 352, 288, "udp")),
    ],
)
async def test_a_moving_picture_is_whole_and_of_the_right_size(
    gst: GstServers,
    attempt: Attempt,
    path: str,
    element: str,
    expected: tuple[str, int, int, str],
) -> None:
    gst.need(element)
    seen = await attempt(gst.uri(path), password=None)
    frame = seen.payload
    assert seen.failure is None
    assert frame is not None
    assert (frame.codec, frame.width_px, frame.height_px, frame.transport) == expected
    assert (frame.status_code, frame.server) == (200, "GStreamer RTSP server")
    assert frame.lost_packets == 0
    assert frame.metrics is not None
    assert frame.metrics.dark_share < 0.5
    assert frame.metrics.flat_gray_bottom_share == 0
    is_moving = (frame.predicted_bytes or 0) > MOVING_BYTES
    assert is_moving or (frame.difference or 0) > 0.5


async def test_black_is_measured_as_dark_and_still(gst: GstServers, attempt: Attempt) -> None:
    gst.need("x264enc")
    frame = (await attempt(gst.uri("/black"), password=None)).payload
    assert frame is not None
    assert frame.metrics is not None
    assert (frame.metrics.dark_share, frame.metrics.dominant_color) == (1.0, (0, 0, 0))
    assert (frame.difference, frame.difference_from_key_frame) == (0.0, True)


async def test_red_is_measured_as_red(gst: GstServers, attempt: Attempt) -> None:
    gst.need("x264enc")
    frame = (await attempt(gst.uri("/red"), password=None)).payload
    assert frame is not None
    assert frame.metrics is not None
    red, green, blue = frame.metrics.dominant_color
    assert frame.metrics.dominant_color_share == 1.0
    assert (red > 230, green < 40, blue < 40) == (True, True, True)


async def test_a_path_that_nobody_serves_is_not_found(gst: GstServers, attempt: Attempt) -> None:
    seen = await attempt(gst.uri("/none"), password=None)
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == ("describe", FailureKind.NOT_FOUND)
    assert seen.answered


async def test_motion_jpeg_is_wrong_media(gst: GstServers, attempt: Attempt) -> None:
    gst.need("jpegenc")
    seen = await attempt(gst.uri("/jpeg"), password=None)
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == ("describe", FailureKind.WRONG_MEDIA)


@pytest.mark.parametrize(("server", "scheme"), [("digest", "digest-md5"), ("basic", "basic")])
async def test_the_right_password_opens_the_stream(
    gst: GstServers, attempt: Attempt, server: str, scheme: str
) -> None:
    gst.need("x264enc")
    async with relay_to(gst.ports[server]) as relay:
        seen = await attempt(_uri(relay))
    assert seen.failure is None
    assert seen.payload is not None
    assert seen.payload.auth_scheme == scheme
    assert relay.requests == ["OPTIONS", "DESCRIBE", "DESCRIBE*", *WHOLE_VISIT]
    assert PASSWORD.encode() not in relay.said
    assert PASSWORD not in repr(seen)


@pytest.mark.parametrize("server", ["digest", "basic"])
async def test_a_wrong_password_is_sent_exactly_once(
    gst: GstServers, attempt: Attempt, server: str
) -> None:
    async with relay_to(gst.ports[server]) as relay:
        seen = await attempt(_uri(relay), password="wrong")
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == (
        "describe",
        FailureKind.AUTHENTICATION_REJECTED,
    )
    assert relay.requests == ["OPTIONS", "DESCRIBE", "DESCRIBE*"]


async def test_without_a_password_none_is_sent(gst: GstServers, attempt: Attempt) -> None:
    async with relay_to(gst.ports["digest"]) as relay:
        seen = await attempt(_uri(relay), password=None)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.AUTHENTICATION_REQUIRED
    assert relay.requests == ["OPTIONS", "DESCRIBE"]


async def test_a_withheld_password_is_not_sent(gst: GstServers, attempt: Attempt) -> None:
    async with relay_to(gst.ports["digest"]) as relay:
        seen = await attempt(_uri(relay), login=False)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.LOGIN_WITHHELD
    assert relay.requests == ["OPTIONS", "DESCRIBE"]


def _uri(relay: Relay) -> str:
    return f"rtsp://127.0.0.1:{relay.port}/h264"
