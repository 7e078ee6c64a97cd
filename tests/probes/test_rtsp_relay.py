"""What the relay lets through: never another host, never a password, never a second client."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from probes.failure import FailureKind, ProbeError
from probes.picture.capture_pool import CapturePool
from probes.rtsp_client import Limits
from probes.rtsp_confirm import Timing, build
from probes.rtsp_frame import RtspFrame
from probes.rtsp_relay import open_relay
from probes.rtsp_tls import TlsPolicy, Trust
from tests.probes.certificates import make_identity
from tests.probes.conftest import PASSWORD

ELSEWHERE = "127.0.0.99"
TIMING = Timing(
    first_frame=timedelta(seconds=1.0),
    limits=Limits(connect=0.3, answer=0.3, farewell=0.2),
)
REDIRECT = "RTSP/1.0 302 Moved\r\nLocation: {}\r\n\r\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[CapturePool]:
    async with CapturePool(1) as opened:
        yield opened


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A listener at another address: a connection to it is the failure of a test."""
    with socket.create_server((ELSEWHERE, 0)) as listener:
        listener.settimeout(0)
        yield listener


def is_dialled(trap: socket.socket) -> bool:
    try:
        trap.accept()
    except BlockingIOError:
        return False
    return True


async def test_a_redirect_to_another_host_is_never_dialled(
    pool: CapturePool, start: Any, new_context: Any, behaviour: Any, trap: socket.socket
) -> None:
    where = f"rtsp://{ELSEWHERE}:{trap.getsockname()[1]}/live"
    camera = behaviour(raw={"DESCRIBE": REDIRECT.format(where).encode()})
    target = await start(camera)
    with pytest.raises(ProbeError) as caught:
        await build(timing=TIMING).run(target, new_context(capturer=pool))
    assert caught.value.kind is FailureKind.NOT_SUPPORTED
    assert camera.methods() == ["OPTIONS", "DESCRIBE"]
    assert not is_dialled(trap)


async def test_no_header_or_description_leads_to_another_host(
    pool: CapturePool, start: Any, new_context: Any, behaviour: Any, clips: Any, trap: socket.socket
) -> None:
    port = trap.getsockname()[1]
    where = f"rtsp://{ELSEWHERE}:{port}/live"
    sdp = (
        f"v=0\r\no=- 0 0 IN IP4 {ELSEWHERE}\r\ns=x\r\nc=IN IP4 {ELSEWHERE}\r\na=control:{where}\r\n"
        f"m=video {port} RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:{where}/track1\r\n"
    )
    setup = (
        "RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 42\r\nTransport: RTP/AVP/TCP;unicast;"
        f"source={ELSEWHERE};destination={ELSEWHERE};server_port={port};interleaved=0-1\r\n\r\n"
    )
    camera = behaviour(
        media=clips["h264"].packets(),
        sdp=sdp.encode(),
        headers={"Content-Base": where, "Content-Location": where, "Location": where},
        raw={"SETUP": setup.encode()},
    )
    frame = await build(timing=TIMING).run(await start(camera), new_context(capturer=pool))
    assert frame.metrics is not None
    assert [uri for method, uri, _ in camera.requests if method == "SETUP"] == [f"{where}/track1"]
    assert not is_dialled(trap)


