from types import SimpleNamespace

import pytest

from probes.onvif.answers import identity, media_profiles, media_xaddr, stream_uri
from probes.onvif.payload import MediaProfile


def profile(**changes: object) -> SimpleNamespace:
    encoder = {
        "Encoding": "H264",
        "Resolution": SimpleNamespace(Width=1920, Height=1080),
    } | changes
    return SimpleNamespace(
        token="main", Name="mainStream", VideoEncoderConfiguration=SimpleNamespace(**encoder)
    )


def test_a_profile_is_read() -> None:
    assert media_profiles([profile()], limit=8) == (
        MediaProfile(
            token="main", name="mainStream", encoding="H264", width_px=1920, height_px=1080
        ),
    )


@pytest.mark.parametrize("size", [0, -1, 65_536, 10**20, None, "1920", 19.2])
def test_a_size_that_no_camera_has_is_unknown(size: object) -> None:
    resolution = SimpleNamespace(Width=size, Height=1080)
    (found,) = media_profiles([profile(Resolution=resolution)], limit=8)
    assert (found.width_px, found.height_px) == (None, 1080)


def test_a_profile_without_video_keeps_its_token() -> None:
    entry = SimpleNamespace(token="meta", Name=None, VideoEncoderConfiguration=None)
    assert media_profiles([entry], limit=8) == (MediaProfile(token="meta"),)


def test_a_profile_without_token_is_left_out() -> None:
    assert media_profiles([SimpleNamespace(token=""), None, profile()], limit=8) == (
        media_profiles([profile()], limit=1)
    )


@pytest.mark.parametrize("answer", [None, "profiles", SimpleNamespace(), []])
def test_an_answer_that_is_no_list_has_no_profiles(answer: object) -> None:
    assert media_profiles(answer, limit=8) == ()


def test_no_more_than_the_limit_is_kept() -> None:
    assert len(media_profiles([profile()] * 12, limit=8)) == 8


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("  Invented \n", "Invented"),
        ("In\x1b[31mvented\u202e", "In[31mvented"),
        ("监控", "监控"),
        ("", None),
        ("x" * 129, None),
        (7, None),
        (None, None),
    ],
)
def test_a_text_is_made_printable_or_unknown(told: object, kept: str | None) -> None:
    answer = SimpleNamespace(Manufacturer=told, Model="IPC-1", FirmwareVersion=None)
    assert identity(answer) == {
        "manufacturer": kept,
        "model": "IPC-1",
        "firmware_version": None,
    }


def test_addresses_are_read_as_written() -> None:
    capabilities = SimpleNamespace(Media=SimpleNamespace(XAddr="http://127.0.0.99/onvif"))
    assert media_xaddr(capabilities) == "http://127.0.0.99/onvif"
    assert media_xaddr(SimpleNamespace(Media=None)) is None
    assert stream_uri(SimpleNamespace(Uri="rtsp://127.0.0.99/")) == "rtsp://127.0.0.99/"
    assert stream_uri(None) is None
