"""The whole probe against a scripted camera: every misbehaviour has its own answer."""

import asyncio
import struct
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from probes.engine import Engine
from probes.failure import FailureKind, ProbeError
from probes.rtsp_client import Limits
from probes.rtsp_frame import PROBE, Timing, build
from probes.rtsp_freeze import MOVING_BYTES

# Limits that a test waits for are tiny; those that it must not meet are wide.
QUICK = Timing(
    first_frame=timedelta(seconds=0.7),
    dialogue=timedelta(seconds=3),
    margin=timedelta(seconds=0.5),
)
PATIENT = replace(QUICK, first_frame=timedelta(seconds=60))
HASTY = replace(QUICK, limits=Limits(answer=0.2))


@pytest.fixture
def attempt(new_context: Any, decoder: Any, start: Any) -> Any:
    """Run the probe through the engine and return the observation."""

    async def run(camera: Any, *, timing: Timing = QUICK, login: bool = True) -> Any:
        context = new_context()
        engine = Engine(context.scope, decoder, context.now)
        seen, _ = await engine.attempt(
            build(timing=timing), await start(camera), attempt=1, login=login
        )
        return seen

    return run


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_a_good_camera_gives_a_moving_picture(
    codec: str, clips: Any, behaviour: Any, attempt: Any
) -> None:
    camera = behaviour(media=clips[codec].packets(), codec=codec.upper())
    seen = await attempt(camera, timing=PATIENT)
    frame = seen.payload
    assert seen.failure is None
    assert seen.answered
    assert seen.picture.startswith(b"\xff\xd8")
    assert (frame.status_code, frame.transport, frame.server) == (200, "tcp", "fake")
    assert (frame.codec, frame.width_px, frame.height_px) == (codec, 128, 96)
    assert frame.lost_packets == 0
    assert frame.packets > 20
    assert frame.predicted_bytes > MOVING_BYTES
    assert (frame.difference, frame.difference_from_key_frame) == (None, False)
    assert frame.first_packet <= frame.first_key_frame <= frame.first_picture
    assert len(frame.picture_sha256) == 64
    assert camera.methods() == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]
    assert [step.name for step in seen.steps] == [
        "resolve", "connect", "options", "describe", "setup", "play",
        "first_packet", "first_key_frame", "first_picture", "second_picture",
    ]  # fmt: skip


