import struct

from hypothesis import given
from hypothesis import strategies as st

from auditor.demo.encoder import AccessUnit, Clip, Codec
from auditor.demo.rtp import PAYLOAD_LIMIT, Packetiser, describe, payloads

SETS = {
    Codec.H264: (b"\x67\x42\xc0\x1f\x01", b"\x68\xce"),
    Codec.H265: (b"\x40\x01v", b"\x42\x01s", b"\x44\x01p"),
}
HEADERS = {Codec.H264: (b"\x65", b"\x41"), Codec.H265: (b"\x26\x01", b"\x02\x01")}


def clip_of(codec: Codec, *units: AccessUnit) -> Clip:
    return Clip(
        codec=codec,
        width_px=16,
        height_px=16,
        fps=10,
        parameter_sets=SETS[codec],
        units=units,
    )


def depacketise(codec: Codec, parts: list[bytes]) -> list[bytes]:
    """The NAL units of one access unit, put together as RFC 6184 and RFC 7798 say."""
    nals: list[bytes] = []
    for part in parts:
        kind = codec.nal_type(part)
        if codec is Codec.H264 and kind == 24:
            rest = part[1:]
            while rest:
                size = struct.unpack_from(">H", rest)[0]
                nals.append(rest[2 : 2 + size])
                rest = rest[2 + size :]
        elif codec is Codec.H264 and kind == 28:
            head = bytes((part[0] & 0xE0 | part[1] & 0x1F,))
            _append_fragment(nals, head, flags=part[1], content=part[2:])
        elif codec is Codec.H265 and kind == 49:
            head = bytes((part[0] & 0x81 | (part[2] & 0x3F) << 1, part[1]))
            _append_fragment(nals, head, flags=part[2], content=part[3:])
        else:
            nals.append(part)
    return nals


def _append_fragment(nals: list[bytes], head: bytes, *, flags: int, content: bytes) -> None:
    if flags & 0x80:
        nals.append(head)
    nals[-1] += content


@given(
    codec=st.sampled_from(Codec),
    is_key=st.booleans(),
    sizes=st.lists(st.integers(0, 4 * PAYLOAD_LIMIT), min_size=1, max_size=4),
)
def test_payloads_keep_every_byte(codec: Codec, *, is_key: bool, sizes: list[int]) -> None:
    header = HEADERS[codec][0 if is_key else 1]
    unit = AccessUnit(tuple(header + bytes(n % 251 for n in range(size)) for size in sizes), is_key)
    parts = list(payloads(clip_of(codec, unit), unit))
    expected = [*(SETS[codec] if is_key else ()), *unit.nals]
    assert depacketise(codec, parts) == expected
    assert max(map(len, parts)) <= PAYLOAD_LIMIT


def test_parameter_sets_of_h264_travel_together() -> None:
    unit = AccessUnit((b"\x65\x88",), is_key=True)
    assert list(payloads(clip_of(Codec.H264, unit), unit)) == [
        b"\x78\x00\x05\x67\x42\xc0\x1f\x01\x00\x02\x68\xce",
        b"\x65\x88",
    ]


def test_fragments_mark_their_first_and_last() -> None:
    unit = AccessUnit((b"\x41" + b"x" * (2 * PAYLOAD_LIMIT),), is_key=False)
    parts = payloads(clip_of(Codec.H264, unit), unit)
    assert [part[:2] for part in parts] == [b"\x5c\x81", b"\x5c\x01", b"\x5c\x41"]


def test_headers_count_on_and_wrap() -> None:
    unit = AccessUnit((b"\x41a", b"\x41b"), is_key=False)
    packetiser = Packetiser(
        clip_of(Codec.H264, unit), ssrc=7, sequence=2**16 - 1, timestamp=2**32 - 9000
    )
    packets = packetiser.packets(unit, step=0) + packetiser.packets(unit, step=3)
    assert packets == [
        b"\x80\x60\xff\xff\xff\xff\xdc\xd8\x00\x00\x00\x07\x41a",
        b"\x80\xe0\x00\x00\xff\xff\xdc\xd8\x00\x00\x00\x07\x41b",
        b"\x80\x60\x00\x01\x00\x00\x46\x50\x00\x00\x00\x07\x41a",
        b"\x80\xe0\x00\x02\x00\x00\x46\x50\x00\x00\x00\x07\x41b",
    ]


def test_description_of_h264() -> None:
    assert describe(clip_of(Codec.H264), address="127.0.77.1").decode().split("\r\n") == [
        "v=0",
        "o=- 1 1 IN IP4 127.0.77.1",
        "s=simulated camera",
        "c=IN IP4 127.0.77.1",
        "t=0 0",
        "a=control:*",
        "m=video 0 RTP/AVP 96",
        "a=rtpmap:96 H264/90000",
        "a=fmtp:96 packetization-mode=1;profile-level-id=42C01F;sprop-parameter-sets=Z0LAHwE=,aM4=",
        "a=framerate:10",
        "a=control:trackID=1",
        "",
    ]


def test_description_of_h265() -> None:
    lines = describe(clip_of(Codec.H265), address="127.0.77.1").decode().split("\r\n")
    assert lines[7:9] == [
        "a=rtpmap:96 H265/90000",
        "a=fmtp:96 sprop-vps=QAF2;sprop-sps=QgFz;sprop-pps=RAFw",
    ]
