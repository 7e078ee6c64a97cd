"""Every way in which a camera misbehaves: the step, the kind of failure, and how long it may cost.

The bounds are those of the injected limits plus scheduling: an answer may take 0.2 s, a first
picture 0.3 s, so that nothing here can hold the probe for three seconds.
"""

import random
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from auditor.demo.black_hole import black_hole
from auditor.demo.cast import CAST
from probes.engine import Engine
from probes.observation import Observation
from probes.rtsp_client import Limits
from probes.rtsp_frame import RtspFrame, Timing, build
from probes.target import Target
from tests.probes.rtsp.jpeg_stream import jpeg
from tests.probes.rtsp.jpeg_stream import packets as jpeg_packets

LIMITS = Limits(connect=0.2, answer=0.2, farewell=0.2)
TIMING = Timing(
    first_frame=timedelta(seconds=0.3),
    dialogue=timedelta(seconds=0.9),
    margin=timedelta(seconds=0.3),
    span=timedelta(seconds=0.2),
    limits=LIMITS,
)
PATIENT = replace(TIMING, first_frame=timedelta(seconds=0.9))  # where a picture must come
BOUND_S = 2.5
AT_ONCE_S = 1.0
PICTURE = "picture"
FOREIGN_URI = "rtsp://127.0.0.99:554/live"

Clips = dict[str, Any]
Media = Callable[[Clips], list[bytes]]


@dataclass(frozen=True, slots=True)
class Case:
    """What the camera does, and ``step kind`` of the failure, or "picture"."""

    expected: str
    changes: dict[str, Any] = field(default_factory=dict)
    media: Media | None = None
    bound: float = BOUND_S


def _clip(name: str, *, first: int = 0, last: int | None = None) -> Media:
    return lambda clips: replace(clips[name], units=clips[name].units[first:last]).packets()


def _corrupt_payloads(clips: Clips) -> list[bytes]:
    """Good headers, random payloads."""
    noise = random.Random(4)
    return [data[:12] + noise.randbytes(len(data) - 12) for data in clips["h264"].packets()]


def _corrupt_slices(clips: Clips) -> list[bytes]:
    """Good packetisation, random slice data: only a decoder can tell."""
    noise = random.Random(5)
    clip = clips["h264"]
    units = (
        tuple(nal if len(nal) < 100 else nal[:4] + noise.randbytes(len(nal) - 4) for nal in unit)
        for unit in clip.units
    )
    clean = (tuple(nal.replace(b"\0\0\1", b"\0\1\1") for nal in unit) for unit in units)
    return replace(clip, units=tuple(clean)).packets()  # type: ignore[no-any-return]


def _two_sources(clips: Clips) -> list[bytes]:
    """Another camera's packets between this one's, with a source of their own."""
    own = clips["h264"].packets()
    other = [
        struct.pack("!BBHII", 0x80, 97, n & 0xFFFF, n, 99) + b"\x65\x88" * 50
        for n in range(len(own))
    ]
    return [one for pair in zip(other, own, strict=True) for one in pair]


SILENT_AUDIO = (
    b"v=0\r\nm=audio 0 RTP/AVP 8\r\na=control:track0\r\nm=application 0 RTP/AVP 107\r\n"
    b"a=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:track2\r\n"
    b"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n"
)
HEAD = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n"
WRONG_CSEQ = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n" * 20

