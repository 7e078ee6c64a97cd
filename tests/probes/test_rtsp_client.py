"""The dialogue: logins, redirects, TLS, and what is never dialled."""

import asyncio
import socket
from dataclasses import replace
from typing import Any

import pytest

from probes.failure import FailureKind, ProbeError
from probes.rtsp_client import Limits, open_session
from probes.rtsp_connection import MediaPort
from probes.target import Target

LIMITS = Limits()
HASTY = Limits(connect=0.2)


@pytest.fixture
def play(new_context: Any, start: Any) -> Any:
    """Play ``camera``; return the dialogue, or raise."""

    async def run(
        camera: Any,
        *,
        login: bool = True,
        limits: Limits = LIMITS,
        then: Any = None,
        **changes: Any,
    ) -> Any:
        target = replace(await start(camera), **changes)
        async with open_session(target, new_context(login=login), limits=limits) as session:
            await session.play()
            if then is not None:
                await then(session)
            return session.dialogue

    return run


async def refusal(work: Any) -> FailureKind:
    with pytest.raises(ProbeError) as caught:
        await work
    return caught.value.kind


@pytest.mark.parametrize(
    ("auth", "label"),
    [("Digest", "digest-md5"), ("Basic", "basic")],
)
async def test_a_login_is_sent_once_and_kept(
    auth: str, label: str, behaviour: Any, play: Any
) -> None:
    camera = behaviour(auth=auth)
    dialogue = await play(camera)
    assert (dialogue.auth_scheme, dialogue.status_code) == (label, 200)
    assert camera.methods() == ["DESCRIBE", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]


async def test_a_wrong_login_is_sent_only_once(behaviour: Any, play: Any) -> None:
    camera = behaviour(auth="Digest", accepts=False)
    assert await refusal(play(camera)) is FailureKind.AUTHENTICATION_REJECTED
    assert camera.methods() == ["DESCRIBE", "DESCRIBE"]


async def test_a_stale_nonce_is_renewed_once(behaviour: Any, play: Any) -> None:
    camera = behaviour(auth="Digest", is_stale=True)
    await play(camera)
    assert camera.methods().count("DESCRIBE") == 3
    endless = behaviour(auth="Digest", is_stale=True, accepts=False)
    assert await refusal(play(endless)) is FailureKind.AUTHENTICATION_REJECTED
    assert endless.methods().count("DESCRIBE") == 3


async def test_a_refusal_that_ends_the_connection_is_answered_on_a_new_one(
    behaviour: Any, play: Any
) -> None:
    camera = behaviour(auth="Digest", closes_after_401=True)
    await play(camera)
    assert camera.connections == 2
    assert camera.methods() == ["DESCRIBE", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]


@pytest.mark.parametrize("cseq", ["0", "99", "x", "", "007"])
async def test_a_cseq_that_was_never_sent_is_a_slip(cseq: str, behaviour: Any, play: Any) -> None:
    dialogue = await play(behaviour(headers={"CSeq": cseq}))
    assert dialogue.status_code == 200


