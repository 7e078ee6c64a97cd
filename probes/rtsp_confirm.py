"""The second opinion on a stream that gave our own client no picture: FFmpeg's client.

It plays through a relay, so that no answer of a device makes FFmpeg dial another host and no
credential enters it.  When to ask for it, and what follows, is left to the round and the rules.
"""

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from probes.failure import FailureKind, ProbeError
from probes.picture.captured import Captured, CaptureRequest
from probes.probe import Context, Probe
from probes.redact import redact_uri
from probes.rtsp_client import Limits
from probes.rtsp_frame import RtspFrame
from probes.rtsp_relay import Relay, open_relay
from probes.rtsp_tls import TlsPolicy
from probes.target import Target

__all__ = ["PROBE", "Timing", "build"]

# Codecs of which FFmpeg knows both the payload format and a decoder.
_KNOWN = frozenset({"H264", "H265", "HEVC", "JPEG", "MP4V-ES", "H263-1998", "VP8", "VP9", "AV1"})
_ENCODING = re.compile(rb"^a=rtpmap:\d+ +([\w.-]{1,32})/", re.MULTILINE)
_STATIC_JPEG = re.compile(rb"^m=video [^\r\n]*\b26\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """``first_frame`` is for the first picture, once by key pictures and once by refresh.

    Half of it may pass without any packet: our own client has waited longer, several times.
    ``dialogue`` is what may pass before media comes, ``margin`` is kept for the farewell.
    """

    first_frame: timedelta = timedelta(seconds=15)
    dialogue: timedelta = timedelta(seconds=10)
    margin: timedelta = timedelta(seconds=10)
    limits: Limits = field(default_factory=Limits)

    @property
    def patience(self) -> timedelta:
        """The limit of both plays together, and of killing a process after each."""
        return 2 * (self.first_frame + self.dialogue)

    @property
    def deadline(self) -> timedelta:
        """The hard limit, which nothing should reach."""
        return self.patience + self.margin


def build(
    *,
    first_frame: timedelta = timedelta(seconds=15),
    tls: TlsPolicy | None = None,
    timing: Timing | None = None,
) -> Probe[RtspFrame]:
    """Return the probe with another limit for the first picture; ``timing`` overrides all."""
    chosen = timing or Timing(first_frame=first_frame, limits=Limits(tls=tls or TlsPolicy()))

    async def run(target: Target, context: Context[RtspFrame]) -> RtspFrame:
        timer = asyncio.timeout(chosen.patience.total_seconds())
        try:
            async with timer:
                return await _confirm(target, context, chosen)
        except TimeoutError:
            if not timer.expired():
                raise
            # Every wait for the camera has its own limit: this one was for our own processes.
            raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, "no time was left") from None

    return Probe(
        name="rtsp_confirm",
        version=1,
        payload_type=RtspFrame,
        deadline=chosen.deadline,
        run=run,
        streams=True,
    )


async def _confirm(target: Target, context: Context[RtspFrame], timing: Timing) -> RtspFrame:
    context.partial = RtspFrame(uri=redact_uri(target.stream_uri or ""), path="ffmpeg")
    captured = await _play(target, context, timing, every_picture=False)
    if captured.picture is None:
        _refuse_broken(captured)
        captured = await _play(target, context, timing, every_picture=True)
    if captured.picture is None or context.partial.metrics is None:
        raise ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, "media came, no picture did")
    return context.partial


async def _play(
    target: Target, context: Context[RtspFrame], timing: Timing, *, every_picture: bool
) -> Captured:
    """Play once; raises unless media came."""
    if context.capturer is None:
        raise ProbeError(FailureKind.SKIPPED, "there is no second client")
    seconds = timing.first_frame.total_seconds()
    relaying = open_relay(target, context, limits=timing.limits, silence=seconds / 2)
    async with relaying as relay:
        request = CaptureRequest(uri=relay.uri, seconds=seconds, every_picture=every_picture)
        try:
            captured = await context.capturer.capture(request)
        finally:
            context.partial = _seen(context.partial, relay)
    if captured is not None and captured.picture is not None:
        _keep(captured, context)
        return captured
    if relay.failure is not None:
        raise relay.failure
    _require_media(relay)
    if captured is None:
        # Media came and our process did not come to an end with it: that is no camera's no.
        raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, "the second client had to be killed")
    if not captured.opened:
        raise ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, "the second client could not begin")
    return captured


def _seen(frame: RtspFrame | None, relay: Relay) -> RtspFrame:
    return RtspFrame(
        uri=frame.uri if frame else "",
        path="ffmpeg",
        status_code=relay.upstream.status_code,
        transport="tcp" if relay.is_playing else None,
        auth_scheme=relay.upstream.auth_scheme,
        login_accepted=relay.upstream.login_accepted,
        server=relay.upstream.server,
        packets=relay.packets,
    )


def _keep(captured: Captured, context: Context[RtspFrame]) -> None:
    """Take the picture over; its times are not known, since FFmpeg probes before it decodes."""
    picture, frame = captured.picture, context.partial
    if picture is None or frame is None:
        return
    context.step("first_picture")
    context.picture = picture.jpeg
    context.partial = RtspFrame(
        uri=frame.uri,
        path=frame.path,
        status_code=frame.status_code,
        transport=frame.transport,
        auth_scheme=frame.auth_scheme,
        login_accepted=frame.login_accepted,
        server=frame.server,
        codec=captured.codec,
        width_px=picture.width_px,
        height_px=picture.height_px,
        packets=frame.packets,
        picture_sha256=hashlib.sha256(picture.jpeg).hexdigest(),
        metrics=picture.metrics,
    )


def _require_media(relay: Relay) -> None:
    """Say how far FFmpeg got when it got no picture, and no media."""
    if b"m=video" not in relay.description:
        if not relay.description:
            raise ProbeError(FailureKind.DECODER_CRASHED, "the second client asked for nothing")
        raise ProbeError(FailureKind.WRONG_MEDIA, "no video is offered")
    if not _is_known(relay.description):
        raise ProbeError(FailureKind.NOT_SUPPORTED, "a codec that the second client lacks")
    if not relay.is_playing:
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the second client gave the dialogue up")
    if not relay.packets:
        raise ProbeError(FailureKind.NO_MEDIA, "PLAY was accepted, no packet came")


def _is_known(description: bytes) -> bool:
    names = {name.decode().upper() for name in _ENCODING.findall(description)}
    return bool(names & _KNOWN) or _STATIC_JPEG.search(description) is not None


def _refuse_broken(captured: Captured) -> None:
    """A key picture that came and is not whole is no case for decoding without one."""
    if captured.codec is not None and captured.key_pictures:
        raise ProbeError(FailureKind.NOT_DECODABLE, "key pictures came, none was whole")


PROBE = build()
