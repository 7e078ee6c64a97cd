"""RTP packets and the session description of a clip: values in, bytes out.

Packetisation: RFC 6184 (single NAL unit, STAP-A for parameter sets, FU-A) and RFC 7798
(single NAL unit, FU).  When a packet is sent is left to :mod:`auditor.demo.rtp_sender`.
"""

import base64
import struct
from collections.abc import Iterator

from auditor.demo.encoder import AccessUnit, Clip, Codec

__all__ = ["CLOCK_RATE_HZ", "PAYLOAD_LIMIT", "Packetiser", "describe", "payloads"]

CLOCK_RATE_HZ = 90_000
PAYLOAD_LIMIT = 1400

_PAYLOAD_TYPE = 96
_VERSION = 0x80
_MARKER = 0x80
_FU_START, _FU_END = 0x80, 0x40
_H264_STAP_A, _H264_FU_A = 24, 28
_H265_FU = 49


class Packetiser:
    """Makes the packets of one stream: continues sequence numbers, knows its SSRC."""

    def __init__(self, clip: Clip, *, ssrc: int, sequence: int, timestamp: int) -> None:
        """The three random beginnings of RFC 3550, 5.1; ``timestamp`` is that of step 0."""
        self.sequence = sequence
        self.timestamp = timestamp
        self._clip = clip
        self._ssrc = ssrc

    def packets(self, unit: AccessUnit, *, step: int) -> list[bytes]:
        """The packets of a picture that is shown ``step`` pictures after the beginning."""
        bodies = list(payloads(self._clip, unit))
        timestamp = self.timestamp + step * CLOCK_RATE_HZ // self._clip.fps
        last = len(bodies) - 1
        return [
            self._header(timestamp, marker=position == last) + body
            for position, body in enumerate(bodies)
        ]

    def _header(self, timestamp: int, *, marker: bool) -> bytes:
        kind = _PAYLOAD_TYPE | (_MARKER if marker else 0)
        number, self.sequence = self.sequence, (self.sequence + 1) % 2**16
        return struct.pack(">BBHII", _VERSION, kind, number, timestamp % 2**32, self._ssrc)


def payloads(clip: Clip, unit: AccessUnit) -> Iterator[bytes]:
    """The RTP payloads of one picture; a key picture brings its parameter sets."""
    if unit.is_key:
        yield from _parameter_sets(clip)
    for nal in unit.nals:
        if len(nal) <= PAYLOAD_LIMIT:
            yield nal
        else:
            yield from _fragments(clip.codec, nal)


def describe(clip: Clip, *, address: str) -> bytes:
    """The session description (RFC 4566) with the parameter sets of the clip."""
    lines = (
        "v=0",
        f"o=- 1 1 IN IP4 {address}",
        "s=simulated camera",
        f"c=IN IP4 {address}",
        "t=0 0",
        "a=control:*",
        f"m=video 0 RTP/AVP {_PAYLOAD_TYPE}",
        f"a=rtpmap:{_PAYLOAD_TYPE} {clip.codec.upper()}/{CLOCK_RATE_HZ}",
        f"a=fmtp:{_PAYLOAD_TYPE} {_format_parameters(clip)}",
        f"a=framerate:{clip.fps}",
        "a=control:trackID=1",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def _parameter_sets(clip: Clip) -> Iterator[bytes]:
    """One STAP-A for H.264 (its NRI that of an SPS), single packets for H.265."""
    if clip.codec is Codec.H265:
        yield from clip.parameter_sets
        return
    indicator = clip.parameter_sets[0][0] & 0xE0 | _H264_STAP_A
    parts = (struct.pack(">H", len(nal)) + nal for nal in clip.parameter_sets)
    yield bytes((indicator,)) + b"".join(parts)


def _fragments(codec: Codec, nal: bytes) -> Iterator[bytes]:
    """FU-A (RFC 6184, 5.8) or FU (RFC 7798, 4.4.3): the NAL header moves into each part."""
    kind = codec.nal_type(nal)
    if codec is Codec.H264:
        header, content = bytes((nal[0] & 0xE0 | _H264_FU_A,)), nal[1:]
    else:
        header, content = bytes((nal[0] & 0x81 | _H265_FU << 1, nal[1])), nal[2:]
    room = PAYLOAD_LIMIT - len(header) - 1
    for start in range(0, len(content), room):
        first = _FU_START if start == 0 else 0
        final = _FU_END if start + room >= len(content) else 0
        yield header + bytes((first | final | kind,)) + content[start : start + room]


def _format_parameters(clip: Clip) -> str:
    """The ``fmtp`` members: out-of-band parameter sets (RFC 6184, 8.1; RFC 7798, 7.1)."""
    encoded = [base64.b64encode(nal).decode() for nal in clip.parameter_sets]
    if clip.codec is Codec.H265:
        vps, sps, pps = encoded
        return f"sprop-vps={vps};sprop-sps={sps};sprop-pps={pps}"
    profile = clip.parameter_sets[0][1:4].hex().upper()
    sets = ",".join(encoded)
    return f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={sets}"
