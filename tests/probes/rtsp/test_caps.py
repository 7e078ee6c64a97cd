"""Every limit on what a peer sends: at the limit it is read, beyond it nothing grows."""

import pytest

from probes.failure import ProbeError
from probes.rtsp import depacketize, digest, message, nal, sdp
from probes.rtsp.depacketize import Depacketizer
from probes.rtsp.digest import parse_challenges
from probes.rtsp.message import Frame, Parser, Response
from probes.rtsp.nal import H264, NalReader
from probes.rtsp.rtp import Packet
from probes.rtsp.sdp import parse_sdp

OK = b"RTSP/1.0 200 OK\r\n"


def answer(data: bytes, *, piece: int = 1 << 14) -> object:
    """The first message of ``data``; the text of the refusal when there is one."""
    parser = Parser()
    try:
        for at in range(0, len(data), piece):
            parser.feed(data[at : at + piece])
            found = parser.next()
            if found is not None:
                return found
    except ProbeError as error:
        return error.detail
    return None


def lines(size: int) -> bytes:
    """An answer whose header block has ``size`` bytes."""
    return OK + b"a: " + b"x" * (size - len(OK) - 3) + b"\r\n\r\n"


@pytest.mark.parametrize("piece", [1 << 14, 1 << 20])
def test_a_header_block(piece: int) -> None:
    assert isinstance(answer(lines(message.MAX_HEADER_BYTES), piece=piece), Response)
    for size in (message.MAX_HEADER_BYTES + 1, message.MAX_HEADER_BYTES * 3):
        assert answer(lines(size), piece=piece) == "RTSP header block is too long"


def test_a_first_line() -> None:
    assert answer(b"RTSP/1.0 200 " + b"x" * (message.MAX_LINE_BYTES - 14)) is None
    endless = b"RTSP/1.0 200 " + b"x" * message.MAX_LINE_BYTES
    assert answer(endless) == "the peer does not speak RTSP"


def test_a_body() -> None:
    whole = OK + f"Content-Length: {message.MAX_BODY_BYTES}\r\n\r\n".encode()
    found = answer(whole + bytes(message.MAX_BODY_BYTES), piece=1 << 20)
    assert isinstance(found, Response)
    assert len(found.body) == message.MAX_BODY_BYTES
    longer = OK + f"Content-Length: {message.MAX_BODY_BYTES + 1}\r\n\r\n".encode()
    assert answer(longer) == "RTSP body is too long"
    digits = OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"
    assert answer(digits) == "unusable Content-Length"


def test_an_interleaved_frame_ends_where_sixteen_bits_end() -> None:
    found = answer(b"$\0\xff\xff" + bytes(70000), piece=1 << 20)
    assert isinstance(found, Frame)
    assert len(found.payload) == 0xFFFF


def test_challenges() -> None:
    one = 'Digest realm="r", nonce="n"'
    assert len(parse_challenges([one] * 50)) == digest.MAX_HEADERS
    padding = "x" * digest.MAX_HEADER_CHARS
    assert [
        found.nonce for found in parse_challenges([f'Digest realm="{padding}", nonce="n"'])
    ] in (
        [],
        [""],
    )


def test_tracks_of_a_description() -> None:
    many = b"m=audio 0 RTP/AVP 8\r\n" * 500 + b"m=video 0 RTP/AVP 26\r\n"
    found = parse_sdp(many, base="rtsp://h/")
    assert (len(found.codecs), found.video) == (sdp.MAX_TRACKS, None)


def test_formats_of_a_track() -> None:
    body = b"m=video 0 RTP/AVP " + b"97 " * 5000 + b"26\r\n"
    assert parse_sdp(body, base="rtsp://h/").video is None


def push(reader: Depacketizer, payload: bytes, *, marker: bool = True) -> list[bool]:
    packet = Packet(
        payload_type=96, sequence=0, timestamp=0, ssrc=1, marker=marker, payload=payload
    )
    return [unit.is_complete for unit in reader.push(packet, after_gap=False)]


def test_an_access_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depacketize, "MAX_ACCESS_UNIT_BYTES", 3000)
    reader = Depacketizer("h264", (b"\x67sps", b"\x68pps"))
    assert push(reader, b"\x65\x88" + bytes(2990)) == [True]
    reader = Depacketizer("h264", (b"\x67sps", b"\x68pps"))
    push(reader, b"\x65\x88" + bytes(2990), marker=False)
    assert push(reader, b"\x65\x48" + bytes(2990)) == [False]


def test_a_parameter_set() -> None:
    long = b"\x67" + bytes(depacketize.MAX_SET_BYTES)
    reader = Depacketizer("h264", (long, b"\x68pps"))
    assert push(reader, b"\x65\x88a") == []
    assert push(Depacketizer("h264", (long[:-1], b"\x68pps")), b"\x65\x88a") == [True]


def test_start_codes_in_one_payload() -> None:
    found, _ = NalReader(H264).push(b"\x65\x88" + b"\0\0\1\x65\x88" * 5000, after_gap=False)
    assert len(found) == nal.MAX_PARTS + 1