async def test_a_redirect_on_the_registered_host_is_followed_by_the_relay(
    pool: CapturePool, start: Any, new_context: Any, behaviour: Any, clips: Any
) -> None:
    real = behaviour(media=clips["h264"].packets())
    where = (await start(real)).stream_uri
    camera = behaviour(raw={"DESCRIBE": REDIRECT.format(where).encode()})
    frame = await build(timing=TIMING).run(await start(camera), new_context(capturer=pool))
    assert frame.metrics is not None
    assert real.methods() == ["DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]


async def test_a_redirect_to_itself_ends(
    pool: CapturePool, start: Any, new_context: Any, behaviour: Any
) -> None:
    camera = behaviour()
    target = await start(camera)
    camera.raw["DESCRIBE"] = REDIRECT.format(target.stream_uri).encode()
    with pytest.raises(ProbeError, match="more than 3 redirects"):
        await build(timing=TIMING).run(target, new_context(capturer=pool))
    assert camera.methods().count("DESCRIBE") == 4


@pytest.mark.parametrize(("auth", "scheme"), [("Digest", "digest-md5"), ("Basic", "basic")])
@pytest.mark.parametrize("closes", [False, True])
async def test_the_relay_logs_in_and_ffmpeg_knows_no_password(
    pool: CapturePool,
    start: Any,
    new_context: Any,
    behaviour: Any,
    clips: Any,
    auth: str,
    scheme: str,
    closes: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    camera = behaviour(media=clips["h264"].packets(), auth=auth, closes_after_401=closes)
    context = new_context(capturer=pool)
    frame = await build(timing=TIMING).run(await start(camera), context)
    assert isinstance(frame, RtspFrame)
    assert frame.auth_scheme == scheme
    assert [method for method, _, fields in camera.requests if "Authorization" in fields] == [
        "DESCRIBE",
        "SETUP",
        "PLAY",
        "TEARDOWN",
    ]
    assert PASSWORD not in repr((frame, context))


@pytest.mark.parametrize(
    ("changes", "login", "kind", "logins"),
    [
        ({"accepts": False}, True, FailureKind.AUTHENTICATION_REJECTED, 1),
        ({"status": {"DESCRIBE": 403}}, True, FailureKind.AUTHENTICATION_REJECTED, 1),
        ({}, False, FailureKind.LOGIN_WITHHELD, 0),
    ],
)
async def test_a_wrong_password_is_sent_once(
    pool: CapturePool,
    start: Any,
    new_context: Any,
    behaviour: Any,
    changes: dict[str, Any],
    login: bool,  # noqa: FBT001 - a parameter of the test
    kind: FailureKind,
    logins: int,
) -> None:
    camera = behaviour(auth="Digest", **changes)
    target, context = await start(camera), new_context(capturer=pool, login=login)
    with pytest.raises(ProbeError) as caught:
        await build(timing=TIMING).run(target, context)
    assert caught.value.kind is kind
    assert sum("Authorization" in fields for _, _, fields in camera.requests) == logins


async def talk(uri: str, *heads: str) -> bytes:
    """Say ``heads`` to the relay as a client would and return all that it answers."""
    reader, writer = await asyncio.open_connection(*_address(uri))
    writer.write("".join(heads).encode())
    try:
        async with asyncio.timeout(0.3):
            return await reader.read()
    except (TimeoutError, ConnectionResetError):
        return b""
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(
    "head",
    [
        "DESCRIBE rtsp://127.0.0.1/guess RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "ANNOUNCE {} RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "\r\n\r\n",
        "x" * 20_000,
    ],
)
async def test_who_does_not_know_the_secret_gets_nothing(
    start: Any, new_context: Any, behaviour: Any, head: str
) -> None:
    camera = behaviour()
    target = await start(camera)
    async with open_relay(target, new_context(), limits=TIMING.limits) as relay:
        assert await talk(relay.uri, head.format(relay.uri)) == b""
    assert camera.requests == []


async def test_a_silent_stranger_ends_with_the_relay(
    start: Any, new_context: Any, behaviour: Any
) -> None:
    target = await start(behaviour())
    async with open_relay(target, new_context(), limits=TIMING.limits) as relay:
        reader, writer = await asyncio.open_connection(*_address(relay.uri))
        assert await talk(relay.uri, "x\r\n\r\n") == b""
    assert await reader.read() == b""
    writer.transport.abort()


async def test_a_second_client_is_cut_off(start: Any, new_context: Any, behaviour: Any) -> None:
    camera = behaviour()
    target = await start(camera)
    async with open_relay(target, new_context(), limits=TIMING.limits) as relay:
        head = f"OPTIONS {relay.uri} RTSP/1.0\r\nCSeq: 7\r\n\r\n"
        reader, writer = await asyncio.open_connection(*_address(relay.uri))
        writer.write(head.encode())
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"RTSP/1.0 200 -\r\nCSeq: 7\r\n")
        assert await talk(relay.uri, head) == b""
        writer.transport.abort()
    assert camera.methods() == ["OPTIONS"]


def _address(uri: str) -> tuple[str, int]:
    host, _, port = uri.removeprefix("rtsp://").partition("/")[0].partition(":")
    return host, int(port)


async def test_nothing_but_reading_reaches_the_camera(
    start: Any, new_context: Any, behaviour: Any
) -> None:
    """Receiver reports end at the relay, and so does every method that could change something."""
    camera = behaviour()
    target = await start(camera)
    async with open_relay(target, new_context(), limits=TIMING.limits) as relay:
        uri = relay.uri
        report = "$\x01\x00\x04abcd"
        heads = [
            f"{method} {uri}{path} RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n"
            for method, path in [("DESCRIBE", ""), ("SETUP", "/track1"), ("PLAY", "")]
        ]
        alive = f"GET_PARAMETER {uri} RTSP/1.0\r\nCSeq: 9\r\n\r\n"
        forbidden = f"SET_PARAMETER {uri} RTSP/1.0\r\nCSeq: 10\r\n\r\n"
        await talk(uri, *heads, report, alive, report, forbidden)
    asked = target.stream_uri
    assert [(method, uri) for method, uri, _ in camera.requests] == [
        ("DESCRIBE", asked),
        ("SETUP", f"{asked}/track1"),
        ("PLAY", asked),
        ("TEARDOWN", asked),
    ]


async def test_a_session_is_torn_down_when_the_client_was_killed(
    start: Any, new_context: Any, behaviour: Any, clips: Any
) -> None:
    camera = behaviour(media=clips["h264"].packets())
    target = await start(camera)
    async with open_relay(target, new_context(), limits=TIMING.limits) as relay:
        heads = [
            f"{method} {relay.uri} RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n"
            for method in ("DESCRIBE", "SETUP", "PLAY")
        ]
        await talk(relay.uri, *heads)
        assert relay.packets > 0
    assert camera.methods()[-1] == "TEARDOWN"


async def test_tls_ends_at_the_relay(
    pool: CapturePool,
    start: Any,
    new_context: Any,
    behaviour: Any,
    clips: Any,
    tmp_path: Path,
) -> None:
    identity = make_identity(tmp_path)
    camera = behaviour(media=clips["h264"].packets(), tls=identity.context)
    target = await start(camera)
    assert target.stream_uri.startswith("rtsps://")
    frame = await build(timing=TIMING).run(target, new_context(capturer=pool))
    assert frame.metrics is not None
    assert camera.requests[1][1] == target.stream_uri


async def test_the_relay_takes_the_certificates_that_our_client_takes(
    pool: CapturePool,
    start: Any,
    new_context: Any,
    behaviour: Any,
    clips: Any,
    tmp_path: Path,
) -> None:
    camera = behaviour(media=clips["h264"].packets(), tls=make_identity(tmp_path).context)
    strict = replace(
        TIMING, limits=Limits(tls=TlsPolicy(trust=Trust.PINNED, pins=frozenset({"0" * 64})))
    )
    with pytest.raises(ProbeError) as caught:
        await build(timing=strict).run(await start(camera), new_context(capturer=pool))
    assert caught.value.kind is FailureKind.TLS_FAILED
    assert camera.requests == []
