"""Our RTSP probe against GStreamer's server: media, transports and logins."""

import hashlib

import pytest

from probes.failure import FailureKind
from probes.rtsp_freeze import MOVING_BYTES
from tests.interop.conftest import Attempt, GstServers
from tests.interop.peers.gst_rtsp_server import PASSWORD
from tests.interop.relay import Relay, relay_to
from tests.probes.certificates import Identity

pytestmark = pytest.mark.interop

WHOLE_VISIT = ["SETUP*", "PLAY*", "TEARDOWN*"]


@pytest.mark.parametrize(
    ("path", "element", "expected"),
    [
        ("/h264", "x264enc", ("h264", 1280, 720, "tcp")),
        ("/h265", "x265enc", ("h265", 640, 360, "tcp")),
        ("/sound", "alawenc", ("h264", 352, 288, "tcp")),
        ("/udp", "x264enc", ("h264", 352, 288, "udp")),
        ("/jpeg", "jpegenc", ("mjpeg", 320, 240, "tcp")),
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
    assert frame.declared is not None
    assert (frame.declared.width_px, frame.declared.height_px) == expected[1:3]
    assert frame.picture_origin == "key_frame"


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
    assert relay.requests == ["DESCRIBE", "DESCRIBE*", *WHOLE_VISIT]
    assert PASSWORD.encode() not in relay.said
    assert PASSWORD not in repr(seen)


async def test_a_stream_over_tls_is_played_and_its_certificate_told(
    gst: GstServers, attempt: Attempt, identity: Identity
) -> None:
    gst.need("x264enc")
    seen = await attempt(gst.uri("/h264", server="tls"))
    assert seen.failure is None
    assert seen.payload is not None
    assert seen.payload.auth_scheme == "digest-md5"
    certificate = seen.payload.certificate
    assert certificate is not None
    assert certificate.sha256 == hashlib.sha256(identity.der).hexdigest()
    assert (certificate.self_signed, certificate.names_host) == (True, True)


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
    assert relay.requests == ["DESCRIBE", "DESCRIBE*"]


async def test_without_a_password_none_is_sent(gst: GstServers, attempt: Attempt) -> None:
    async with relay_to(gst.ports["digest"]) as relay:
        seen = await attempt(_uri(relay), password=None)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.AUTHENTICATION_REQUIRED
    assert relay.requests == ["DESCRIBE"]


async def test_a_withheld_password_is_not_sent(gst: GstServers, attempt: Attempt) -> None:
    async with relay_to(gst.ports["digest"]) as relay:
        seen = await attempt(_uri(relay), login=False)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.LOGIN_WITHHELD
    assert relay.requests == ["DESCRIBE"]


def _uri(relay: Relay) -> str:
    return f"rtsp://127.0.0.1:{relay.port}/h264"
