"""Only whole key pictures are pictures."""

from typing import Any

import av
import cv2
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.picture import decode
from probes.picture.decode import UndecodableError, decode_picture, scale
from probes.picture.frame import PictureRequest
from tests.probes.rtsp.jpeg_stream import jpeg


def request(clip: Any, *later: int, cut: int | None = None) -> PictureRequest:
    return PictureRequest(
        codec=clip.codec,
        key=clip.annex_b(0)[:cut],
        later=tuple(clip.annex_b(number) for number in later),
    )


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_a_key_picture_gives_size_numbers_and_a_jpeg(codec: str, clips: Any) -> None:
    found = decode_picture(request(clips[codec]))
    assert (found.width_px, found.height_px, found.difference) == (128, 96, None)
    jpeg = cv2.imdecode(np.frombuffer(found.jpeg, dtype=np.uint8), cv2.IMREAD_COLOR)
    assert jpeg is not None
    assert jpeg.shape == (360, 640, 3)
    assert found.metrics.luma_std > 10


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_the_last_picture_is_compared(codec: str, clips: Any) -> None:
    moving = decode_picture(request(clips[codec], *range(1, 20))).difference
    assert moving is not None
    assert moving > 5


def test_a_still_picture_does_not_differ(clips: Any) -> None:
    difference = decode_picture(request(clips["frozen"], 30)).difference
    assert difference is not None
    assert difference < 0.5


def test_half_a_picture_is_refused(clips: Any) -> None:
    with pytest.raises(UndecodableError):
        decode_picture(request(clips["h264"], cut=3000))


@pytest.mark.parametrize("codec", ["h264", "h265"])
@pytest.mark.parametrize("data", [b"", b"\0\0\0\1", b"\0\0\0\1\x65\x80garbage" * 9])
def test_no_picture_is_refused(codec: str, data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode_picture(PictureRequest(codec=codec, key=data))


def test_a_predicted_picture_alone_is_refused(clips: Any) -> None:
    clip = clips["h264"]
    sets = b"".join(b"\0\0\0\1" + nal for nal in clip.units[0][:2])
    with pytest.raises(UndecodableError):
        decode_picture(PictureRequest(codec="h264", key=sets + clip.annex_b(1)))


@pytest.mark.parametrize("broken", [b"\0\0\0\1\x65\x80garbage", b""])
def test_a_broken_later_picture_only_leaves_the_difference_out(broken: bytes, clips: Any) -> None:
    clip = clips["h264"]
    wanted = PictureRequest(codec="h264", key=clip.annex_b(0), later=(broken,))
    found = decode_picture(wanted)
    assert (found.difference, found.width_px) == (None, 128)


def test_a_damaged_later_picture_is_not_compared(clips: Any) -> None:
    clip = clips["h264"]
    later = clip.annex_b(12)[:3000]
    wanted = PictureRequest(codec="h264", key=clip.annex_b(0), later=(later,))
    assert decode_picture(wanted).difference is None


def test_a_picture_beyond_the_size_limit_is_refused(
    clips: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "MAX_SIDE_PX", 100)
    with pytest.raises(UndecodableError):
        decode_picture(request(clips["h264"]))
    monkeypatch.setattr(decode, "MAX_SIDE_PX", 127)
    with pytest.raises(UndecodableError, match="larger"):
        decode_picture(request(clips["h264"]))


def test_a_jpeg_is_a_key_picture() -> None:
    found = decode_picture(PictureRequest(codec="mjpeg", key=jpeg(0), later=(jpeg(1),)))
    assert (found.width_px, found.height_px) == (160, 96)
    assert found.difference is not None
    assert found.difference > 5


@pytest.mark.parametrize("cut", [100, 700, -400])
def test_half_a_jpeg_is_refused(cut: int) -> None:
    """Its rest would be gray, and FFmpeg alone does not call that corrupt."""
    with pytest.raises(UndecodableError):
        decode_picture(PictureRequest(codec="mjpeg", key=jpeg(0)[:cut] + b"\xff\xd9"))


def noise(size: tuple[int, int], form: str, color_range: ColorRange, space: Colorspace) -> Any:
    width, height = size
    bgr = np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)
    frame = av.VideoFrame.from_ndarray(bgr, format="bgr24").reformat(format=form)
    frame.color_range, frame.colorspace = color_range, space
    return frame


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            noise,
            st.sampled_from([(128, 96), (640, 360), (352, 288)]),
            st.sampled_from(["yuv420p", "yuvj420p", "yuv422p", "gray"]),
            st.sampled_from([ColorRange.UNSPECIFIED, ColorRange.MPEG, ColorRange.JPEG]),
            st.sampled_from([Colorspace.ITU709, Colorspace.ITU601]),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_the_scaler_keeps_nothing_of_the_camera_before(frames: list[Any]) -> None:
    for frame in frames:
        fresh = frame.reformat(width=640, height=360, format="bgr24").to_ndarray()
        assert np.array_equal(scale(frame), fresh)
