"""The central probe: play the registered stream until a whole picture has been decoded.

It keeps times, losses, the picture and its numbers.  Whether the picture is good, late or
frozen is left to the rules.
"""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from probes.certificate import Certificate
from probes.failure import FailureKind, ProbeError
from probes.picture.frame import DecodedPicture, FrameMetrics, PictureRequest
from probes.picture.overlay import TextLine
from probes.picture.shake import Shake
from probes.probe import Context, Probe
from probes.redact import redact_uri
from probes.rtsp.depacketize import AccessUnit
from probes.rtsp.recovery import RecoveryChain
from probes.rtsp.sdp import VideoTrack
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_client import Dialogue, Limits, Session, open_session
from probes.rtsp_freeze import compare, moves
from probes.rtsp_media import MediaReader
from probes.rtsp_shake import watch_shake
from probes.rtsp_tls import TlsPolicy
from probes.target import Target

__all__ = ["KEY_PATIENCE", "PROBE", "RtspFrame", "Timing", "build"]

KEY_FRAMES_TRIED = 3
PATIENCE_SHARE = 0.4  # of the time for the first picture; two refreshes need the rest
KEY_PATIENCE = timedelta(seconds=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class RtspFrame:
    """What one attempt saw; partial when it failed.

    Times are since the start of the attempt.  ``uri`` is redacted.  ``picture_origin`` is
    ``key_frame``, or ``recovery`` for a gradually refreshed picture that was proved whole.
    ``declared`` is what the stream says of itself, ``measured_rate`` its pictures per second by
    the camera's media clock.  ``predicted_bytes`` is the median size of a predicted picture;
    where it is large the picture moves and ``difference``, the mean luma difference (0-255) to a
    later picture, is not measured.  Only with ``difference_from_key_frame`` does a tiny one say
    that the picture stands still.  ``path`` is the client that asked: ``own`` or ``ffmpeg``.
    ``overlay`` is what was read in the picture afterwards, None when nobody read; ``shake`` how the
    pictures after it tremble, None when nobody watched.
    """

    uri: str
    path: str = "own"
    status_code: int | None = None
    transport: str | None = None
    auth_scheme: str | None = None
    login_accepted: bool = False
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
    predicted_bytes: int | None = None
    difference: float | None = None
    difference_from_key_frame: bool = False
    picture_origin: str | None = None
    declared: VideoFormat | None = None
    measured_rate: float | None = None
    certificate: Certificate | None = None
    overlay: tuple[TextLine, ...] | None = None
    shake: Shake | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The limits of an attempt.

    ``first_frame`` runs from the answer to PLAY; ``dialogue`` is what may pass before it;
    ``key_patience`` is how long a key picture is waited for before a gradual refresh is decoded
    instead: one and a half of the longest usual interval; ``span`` is the least media between the
    two pictures; ``margin`` is kept for saying TEARDOWN, so that the hard deadline never strikes
    an attempt that had its picture.
    """

    first_frame: timedelta = timedelta(seconds=15)
    dialogue: timedelta = timedelta(seconds=10)
    key_patience: timedelta = KEY_PATIENCE
    span: timedelta = timedelta(seconds=1)
    margin: timedelta = timedelta(seconds=2)
    limits: Limits = field(default_factory=Limits)


def build(
    *,
    first_frame: timedelta = timedelta(seconds=15),
    key_patience: timedelta = KEY_PATIENCE,
    tls: TlsPolicy | None = None,
    timing: Timing | None = None,
    name: str = "rtsp_frame",
    over_udp: bool = False,
) -> Probe[RtspFrame]:
    """Return the probe with other limits for the first picture; ``timing`` overrides all.

    ``key_patience`` is cut to `PATIENCE_SHARE` of ``first_frame``.  ``over_udp`` asks for UDP at once instead of after a refusal of TCP.
    """
    patience = min(key_patience, first_frame * PATIENCE_SHARE)
    limits = Limits(tls=tls or TlsPolicy())
    chosen = timing or Timing(first_frame=first_frame, key_patience=patience, limits=limits)

    async def run(target: Target, context: Context[RtspFrame]) -> RtspFrame:
        attempt = _Attempt(target, context, chosen)
        dial = partial(open_session, target, context, limits=chosen.limits, over_udp=over_udp)
        try:
            async with dial() as session:
                is_seen = await attempt.watch(session)
            if not is_seen:
                async with dial() as session:
                    await attempt.watch_again(session)
        finally:
            seen = context.partial = attempt.result()
        return seen

    return Probe(
        name=name,
        version=4,
        payload_type=RtspFrame,
        deadline=chosen.first_frame + chosen.dialogue,
        run=run,
        streams=True,
    )


class _Attempt:
    """The state of one run."""

    def __init__(self, target: Target, context: Context[RtspFrame], timing: Timing) -> None:
        self._context = context
        self._timing = timing
        self._uri = redact_uri(target.stream_uri or "")
        self._is_watched = target.is_watched
        self._clock: Callable[[], float] = asyncio.get_running_loop().time
        self._started = self._clock()
        total = timing.first_frame + timing.dialogue - timing.margin
        self._end = self._started + total.total_seconds()
        self._dialogue = Dialogue()
        self._reader: MediaReader | None = None
        self._times: dict[str, timedelta] = {}
        self._picture: DecodedPicture | None = None
        self._origin: str | None = None
        self._is_hurried = False
        self._patience = self._played = self._started
        self._left: float | None = None
        self._refusal: ProbeError | None = None
        self._tries_left = KEY_FRAMES_TRIED
        self._difference: float | None = None
        self._shake: Shake | None = None

    async def watch_again(self, session: Session) -> None:
        """Look for another key picture; without one the first refusal is what there is to say."""
        refusal = self._refusal
        try:
            await self.watch(session)
        except (ProbeError, OSError) as error:
            raise (refusal or error) from None

    async def watch(self, session: Session) -> bool:
        """Play and look; False when the session was left for a picture that does not decode.

        Raises ProbeError, OSError, TimeoutError.
        """
        self._dialogue, self._left = session.dialogue, None
        track = await session.play()
        self._context.step("first_packet")
        self._reader = reader = MediaReader(session, track)
        self._played = self._clock()
        self._patience = self._played + self._timing.key_patience.total_seconds()
        wanted = self._clock() + self._timing.first_frame.total_seconds()
        limit = min(wanted, self._end)
        self._is_hurried = limit < wanted
        key = await self._first_picture(session, reader, track, limit)
        # Two pictures of a gradual refresh say nothing certain about freezing.
        if key is not None and self._left is None:
            self._context.step("second_picture")
            # The first picture stands: the second is only a hint.
            with suppress(ProbeError, OSError):  # TimeoutError is an OSError
                async with asyncio.timeout_at(self._end):
                    await self._second_picture(reader, track, key)
        return self._picture is not None

    def result(self) -> RtspFrame:
        """Return what is known so far."""
        picture = self._picture
        if self._reader is not None:
            self._context.received_bytes = self._reader.received_bytes
            self._context.played_s = (self._left or self._clock()) - self._played
        return RtspFrame(
            uri=self._uri,
            status_code=self._dialogue.status_code,
            transport=self._dialogue.transport,
            auth_scheme=self._dialogue.auth_scheme,
            login_accepted=self._dialogue.login_accepted,
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
            predicted_bytes=self._reader.predicted.typical if self._reader else None,
            difference=self._difference,
            difference_from_key_frame=self._difference is not None,
            picture_origin=self._origin,
            declared=self._reader.declared if self._reader else None,
            measured_rate=self._reader.measured_rate if self._reader else None,
            certificate=self._dialogue.certificate,
            shake=self._shake,
        )

    async def _first_picture(
        self, session: Session, reader: MediaReader, track: VideoTrack, limit: float
    ) -> AccessUnit | None:
        """Return the key access unit that gave the picture, None when a gradual refresh did.

        The third one that does not decode is the last.  A session whose pictures move is left
        with its first: what a camera sends while the picture waits for a decoder is for nothing.
        """
        chain = RecoveryChain()
        may_leave = self._refusal is None and not self._is_watched
        while self._tries_left:
            self._tries_left -= 1
            try:
                key = await self._first_unit(reader, chain, limit)
            except ProbeError as error:
                raise (self._refusal or error) from None
            self._context.step("first_picture")
            if may_leave and key is not None and moves(reader):
                self._left = self._clock()
                session.leave()
            if await self._is_decoded(_request(track, key, chain), is_key=key is not None):
                return key
            chain.clear()
            if self._left is not None:
                return None
        raise self._refusal or ProbeError(FailureKind.BUG, "no key frame was tried")

    async def _is_decoded(self, request: PictureRequest, *, is_key: bool) -> bool:
        try:
            await self._decode(request)
        except ProbeError as error:
            if error.kind is not FailureKind.NOT_DECODABLE:
                raise
            self._refusal = error if is_key else _unproved(error)
            return False
        self._origin = "key_frame" if is_key else "recovery"
        return True

    async def _first_unit(
        self, reader: MediaReader, chain: RecoveryChain, limit: float
    ) -> AccessUnit | None:
        timer = asyncio.timeout_at(limit)
        try:
            async with timer:
                while not reader.packets:
                    await reader.packet()
                self._mark("first_packet")
                self._context.step("first_key_frame")
                key = await reader.first_unit(chain, patience=self._patience)
        except TimeoutError:
            if not timer.expired():
                raise
            raise self._silence(reader) from None
        if key is not None:
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
        self._context.strips = self._picture.strips

    async def _second_picture(
        self, reader: MediaReader, track: VideoTrack, key: AccessUnit
    ) -> None:
        decode = self._context.decoder.decode
        if self._is_watched:
            self._shake = await watch_shake(reader, track, key, decode=decode)
        self._difference = await compare(reader, track, key, decode=decode, span=self._timing.span)

    def _silence(self, reader: MediaReader) -> ProbeError:
        if reader.packets:
            detail = "no complete key frame came in time"
            return ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, detail)
        if self._is_hurried:
            # A slow dialogue left less than the promised time: silence proves nothing.
            detail = "the dialogue left too little time for media"
            return ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, detail)
        return ProbeError(FailureKind.NO_MEDIA, "PLAY was accepted, no packet came")

    def _mark(self, name: str) -> None:
        self._times.setdefault(name, timedelta(seconds=self._clock() - self._started))


def _request(track: VideoTrack, key: AccessUnit | None, chain: RecoveryChain) -> PictureRequest:
    if key is not None:
        return PictureRequest(codec=track.codec, key=key.data)
    first, *later = chain.after
    return PictureRequest(codec=track.codec, before=chain.before, key=first, later=tuple(later))


def _unproved(error: ProbeError) -> ProbeError:
    """A gradual refresh that proves nothing is no fault of the camera: no key picture came."""
    detail = f"no key frame, and of the gradual refresh: {error.detail}"
    return ProbeError(FailureKind.FIRST_FRAME_TIMED_OUT, detail)


PROBE = build()
