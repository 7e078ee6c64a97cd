"""Whole predicted pictures are passed over; whatever is out of the ordinary is left alone."""

import struct

import pytest

from probes.rtsp import skim
from probes.rtsp.nal import H264, H265, Syntax
from probes.rtsp.skim import Passed, Skimmer

CHANNEL, SSRC, TYPE, FIRST = 2, 7, 96, 65534
P, DELIMITER = b"\x41", b"\x09"
H265_P, H265_DELIMITER = b"\x02\x01", b"\x46\x01"


def fragments(*parts: bytes) -> list[bytes]:
    """A slice of a predicted H.264 picture in as many FU-A payloads."""
    last = len(parts) - 1
    flags = [0x80 * (at == 0) | 0x40 * (at == last) for at in range(len(parts))]
    return [bytes([0x5C, flag | 1]) + part for flag, part in zip(flags, parts, strict=True)]


def framed(
    payload: bytes, *, number: int, time: int, end: bool = False, channel: int = CHANNEL
) -> bytes:
    fields = (0x80, TYPE | 0x80 * end, number & 0xFFFF, time, SSRC)
    packet = struct.pack("!BBHII", *fields) + payload
    return b"$" + bytes([channel]) + len(packet).to_bytes(2) + packet


def picture(payloads: list[bytes], *, number: int = FIRST, time: int = 3600) -> bytes:
    """The frames of one picture, a marker on the last."""
    last = len(payloads) - 1
    return b"".join(
        framed(payload, number=number + at, time=time, end=at == last)
        for at, payload in enumerate(payloads)
    )


def skimmer(syntax: Syntax = H264, *, ended: int | None = None) -> Skimmer:
    made = Skimmer(syntax, TYPE)
    made.begin(ssrc=SSRC, expected=FIRST, ended=ended)
    return made


def skimmed(data: bytes, syntax: Syntax = H264, *, ended: int | None = None) -> object:
    return skimmer(syntax, ended=ended).skim(bytearray(data), CHANNEL)


THREE = fragments(b"one", b"two", b"three")
WHOLE = picture(THREE)
PASSED = Passed(timestamp=3600, packets=3, size=3 * 14 + 11)


def test_a_picture_in_fragments_is_passed_over() -> None:
    assert skimmed(WHOLE) == (len(WHOLE), True, [PASSED])


def test_pictures_follow_each_other_over_the_wrap_of_numbers() -> None:
    second = picture([P + b"slice", P + b"more"], number=FIRST + 3, time=7200)
    passed = [PASSED, Passed(timestamp=7200, packets=2, size=2 * 13 + 9)]
    assert skimmed(WHOLE + second) == (len(WHOLE + second), True, passed)


def test_h265_has_longer_headers() -> None:
    parts = [b"\x62\x01\x81one", b"\x62\x01\x01two", b"\x62\x01\x41end"]
    whole = picture([H265_DELIMITER + b"\x50", H265_P + b"slice", *parts])
    passed = Passed(timestamp=3600, packets=5, size=len(whole) - 5 * 4)
    assert skimmed(whole, H265) == (len(whole), True, [passed])


def test_frames_of_another_channel_are_passed_over_with_it() -> None:
    report = framed(b"report", number=0, time=0, channel=CHANNEL + 1)
    frames = [framed(THREE[at], number=FIRST + at, time=3600, end=at == 2) for at in range(3)]
    data = report + frames[0] + report + frames[1] + frames[2] + report
    assert skimmed(data) == (len(data), True, [PASSED])


def test_frames_of_another_channel_inside_an_open_picture_are_kept_with_it() -> None:
    report = framed(b"report", number=0, time=0, channel=CHANNEL + 1)
    begun = framed(THREE[0], number=FIRST, time=3600)
    assert skimmed(report + begun + report) == (len(report), True, [])


