import av
import cv2
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext
from hypothesis import given
from hypothesis import strategies as st

from auditor.demo.encoder import FPS, AccessUnit, Clip, ClipEncoder, Codec, split_nals
from auditor.demo.scenery import Picture, Scene, make_street, paint

STREET = make_street(1, width=320, height=192)
CODECS = list(Codec)


def pictures(scene: Scene, count: int) -> list[Picture]:
    return [paint(scene, street=STREET, index=n, caption="TEST") for n in range(count)]


def encode(codec: Codec, shown: list[Picture], *, gop: int = 5) -> Clip:
    encoder = ClipEncoder(codec, width_px=320, height_px=192, gop=gop)
    for picture in shown:
        encoder.add(picture)
    return encoder.finish()


def decode(clip: Clip, units: tuple[AccessUnit, ...]) -> list[Picture]:
    decoder = av.CodecContext.create("hevc" if clip.codec is Codec.H265 else "h264", "r")
    assert isinstance(decoder, VideoCodecContext)
    frames = []
    for unit in units:
        nals = (clip.parameter_sets if unit.is_key else ()) + unit.nals
        frames += decoder.decode(av.Packet(b"".join(b"\0\0\0\1" + nal for nal in nals)))
    frames += decoder.decode(None)
    return [np.asarray(frame.to_ndarray(format="bgr24"), np.uint8) for frame in frames]


def distance(first: Picture, second: Picture) -> float:
    return float(np.abs(first.astype(int) - second.astype(int)).mean())


@pytest.mark.parametrize("codec", CODECS)
def test_key_pictures_come_exactly_at_the_gop(codec: Codec) -> None:
    # The jump from street to blue would be a scene cut.
    shown = pictures(Scene.STREET, 7) + pictures(Scene.NO_SIGNAL, 8)
    clip = encode(codec, shown)
    assert [unit.is_key for unit in clip.units] == [True, False, False, False, False] * 3


@pytest.mark.parametrize("codec", CODECS)
def test_every_picture_decodes_to_what_was_seen(codec: Codec) -> None:
    shown = pictures(Scene.STREET, 10)
    decoded = decode(clip := encode(codec, shown), clip.units)
    assert [distance(a, b) < 8 for a, b in zip(shown, decoded, strict=True)] == [True] * 10


@pytest.mark.parametrize("codec", CODECS)
def test_the_second_gop_needs_nothing_of_the_first(codec: Codec) -> None:
    clip = encode(codec, pictures(Scene.STREET, 10))
    alone, whole = decode(clip, clip.units[5:]), decode(clip, clip.units)[5:]
    assert [distance(a, b) for a, b in zip(alone, whole, strict=True)] == [0.0] * 5


@pytest.mark.parametrize(("codec", "kinds"), [(Codec.H264, [7, 8]), (Codec.H265, [32, 33, 34])])
def test_parameter_sets_stand_beside_the_pictures(codec: Codec, kinds: list[int]) -> None:
    clip = encode(codec, pictures(Scene.STREET, 10))
    assert [codec.nal_type(nal) for nal in clip.parameter_sets] == kinds
    assert all(codec.is_slice(nal) for unit in clip.units for nal in unit.nals)


def test_clip_knows_its_form() -> None:
    clip = encode(Codec.H264, pictures(Scene.BLACK, 5))
    assert (clip.codec, clip.width_px, clip.height_px, clip.fps) == (Codec.H264, 320, 192, FPS)


def test_a_picture_of_another_size_is_scaled() -> None:
    big = cv2.resize(pictures(Scene.STREET, 1)[0], (640, 384))
    clip = encode(Codec.H264, [np.asarray(big, np.uint8)])
    assert [picture.shape for picture in decode(clip, clip.units)] == [(192, 320, 3)]


@pytest.mark.parametrize("codec", CODECS)
def test_a_repeated_picture_stays_the_same_after_decoding(codec: Codec) -> None:
    clip = encode(codec, pictures(Scene.STREET, 1) * 5)
    first, *later = decode(clip, clip.units)
    assert [distance(first, picture) < 0.05 for picture in later] == [True] * 4


def test_encoders_are_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    for codec in CODECS:
        encode(codec, pictures(Scene.STREET, 2))
    assert capfd.readouterr() == ("", "")


@given(st.lists(st.binary(min_size=1, max_size=9).map(lambda raw: b"\x41" + raw + b"\x80")))
def test_split_nals_undoes_annex_b(nals: list[bytes]) -> None:
    # Emulation prevention forbids 00 00 0x inside a NAL unit.
    clean = [nal.replace(b"\x00", b"\x03") for nal in nals]
    longer = b"".join(b"\x00\x00\x00\x01" + nal for nal in clean)
    shorter = b"".join(b"\x00\x00\x01" + nal for nal in clean)
    assert split_nals(longer) == split_nals(shorter) == clean
