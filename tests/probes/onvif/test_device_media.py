from dataclasses import replace

import pytest

from probes.onvif_device import MediaProfile, run
from tests.probes.onvif.attempt import (
    DEVICE_PATH,
    GOOD,
    context_at,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import StubCamera


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("fault_action_not_supported.xml", 500),
        ("capabilities_without_media.xml", 200),
        ("capabilities_other_scheme.xml", 200),
        ("html_page.html", 200),
        ("body_empty.xml", 200),
    ],
)
@pytest.mark.parametrize("media_path", ["/onvif/media_service", DEVICE_PATH])
async def test_without_capabilities_the_common_paths_are_tried(
    message: str, status: int, media_path: str
) -> None:
    camera = StubCamera(
        replies=replying("GetCapabilities", message, status), paths=(DEVICE_PATH, media_path)
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == GOOD
    assert camera.requests[-1].path == media_path


async def test_no_profiles_is_a_fact_and_no_failure() -> None:
    context = context_at()
    async with StubCamera(replies=replying("GetProfiles", "profiles_none.xml")).serving() as camera:
        device = await run(target_of(camera), context)
    assert device == replace(GOOD, profiles=())
    assert context.discovered_uris == []


async def test_at_most_eight_streams_are_asked_for() -> None:
    async with StubCamera(
        replies=replying("GetProfiles", "profiles_twelve.xml")
    ).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert [profile.token for profile in device.profiles] == [f"p{i}" for i in range(8)]
    assert camera.operations.count("GetStreamUri") == 8


async def test_absurd_profiles_are_read_as_far_as_they_make_sense() -> None:
    replies = replying("GetProfiles", "profiles_absurd_sizes.xml")
    async with StubCamera(replies=replies).serving() as camera:
        device = await run(target_of(camera), context_at())
    stream = "rtsp://127.0.0.1:8554/"
    assert device.profiles == (
        MediaProfile(token="main", name="mainStream", encoding="H264", stream_uri=stream + "main"),
        MediaProfile(token="words", name="words", encoding="H264", stream_uri=stream + "words"),
        MediaProfile(token="meta", name="metadata only", stream_uri=stream + "meta"),
    )


@pytest.mark.parametrize(
    ("message", "status", "stream_uri"),
    [
        ("stream_uri_http_scheme.xml", 200, None),
        ("fault_no_profile.xml", 400, None),
        ("stream_uri_bad_timeout.xml", 200, "rtsp://127.0.0.1:8554/main"),
    ],
)
async def test_a_profile_without_a_usable_stream_stays(
    message: str, status: int, stream_uri: str | None
) -> None:
    replies = replying("GetStreamUri", message, status)
    async with StubCamera(replies=replies).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device.profiles[1] == replace(GOOD.profiles[1], stream_uri=stream_uri)