def test_an_open_picture_is_kept_whole_until_its_end_has_come() -> None:
    one, buffer = skimmer(), bytearray()
    told = []
    for at in range(len(WHOLE)):
        buffer += WHOLE[at : at + 1]
        told.append(one.skim(buffer, CHANNEL))
    assert told[:-1] == [(0, True, [])] * (len(WHOLE) - 1)
    assert told[-1] == (len(WHOLE), True, [PASSED])


def test_what_was_passed_over_is_left_behind() -> None:
    second = picture(THREE, number=FIRST + 3, time=7200)
    one, buffer = skimmer(), bytearray(WHOLE + second[:20])
    assert one.skim(buffer, CHANNEL) == (len(WHOLE), True, [PASSED])
    buffer = bytearray(second + b"RTSP")
    again = PASSED._replace(timestamp=7200)
    assert one.skim(buffer, CHANNEL) == (len(second), False, [again])


def test_an_open_picture_that_grows_large_is_read_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skim, "MAX_OPEN_BYTES", len(WHOLE) - 2)
    assert skimmed(WHOLE[:-1]) == (0, False, [])
    assert skimmed(WHOLE + WHOLE[:4]) == (len(WHOLE), True, [PASSED])


@pytest.mark.parametrize(
    "payloads",
    [
        [b"\x65key"],
        [b"\x06\x06recovery", P + b"slice"],
        [b"\x78\x00\x05aggr"],
        [b"\x7c\x85key"],
        [P + b"two\0\0\1\x65units"],
        [DELIMITER + b"\x10\0\0\1\x67units", P + b"slice"],
        [DELIMITER + b"\x10"],
        THREE[:2],
        THREE[1:],
        [THREE[0], THREE[0], THREE[2]],
        [THREE[0], P + b"slice", THREE[2]],
        [b"\x5c\xc1both"],
        [THREE[0], b"\x5c\x45other kind"],
        [P],
        [b""],
        [b"\x0cfiller", P + b"slice"],
    ],
    ids=[
        *("key", "SEI", "aggregate", "key in fragments", "start code", "delimiter and more"),
        *("delimiter alone", "no last fragment", "no first fragment", "first fragment twice"),
        *("slice inside another", "first and last", "kind changes", "header alone", "empty"),
        "filler",
    ],
)
def test_what_may_matter_is_left(payloads: list[bytes]) -> None:
    before = picture(THREE, number=FIRST, time=1800)
    data = before + picture(payloads, number=FIRST + 3)
    passed = Passed(timestamp=1800, packets=3, size=PASSED.size)
    assert skimmed(data) == (len(before), False, [passed])


@pytest.mark.parametrize(
    ("at", "value"),
    [(4, 0x81), (4, 0x90), (5, 97), (7, 1), (11, 1), (15, 8)],
    ids=["a source", "an extension", "payload type", "a gap", "time changes", "another source"],
)
def test_a_packet_out_of_the_ordinary_leaves_its_picture_unread(at: int, value: int) -> None:
    frames = [framed(THREE[n], number=FIRST + n, time=3600, end=n == 2) for n in range(3)]
    odd = frames[1][:at] + bytes([value]) + frames[1][at + 1 :]
    assert skimmed(frames[0] + odd + frames[2]) == (0, False, [])


def test_a_picture_that_goes_on_after_its_marker_is_left() -> None:
    assert skimmed(WHOLE, ended=3600) == (0, False, [])
    again = picture([P + b"slice"], number=FIRST + 3, time=3600)
    assert skimmed(WHOLE + again) == (len(WHOLE), False, [PASSED])


@pytest.mark.parametrize("other", [b"RTSP/1.0 200 OK\r\n\r\n", b"R"])
def test_what_is_no_frame_is_left(other: bytes) -> None:
    assert skimmed(WHOLE + other) == (len(WHOLE), False, [PASSED])


def test_the_beginning_of_a_frame_is_waited_for() -> None:
    assert skimmed(b"") == (0, True, [])
    assert skimmed(WHOLE + b"$\x02") == (len(WHOLE), True, [PASSED])
