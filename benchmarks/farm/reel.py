"""The streams of the farm: encoded once, cut into packets once, sent to every client.

Real rates and real key pictures: 25 pictures/s, a key picture every 2 s, no B-pictures, a street
with moving things and sensor noise.  The clip is a loop; its packets are numbered on for as long as
anybody plays, so that a loop is no loss.
"""

import enum
import functools
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import cast

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext

from auditor.demo.encoder import AccessUnit, Clip, Codec, split_nals
from auditor.demo.rtp import Packetiser, payloads
from auditor.demo.scenery import Scene, Street, make_street, paint

__all__ = ["FPS", "Reel", "Stream", "film", "key_pictures"]

FPS = 25
GOP = 2 * FPS
LENGTH = 2 * GOP
_WARM_UP = GOP  # the rate control has settled afterwards
_SSRC = 0x0A0B0C0D
_CLOSED_GOPS = "scenecut=0:bframes=0:repeat-headers=1:open-gop=0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    codec: Codec
    width_px: int
    height_px: int
    bits_per_s: int


class Stream(enum.Enum):
    """What a camera of the farm sends."""

    H264 = _Form(codec=Codec.H264, width_px=1920, height_px=1080, bits_per_s=4_000_000)
    H265 = _Form(codec=Codec.H265, width_px=1920, height_px=1080, bits_per_s=2_000_000)
    SUB = _Form(codec=Codec.H264, width_px=640, height_px=360, bits_per_s=512_000)


@dataclass(slots=True)
class Reel:
    """A clip ready for the wire; ``frame`` gives one picture as interleaved bytes."""

    clip: Clip
    _starts: list[int] = field(init=False)
    _cut: dict[int, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Count the packets of each picture: they number the next."""
        counts = (sum(1 for _ in payloads(self.clip, unit)) for unit in self.clip.units)
        self._starts = list(accumulate(counts, initial=0))

    def frame(self, step: int) -> bytes:
        """Picture ``step`` (counted on over the loops) in frames of channel 0."""
        if step not in self._cut:
            self._cut[step] = self._interleaved(step)
        return self._cut[step]

    def told(self) -> dict[str, float]:
        """What was measured of the clip: its rate and its first key picture's size."""
        sizes = [sum(map(len, unit.nals)) for unit in self.clip.units]
        seconds = len(sizes) / self.clip.fps
        return {
            "kbit_per_s": round(sum(sizes) * 8 / seconds / 1000),
            "key_picture_kb": round(sizes[0] / 1000, 1),
        }

    def _interleaved(self, step: int) -> bytes:
        loops, index = divmod(step, len(self.clip.units))
        number = loops * self._starts[-1] + self._starts[index]
        cutter = Packetiser(self.clip, ssrc=_SSRC, sequence=number % 2**16, timestamp=0)
        packets = cutter.packets(self.clip.units[index], step=step)
        return b"".join(b"$\x00" + len(packet).to_bytes(2) + packet for packet in packets)


@functools.cache
def film(stream: Stream) -> Reel:
    """Shoot and compress; takes some seconds."""
    form = stream.value
    encoder = _encoder(form)
    street = make_street(7, width=form.width_px, height=form.height_px)
    pictures = (_picture(street, index) for index in range(_WARM_UP + LENGTH))
    packets = [packet for picture in pictures for packet in encoder.encode(picture)]
    packets += encoder.encode(None)
    sets: dict[bytes, None] = {}
    units: list[AccessUnit] = []
    for packet in packets:
        nals = split_nals(bytes(packet))
        sets |= dict.fromkeys(filter(form.codec.is_parameter_set, nals))
        slices = tuple(filter(form.codec.is_slice, nals))
        units.append(AccessUnit(slices, is_key=form.codec.is_key(slices[0])))
    clip = Clip(
        codec=form.codec,
        width_px=form.width_px,
        height_px=form.height_px,
        fps=FPS,
        parameter_sets=tuple(sets),
        units=tuple(units[_WARM_UP:]),
    )
    return Reel(clip)


def key_pictures(stream: Stream) -> tuple[str, tuple[bytes, ...]]:
    """The codec and every key picture of the loop, as Annex B bytes with its parameter sets."""
    clip = film(stream).clip
    keys = (unit.nals for unit in clip.units if unit.is_key)
    joined = (b"".join(b"\0\0\0\1" + nal for nal in (*clip.parameter_sets, *nals)) for nals in keys)
    return clip.codec.value, tuple(joined)


def _picture(street: Street, index: int) -> av.VideoFrame:
    bgr = paint(Scene.STREET, street=street, index=index, caption="SIMULATED")
    planes = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420), np.uint8)
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts = index
    return frame


def _encoder(form: _Form) -> VideoCodecContext:
    """Full coding tools (CABAC, loop filter): a cheap preset would be cheap to decode too."""
    context = cast("VideoCodecContext", av.CodecContext.create(form.codec.encoder, "w"))
    context.width, context.height = form.width_px, form.height_px
    context.pix_fmt, context.thread_count = "yuv420p", 1
    context.time_base, context.framerate = Fraction(1, FPS), Fraction(FPS)
    context.gop_size, context.max_b_frames = GOP, 0
    context.bit_rate = form.bits_per_s
    rate = f"keyint={GOP}:min-keyint={GOP}:{_CLOSED_GOPS}"
    kbit = form.bits_per_s // 1000
    rate += f":vbv-maxrate={kbit}:vbv-bufsize={kbit // 4}"
    if form.codec is Codec.H264:
        context.options = {"preset": "veryfast", "profile": "high", "x264-params": rate}
    else:
        context.options = {"preset": "superfast", "x265-params": f"{rate}:log-level=none"}
    return context
