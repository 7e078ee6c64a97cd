import time
from dataclasses import replace
from datetime import timedelta

import pytest

from probes.failure import FailureKind
from probes.onvif_device import MediaProfile, OnvifDevice, run
from tests.probes.onvif.attempt import (
    DEVICE_PATH,
    GOOD,
    IN_BY_TOKEN,
    context_at,
    failure_of,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import Reply, StubCamera


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
        replies=replying("GetServices", "services_without_media.xml")
        | replying("GetCapabilities", message, status),
        paths=(DEVICE_PATH, media_path),
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, services=("http://www.onvif.org/ver10/device/wsdl",))
    assert camera.requests[-1].path == media_path


async def test_no_profiles_is_a_fact_and_no_failure() -> None:
    context = context_at()
    async with StubCamera(replies=replying("GetProfiles", "profiles_none.xml")).serving() as camera:
        device = await run(target_of(camera), context)
    assert device == replace(IN_BY_TOKEN, profiles=())
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
        MediaProfile(
            token="main",
            name="mainStream",
            encoding="H264",
            stream_uri=stream + "main",
            snapshot_uri="http://127.0.0.1:8080/snap?token=***&pwd=***",
        ),
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


MAIN2 = MediaProfile(
    token="main",
    name="mainStream",
    encoding="H265",
    width_px=2560,
    height_px=1440,
    stream_uri="rtsp://127.0.0.1:8554/main",
    frames_per_second=25.0,
    bitrate_kbps=4096,
    gop_frames=50,
    service="media2",
)
WITH_MEDIA2 = replying("GetServices", "services_with_media2.xml")
NAMESPACES = tuple(f"http://www.onvif.org/{name}/wsdl" for name in ("ver10/device", "ver10/media"))
BOTH = (*NAMESPACES, "http://www.onvif.org/ver20/media/wsdl")
SUB = replace(GOOD.profiles[0], snapshot_uri="http://127.0.0.1:8080/snap?token=***&pwd=***")


async def test_media2_is_asked_beside_media_and_tells_of_h265() -> None:
    context = context_at()
    async with StubCamera(replies=WITH_MEDIA2).serving() as camera:
        device = await run(target_of(camera), context)
    assert device == replace(GOOD, services=BOTH, profiles=(SUB, MAIN2))
    assert camera.operations[2:7] == [
        "GetServices",
        "Media2.GetProfiles",
        "GetProfiles",
        "GetStreamUri",
        "Media2.GetStreamUri",
    ]
    assert context.discovered_uris == ["rtsp://127.0.0.1:8554/main", "rtsp://127.0.0.1:8554/sub"]


@pytest.mark.parametrize(
    ("message", "status"), [("fault_action_not_supported.xml", 500), ("html_page.html", 200)]
)
async def test_a_media2_that_does_not_work_is_no_loss(message: str, status: int) -> None:
    replies = WITH_MEDIA2 | replying("Media2.GetProfiles", message, status)
    async with StubCamera(replies=replies).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, services=BOTH)


async def test_a_device_with_media2_alone_has_streams() -> None:
    replies = (
        replying("GetServices", "services_media2_alone.xml")
        | replying("GetCapabilities", "capabilities_without_media.xml")
        | replying("GetProfiles", "fault_action_not_supported.xml", 500)
    )
    async with StubCamera(replies=replies).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, services=(BOTH[0], BOTH[2]), profiles=(MAIN2,), on_screen=None)


async def test_a_refusal_by_media2_ends_the_attempt() -> None:
    replies = WITH_MEDIA2 | replying("Media2.GetProfiles", "fault_not_authorized.xml", 400)
    camera = StubCamera(closed=True, replies=replies)
    kind, _ = await failure_of(camera, context_at())
    assert kind is FailureKind.AUTHENTICATION_REJECTED


@pytest.mark.parametrize("status", [200, 400, 500])
async def test_an_answer_counts_whatever_its_http_status(status: int) -> None:
    replies = replying("GetProfiles", "profiles.xml", status)
    async with StubCamera(replies=replies).serving() as camera:
        assert await run(target_of(camera), context_at()) == GOOD


@pytest.mark.parametrize(
    ("operation", "rest"),
    [
        ("GetOSDs", replace(GOOD, on_screen=None)),
        ("GetNTP", replace(GOOD, ntp=None)),
        ("GetScopes", replace(GOOD, scopes=None)),
        ("GetHostname", replace(GOOD, hostname=None)),
    ],
)
@pytest.mark.parametrize("message", ["fault_action_not_supported.xml", "plain_text.txt"])
async def test_an_extra_without_an_answer_is_unknown(
    operation: str, rest: OnvifDevice, message: str
) -> None:
    async with StubCamera(replies=replying(operation, message)).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device == rest


@pytest.mark.parametrize("manner", ["mute", "drip"])
async def test_an_extra_that_never_ends_costs_no_more_than_its_time(
    manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("probes.onvif_device._EXTRAS_AT_MOST", timedelta(seconds=0.2))
    began = time.monotonic()
    async with StubCamera(replies={"GetNTP": Reply(manner=manner)}).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert time.monotonic() - began < 2
    assert device == replace(
        GOOD, ntp=None, scopes=None, hostname=None, profiles=_without_snapshot()
    )


def _without_snapshot() -> tuple[MediaProfile, ...]:
    return tuple(replace(profile, snapshot_uri=None) for profile in GOOD.profiles)
