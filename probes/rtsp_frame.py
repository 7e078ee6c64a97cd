"""The central probe: play the registered stream until a whole picture has been decoded.

It keeps times, losses, the picture and its numbers.  Whether the picture is good, late or
frozen is left to the rules.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from probes.failure import FailureKind, ProbeError
from probes.picture.frame import DecodedPicture, FrameMetrics, PictureRequest
from probes.probe import Context, Probe
from probes.redact import redact_uri
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.sdp import VideoTrack
from probes.rtsp_client import Dialogue, Limits, Session, open_session
from probes.rtsp_freeze import Difference, compare
from probes.rtsp_media import MediaReader
from probes.target import Target

__all__ = ["PROBE", "RtspFrame", "Timing", "build"]

KEY_FRAMES_TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RtspFrame:
    """What one attempt saw; partial when it failed.

    Times are since the start of the attempt.  ``uri`` is redacted.  ``difference`` is the mean
    luma difference (0-255) to a later picture; only with ``difference_from_key_frame`` does a
    tiny one say that the picture stands still.
    """

    uri: str
    status_code: int | None = None
    transport: str | None = None
    auth_scheme: str | None = None
    server: str | None = None
    codec: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    packets: int = 0
    lost_packets: int = 0
    first_packet: timedelta | None = None
    first_key_frame: timedelta | None = None
    first_picture: timedelta | None = None
    picture_sha256: str | None = None
    metrics: FrameMetrics | None = None
    difference: float | None = None
    difference_from_key_frame: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The limits of an attempt.

    ``first_frame`` runs from the answer to PLAY; ``dialogue`` is what may pass before it;
    ``span`` is the media between the two pictures; ``margin`` is kept for saying TEARDOWN, so
    that the hard deadline never strikes an attempt that had its picture.
    """

    first_frame: timedelta = timedelta(seconds=15)
    dialogue: timedelta = timedelta(seconds=10)
    span: timedelta = timedelta(seconds=1)
    margin: timedelta = timedelta(seconds=2)
    limits: Limits = field(default_factory=Limits)


def build(
    *, first_frame: timedelta = timedelta(seconds=15), timing: Timing | None = None
) -> Probe[RtspFrame]:
    """Return the probe with another limit for the first picture; ``timing`` overrides all."""
    chosen = timing or Timing(first_frame=first_frame)

    async def run(target: Target, context: Context[RtspFrame]) -> RtspFrame:
        attempt = _Attempt(target, context, chosen)
        try:
            async with open_session(target, context, limits=chosen.limits) as session:
                await attempt.watch(session)
        finally:
            context.partial = attempt.result()
        return attempt.result()

    return Probe(
        name="rtsp_frame",
        version=2,
        payload_type=RtspFrame,
        deadline=chosen.first_frame + chosen.dialogue,
        run=run,
    )


class _Attempt:
    """The state of one run."""

    def __init__(self, target: Target, context: Context[RtspFrame], timing: Timing) -> None:
        self._context = context
        self._timing = timing
        self._uri = redact_uri(target.stream_uri or "")
        self._clock: Callable[[], float] = asyncio.get_running_loop().time
        self._started = self._clock()
        total = timing.first_frame + timing.dialogue - timing.margin
        self._end = self._started + total.total_seconds()
        self._dialogue = Dialogue()
        self._reader: MediaReader | None = None
        self._times: dict[str, timedelta] = {}
        self._picture: DecodedPicture | None = None
        self._is_hurried = False
        self._difference: Difference | None = None

    async def watch(self, session: Session) -> None:
        """Play and look; raises ProbeError, OSError, TimeoutError."""
        self._dialogue = session.dialogue
        track = await session.play()
        self._context.step("first_packet")
        self._reader = reader = MediaReader(session, track)
        wanted = self._clock() + self._timing.first_frame.total_seconds()
        limit = min(wanted, self._end)
        self._is_hurried = limit < wanted
        key = await self._first_picture(reader, track, limit)
        self._context.step("second_picture")
        try:
            async with asyncio.timeout_at(self._end):
                await self._second_picture(reader, track, key)
        except (ProbeError, OSError):  # TimeoutError is an OSError
            return  # The first picture stands: the second is only a hint.

    def result(self) -> RtspFrame:
        """Return what is known so far."""
        picture, difference = self._picture, self._difference
        return RtspFrame(
            uri=self._uri,
            status_code=self._dialogue.status_code,
            transport=self._dialogue.transport,
            auth_scheme=self._dialogue.auth_scheme,
            server=self._dialogue.server,
            codec=self._dialogue.codec,
            width_px=picture.width_px if picture else None,
            height_px=picture.height_px if picture else None,
            packets=self._reader.packets if self._reader else 0,
            lost_packets=self._reader.lost if self._reader else 0,
            first_packet=self._times.get("first_packet"),
            first_key_frame=self._times.get("first_key_frame"),
            first_picture=self._times.get("first_picture"),
            picture_sha256=hashlib.sha256(picture.jpeg).hexdigest() if picture else None,
            metrics=picture.metrics if picture else None,
            difference=difference.value if difference else None,
            difference_from_key_frame=difference is not None and difference.from_key_frame,
        )

    async def _first_picture(
        self, reader: MediaReader, track: VideoTrack, limit: float
    ) -> AccessUnit:
        """Return the key access unit that gave the picture, the third one at the latest."""
        refusal: ProbeError | None = None
        for _ in range(KEY_FRAMES_TRIED):
            try:
                key = await self._key_unit(reader, limit)
            except ProbeError as error:
                raise (refusal or error) from None
            self._context.step("first_picture")
            try:
                await self._decode(PictureRequest(codec=track.codec, key=key.data))
            except ProbeError as error:
                if error.kind is not FailureKind.NOT_DECODABLE:
                    raise
                refusal = error
            else:
                return key
        raise refusal or ProbeError(FailureKind.BUG, "no key frame was tried")

    async def _key_unit(self, reader: MediaReader, limit: float) -> AccessUnit:
        timer = asyncio.timeout_at(limit)
        try:
            async with timer:
                while not reader.packets:
                    await reader.packet()
                self._mark("first_packet")
                self._context.step("first_key_frame")
                key = await reader.key_unit()
        except TimeoutError:
            if not timer.expired():
                raise
            raise self._silence(reader) from None
        self._mark("first_key_frame")
        return key

    async def _decode(self, request: PictureRequest) -> None:
        """Decode the first picture; a pool too busy to do it in time is our fault."""
        try:
            async with asyncio.timeout_at(self._end):
                self._picture = await self._context.decoder.decode(request)
        except TimeoutError:
            raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, "the decoders are busy") from None
        self._mark("first_picture")
        self._context.picture = self._picture.jpeg

    async def _second_picture(
        self, reader: MediaReader, track: VideoTrack, key: AccessUnit
    ) -> None:
        await compare(
            reader,
            track,
            key,
            decode=self._context.decoder.decode,
            span=self._timing.span,
            report=self._report,
        )

    def _silence(self, reader: MediaReader) -> ProbeError:
        if reader.packets:
            detail = "no complete key frame came in time"
            return ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, detail)
        if self._is_hurried:
            # A slow dialogue left less than the promised time: silence proves nothing.
            detail = "the dialogue left too little time for media"
            return ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, detail)
        return ProbeError(FailureKind.NO_MEDIA, "PLAY was accepted, no packet came")

    def _report(self, difference: Difference) -> None:
        self._difference = difference

    def _mark(self, name: str) -> None:
        self._times.setdefault(name, timedelta(seconds=self._clock() - self._started))


PROBE = build()
