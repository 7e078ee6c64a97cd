"""The whole probe against a scripted camera; misbehaviours: test_misbehaviour_rtsp.py."""

import asyncio
import struct
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from probes.engine import Engine
from probes.failure import FailureKind, ProbeError
from probes.picture.decode import decode_with_strips
from probes.picture.frame import DecodedPicture, PictureRequest
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_frame import PROBE, Timing, build
from probes.rtsp_freeze import MOVING_BYTES
from tests.probes.rtsp.jpeg_stream import jpeg, packets

# Limits that a test waits for are tiny; those that it must not meet are wide.
QUICK = Timing(
    first_frame=timedelta(seconds=0.7),
    dialogue=timedelta(seconds=3),
    margin=timedelta(seconds=0.5),
)
IMPATIENT = replace(QUICK, key_patience=timedelta())
PATIENT = replace(QUICK, first_frame=timedelta(seconds=60))


def _cut(key: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """A key picture of which the decoder sees the beginning only."""
    return (*key[:-1], key[-1][:200])


class _Once(dict[str, int]):
    """Statuses that are told from the second connection on: one session was enough."""

    def __init__(self, later: dict[str, int], camera: Any) -> None:
        super().__init__()
        self._later, self._camera = later, camera

    def get(self, key: str, default: Any = None) -> Any:
        if self._camera.connections > 1:
            return self._later.get(key, default)
        return default


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
    assert (frame.picture_origin, frame.measured_rate) == ("key_frame", 25.0)
    assert (frame.declared.width_px, frame.declared.frame_rate) == (128, 25.0)
    assert frame.first_packet <= frame.first_key_frame <= frame.first_picture
    assert len(frame.picture_sha256) == 64
    assert camera.methods() == ["DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]
    assert [step.name for step in seen.steps] == [
        "resolve", "connect", "describe", "setup", "play",
        "first_packet", "first_key_frame", "first_picture", "second_picture",
    ]  # fmt: skip


async def test_strips_leave_with_the_picture(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = decode_with_strips(PictureRequest(codec="h264", key=clips["h264"].annex_b(0)))

    async def decode(_: PictureRequest) -> DecodedPicture:
        return decoded

    monkeypatch.setattr(decoder, "decode", decode)
    seen = await attempt(behaviour(media=clips["h264"].packets()), timing=PATIENT)
    assert len(seen.strips) == 2
    assert (seen.strips, seen.payload.overlay) == (decoded.strips, None)


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
    seen = await attempt(camera, timing=replace(QUICK, dialogue=timedelta(seconds=0.8)))
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


async def test_a_session_is_left_before_its_moving_picture_is_decoded(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A camera need not send while its picture waits for a decoder."""
    clip, decode = clips["h264"], decoder.decode
    camera = behaviour(media=replace(clip, units=clip.units[1:]).packets())

    async def decode_after_farewell(request: PictureRequest) -> DecodedPicture:
        await camera.torn_down.wait()
        return cast("DecodedPicture", await decode(request))

    monkeypatch.setattr(decoder, "decode", decode_after_farewell)
    seen = await attempt(camera, timing=PATIENT)
    assert seen.failure is None
    assert seen.payload.predicted_bytes > MOVING_BYTES
    assert decoder.requests[0].key == clip.annex_b(12)
    assert camera.methods() == ["DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]
    assert seen.steps[-1].name == "first_picture"


async def test_a_broken_picture_after_the_farewell_is_followed_by_another_session(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["h264"]
    units = (*clip.units[1:12], _cut(clip.units[12]), *clip.units[13:])
    camera = behaviour(media=replace(clip, units=units).packets())
    seen = await attempt(camera, timing=PATIENT)
    assert (seen.failure, seen.payload.picture_origin) == (None, "key_frame")
    assert [request.key == clip.annex_b(24) for request in decoder.requests] == [
        False, False, True,
    ]  # fmt: skip
    assert camera.methods() == ["DESCRIBE", "SETUP", "PLAY", "TEARDOWN"] * 2


async def test_a_session_that_cannot_be_had_again_leaves_the_first_refusal(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["h264"]
    media = replace(clip, units=(*clip.units[1:12], _cut(clip.units[12]), *clip.units[13:]))
    camera = behaviour(media=media.packets())
    camera.status = _Once({"DESCRIBE": 453}, camera)
    seen = await attempt(camera)
    assert seen.failure.kind is FailureKind.NOT_DECODABLE
    assert len(decoder.requests) == 1
    assert camera.methods() == ["DESCRIBE", "SETUP", "PLAY", "TEARDOWN", "DESCRIBE"]


async def test_a_camera_without_tcp_is_played_by_udp(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    camera = behaviour(media=clips["frozen"].packets(), udp=True)
    seen = await attempt(camera, timing=QUICK)
    assert (seen.failure, seen.payload.transport) == (None, "udp")
    assert camera.methods() == ["DESCRIBE", "SETUP", "SETUP", "PLAY", "TEARDOWN"]


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


async def test_wrong_media_keeps_the_codec_name(behaviour: Any, attempt: Any) -> None:
    seen = await attempt(behaviour(sdp=b"v=0\r\nm=video 0 RTP/AVP 32\r\n"))
    assert seen.payload.codec == "mpv"
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


async def test_a_gradual_refresh_is_decoded_when_no_key_picture_comes(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["refresh"]
    camera = behaviour(media=replace(clip, units=clip.units[1:]).packets())
    seen = await attempt(camera, timing=IMPATIENT)
    assert seen.failure is None
    assert seen.payload.picture_origin == "recovery"
    assert (seen.payload.width_px, seen.payload.first_key_frame) == (128, None)
    assert seen.payload.difference is None
    assert len(decoder.requests) == 1


async def test_a_refresh_that_proves_nothing_leaves_the_camera_unknown(
    clips: Any, behaviour: Any, attempt: Any, decoder: Any
) -> None:
    clip = clips["refresh"]
    broken = (*clip.units[:24], *((nal[:40] for nal in unit) for unit in clip.units[24:]))
    units = tuple(tuple(unit) for unit in broken)
    camera = behaviour(media=replace(clip, units=units[1:]).packets())
    seen = await attempt(camera, timing=IMPATIENT)
    assert seen.failure.kind is FailureKind.FIRST_FRAME_TIMED_OUT
    assert "gradual refresh" in seen.failure.detail
    assert (seen.picture, seen.payload.picture_origin) == (None, None)
    assert len(decoder.requests) == 1


async def test_a_key_picture_within_the_patience_is_preferred(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    refresh, key = clips["refresh"], clips["h264"]
    units = (*refresh.units[1:36], *key.units)
    seen = await attempt(behaviour(media=replace(key, units=units).packets()), timing=PATIENT)
    assert (seen.failure, seen.payload.picture_origin) == (None, "key_frame")


async def test_motion_jpeg_is_a_picture(behaviour: Any, attempt: Any) -> None:
    camera = behaviour(
        media=packets([jpeg(number) for number in range(40)]),
        sdp=b"v=0\r\nm=video 0 RTP/AVP 26\r\n",
    )
    frame = (await attempt(camera, timing=PATIENT)).payload
    assert (frame.codec, frame.width_px, frame.height_px) == ("mjpeg", 160, 96)
    assert frame.declared == VideoFormat(profile="baseline", width_px=160, height_px=96)
    assert (frame.picture_origin, frame.measured_rate) == ("key_frame", 25.0)
    assert frame.difference > 5


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_what_the_stream_declares_is_kept_without_a_picture(
    codec: str, clips: Any, behaviour: Any, attempt: Any
) -> None:
    clip = clips[codec]
    sets = tuple(nal for nal in clip.units[0] if len(nal) < 100)
    camera = behaviour(
        sprop=sets, codec=codec.upper(), media=replace(clip, units=clip.units[1:12]).packets()
    )
    seen = await attempt(camera)
    assert seen.failure.kind is FailureKind.FIRST_FRAME_TIMED_OUT
    declared, rate = seen.payload.declared, seen.payload.measured_rate
    assert (declared.width_px, declared.height_px, declared.frame_rate) == (128, 96, 25.0)
    assert rate == 25.0


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
    units = [_cut(clip.units[0])] * 4
    camera = behaviour(media=replace(clip, units=tuple(units)).packets())
    seen = await attempt(camera)
    assert (seen.failure.step, seen.failure.kind) == ("first_picture", "not_decodable")
    assert len(decoder.requests) == 3


async def test_one_broken_key_picture_alone_is_not_decodable(
    clips: Any, behaviour: Any, attempt: Any
) -> None:
    clip = clips["h264"]
    units = (_cut(clip.units[0]),)
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


async def test_what_was_received_and_for_how_long_is_told_to_the_engine(
    start: Any, new_context: Any, behaviour: Any, clips: Any
) -> None:
    context, mute = new_context(), new_context()
    media = clips["h264"].packets()
    probe = build(timing=QUICK)
    await probe.run(await start(behaviour(media=media)), context)
    assert 0 < context.received_bytes <= sum(map(len, media))
    assert context.played_s > 0
    with pytest.raises(ProbeError):
        await probe.run(await start(behaviour()), mute)
    assert mute.received_bytes == 0


async def test_the_patience_for_a_key_picture_can_be_chosen(
    clips: Any, behaviour: Any, start: Any, new_context: Any
) -> None:
    """A gradual refresh is taken at once where nobody waits for a key picture."""
    clip = clips["refresh"]
    camera = behaviour(media=replace(clip, units=clip.units[1:], key=clip.key[1:]).packets())
    probe = build(first_frame=timedelta(seconds=5), key_patience=timedelta())
    frame = await probe.run(await start(camera), new_context())
    assert frame.picture_origin == "recovery"
