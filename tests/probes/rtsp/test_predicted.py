"""The size of predicted pictures, counted without decoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rtsp.predicted import PICTURES_NEEDED, PredictedSizes
from probes.rtsp.rtp import Packet

P, IDR, FILLER = 0x41, 0x65, 0x0C  # H.264 NAL unit headers
H265_P, H265_IDR, H265_FILLER = 0x02, 0x26, 0x4C


def packet(timestamp: int, payload: bytes) -> Packet:
    return Packet(
        payload_type=96, sequence=0, timestamp=timestamp, ssrc=7, marker=False, payload=payload
    )


def fed(pictures: list[list[bytes]], codec: str = "h264") -> PredictedSizes:
    """Take pictures of packets, each with its own time; the last one is only begun."""
    sizes = PredictedSizes(codec)
    for timestamp, payloads in enumerate([*pictures, [b"\x41end"]]):
        for payload in payloads:
            sizes.push(packet(timestamp, payload))
    return sizes


def nal(header: int, size: int) -> bytes:
    return bytes([header]) * size


def test_it_says_nothing_before_enough_whole_pictures() -> None:
    few = [[nal(P, 99)], *[[nal(P, 100)]] * (PICTURES_NEEDED - 1)]
    assert [fed(few).typical, fed([*few, [nal(P, 100)]]).typical] == [None, 100]


def test_the_picture_in_whose_middle_one_joins_is_not_counted() -> None:
    assert fed([[nal(P, 9000)], *[[nal(P, 70)]] * 10]).typical == 70


@pytest.mark.parametrize(("codec", "p", "idr"), [("h264", P, IDR), ("h265", H265_P, H265_IDR)])
def test_a_key_picture_is_seen_and_not_counted(codec: str, p: int, idr: int) -> None:
    sizes = fed([[b""], *[[nal(p, 70)], [nal(idr, 9000), nal(idr, 9000)]] * 10], codec)
    assert (sizes.typical, sizes.pictures) == (70, 21)


def test_a_fragmented_key_picture_is_told_by_its_fragments() -> None:
    key = [b"\x7c\x85" + bytes(900), b"\x7c\x45" + bytes(900)]
    predicted = [b"\x7c\x81" + bytes(68), b"\x7c\x41" + bytes(28)]
    assert fed([[b""], *[predicted, key] * 10]).typical == 100


@pytest.mark.parametrize(
    ("codec", "p", "filler"), [("h264", P, FILLER), ("h265", H265_P, H265_FILLER)]
)
def test_padding_is_no_movement(codec: str, p: int, filler: int) -> None:
    assert fed([[b""], *[[nal(p, 70), nal(filler, 20_000)]] * 10], codec).typical == 70


def test_a_codec_without_predicted_pictures_only_counts() -> None:
    sizes = fed([[nal(P, 9000)]] * 9, "mjpeg")
    assert (sizes.typical, sizes.pictures) == (None, 9)


def test_one_large_picture_among_small_ones_counts_as_one() -> None:
    assert fed([[b""], [nal(P, 90_000)], *[[nal(P, 70)]] * 9]).typical == 70


@given(
    st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=6))), st.sampled_from(["h264", "h265"])
)
def test_any_packets_are_counted_without_an_error(
    packets: list[tuple[int, bytes]], codec: str
) -> None:
    sizes = PredictedSizes(codec)
    for timestamp, payload in packets:
        sizes.push(packet(timestamp, payload))
    longest = sum(len(payload) for _, payload in packets)
    assert sizes.pictures <= len(packets)
    assert sizes.typical is None or 0 <= sizes.typical <= longest
    assert sizes.typical is None or sizes.pictures >= PICTURES_NEEDED
