"""Compresses pictures into a clip that can be played in a loop.

A clip is a closed value: access units without start codes, parameter sets beside them.
What is seen is left to :mod:`auditor.demo.scenery`, sending to :mod:`auditor.demo.rtp`.
"""

import enum
from dataclasses import dataclass, field
from fractions import Fraction

import av
import cv2
import numpy as np
from av.packet import Packet
from av.video import VideoStream
from av.video.codeccontext import VideoCodecContext

from auditor.demo.scenery import Picture

__all__ = ["FPS", "AccessUnit", "Clip", "ClipEncoder", "Codec", "split_nals"]

FPS = 10

_START_CODE = b"\x00\x00\x01"
_H265_IRAP = range(16, 24)
_H264_IDR = 5


class Codec(enum.StrEnum):
    """The two codecs of GB/T 28181 cameras, by their names in this project."""

    H264 = "h264"
    H265 = "h265"

    @property
    def encoder(self) -> str:
        """FFmpeg's name of the encoder."""
        return "libx264" if self is Codec.H264 else "libx265"

    def nal_type(self, nal: bytes) -> int:
        """The type of a NAL unit (H.264 7.3.1, H.265 7.3.1.2)."""
        return nal[0] & 0x1F if self is Codec.H264 else nal[0] >> 1 & 0x3F

    def is_slice(self, nal: bytes) -> bool:
        """Whether the NAL unit carries a part of a picture."""
        return self.nal_type(nal) in (range(1, 6) if self is Codec.H264 else range(32))

    def is_parameter_set(self, nal: bytes) -> bool:
        """Whether the NAL unit is an SPS or a PPS (or a VPS)."""
        return self.nal_type(nal) in ((7, 8) if self is Codec.H264 else (32, 33, 34))

    def is_key(self, nal: bytes) -> bool:
        """Whether decoding can begin at this slice."""
        kind = self.nal_type(nal)
        return kind == _H264_IDR if self is Codec.H264 else kind in _H265_IRAP


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """The slices of one picture, each a NAL unit without its start code."""

    nals: tuple[bytes, ...] = field(repr=False)
    is_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A loop: it begins with a key picture, so the first may follow the last.

    ``parameter_sets`` are SPS and PPS, for H.265 preceded by the VPS.
    """

    codec: Codec
    width_px: int
    height_px: int
    fps: int
    parameter_sets: tuple[bytes, ...] = field(repr=False)
    units: tuple[AccessUnit, ...] = field(repr=False)


class ClipEncoder:
    """Takes pictures one by one and gives the clip at the end."""

    def __init__(self, codec: Codec, *, width_px: int, height_px: int, gop: int) -> None:
        """``gop`` is the number of pictures from one key picture to the next."""
        self._codec = codec
        self._size = (width_px, height_px)
        self._context = _open_context(codec, width_px=width_px, height_px=height_px, gop=gop)
        self._index = 0
        self._units: list[AccessUnit] = []
        self._sets: dict[bytes, None] = {}

    def add(self, picture: Picture) -> None:
        """Scale the BGR picture to the clip's size and compress it."""
        if picture.shape[1::-1] != self._size:
            scaled = cv2.resize(picture, self._size, interpolation=cv2.INTER_AREA)
            picture = np.asarray(scaled, np.uint8)
        planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts = self._index
        self._index += 1
        self._collect(self._context.encode(frame))

    def finish(self) -> Clip:
        """Flush the encoder; it takes no more pictures afterwards."""
        self._collect(self._context.encode(None))
        return Clip(
            codec=self._codec,
            width_px=self._size[0],
            height_px=self._size[1],
            fps=FPS,
            parameter_sets=tuple(self._sets),
            units=tuple(self._units),
        )

    def _collect(self, packets: "list[Packet[VideoStream]]") -> None:
        """Part slices from parameter sets; SEI and delimiters are of no use here."""
        for packet in packets:
            nals = split_nals(bytes(packet))
            self._sets |= dict.fromkeys(filter(self._codec.is_parameter_set, nals))
            slices = tuple(filter(self._codec.is_slice, nals))
            self._units.append(AccessUnit(slices, is_key=self._codec.is_key(slices[0])))


def split_nals(stream: bytes) -> list[bytes]:
    """The NAL units of an Annex B byte stream, in order, without their start codes."""
    # A NAL unit never ends in a zero byte (7.4.1), so zeros before a start code are padding.
    parts = (part.rstrip(b"\x00") for part in stream.split(_START_CODE))
    return [part for part in parts if part]


def _open_context(codec: Codec, *, width_px: int, height_px: int, gop: int) -> VideoCodecContext:
    """A quiet encoder of one thread: no B-pictures, closed GOPs of exactly ``gop``."""
    context = av.CodecContext.create(codec.encoder, "w")
    if not isinstance(context, VideoCodecContext):  # pragma: no cover - by FFmpeg's names
        raise TypeError(codec.encoder)
    context.width, context.height = width_px, height_px
    context.pix_fmt = "yuv420p"
    context.time_base, context.framerate = Fraction(1, FPS), Fraction(FPS)
    context.gop_size, context.max_b_frames = gop, 0
    context.thread_count = 1
    context.options = _options(codec, gop)
    return context


def _options(codec: Codec, gop: int) -> dict[str, str]:
    """The encoders' own options: both spell the GOP alike."""
    fixed_gop = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0:repeat-headers=1"
    if codec is Codec.H264:
        # A constant quantiser this fine leaves a repeated picture and a flat gray exactly so.
        return {"preset": "ultrafast", "qp": "21", "x264-params": f"{fixed_gop}:open-gop=0"}
    quiet = "log-level=none:pools=none:frame-threads=1:wpp=0:open-gop=0"
    return {"preset": "ultrafast", "crf": "29", "x265-params": f"{fixed_gop}:{quiet}"}