async def test_a_still_picture_is_compared_with_the_next_key_picture(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    seen = await attempt(behaviour(media=clips["frozen"].packets()), timing=PATIENT)
    assert seen.payload.difference < 0.5
    assert seen.payload.difference_from_key_frame


async def test_without_a_second_key_picture_nothing_is_said_of_freezing(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    clip = clips["frozen"]
    camera = behaviour(media=replace(clip, units=clip.units[:28]).packets())
    seen = await attempt(camera)
    assert seen.failure is None
    assert seen.payload.predicted_bytes < 100
    assert (seen.payload.difference, seen.payload.difference_from_key_frame) == (None, False)


async def test_after_a_loss_it_waits_for_the_next_key_picture(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    packets = clips["frozen"].packets()
    lost = next(at for at in range(20, len(packets)) if packets[at - 1][1] & 0x80)
    del packets[lost]
    seen = await attempt(behaviour(media=packets), timing=PATIENT)
    assert seen.payload.lost_packets == 1
    assert seen.payload.difference_from_key_frame


async def test_joining_in_the_middle_waits_for_a_key_picture(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["h264"]
    camera = behaviour(media=replace(clip, units=clip.units[5:]).packets())
    seen = await attempt(camera, timing=PATIENT)
    assert seen.failure is None
    assert decoder.requests[0].key == clip.annex_b(12)


async def test_a_camera_without_tcp_is_played_by_udp(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    camera = behaviour(media=clips["frozen"].packets(), udp=True)
    seen = await attempt(camera, timing=QUICK)
    assert (seen.failure, seen.payload.transport) == (None, "udp")
    assert camera.methods() == ["OPTIONS", "DESCRIBE", "SETUP", "SETUP", "PLAY", "TEARDOWN"]


async def test_media_on_another_channel_than_agreed_is_taken(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    seen = await attempt(behaviour(media=clips["h264"].packets(), channel=6), timing=PATIENT)
    assert (seen.failure, seen.payload.lost_packets) == (None, 0)


async def test_audio_mixed_into_the_channel_is_passed_over(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    video = clips["h264"].packets()
    audio = struct.pack("!BBHII", 0x80, 8, 1, 160, 99) + b"sound"
    mixed = [one for packet in video for one in (audio, packet)]
    seen = await attempt(behaviour(media=mixed), timing=PATIENT)
    assert (seen.failure, seen.payload.lost_packets) == (None, 0)
    assert seen.payload.predicted_bytes > MOVING_BYTES


async def test_a_marker_on_every_slice_gives_no_half_picture(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    """H.265 decoders fill what is missing with gray and do not say so."""
    clip = clips["slices"]
    packets = [bytes([*packet[:1], packet[1] | 0x80, *packet[2:]]) for packet in clip.packets()]
    seen = await attempt(behaviour(media=packets, codec="H265"), timing=PATIENT)
    assert seen.failure is None
    assert decoder.requests[0].key == clip.annex_b(12)


async def test_silence_after_a_slow_dialogue_proves_nothing(behaviour: Any, attempt: Any) -> None:
    timing = replace(QUICK, first_frame=timedelta(seconds=0.2), dialogue=timedelta(seconds=0.5))
    failure = (await attempt(behaviour(), timing=timing)).failure
    assert (failure.step, failure.kind) == ("first_packet", "first_frame_timed_out")


@pytest.mark.parametrize(
    ("method", "step"),
    [("OPTIONS", "options"), ("DESCRIBE", "describe"), ("SETUP", "setup"), ("PLAY", "play")],
)
async def test_each_unanswered_request_is_a_timeout_of_its_step(
    method: str, step: str, behaviour: Any, attempt: Any
) -> None:
    camera = behaviour(hang_at=method)
    failure = (await attempt(camera, timing=HASTY)).failure
    assert (failure.step, failure.kind) == (step, FailureKind.RESPONSE_TIMED_OUT)


@pytest.mark.parametrize("method", ["OPTIONS", "DESCRIBE", "SETUP", "PLAY"])
@pytest.mark.parametrize("way", ["close_at", "reset_at"])
async def test_a_dropped_connection_is_a_reset(
    method: str, way: str, behaviour: Any, attempt: Any
) -> None:
    failure = (await attempt(behaviour(**{way: method}))).failure
    assert (failure.step, failure.kind) == (method.lower(), FailureKind.CONNECTION_RESET)


async def test_half_an_answer_is_a_timeout(behaviour: Any, attempt: Any) -> None:
    camera = behaviour(raw={"DESCRIBE": b"RTSP/1.0 2"})
    failure = (await attempt(camera, timing=HASTY)).failure
    assert (failure.step, failure.kind) == ("describe", FailureKind.RESPONSE_TIMED_OUT)


ENDLESS_SDP = b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 99999999\r\n\r\nv=0\r\n"


LONG_HEAD = b"RTSP/1.0 200 OK\r\n" + b"a: b\r\n" * 20000
STRANGE_CSEQ = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n" * 20
MISBEHAVIOURS: dict[str, tuple[dict[str, Any], str]] = {
    "garbage": ({"greeting": b"\x00\x01garbage"}, "options protocol_error"),
    "http": ({"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"}, "options protocol_error"),
    "endless sdp": ({"raw": {"DESCRIBE": ENDLESS_SDP}}, "describe protocol_error"),
    "long head": ({"raw": {"DESCRIBE": LONG_HEAD}}, "describe protocol_error"),
    "foreign cseq": ({"raw": {"DESCRIBE": STRANGE_CSEQ}}, "describe protocol_error"),
    "html": ({"sdp": b"<html></html>"}, "describe protocol_error"),
    "mjpeg": ({"sdp": b"v=0\r\nm=video 0 RTP/AVP 26\r\n"}, "describe wrong_media"),
    "404": ({"status": {"DESCRIBE": 404}}, "describe not_found"),
    "403": ({"status": {"DESCRIBE": 403}}, "describe authentication_required"),
    "302 to nowhere": ({"status": {"DESCRIBE": 302}}, "describe protocol_error"),
    "453": ({"status": {"SETUP": 453}}, "setup session_limit"),
    "461 twice": ({"status": {"SETUP": 461}}, "setup not_supported"),
    "454": ({"status": {"PLAY": 454}}, "play protocol_error"),
    "no rtp": ({}, "first_packet no_media"),
    "not rtp": ({"media": [b"no rtp"]}, "first_packet no_media"),
    "no udp": ({"udp": True}, "first_packet no_media"),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
async def test_each_misbehaviour_has_its_kind(name: str, behaviour: Any, attempt: Any) -> None:
    changes, expected = MISBEHAVIOURS[name]
    camera = behaviour(**changes)
    failure = (await attempt(camera)).failure
    assert f"{failure.step} {failure.kind.value}" == expected


async def test_an_error_to_options_does_not_matter(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    camera = behaviour(media=clips["h264"].packets(), status={"OPTIONS": 501})
    assert (await attempt(camera, timing=PATIENT)).failure is None


async def test_wrong_media_keeps_the_codec_name(behaviour: Any, attempt: Any) -> None:
    seen = await attempt(behaviour(sdp=b"v=0\r\nm=video 0 RTP/AVP 26\r\n"))
    assert seen.payload.codec == "jpeg"
    assert seen.payload.status_code == 200


async def test_an_open_gop_is_joined_at_its_recovery_point(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["open"]
    camera = behaviour(media=replace(clip, units=clip.units[1:]).packets())
    seen = await attempt(camera, timing=PATIENT)
    assert seen.failure is None
    assert decoder.requests[0].key == clip.annex_b(clip.key.index(True, 1))
    assert seen.payload.metrics.laplacian_variance > 100


async def test_a_gradual_refresh_is_no_key_picture(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    """Its first pictures are partly gray: better none than these."""
    clip = clips["refresh"]
    seen = await attempt(behaviour(media=replace(clip, units=clip.units[1:]).packets()))
    assert seen.failure.kind is FailureKind.FIRST_FRAME_TIMED_OUT
    assert decoder.requests == []


async def test_frames_without_a_key_picture_time_out(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    clip = clips["h264"]
    camera = behaviour(media=replace(clip, units=clip.units[1:12]).packets())
    seen = await attempt(camera)
    assert (seen.failure.step, seen.failure.kind) == ("first_key_frame", "first_frame_timed_out")
    assert seen.payload.packets > 10
    assert seen.payload.first_packet is not None
    assert camera.methods()[-1] == "TEARDOWN"


async def test_key_pictures_that_do_not_decode_are_tried_three_times(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["h264"]
    units = [(*clip.units[0][:-1], clip.units[0][-1][:200])] * 4
    camera = behaviour(media=replace(clip, units=tuple(units)).packets())
    seen = await attempt(camera)
    assert (seen.failure.step, seen.failure.kind) == ("first_picture", "not_decodable")
    assert len(decoder.requests) == 3


async def test_one_broken_key_picture_alone_is_not_decodable(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    clip = clips["h264"]
    units = ((*clip.units[0][:-1], clip.units[0][-1][:200]),)
    seen = await attempt(behaviour(media=replace(clip, units=units).packets()))
    assert seen.failure.kind is FailureKind.NOT_DECODABLE


@pytest.mark.parametrize("kind", [FailureKind.DECODER_CRASHED, None])
async def test_our_decoder_in_trouble_is_our_failure(
    kind: Any, clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    async def decode(_: Any) -> Any:
        if kind is None:
            await asyncio.Event().wait()
        raise ProbeError(kind)

    decoder.decode = decode
    timing = replace(QUICK, dialogue=timedelta(seconds=0.7))
    seen = await attempt(behaviour(media=clips["h264"].packets()), timing=timing)
    assert seen.failure.kind is (kind or FailureKind.RESOURCE_EXHAUSTED)


def test_the_deadline_leaves_time_for_the_dialogue() -> None:
    assert PROBE.deadline == timedelta(seconds=25)
    assert build(first_frame=timedelta(seconds=30)).deadline == timedelta(seconds=40)