CASES: dict[str, Case] = {
    # A peer that says nothing, or too little.
    "mute": Case("describe response_timed_out", {"hang_at": "DESCRIBE"}),
    "hang at SETUP": Case("setup response_timed_out", {"hang_at": "SETUP"}),
    "hang at PLAY": Case("play response_timed_out", {"hang_at": "PLAY"}),
    "drip": Case("describe response_timed_out", {"drips": True}),
    "half an answer": Case("describe response_timed_out", {"raw": {"DESCRIBE": b"RTSP/1.0 2"}}),
    "half a description": Case(
        "describe response_timed_out",
        {"raw": {"DESCRIBE": HEAD + b"Content-Length: 900\r\n\r\nv=0\r\n"}},
    ),
    "PLAY OK, no RTP": Case("first_packet no_media"),
    "not RTP": Case("first_packet no_media", media=lambda _: [b"no rtp"]),
    "stall after 5 frames, one of them a key": Case(PICTURE, media=_clip("h264", last=5)),
    "stall after 5 frames, none of them a key": Case(
        "first_key_frame first_frame_timed_out", media=_clip("h264", first=1, last=6)
    ),
    "never an IDR": Case(
        "first_key_frame first_frame_timed_out", media=_clip("h264", first=1, last=12)
    ),
    "a gradual refresh, within the patience": Case(
        "first_key_frame first_frame_timed_out", media=_clip("refresh", first=1)
    ),
    # A peer that says too much.
    "endless SDP": Case(
        "describe protocol_error",
        {"raw": {"DESCRIBE": HEAD + b"Content-Length: 99999999\r\n\r\n" + b"a=x\r\n" * 50000}},
        bound=AT_ONCE_S,
    ),
    "endless header": Case(
        "describe protocol_error", {"raw": {"DESCRIBE": HEAD + b"a: b\r\n" * 20000}}, bound=AT_ONCE_S
    ),
    "endless line": Case(
        "describe protocol_error", {"raw": {"DESCRIBE": b"RTSP/1.0 200 " + b"x" * 9000}}, bound=AT_ONCE_S
    ),
    "endless answers": Case("setup protocol_error", {"raw": {"SETUP": WRONG_CSEQ}}, bound=AT_ONCE_S),
    "redirect to itself": Case("describe protocol_error", {"redirects": "self"}, bound=AT_ONCE_S),
    "redirect to another host": Case(
        "describe protocol_error", {"redirects": FOREIGN_URI}, bound=AT_ONCE_S
    ),
    "redirect to nowhere": Case(
        "describe protocol_error", {"status": {"DESCRIBE": 302}}, bound=AT_ONCE_S
    ),
    # A peer that speaks something else.
    "garbage": Case("describe protocol_error", {"greeting": b"\x00\x01garbage"}, bound=AT_ONCE_S),
    "garbage after PLAY": Case(
        "first_packet protocol_error",
        {"raw": {"PLAY": HEAD.replace(b"1\r", b"3\r") + b"\r\n\x00garbage" * 9}},
        bound=AT_ONCE_S,
    ),
    "HTTP on the port": Case(
        "describe protocol_error", {"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"}, bound=AT_ONCE_S
    ),
    "SIP on the port": Case(
        "describe protocol_error", {"greeting": b"SIP/2.0 400 Bad\r\n\r\n"}, bound=AT_ONCE_S
    ),
    "bad SDP: HTML": Case("describe protocol_error", {"sdp": b"<html></html>"}, bound=AT_ONCE_S),
    "bad SDP: no media": Case("describe protocol_error", {"sdp": b"v=0\r\ns=x\r\n"}, bound=AT_ONCE_S),
    "bad SDP: audio only": Case(
        "describe wrong_media", {"sdp": b"v=0\r\nm=audio 0 RTP/AVP 8\r\n"}, bound=AT_ONCE_S
    ),
    "bad SDP: another codec": Case(
        "describe wrong_media", {"sdp": b"v=0\r\nm=video 0 RTP/AVP 32\r\n"}, bound=AT_ONCE_S
    ),
    # Media that is not what it should be.
    "RTP payload corrupt": Case("first_key_frame first_frame_timed_out", media=_corrupt_payloads),
    "slice data corrupt": Case("first_picture not_decodable", media=_corrupt_slices),
    "another camera's packets in between": Case(PICTURE, media=_two_sources),
    "no sprop": Case(PICTURE, media=_clip("h264")),
    "silent audio track": Case(PICTURE, {"sdp": SILENT_AUDIO}, media=_clip("h264")),
    "JPEG cut short": Case(
        "first_packet no_media",
        {"sdp": b"v=0\r\nm=video 0 RTP/AVP 26\r\n"},
        media=lambda _: [b"\x80\x1a\0\0"],
    ),
    "JPEG without its last packets": Case(
        "first_key_frame first_frame_timed_out",
        {"sdp": b"v=0\r\nm=video 0 RTP/AVP 26\r\n"},
        media=lambda _: jpeg_packets([jpeg()], size=300)[:3],
    ),
    # Refusals.
    "404": Case("describe not_found", {"status": {"DESCRIBE": 404}}, bound=AT_ONCE_S),
    "404 to SETUP": Case("setup protocol_error", {"status": {"SETUP": 404}}, bound=AT_ONCE_S),
    "403 without a login": Case(
        "describe authentication_required", {"status": {"DESCRIBE": 403}}, bound=AT_ONCE_S
    ),
    "403 after a login": Case(
        "describe authentication_rejected",
        {"auth": "Digest", "status": {"DESCRIBE": 403}},
        bound=AT_ONCE_S,
    ),
    "403 after an accepted login": Case(
        "setup session_limit", {"auth": "Digest", "status": {"SETUP": 403}}, bound=AT_ONCE_S
    ),
    "wrong password": Case(
        "describe authentication_rejected", {"auth": "Digest", "accepts": False}, bound=AT_ONCE_S
    ),
    "401 forever, always stale": Case(
        "describe authentication_rejected",
        {"auth": "Digest", "accepts": False, "is_stale": True},
        bound=AT_ONCE_S,
    ),
    "401 when connections are used up": Case(
        "setup session_limit", {"auth": "Digest", "limit_at": "SETUP"}, bound=AT_ONCE_S
    ),
    "account locked": Case(
        "describe account_locked",
        {"auth": "Digest", "accepts": False, "reason": "User Locked"},
        bound=AT_ONCE_S,
    ),
    "unknown login scheme": Case("describe not_supported", {"auth": "Bearer"}, bound=AT_ONCE_S),
    "453": Case("setup session_limit", {"status": {"SETUP": 453}}, bound=AT_ONCE_S),
    "503": Case("describe session_limit", {"status": {"DESCRIBE": 503}}, bound=AT_ONCE_S),
    "454": Case("play protocol_error", {"status": {"PLAY": 454}}, bound=AT_ONCE_S),
    "461, then UDP": Case(PICTURE, {"udp": True}, media=_clip("frozen")),
    "UDP in answer to TCP": Case(PICTURE, {"answers_tcp_with_udp": True}, media=_clip("frozen")),
    "461 twice": Case("setup not_supported", {"status": {"SETUP": 461}}, bound=AT_ONCE_S),
    "461, then no datagram": Case("first_packet no_media", {"udp": True}),
    **{
        f"{way.partition('_')[0]} at {method}": Case(
            f"{method.lower()} connection_reset", {way: method}, bound=AT_ONCE_S
        )
        for way in ("reset_at", "close_at")
        for method in ("DESCRIBE", "SETUP", "PLAY")
    },
}  # fmt: skip


