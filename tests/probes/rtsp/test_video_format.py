"""What parameter sets declare, read from real encoders and from hostile bytes."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.nal import H264, H265
from probes.rtsp.video_format import VideoFormat, read_format
from tests.probes.conftest import encode
from tests.probes.rtsp.test_bits import pack

# Profile 100, 4:2:0, one flat scaling list, orders of type 1, 720x576 in fields, no VUI.
HIGH_IN_FIELDS = (
    "01100100" "00000000" "00011110" "1"
    "010" "1" "1" "0" "1" "1" + "1" * 16 + "0" * 7 +
    "1" "010" "0" "1" "1" "1" "011" "0"
    "00000101101" "000010010" "0" "0" "1" "0" "0" "1"
)  # fmt: skip
# One sub-layer, 15 frames a second.
TIMED_VPS = (
    "0000" "11" "000000" "000" "1" + "1" * 16 +
    "00000001" + "0" * 80 + "00011110" "0" "1" "1" "1" "000000" "1" "1" + f"{1:032b}{15:032b}"
)  # fmt: skip


def sets(codec: str, width: int, height: int, *, extra: str = "") -> tuple[bytes, ...]:
    syntax = H264 if codec == "h264" else H265
    picture = np.zeros((height, width, 3), np.uint8)
    unit = encode(codec, [picture], 12, extra=extra).units[0]
    return tuple(nal for nal in unit if syntax.is_parameter_set(nal))


@pytest.mark.parametrize(
    ("codec", "size", "extra", "profile"),
    [
        ("h264", (130, 98), "", "constrained_baseline"),
        ("h264", (1920, 1080), "bframes=3", "main"),
        ("h264", (128, 96), "sar=255,3:range=full:colorprim=bt709:overscan=show:chromaloc=1", "constrained_baseline"),
        ("h264", (128, 96), "8x8dct=1:cqm=jvt", "high"),
        ("h264", (128, 192), "interlaced=1", "main"),
        ("h265", (130, 98), "", "main"),
        ("h265", (1920, 1080), "scaling-list=default:colorprim=bt709", "main"),
    ],
)  # fmt: skip
def test_a_real_encoder_is_understood(
    codec: str, size: tuple[int, int], extra: str, profile: str
) -> None:
    expected = VideoFormat(profile=profile, width_px=size[0], height_px=size[1], frame_rate=25.0)
    assert read_format(codec, sets(codec, *size, extra=extra)) == expected


def test_scaling_lists_and_fields_are_passed_over() -> None:
    expected = VideoFormat(profile="high", width_px=720, height_px=576)
    assert read_format("h264", (b"\x67" + pack(HIGH_IN_FIELDS),)) == expected


def test_the_rate_of_h265_may_stand_in_the_video_parameter_set_alone() -> None:
    sps = sets("h265", 128, 96)[1]
    cut = next(sps[:size] for size in range(len(sps), 0, -1) if rate_of(sps[:size]) is None)
    expected = VideoFormat(profile="main", width_px=128, height_px=96, frame_rate=15.0)
    assert read_format("h265", (b"\x40\x01" + pack(TIMED_VPS), cut)) == expected


def rate_of(sps: bytes) -> float | None:
    found = read_format("h265", (sps,))
    return found.frame_rate if found else None


def ue(value: int) -> str:
    digits = f"{value + 1:b}"
    return "0" * (len(digits) - 1) + digits


def test_reference_sets_that_are_predicted_from_each_other_are_passed_over() -> None:
    """With PCM, long-term pictures, two sub-layers, a display window; 12.5 frames a second."""
    profile = "00000010" + "0" * 80 + "0001111011" + "0" * 14 + "1" * 96
    size = ue(0) + ue(3) + "0" + ue(64) + ue(48) + "1" + ue(0) * 3 + ue(8)
    blocks = ue(0) * 2 + ue(0) + "0" + ue(4) * 3 + ue(0) * 6 + "0001" + "0" * 8 + ue(0) * 2 + "0"
    listed = ue(1) + ue(0) + ue(0) + "1"  # one picture before
    predicted = "10" + ue(0) + "1" + "01"  # of two, one is used, one is kept
    references = ue(3) + listed + predicted + "10" + ue(0) + "00" * 2 + "1"
    rest = "1" + ue(1) + "0000100100000001" + ue(0) * 4 + "1" + f"{2:032b}{25:032b}"
    sps = b"\x42\x01" + pack("00000011" + profile + size + blocks + references + rest)
    expected = VideoFormat(profile="main_10", width_px=64, height_px=40, frame_rate=12.5)
    assert read_format("h265", (sps,)) == expected


def test_the_latest_readable_set_counts() -> None:
    first, second = sets("h264", 128, 96)[0], sets("h264", 256, 96)[0]
    found = read_format("h264", (first, second, b"\x67\x64"))
    assert found is not None
    assert found.width_px == 256


@pytest.mark.parametrize(
    ("codec", "given_sets"),
    [("h264", ()), ("h264", (b"\x68pps",)), ("h265", (b"\x40\x01vps",)), ("mjpeg", (b"\x67\x64",)), ("h265", (b"\x42\x01\x01",))],
)  # fmt: skip
def test_without_a_readable_set_nothing_is_said(codec: str, given_sets: tuple[bytes, ...]) -> None:
    assert read_format(codec, given_sets) is None


def truncations(nal: bytes) -> Iterator[bytes]:
    yield from (nal[:size] for size in range(len(nal)) if nal[:size])


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_set_cut_short_says_nothing_false(codec: str) -> None:
    whole = sets(codec, 128, 96)
    for nal in truncations(whole[0] if codec == "h264" else whole[1]):
        found = read_format(codec, (nal,))
        assert found is None or (found.width_px, found.height_px) == (128, 96)


@pytest.mark.parametrize("fill", [b"\0", b"\xff", b"\xaa", b"\x80"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_hostile_set_takes_no_time(codec: str, fill: bytes) -> None:
    began = time.perf_counter()
    heads = (b"\x67\x64", b"\x67\x42", b"\x42\x01", b"\x40\x01")
    read_format(codec, tuple(head + fill * 4094 for head in heads))
    assert time.perf_counter() - began < 0.25


@given(st.sampled_from(["h264", "h265"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(codec: str, data: bytes) -> None:
    found = read_format(codec, (b"\x67" + data, b"\x42\x01" + data, b"\x40\x01" + data))
    assert found is None or min(found.width_px, found.height_px) > 0