async def test_an_answer_that_stays_at_an_old_cseq_is_no_silence(behaviour: Any, play: Any) -> None:
    camera = behaviour(raw={"SETUP": b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"})
    assert await refusal(play(camera, limits=Limits(answer=0.2))) is FailureKind.PROTOCOL_ERROR


@pytest.mark.parametrize("method", ["SETUP", "PLAY"])
async def test_what_was_described_is_not_called_missing(
    method: str, behaviour: Any, play: Any
) -> None:
    camera = behaviour(status={method: 404})
    assert await refusal(play(camera)) is FailureKind.PROTOCOL_ERROR


async def test_the_presentations_own_url_is_played(behaviour: Any, play: Any) -> None:
    sdp = (
        b"v=0\r\na=control:rtsp://127.0.0.2:1/all\r\nm=video 0 RTP/AVP 96\r\n"
        b"a=rtpmap:96 H264/90000\r\na=control:track1\r\n"
    )
    camera = behaviour(sdp=sdp)
    await play(camera)
    assert [uri.partition(":1/")[2] for _, uri, _ in camera.requests[1:]] == [
        "all/track1", "all", "all",
    ]  # fmt: skip
    assert camera.connections == 1


async def test_a_login_may_be_withheld_or_missing(behaviour: Any, play: Any) -> None:
    camera = behaviour(auth="Digest")
    assert await refusal(play(camera, login=False)) is FailureKind.LOGIN_WITHHELD
    missing = await refusal(play(camera, credential=None))
    assert missing is FailureKind.AUTHENTICATION_REQUIRED
    assert not any("Authorization" in fields for _, _, fields in camera.requests)


async def test_an_unknown_scheme_is_not_supported(behaviour: Any, play: Any) -> None:
    assert await refusal(play(behaviour(auth="Bearer"))) is FailureKind.NOT_SUPPORTED


async def test_a_login_answered_by_403_is_rejected(behaviour: Any, play: Any) -> None:
    camera = behaviour(auth="Digest", status={"DESCRIBE": 403})
    assert await refusal(play(camera)) is FailureKind.AUTHENTICATION_REJECTED


async def test_a_redirect_on_the_same_host_is_followed(
    behaviour: Any, play: Any, start: Any
) -> None:
    goal = behaviour()
    location = (await start(goal)).stream_uri.replace("//", "//u:p@")
    camera = behaviour(status={"DESCRIBE": 302}, headers={"Location": location})
    await play(camera)
    assert camera.methods() == ["DESCRIBE"]
    assert [uri for _, uri, _ in goal.requests][:1] == [location.replace("u:p@", "")]


@pytest.mark.parametrize(
    "location", ["rtsp://127.0.0.2:1/x", "rtsp://u@other/x", "http://127.0.0.1/"]
)
async def test_a_redirect_elsewhere_is_refused(location: str, behaviour: Any, play: Any) -> None:
    camera = behaviour(status={"DESCRIBE": 301}, headers={"Location": location})
    assert await refusal(play(camera)) is FailureKind.PROTOCOL_ERROR
    assert camera.connections == 1


async def test_a_redirect_loop_ends(behaviour: Any, play: Any, start: Any) -> None:
    camera = behaviour(status={"DESCRIBE": 302})
    camera.headers["Location"] = (await start(camera)).stream_uri
    assert await refusal(play(camera)) is FailureKind.PROTOCOL_ERROR
    assert camera.connections == 4


async def test_a_foreign_content_base_is_only_text(behaviour: Any, play: Any) -> None:
    camera = behaviour(headers={"Content-Base": "rtsp://127.0.0.2:1/other/"})
    await play(camera)
    assert camera.requests[1][1] == "rtsp://127.0.0.2:1/other/track1"
    assert camera.connections == 1


@pytest.mark.parametrize(
    "uri", [None, "http://127.0.0.1/", "rtsp://127.0.0.1:99999/", "rtsp://", "rtsp://127.0.0.1:0/"]
)
async def test_an_unusable_uri_is_skipped(uri: str | None, behaviour: Any, play: Any) -> None:
    camera = behaviour()
    assert await refusal(play(camera, stream_uri=uri)) is FailureKind.SKIPPED
    assert camera.connections == 0


async def test_a_plain_server_fails_the_tls_handshake(
    behaviour: Any, play: Any, start: Any
) -> None:
    camera = behaviour(greeting=b"RTSP/1.0 200 OK\r\n\r\n")
    uri = (await start(camera)).stream_uri.replace("rtsp:", "rtsps:")
    assert await refusal(play(camera, stream_uri=uri)) is FailureKind.TLS_FAILED


async def test_a_mute_tls_server_fails_the_handshake(new_context: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        uri = f"rtsps://127.0.0.1:{mute.getsockname()[1]}/"
        target = Target(key="k", host="127.0.0.1", stream_uri=uri)
        session = open_session(target, new_context(), limits=HASTY)
        with pytest.raises(ProbeError) as caught:
            async with session as opened:
                await opened.play()
    assert caught.value.kind is FailureKind.TLS_FAILED


@pytest.mark.parametrize(
    ("session", "every"),
    [(";timeout=1", 0.5), (";TIMEOUT = 30", 15.0), (";timeout=60", None), ("", None), (";timeout=0", None)],
)  # fmt: skip
async def test_a_short_session_is_kept_alive(
    session: str, every: float | None, behaviour: Any, play: Any
) -> None:
    """Once in half its time; what is answered does not matter."""
    camera = behaviour(
        media=[b"\x80\x60" + bytes(10)] * 2,
        headers={"Session": f"42{session}"},
        status={"GET_PARAMETER": 454},
    )

    async def watch(opened: Any) -> None:
        assert opened._keep_alive_every == every
        if every is not None:
            opened._keep_alive_at = 0.0
        seen = 0
        while seen < 2:
            seen += len(await opened.packets())

    await play(camera, then=watch)
    wanted = ["GET_PARAMETER"] if every else []
    assert camera.methods() == ["DESCRIBE", "SETUP", "PLAY", *wanted, "TEARDOWN"]


async def test_who_passes_over_media_comes_back_when_the_session_must_be_kept_alive(
    behaviour: Any, play: Any
) -> None:
    packet = b"\x80\x60" + bytes(10)
    camera = behaviour(media=[packet])

    async def watch(opened: Any) -> None:
        assert await opened.packets() == [packet]
        inbox = opened._connected._inbox
        inbox.get_buffer(0)[:16] = b"$\0\0\x0c" + packet
        inbox.buffer_updated(16)

        def pass_over(buffer: bytearray, channel: int) -> tuple[int, bool]:
            del buffer, channel
            opened._keep_alive_at = 0.0
            return 0, True

        async with asyncio.timeout(1):
            assert await opened.packets(pass_over) == [packet]
        assert opened._keep_alive_at == 0.0

    await play(camera, then=watch)


async def test_udp_takes_only_the_cameras_datagrams() -> None:
    port = MediaPort("127.0.0.1")
    await port.open("127.0.0.1")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.2", 0))
            other.sendto(b"foreign", ("127.0.0.1", port.port))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
            own.sendto(b"own", ("127.0.0.1", port.port))
        assert await port.packet() == b"own"
        assert port.port % 2 == 0
    finally:
        port.close()
