"""What the relay reads and writes: no answer of a device can lead FFmpeg anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.failure import FailureKind, ProbeError
from probes.rtsp.message import Parser, Response
from probes.rtsp.relayed import ALLOWED, Request, parse_request, to_camera, to_client

NEAR = "rtsp://127.0.0.1:5000/secret"
FAR = "rtsp://127.0.78.1:554/live?channel=1"


@pytest.mark.parametrize(
    ("uri", "asked"),
    [
        (NEAR, FAR),
        (f"{NEAR}/track1", f"{FAR}/track1"),
        ("rtsp://127.0.0.99/other/track1", "rtsp://127.0.0.99/other/track1"),
        ("*", "*"),
    ],
)
def test_the_relay_s_uri_becomes_the_camera_s(uri: str, asked: str) -> None:
    headers = {"cseq": "3", "transport": "RTP/AVP/TCP", "require": "x", "authorization": "Basic x"}
    assert to_camera(Request("SETUP", uri, headers), near=NEAR, far=FAR) == (
        asked,
        {"Transport": "RTP/AVP/TCP"},
    )


def test_a_request_is_read_with_its_headers() -> None:
    head = f"PLAY {NEAR}/ RTSP/1.0\r\nCSeq: 4\r\nRange: npt=0.000-\r\nSession : 7:8\r\nodd".encode()
    assert parse_request(head) == Request(
        "PLAY", f"{NEAR}/", {"cseq": "4", "range": "npt=0.000-", "session": "7:8", "odd": ""}
    )


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"SET_PARAMETER x RTSP/1.0",
        b"PLAY x RTSP/2.0",
        b"PLAY x y RTSP/1.0",
        b"\xff x RTSP/1.0",
    ],
)
def test_what_is_not_ours_to_pass_on_is_no_request(head: bytes) -> None:
    assert parse_request(head) is None


@given(st.binary(max_size=200))
def test_no_bytes_of_a_client_raise(head: bytes) -> None:
    request = parse_request(head)
    assert request is None or request.method in ALLOWED


NAMES = st.sampled_from(
    ["location", "content-base", "transport", "session", "server", "x-odd", "content-type"]
)
VALUES = st.text(max_size=30) | st.just("rtsp://127.0.0.99/elsewhere")


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6).map(tuple), st.binary(max_size=50))
def test_an_answer_carries_only_known_headers_and_its_body(
    headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    parser = Parser()
    parser.feed(to_client(Response(200, "\r\nLocation: x", headers, body), cseq="9"))
    answer = parser.next()
    assert isinstance(answer, Response)
    assert (answer.status, answer.reason, answer.body) == (200, "-", body)
    allowed = {"cseq", "content-base", "session", "content-type", "content-length"}
    assert {name for name, _ in answer.headers} <= allowed
    assert answer.header("cseq") == "9"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("RTP/AVP/TCP;unicast;interleaved=2-3;source=127.0.0.99", "interleaved=2-3"),
        ("RTP/AVP/TCP;interleaved=4", "interleaved=4-5"),
        ("RTP/AVP/TCP;unicast", "interleaved=0-1"),
        ("", "interleaved=0-1"),
    ],
)
def test_of_a_transport_only_the_channels_are_told(chosen: str, told: str) -> None:
    answer = Response(200, "OK", (("transport", chosen),))
    assert to_client(answer, cseq="1", is_setup=True) == (
        f"RTSP/1.0 200 -\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;unicast;{told}\r\n\r\n".encode()
    )


@pytest.mark.parametrize(
    "chosen", ["RTP/AVP;unicast;client_port=5000-5001", "RTP/AVP/TCP;interleaved=300-301"]
)
def test_another_transport_is_nothing_that_we_can_relay(chosen: str) -> None:
    with pytest.raises(ProbeError) as caught:
        to_client(Response(200, "", (("transport", chosen),)), cseq="1", is_setup=True)
    assert caught.value.kind is FailureKind.NOT_SUPPORTED
