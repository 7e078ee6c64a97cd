"""FFmpeg's client behind the relay, against cameras that behave and misbehave: real processes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from probes.failure import FailureKind, ProbeError
from probes.picture.capture_pool import CapturePool
from probes.picture.captured import Captured, CaptureRequest
from probes.probe import Context
from probes.rtsp_client import Limits
from probes.rtsp_confirm import PROBE, Timing, build
from probes.rtsp_frame import RtspFrame
from probes.target import Target

K = FailureKind
HTTP = b"HTTP/1.1 400 Bad Request\r\n\r\n"
IMPATIENT = Timing(
    first_frame=timedelta(seconds=1.0),
    limits=Limits(connect=0.3, answer=0.3, farewell=0.2),
)
SILENT = Timing(
    first_frame=timedelta(seconds=0.3),
    limits=Limits(connect=0.2, answer=0.2, farewell=0.1),
)

Run = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[CapturePool]:
    """One real process for all tests."""
    async with CapturePool(1) as opened:
        yield opened


@pytest.fixture
def run(pool: CapturePool, start: Any, new_context: Any) -> Run:
    """Run the probe against a camera; returns context and outcome, a payload or a failure."""

    async def confirm(
        behaviour: Any, *, timing: Timing = IMPATIENT, **changes: Any
    ) -> tuple[Context[RtspFrame], RtspFrame | FailureKind]:
        target: Target = await start(behaviour)
        context = new_context(capturer=pool, **changes)
        try:
            return context, await build(timing=timing).run(target, context)
        except ProbeError as error:
            return context, error.kind

    return confirm


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_a_whole_key_picture_is_a_yes(
    run: Run, behaviour: Any, clips: Any, codec: str
) -> None:
    camera = behaviour(media=clips[codec].packets(), codec=codec.upper())
    context, frame = await run(camera)
    assert isinstance(frame, RtspFrame)
    assert (frame.path, frame.codec, frame.width_px, frame.height_px) == ("ffmpeg", codec, 128, 96)
    assert (frame.transport, frame.status_code, frame.server) == ("tcp", 200, "fake")
    assert frame.metrics is not None
    assert context.picture is not None
    assert context.answered
    assert camera.methods() == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]


async def test_a_stream_joined_in_the_middle_begins_at_a_key_picture(
    run: Run, behaviour: Any, clips: Any
) -> None:
    packets = clips["h264"].packets(size=600)
    _, frame = await run(behaviour(media=packets[len(packets) // 6 :]))
    assert isinstance(frame, RtspFrame)
    assert frame.metrics is not None


async def test_gradual_refresh_without_any_key_picture_is_decoded_as_it_comes(
    run: Run, behaviour: Any, clips: Any
) -> None:
    packets = clips["refresh"].packets(size=600)
    camera = behaviour(media=packets[len(packets) // 6 :])
    _, frame = await run(camera, timing=SILENT)
    assert isinstance(frame, RtspFrame)
    assert (frame.codec, frame.width_px) == (None, 128)
    assert camera.methods().count("PLAY") == 2


async def test_key_pictures_that_are_not_whole_are_no_picture(
    run: Run, behaviour: Any, clips: Any
) -> None:
    broken = [packet[:60] + b"\x5a" * (len(packet) - 60) for packet in clips["h264"].packets()]
    context, kind = await run(behaviour(media=broken))
    assert kind is K.NOT_DECODABLE
    assert context.picture is None


@pytest.mark.parametrize(
    ("changes", "expected", "step"),
    [
        ({"status": {"DESCRIBE": 404}}, K.NOT_FOUND, "describe"),
        ({"status": {"DESCRIBE": 453}}, K.SESSION_LIMIT, "describe"),
        ({"status": {"SETUP": 503}}, K.SESSION_LIMIT, "setup"),
        ({"status": {"PLAY": 500}}, K.PROTOCOL_ERROR, "play"),
        ({"status": {"DESCRIBE": 403}}, K.AUTHENTICATION_REQUIRED, "describe"),
        ({"udp": True}, K.NOT_SUPPORTED, "setup"),
        ({"hang_at": "DESCRIBE"}, TimeoutError, "describe"),
        ({"hang_at": "SETUP"}, TimeoutError, "setup"),
        ({"hang_at": "PLAY"}, TimeoutError, "play"),
        ({"close_at": "DESCRIBE"}, K.CONNECTION_RESET, "describe"),
        ({"reset_at": "SETUP"}, ConnectionResetError, "setup"),
        ({"raw": dict.fromkeys(("OPTIONS", "DESCRIBE"), HTTP)}, K.NOT_SUPPORTED, "describe"),
        ({"status": {"SETUP": 302}}, K.NOT_SUPPORTED, "setup"),
        ({"sdp": b"v=0\r\nm=audio 0 RTP/AVP 8\r\n"}, K.WRONG_MEDIA, "first_packet"),
        (
            {"sdp": b"v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 SVAC/90000\r\na=control:t\r\n"},
            K.NOT_SUPPORTED,
            "first_packet",
        ),
        ({}, K.NO_MEDIA, "first_packet"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_no_says_how_far_ffmpeg_got(
    pool: CapturePool,
    start: Any,
    new_context: Any,
    behaviour: Any,
    changes: dict[str, Any],
    expected: Any,
    step: str,
) -> None:
    context = new_context(capturer=pool)
    target = await start(behaviour(**changes))
    is_kind = isinstance(expected, FailureKind)
    with pytest.raises(ProbeError if is_kind else expected) as caught:
        await build(timing=SILENT).run(target, context)
    if is_kind:
        assert getattr(caught.value, "kind", None) is expected
    assert context.current_step == step


async def test_a_closed_port_is_told_as_one(pool: CapturePool, new_context: Any) -> None:
    target = Target(key="1", host="127.0.0.1", stream_uri="rtsp://127.0.0.1:9/live")
    context = new_context(capturer=pool)
    with pytest.raises(ConnectionRefusedError):
        await build(timing=SILENT).run(target, context)
    assert (context.current_step, context.answered) == ("connect", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": {"OPTIONS": 501}},
        {"status": {"OPTIONS": 401}, "headers": {"Connection": "close"}},
        {"hang_at": "OPTIONS"},
        {"close_at": "OPTIONS"},
        {"raw": {"OPTIONS": HTTP}},
    ],
)
async def test_trouble_with_options_is_kept_from_ffmpeg(
    run: Run, behaviour: Any, clips: Any, changes: dict[str, Any]
) -> None:
    _, frame = await run(behaviour(media=clips["h264"].packets(), **changes))
    assert isinstance(frame, RtspFrame)


@dataclass
class _Scripted:
    """A second client that answers by script and never connects."""

    answer: Captured | ProbeError | None

    async def capture(self, request: CaptureRequest) -> Captured | None:
        assert request.uri.startswith("rtsp://127.0.0.1:")
        if isinstance(self.answer, ProbeError):
            raise self.answer
        return self.answer


@pytest.mark.parametrize("answer", [None, Captured(), ProbeError(K.DECODER_CRASHED)])
async def test_a_second_client_that_asked_for_nothing_is_our_fault(
    start: Any, new_context: Any, behaviour: Any, answer: Captured | ProbeError | None
) -> None:
    target = await start(behaviour())
    with pytest.raises(ProbeError) as caught:
        await build(timing=SILENT).run(target, new_context(capturer=_Scripted(answer)))
    assert caught.value.kind is K.DECODER_CRASHED


@dataclass
class _Listener:
    """A second client that plays as FFmpeg does, hears media and ends as it is told."""

    answer: Captured | None

    async def capture(self, request: CaptureRequest) -> Captured | None:
        host, _, port = request.uri.removeprefix("rtsp://").partition("/")[0].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        for method in ("DESCRIBE", "SETUP", "PLAY"):
            head = f"{method} {request.uri} RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n"
            writer.write(head.encode())
        await reader.readuntil(b"$")
        writer.transport.abort()
        return self.answer


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (None, K.RESOURCE_EXHAUSTED),
        (Captured(), K.FIRST_FRAME_TIMED_OUT),
        (Captured(opened=True, codec="h264", units=9), K.FIRST_FRAME_TIMED_OUT),
        (Captured(opened=True, codec="h264", units=9, key_pictures=1), K.NOT_DECODABLE),
    ],
)
async def test_media_without_a_picture_is_told_by_what_became_of_it(
    start: Any,
    new_context: Any,
    behaviour: Any,
    clips: Any,
    answer: Captured | None,
    kind: FailureKind,
) -> None:
    target = await start(behaviour(media=clips["h264"].packets()))
    context = new_context(capturer=_Listener(answer))
    with pytest.raises(ProbeError) as caught:
        await build(timing=SILENT).run(target, context)
    assert caught.value.kind is kind
    assert context.partial == RtspFrame(
        uri=target.stream_uri,
        path="ffmpeg",
        status_code=200,
        transport="tcp",
        server="fake",
        packets=context.partial.packets,
    )
    assert context.partial.packets > 0


class _Slow:
    """A second client whose process does not start."""

    async def capture(self, request: CaptureRequest) -> Captured | None:
        await asyncio.Event().wait()
        raise AssertionError(request)


async def test_a_process_that_does_not_start_in_time_is_our_fault(
    start: Any, new_context: Any, behaviour: Any
) -> None:
    timing = Timing(first_frame=timedelta(seconds=0.05), dialogue=timedelta())
    target = await start(behaviour())
    with pytest.raises(ProbeError) as caught:
        await build(timing=timing).run(target, new_context(capturer=_Slow()))
    assert caught.value.kind is K.RESOURCE_EXHAUSTED


async def test_without_a_second_client_the_probe_is_skipped(new_context: Any) -> None:
    target = Target(key="1", host="127.0.0.1", stream_uri="rtsp://127.0.0.1:9/live")
    with pytest.raises(ProbeError) as caught:
        await PROBE.run(target, new_context())
    assert caught.value.kind is K.SKIPPED


def test_the_hard_deadline_leaves_time_for_two_plays_and_the_killing() -> None:
    assert PROBE.deadline == timedelta(seconds=60)
