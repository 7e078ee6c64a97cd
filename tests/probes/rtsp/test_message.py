"""Reading and writing RTSP messages, byte by byte and under attack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.failure import ProbeError
from probes.rtsp.message import Frame, Message, Parser, Response, build_request, encode_uri

ANSWER = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 4\r\n\r\nbody"
PARSED = Response(200, "OK", (("cseq", "1"), ("content-length", "4")), b"body")


def read(data: bytes, *, size: int = 1 << 20) -> list[Message]:
    parser = Parser()
    found: list[Message] = []
    for at in range(0, len(data), size):
        parser.feed(data[at : at + size])
        while (message := parser.next()) is not None:
            found.append(message)
    return found


@given(st.integers(min_value=1, max_value=80))
def test_the_size_of_reads_does_not_matter(size: int) -> None:
    data = b"\r\n" + ANSWER + b"$\x02\x00\x03abc" + b"\n" + ANSWER.replace(b"\r\n", b"\n")
    assert read(data, size=size) == [PARSED, Frame(2, b"abc"), PARSED]


@given(st.integers(min_value=1, max_value=80))
def test_frames_cut_together_are_the_same_as_one_by_one(size: int) -> None:
    frames = b"$\x00\x00\x05media" + b"$\x02\x00\x00" + b"$\x01\x00\x03abc"
    data = frames + b"\r\n" + ANSWER + frames + ANSWER
    parser = Parser()
    found: list[Message] = []
    for at in range(0, len(data), size):
        parser.feed(data[at : at + size])
        found += parser.frames()
        while (message := parser.next()) is not None:
            found += [message, *parser.frames()]
    assert found == read(data)
    assert sum(isinstance(one, Frame) for one in found) == 6


@given(st.integers(min_value=1, max_value=80))
def test_payloads_are_those_of_one_channel(size: int) -> None:
    frames = b"$\x00\x00\x05media" + b"$\x02\x00\x00" + b"$\x00\x00\x00" + b"$\x01\x00\x03abc"
    data = frames + ANSWER + frames
    parser = Parser()
    found: list[bytes] = []
    for at in range(0, len(data), size):
        parser.feed(data[at : at + size])
        found += parser.payloads(0)
        while (message := parser.next()) is not None:
            if isinstance(message, Frame) and message.channel == 0:
                found.append(message.payload)
            found += parser.payloads(0)
    assert found == [b"media", b"", b"media", b""]


def test_frames_end_where_another_message_begins() -> None:
    parser = Parser()
    parser.feed(b"$\x00\x00\x01a" + ANSWER[:-1])
    assert (parser.frames(), parser.frames()) == ([Frame(0, b"a")], [])
    assert parser.next() is None
    parser.feed(b"y$\x00\x00\x01b$\x00")
    assert parser.frames() == []
    assert parser.next() == PARSED
    assert parser.frames() == [Frame(0, b"b")]


def test_nothing_is_passed_over_inside_another_message() -> None:
    parser = Parser()
    parser.feed(ANSWER[:-4] + b"$\0")
    assert parser.next() is None
    assert not parser.skim(lambda buffer: (len(buffer), True))
    parser.feed(b"\0\0$\1\0\0")
    assert parser.next() == Response(200, "OK", PARSED.headers, b"$\0\0\0")
    assert parser.skim(lambda buffer: (len(buffer), True))
    assert parser.next() is None


def test_requests_of_the_server_are_passed_over() -> None:
    request = b"ANNOUNCE rtsp://h/a RTSP/1.0\r\nContent-Length: 2\r\n\r\nxy"
    assert read(request + ANSWER) == [PARSED]


def test_folded_and_malformed_header_lines_are_tolerated() -> None:
    data = b"RTSP/1.0 200\r\n  odd\r\nA: b\r\n c\r\nnonsense\r\nA: d\r\n\r\n"
    (response,) = read(data)
    assert isinstance(response, Response)
    assert (response.reason, response.all("a"), response.header("none")) == ("", ("b c", "d"), None)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"RTSP/2.0 200 OK\r\n\r\n",
        b"a" * 5000,
        b"RTSP/1.0 200 OK\r\n" + b"a: b\r\n" * 20000,
        b"RTSP/1.0 200 OK\r\n" + b"a: b\r\n" * 20000 + b"\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 262145\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "RTSP/1.0 200 OK\r\nContent-Length: ²\r\n\r\n".encode(),
    ],
    ids=range(10),
)
def test_garbage_and_excess_are_protocol_errors(data: bytes) -> None:
    with pytest.raises(ProbeError) as caught:
        read(data)
    assert caught.value.kind.value == "protocol_error"


@given(st.binary())
def test_any_bytes_give_messages_or_a_protocol_error(data: bytes) -> None:
    try:
        found = read(data)
    except ProbeError as error:
        assert error.kind.value == "protocol_error"  # noqa: PT017 - both ends are allowed
    else:
        assert sum(len(one.payload) for one in found if isinstance(one, Frame)) <= len(data)


def test_a_request_is_written() -> None:
    data = build_request("PLAY", "rtsp://h/a b", cseq=7, headers={"Session": "1"})
    assert data == b"PLAY rtsp://h/a%20b RTSP/1.0\r\nCSeq: 7\r\nSession: 1\r\n\r\n"


def test_no_header_can_be_smuggled_in() -> None:
    assert encode_uri("rtsp://h/a\r\nX: y") == "rtsp://h/a%0D%0AX:%20y"
    with pytest.raises(ProbeError):
        build_request("PLAY", "rtsp://h/a", cseq=7, headers={"Session": "1\r\nX: y"})
