"""FFmpeg through our relay against GStreamer's server: the relay's login, and who asks what."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from probes.engine import Engine
from probes.failure import FailureKind
from probes.observation import Observation
from probes.picture.capture_pool import CapturePool
from probes.picture.pool import DecodePool
from probes.rtsp_confirm import PROBE
from probes.rtsp_frame import RtspFrame
from probes.scope import Scope
from probes.target import Credential, Target
from tests.interop.conftest import GstServers
from tests.interop.peers.gst_rtsp_server import ADDRESS, PASSWORD, USER
from tests.interop.relay import relay_to

pytestmark = pytest.mark.interop


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def second() -> AsyncIterator[CapturePool]:
    async with CapturePool(1) as opened:
        yield opened


async def confirm(
    uri: str, capturer: CapturePool, *, password: str | None = PASSWORD
) -> Observation[RtspFrame]:
    engine = Engine(
        Scope.parse(["127.0.0.0/8"]), DecodePool(), lambda: datetime.now(UTC), capturer=capturer
    )
    credential = None if password is None else Credential("peer", USER, password)
    target = Target(key="peer", host=ADDRESS, stream_uri=uri, credential=credential)
    seen, _ = await engine.attempt(PROBE, target, attempt=4)
    return seen


@pytest.mark.parametrize(
    ("path", "element", "codec"),
    [("/h264", "x264enc", "h264"), ("/h265", "x265enc", "h265"), ("/sound", "alawenc", "h264")],
)
async def test_a_picture_is_whole(
    gst: GstServers, second: CapturePool, path: str, element: str, codec: str
) -> None:
    gst.need(element)
    seen = await confirm(gst.uri(path), second, password=None)
    assert seen.failure is None
    assert seen.payload is not None
    assert (seen.payload.codec, seen.payload.path) == (codec, "ffmpeg")
    assert seen.payload.metrics is not None


async def test_motion_jpeg_is_a_picture_too(gst: GstServers, second: CapturePool) -> None:
    gst.need("jpegenc")
    seen = await confirm(gst.uri("/jpeg"), second, password=None)
    assert seen.failure is None
    assert seen.payload is not None
    assert seen.payload.metrics is not None


@pytest.mark.parametrize(("server", "scheme"), [("digest", "digest-md5"), ("basic", "basic")])
async def test_the_relay_s_login_is_accepted(
    gst: GstServers, second: CapturePool, server: str, scheme: str
) -> None:
    gst.need("x264enc")
    async with relay_to(gst.ports[server]) as relay:
        seen = await confirm(f"rtsp://127.0.0.1:{relay.port}/h264", second)
    assert seen.failure is None
    assert seen.payload is not None
    assert seen.payload.auth_scheme == scheme
    asked = [request for request in relay.requests if not request.startswith("GET_PARAMETER")]
    assert asked == ["OPTIONS", "DESCRIBE", "DESCRIBE*", "SETUP*", "PLAY*", "TEARDOWN*"]
    assert PASSWORD.encode() not in relay.said


async def test_a_wrong_password_is_sent_exactly_once(gst: GstServers, second: CapturePool) -> None:
    async with relay_to(gst.ports["digest"]) as relay:
        seen = await confirm(f"rtsp://127.0.0.1:{relay.port}/h264", second, password="wrong")
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.AUTHENTICATION_REJECTED
    assert relay.requests == ["OPTIONS", "DESCRIBE", "DESCRIBE*"]


async def test_a_path_that_nobody_serves_is_not_found(gst: GstServers, second: CapturePool) -> None:
    seen = await confirm(gst.uri("/none"), second, password=None)
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == ("describe", FailureKind.NOT_FOUND)
