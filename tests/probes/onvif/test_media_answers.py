from dataclasses import replace

import pytest
from lxml import etree

from probes.onvif.media_answers import (
    media2_profiles,
    media_profiles,
    merged,
    on_screen_texts,
    stream_uri,
)
from probes.onvif.payload import MediaProfile, OnScreenTexts
from tests.probes.onvif.test_answers import captured

SUB = MediaProfile(
    token="sub",
    name="subStream",
    encoding="H264",
    width_px=640,
    height_px=360,
)
MAIN = MediaProfile(
    token="main",
    name="mainStream",
    encoding="H265",
    width_px=1920,
    height_px=1080,
)
MAIN2 = MediaProfile(
    token="main",
    name="mainStream",
    encoding="H265",
    width_px=2560,
    height_px=1440,
    frames_per_second=25.0,
    bitrate_kbps=4096,
    gop_frames=50,
    service="media2",
)


def profiles(name: str) -> tuple[MediaProfile, ...]:
    return media_profiles(captured(name, "GetProfiles"), limit=8)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("profiles.xml", (SUB, MAIN)),
        (
            "profiles_with_rates.xml",
            (
                replace(SUB, frames_per_second=25.0, bitrate_kbps=2048, gop_frames=50),
                replace(MAIN, frames_per_second=25.0, bitrate_kbps=2048, gop_frames=50),
            ),
        ),
        (
            "profiles_without_encoder.xml",
            (
                MediaProfile(token="sub", name="subStream"),
                MediaProfile(token="main", name="mainStream"),
            ),
        ),
        ("profiles_none.xml", ()),
    ],
)
def test_profiles_are_read_as_far_as_they_go(name: str, found: tuple[MediaProfile, ...]) -> None:
    assert profiles(name) == found


def test_no_more_than_the_limit_is_kept() -> None:
    assert len(profiles("profiles_twelve.xml")) == 8


def test_media2_tells_the_same_in_its_own_shape() -> None:
    assert media2_profiles(captured("media2_profiles.xml", "GetProfiles"), limit=8) == (MAIN2,)


def encoder(inner: str, attributes: str = "") -> MediaProfile:
    (found,) = media2_profiles(
        etree.fromstring(
            f'<R><Profiles token="p"><Configurations><VideoEncoder {attributes}>{inner}'
            "</VideoEncoder></Configurations></Profiles></R>"
        ),
        limit=8,
    )
    return found


@pytest.mark.parametrize("size", ["0", "-1", "65536", "1" * 20, "", "wide", "19.2", "\u0661"])
def test_a_size_that_no_camera_has_is_unknown(size: str) -> None:
    found = encoder(f"<Resolution><Width>{size}</Width><Height>1080.0</Height></Resolution>")
    assert (found.width_px, found.height_px) == (None, 1080)


@pytest.mark.parametrize("rate", ["0", "-5", "nan", "inf", "1e9", "fast", ""])
def test_a_rate_that_no_camera_has_is_unknown(rate: str) -> None:
    inner = f"<RateControl><FrameRateLimit>{rate}</FrameRateLimit></RateControl>"
    assert encoder(inner).frames_per_second is None


@pytest.mark.parametrize("gop", ["0", "-1", "", "often", "9" * 12])
def test_a_distance_of_key_frames_that_no_camera_has_is_unknown(gop: str) -> None:
    assert encoder("", f'GovLength="{gop}"').gop_frames is None


def test_media2_counts_for_more_where_both_tell_of_a_profile() -> None:
    assert merged((SUB, MAIN), (MAIN2,), limit=8) == (SUB, MAIN2)
    silent = MediaProfile(token="main", service="media2")
    assert merged((SUB, MAIN), (silent,), limit=8) == (SUB, MAIN)
    assert merged((), (silent,), limit=8) == (silent,)
    assert merged((SUB, MAIN), (), limit=1) == (SUB,)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("osds.xml", OnScreenTexts(plain=("星河里小区北门",), has_clock=True)),
        ("osds_none.xml", OnScreenTexts()),
        ("osds_image_without_text.xml", OnScreenTexts()),
        ("osds_twenty.xml", OnScreenTexts(plain=tuple(f"line {n}" for n in range(16)))),
    ],
)
def test_texts_in_the_picture_are_read(name: str, texts: OnScreenTexts) -> None:
    assert on_screen_texts(captured(name, "GetOSDs")) == texts


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("<R><MediaUri><Uri>rtsp://a/</Uri></MediaUri></R>", "rtsp://a/"),
        ("<R><Uri>rtsp://b/</Uri></R>", "rtsp://b/"),
        ("<R><MediaUri/></R>", None),
        (f"<R><Uri>rtsp://{'a' * 2048}/</Uri></R>", None),
    ],
)
def test_an_address_is_read_in_both_shapes(text: str, uri: str | None) -> None:
    assert stream_uri(etree.fromstring(text)) == uri
