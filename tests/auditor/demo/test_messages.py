import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.demo.messages import HEAD_LIMIT, MessageError, Request, answer, read_request


async def read(data: bytes) -> list[Request | int | None]:
    """Everything up to the end of the stream or the first error's status."""
    reader = asyncio.StreamReader(limit=HEAD_LIMIT)
    reader.feed_data(data)
    reader.feed_eof()
    found: list[Request | int | None] = []
    while not found or isinstance(found[-1], Request):
        try:
            found.append(await read_request(reader, body_limit=100))
        except MessageError as error:
            found.append(error.status)
    return found


async def test_requests_in_a_row_between_interleaved_frames() -> None:
    data = (
        b"$\x01\x00\x03abc"
        b"OPTIONS rtsp://a/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"
        b"$\x01\x00\x00$\x00\x00\x01$"
        b"SET_PARAMETER * RTSP/1.0\r\nCSEQ:2\r\nContent-Length: 3\r\n\r\nxyz"
    )
    assert await read(data) == [
        Request(method="OPTIONS", uri="rtsp://a/", headers={"cseq": "1"}),
        Request(
            method="SET_PARAMETER",
            uri="*",
            headers={"cseq": "2", "content-length": "3"},
            body=b"xyz",
        ),
        None,
    ]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"A B C D\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("POST /é HTTP/1.1\r\n\r\n".encode(), 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 9999999999999\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nX: " + b"x" * HEAD_LIMIT + b"\r\n\r\n", 413),
    ],
)
async def test_what_cannot_be_read_has_a_status(data: bytes, status: int) -> None:
    assert await read(data) == [status]


@given(st.binary() | st.text().map(lambda text: f"{text}\r\n\r\n".encode()))
def test_any_bytes_end_in_a_known_way(data: bytes) -> None:
    try:
        found = asyncio.run(read(data))
    except asyncio.IncompleteReadError:
        return
    assert found[-1] in (None, 400, 411, 413)


def test_rtsp_answer() -> None:
    assert answer(454, version="RTSP/1.0", headers={"CSeq": "3"}) == (
        b"RTSP/1.0 454 Session Not Found\r\nCSeq: 3\r\n\r\n"
    )


def test_http_answer_always_has_a_length() -> None:
    assert answer(404, version="HTTP/1.1") == (
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    )


def test_answer_with_a_body() -> None:
    assert answer(200, version="RTSP/1.0", body=b"v=0") == (
        b"RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nv=0"
    )
