"""Captured messages, one defect a file: read whole, in pieces, cut short, and changed at random."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.probes.rtsp.capture_readers import READERS, read_messages

FOLDER = Path(__file__).parents[2] / "captures" / "rtsp"
MUTATIONS = 60  # of each file; the same ones in every run

EXPECTED = {
    "basic-bare.challenge": "basic",
    "digest-and-basic.challenge": "digest-md5 a1",
    "digest-empty-nonce.challenge": "none usable",
    "digest-integrity-only.challenge": "none usable",
    "digest-quote-never-ends.challenge": "none usable",
    "digest-realm-in-gbk.challenge": "none usable",
    "digest-session.challenge": "digest-md5-sess a1",
    "digest-stale.challenge": "digest-md5 stale",
    "digest-two-algorithms.challenge": "digest-sha-256 a1",
    "digest-unknown-algorithm.challenge": "none usable",
    "digest-without-quotes.challenge": "digest-md5 a1",
    "aggregate-beyond-end.h264": "[7] damaged",
    "aggregate-of-nothing.h264": "[]",
    "aggregate.h264": "[7, 8, 5]",
    "empty.h264": "[]",
    "fragment-empty.h264": "[]",
    "fragment-start-and-end-at-once.h264": "[5]",
    "fragment-without-start.h264": "[] damaged",
    "interleaved-mode.h264": "[] damaged",
    "single.h264": "[5]",
    "start-codes-inside.h264": "[7, 8, 5]",
    "undefined-type.h264": "[]",
    "aggregate-beyond-end.h265": "[32] damaged",
    "fragment-start-and-end-at-once.h265": "[19]",
    "paci.h265": "[] damaged",
    "single.h265": "[19]",
    "extension-beyond-end.rtp": "no packet",
    "extension.rtp": "type 96, b'e\\x88abc'",
    "header-cut-short.rtp": "no packet",
    "padding-longer-than-packet.rtp": "no packet",
    "padding.rtp": "type 96, b'e\\x88abc'",
    "plain.rtp": "type 96, b'e\\x88abc'",
    "rtcp-sender-report.rtp": "type 72, b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'",
    "sources-beyond-end.rtp": "no packet",
    "version-1.rtp": "no packet",
    "offset-beyond-start.rtpjpeg": "no picture",
    "reserved-quality.rtpjpeg": "no picture",
    "restart-markers.rtpjpeg": "a file of 661 bytes",
    "sides-of-zero.rtpjpeg": "no picture",
    "tables-beyond-end.rtpjpeg": "no picture",
    "tables-in-band.rtpjpeg": "a file of 653 bytes",
    "tables-missing.rtpjpeg": "no picture",
    "unknown-type.rtpjpeg": "no picture",
    "usual.rtpjpeg": "a file of 653 bytes",
    "whole-file.rtpjpeg": "a file of 671 bytes",
    "answer-after-announce-with-body.rtsp": "200 OK [cseq,content-length] 0",
    "answer-after-server-request.rtsp": "200 OK [cseq,content-length] 0",
    "answer-between-media.rtsp": "frame 0 4 | 200 OK [cseq,content-length] 0 | frame 1 2",
    "answer-blank-lines-before.rtsp": "200 OK [cseq,content-length] 0",
    "answer-header-folded.rtsp": "401 Unauthorized [cseq,www-authenticate] 0",
    "answer-headers-in-lower-case.rtsp": "200 OK [cseq,session] 0",
    "answer-length-huge.rtsp": "unusable Content-Length",
    "answer-length-negative.rtsp": "unusable Content-Length",
    "answer-length-twice.rtsp": "200 OK [cseq,content-length,content-length] 3",
    "answer-line-feeds-only.rtsp": "200 OK [cseq,content-length] 0",
    "answer-line-without-colon.rtsp": "200 OK [cseq] 0",
    "answer-of-http.rtsp": "the peer does not speak RTSP",
    "answer-of-sip.rtsp": "the peer does not speak RTSP",
    "answer-of-ssh.rtsp": "the peer does not speak RTSP",
    "answer-of-telnet.rtsp": "the peer does not speak RTSP",
    "answer-plain.rtsp": "200 OK [cseq,content-base,content-length] 56",
    "answer-reason-in-gbk.rtsp": "401 δ��Ȩ [cseq] 0",
    "answer-session-timeout.rtsp": "200 OK [cseq,session,transport] 0",
    "answer-transport-names-another-source.rtsp": "200 OK [cseq,session,transport] 0",
    "answer-without-cseq.rtsp": "200 OK [public] 0",
    "answer-without-reason.rtsp": "404  [cseq] 0",
    "audio-first.sdp": "h265 98 rtsp://127.0.0.1/live/track1 0 sets",
    "clock-rate-missing.sdp": "h264 96 rtsp://127.0.0.1/live 0 sets",
    "control-on-another-host.sdp": "h264 96 rtsp://127.0.0.99:554/live/track1 0 sets",
    "html.sdp": "no media line in the session description",
    "metadata-track-only.sdp": "no video of VND.ONVIF.METADATA",
    "name-in-gbk.sdp": "h264 96 rtsp://127.0.0.1/live 0 sets",
    "no-rtpmap.sdp": "no video of unknown",
    "no-sprop.sdp": "h264 96 rtsp://127.0.0.1/live 0 sets",
    "sprop-broken.sdp": "h264 96 rtsp://127.0.0.1/live 1 sets",
    "sprop-in-h265-names.sdp": "h265 98 rtsp://127.0.0.1/live 3 sets",
    "static-jpeg.sdp": "mjpeg 26 rtsp://127.0.0.1/live 0 sets",
    "svac.sdp": "no video of SVAC",
    "usual.sdp": "h264 96 rtsp://127.0.0.1/live/trackID=1 2 sets",
    "all-ones.sps264": "high 16x16 0.5",
    "all-zeros.sps264": "nothing",
    "baseline-1080p.sps264": "constrained_baseline 1920x1080 25.0",
    "crops-everything.sps264": "nothing",
    "high-in-fields.sps264": "high 720x576 None",
    "no-timing.sps264": "constrained_baseline 320x240 None",
    "width-of-gigapixels.sps264": "nothing",
    "all-ones.sps265": "nothing",
    "all-zeros.sps265": "nothing",
    "main-1080p.sps265": "main 1920x1080 25.0",
}  # fmt: skip


def load(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def read(name: str, data: bytes) -> str:
    return READERS[Path(name).suffix](data)


def test_every_capture_is_expected_to_mean_something() -> None:
    found = {file.name for file in FOLDER.iterdir() if file.suffix in READERS}
    assert found == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_capture_is_read_as_what_it_is(name: str) -> None:
    assert read(name, load(name)) == EXPECTED[name]


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".rtsp")])
def test_pieces_make_the_same_messages(name: str, size: int) -> None:
    assert read_messages(load(name), size=size) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_capture_cut_short_raises_nothing(name: str) -> None:
    data = load(name)
    assert all(read(name, data[:size]) for size in range(len(data)))


def mutate(data: bytes, noise: random.Random) -> bytes:
    """Change a few bytes: overwrite, insert, drop, repeat, or join with itself."""
    changed = bytearray(data)
    for _ in range(noise.randint(1, 4)):
        at = noise.randrange(len(changed) + 1)
        match noise.randrange(5):
            case 0:
                changed[at : at + 1] = noise.randbytes(1)
            case 1:
                changed[at:at] = noise.choice((b"\0", b"\xff", b"\r\n", b'"', b"=", b"9" * 20))
            case 2:
                del changed[at : at + noise.randint(1, 9)]
            case 3:
                changed[at:at] = changed[at : at + 40] * noise.randint(1, 50)
            case _:
                changed += data
    return bytes(changed)


@pytest.mark.parametrize("name", EXPECTED)
def test_changed_captures_are_survived_in_no_time(name: str) -> None:
    noise = random.Random(name)
    data = load(name)
    changed = [mutate(data, noise) for _ in range(MUTATIONS)]
    began = time.perf_counter()
    assert all(read(name, one) for one in changed)
    assert time.perf_counter() - began < 2


@example(name="answer-between-media.rtsp", seed=5185280, size=1)  # line ends between frames
@given(name=st.sampled_from(sorted(EXPECTED)), seed=st.integers(0, 2**32), size=st.integers(1, 64))
def test_any_change_reads_the_same_in_any_pieces(name: str, seed: int, size: int) -> None:
    changed = mutate(load(name), random.Random(seed))
    assert read(name, changed)
    if name.endswith(".rtsp"):
        assert read_messages(changed, size=size) == read_messages(changed)