@pytest.fixture
def observe(new_context: Any, decoder: Any) -> Callable[[Target], Any]:
    """Run the probe through the engine; return the observation and the seconds it took."""

    async def run(
        target: Target, *, timing: Timing = TIMING
    ) -> tuple[Observation[RtspFrame], float]:
        context = new_context()
        engine = Engine(context.scope, decoder, context.now)
        began = time.monotonic()
        seen, _ = await engine.attempt(build(timing=timing), target, attempt=1)
        return seen, time.monotonic() - began

    return run


def outcome(seen: Observation[RtspFrame]) -> str:
    return PICTURE if seen.failure is None else f"{seen.failure.step} {seen.failure.kind.value}"


@pytest.mark.parametrize("name", CASES)
async def test_each_misbehaviour_has_its_kind_and_its_bound(
    name: str, clips: Clips, behaviour: Any, start: Any, observe: Any
) -> None:
    case = CASES[name]
    changes = dict(case.changes)
    redirects = changes.pop("redirects", "")
    camera = behaviour(media=case.media(clips) if case.media else [], **changes)
    target = await start(camera)
    if redirects:
        camera.status["DESCRIBE"] = 302
        camera.headers["Location"] = target.stream_uri if redirects == "self" else redirects
    timing = PATIENT if case.expected == PICTURE else TIMING
    seen, seconds = await observe(target, timing=timing)
    assert outcome(seen) == case.expected
    assert seconds < case.bound
    assert (seen.picture is not None) is (case.expected == PICTURE)


async def test_a_login_is_never_sent_more_often_than_is_safe(
    behaviour: Any, start: Any, observe: Any
) -> None:
    """Once when refused; a second time only for a nonce that the camera itself calls stale."""
    sent = {}
    for name in ("wrong password", "401 forever, always stale", "account locked"):
        camera = behaviour(**CASES[name].changes)
        await observe(await start(camera))
        sent[name] = sum("Authorization" in fields for _, _, fields in camera.requests)
    assert sent == {"wrong password": 1, "401 forever, always stale": 2, "account locked": 0}


async def test_a_redirect_never_leaves_the_registered_host(
    behaviour: Any, start: Any, observe: Any
) -> None:
    camera = behaviour(status={"DESCRIBE": 302}, headers={"Location": FOREIGN_URI})
    await observe(await start(camera))
    assert camera.connections == 1


@pytest.mark.parametrize("name", ["PLAY OK, no RTP", "never an IDR", "slice data corrupt"])
async def test_a_session_that_was_opened_is_torn_down(
    name: str, clips: Clips, behaviour: Any, start: Any, observe: Any
) -> None:
    case = CASES[name]
    camera = behaviour(media=case.media(clips) if case.media else [])
    await observe(await start(camera))
    assert camera.methods()[-1] == "TEARDOWN"


async def test_a_closed_port_is_refused_at_once(observe: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    uri = f"rtsp://127.0.0.1:{port}/live"
    seen, seconds = await observe(Target(key="k", host="127.0.0.1", stream_uri=uri))
    assert outcome(seen) == "connect connection_refused"
    assert seconds < AT_ONCE_S


async def test_a_swallowed_connection_times_out(observe: Any) -> None:
    with black_hole(CAST[0], address="127.0.0.1", port=0) as port:
        uri = f"rtsp://127.0.0.1:{port}/live"
        seen, seconds = await observe(Target(key="k", host="127.0.0.1", stream_uri=uri))
    assert outcome(seen) == "connect connection_timed_out"
    assert seconds < BOUND_S


async def test_bytes_beyond_any_cap_do_not_pile_up(
    behaviour: Any, start: Any, observe: Any
) -> None:
    """Interleaved frames that no track owns are dropped, however many come."""
    flood = [b"\x80\x7f" + bytes(900)] * 5000
    seen, seconds = await observe(await start(behaviour(media=flood)))
    assert outcome(seen) == "first_key_frame first_frame_timed_out"
    assert seconds < BOUND_S
