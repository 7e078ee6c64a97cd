"""Session descriptions: which track, at which URL, with which parameter sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.failure import ProbeError
from probes.rtsp.sdp import SessionDescription, VideoTrack, parse_sdp

BASE = "rtsp://h/live"
GOOD = b"""v=0\r
a=control:*\r
m=audio 0 RTP/AVP 8\r
a=control:track0\r
m=video 0 RTP/AVP 26 96\r
a=rtpmap:96 H264/90000\r
a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0IAKQ==,aM4G4g\r
a=control:track1\r
m=application 0 RTP/AVP 107\r
a=rtpmap:107 vnd.onvif.metadata/90000\r
"""
TRACK = VideoTrack(
    codec="h264",
    payload_type=96,
    clock_rate=90000,
    control="rtsp://h/live/track1",
    parameter_sets=(b"gB\0)", b"h\xce\x06\xe2"),
)


def test_a_usual_description() -> None:
    expected = SessionDescription(video=TRACK, codecs=("JPEG", "PCMA", "VND.ONVIF.METADATA"))
    assert parse_sdp(GOOD, base=BASE) == expected
    assert parse_sdp(GOOD.replace(b"\r\n", b"\n"), base=BASE) == expected


def test_an_absolute_url_of_the_presentation_is_the_base() -> None:
    body = GOOD.replace(b"control:*", b"control:rtsp://h:8554/all")
    found = parse_sdp(body, base=BASE)
    assert found.control == "rtsp://h:8554/all"
    assert found.video is not None
    assert found.video.control == "rtsp://h:8554/all/track1"


def test_h265_parameter_sets_and_its_second_name() -> None:
    body = (
        b"m=video 0 RTP/AVP 98\na=rtpmap:98 hevc/0\n"
        b"a=fmtp:98 sprop-vps=QAE=;sprop-sps=QgE=;sprop-pps=RAE=;broken\n"
    )
    track = VideoTrack(
        codec="h265",
        payload_type=98,
        clock_rate=90000,
        control=BASE,
        parameter_sets=(b"@\x01", b"B\x01", b"D\x01"),
    )
    assert parse_sdp(body, base=BASE).video == track


@pytest.mark.parametrize(
    ("base", "control", "expected"),
    [
        ("rtsp://h/live", b"track1", "rtsp://h/live/track1"),
        ("rtsp://h/live/", b"track1", "rtsp://h/live/track1"),
        ("rtsp://h/live?channel=1", b"track1", "rtsp://h/live?channel=1/track1"),
        ("rtsp://h/live", b"/track1", "rtsp://h/live/track1"),
        ("rtsp://h/live", b"*", "rtsp://h/live"),
        ("rtsp://h/live", b"rtsp://elsewhere/x", "rtsp://elsewhere/x"),
    ],
)
def test_the_control_url(base: str, control: bytes, expected: str) -> None:
    track = parse_sdp(GOOD.replace(b"control:track1", b"control:" + control), base=base).video
    assert track is not None
    assert track.control == expected


@pytest.mark.parametrize(
    ("body", "codecs"),
    [
        (b"m=video 0 RTP/AVP 32\n", ("MPV",)),
        (b"m=audio 0 RTP/AVP 0\n", ("PCMU",)),
        (b"m=audio 0 RTP/AVP 0\nm=video 0 RTP/AVP 97\na=rtpmap:97 MP4V-ES/90000\n", ("MP4V-ES", "PCMU")),
        (b"m=video 0 RTP/AVP 97\n", ("unknown",)),
        (b"m=video\n", ()),
        (b"m=\n", ()),
        (b"m=video 0 RTP/AVP x\na=rtpmap:x H264/90000\n", ("H264",)),
    ],
)  # fmt: skip
def test_other_media_keep_their_names(body: bytes, codecs: tuple[str, ...]) -> None:
    assert parse_sdp(body, base=BASE) == SessionDescription(video=None, codecs=codecs)


def test_broken_parameter_sets_are_left_out() -> None:
    body = GOOD.replace(b"aM4G4g", b"!!,x")
    video = parse_sdp(body, base=BASE).video
    assert video is not None
    assert video.parameter_sets == (b"gB\0)",)


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (b"", None),
        (b"a=framesize:26 2592-1944\n", (2592, 1944)),
        (b"a=x-dimensions:2592,1944\n", (2592, 1944)),
        (b"a=x-dimensions:big\n", None),
    ],
)
def test_motion_jpeg_needs_no_mapping(lines: bytes, size: tuple[int, int] | None) -> None:
    track = VideoTrack(codec="mjpeg", payload_type=26, clock_rate=90000, control=BASE, size_px=size)
    assert parse_sdp(b"m=video 0 RTP/AVP 26\n" + lines, base=BASE).video == track


def test_another_payload_type_may_carry_jpeg_too() -> None:
    body = b"m=video 0 RTP/AVP 97\na=rtpmap:97 JPEG/90000\n"
    video = parse_sdp(body, base=BASE).video
    assert video is not None
    assert (video.codec, video.payload_type) == ("mjpeg", 97)


@pytest.mark.parametrize("body", [b"", b"<html>", b"v=0\na=control:*\n"])
def test_no_media_line_is_a_protocol_error(body: bytes) -> None:
    with pytest.raises(ProbeError) as caught:
        parse_sdp(body, base=BASE)
    assert caught.value.kind.value == "protocol_error"


@given(st.binary())
def test_any_body_is_read_or_refused(body: bytes) -> None:
    try:
        described = parse_sdp(b"m=video 0 RTP/AVP 96\na=rtpmap:96 H264\n" + body, base=BASE)
    except ProbeError as error:
        pytest.fail(str(error))
    assert described.video is None or described.video.codec in {"h264", "h265", "mjpeg"}
