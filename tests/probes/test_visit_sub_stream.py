"""The sub-stream first: what is asked, and when the main stream is played all the same."""

from dataclasses import replace

import pytest

from probes.failure import FailureKind
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.target import Target
from probes.visit import smaller_stream
from tests.probes.fake_probes import CREDENTIAL, FakeProbes
from tests.probes.test_visit import DEVICE, visit

MAIN = "rtsp://127.0.78.1:8554/main"
SUB = "rtsp://127.0.78.1:8554/sub"
K = FailureKind
REGISTERED = Target(
    key="1", host="127.0.78.1", stream_uri=MAIN, sub_stream_uri=SUB, prefers_sub=True
)
BY_ONVIF = replace(REGISTERED, sub_stream_uri=None, onvif_uri=DEVICE)


def profiles(*sizes: tuple[int | None, int | None]) -> tuple[MediaProfile, ...]:
    return tuple(
        MediaProfile(token=str(number), width_px=width, height_px=height, stream_uri=f"u{number}")
        for number, (width, height) in enumerate(sizes)
    )


TWO = profiles((1920, 1080), (640, 360))


async def test_a_picture_of_the_sub_stream_is_enough_and_the_main_stream_is_described() -> None:
    fakes = FakeProbes()
    seen = await visit(fakes, REGISTERED)
    assert fakes.order == [f"sub {SUB}", f"describe {MAIN}"]
    assert [one.picture is not None for one in seen] == [True, False]


async def test_a_sub_stream_without_a_picture_is_followed_by_the_main_stream() -> None:
    fakes = FakeProbes(answers={SUB: [K.NO_MEDIA]})
    seen = await visit(fakes, REGISTERED)
    assert fakes.order == [f"sub {SUB}", f"tcp {MAIN}", f"stream {MAIN}"]
    assert seen[-1].picture is not None


async def test_a_main_stream_that_cannot_be_described_is_played() -> None:
    fakes = FakeProbes(descriptions={MAIN: K.NOT_FOUND})
    await visit(fakes, REGISTERED)
    assert fakes.order == [f"sub {SUB}", f"describe {MAIN}", f"stream {MAIN}"]


@pytest.mark.parametrize(
    ("target", "attempt"), [(REGISTERED, 2), (replace(REGISTERED, prefers_sub=False), 1)]
)
async def test_later_tries_and_other_nights_play_the_main_stream(
    target: Target, attempt: int
) -> None:
    fakes = FakeProbes()
    await visit(fakes, target, attempt=attempt)
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}"]


async def test_onvif_tells_the_sub_stream_and_is_asked_once() -> None:
    fakes = FakeProbes(discovered={DEVICE: (MAIN, SUB)}, profiles={DEVICE: TWO})
    await visit(fakes, BY_ONVIF)
    assert fakes.order == [f"onvif {DEVICE}", f"sub {SUB}", f"describe {MAIN}"]


async def test_without_a_registered_stream_the_largest_one_is_described() -> None:
    fakes = FakeProbes(discovered={DEVICE: (MAIN, SUB)}, profiles={DEVICE: TWO})
    await visit(fakes, replace(BY_ONVIF, stream_uri=None))
    assert fakes.order == [f"onvif {DEVICE}", f"sub {SUB}", f"describe {MAIN}"]


async def test_a_camera_that_has_none_is_judged_by_its_main_stream() -> None:
    fakes = FakeProbes(discovered={DEVICE: (MAIN,)}, profiles={DEVICE: TWO[:1]})
    await visit(fakes, BY_ONVIF)
    assert fakes.order == [f"onvif {DEVICE}", f"tcp {MAIN}", f"stream {MAIN}"]
    alone = FakeProbes()
    await visit(alone, replace(REGISTERED, sub_stream_uri=None))
    assert alone.order == [f"tcp {MAIN}", f"stream {MAIN}"]


async def test_a_registered_sub_stream_has_its_own_host_and_no_other_is_dialled() -> None:
    other = "rtsp://127.0.78.9:8554/sub"
    fakes = FakeProbes()
    await visit(fakes, replace(REGISTERED, sub_stream_uri=other))
    assert [(call.probe, call.address) for call in fakes.calls] == [
        ("sub", "127.0.78.9"),
        ("describe", "127.0.78.1"),
    ]


async def test_a_sub_stream_outside_the_allowed_networks_is_not_dialled() -> None:
    fakes = FakeProbes()
    seen = await visit(fakes, replace(REGISTERED, sub_stream_uri="rtsp://127.0.99.1/sub"))
    assert seen[0].failure is not None
    assert seen[0].failure.kind is K.ADDRESS_NOT_ALLOWED
    assert fakes.order == [f"tcp {MAIN}", f"stream {MAIN}"]


async def test_a_password_refused_by_the_sub_stream_is_not_sent_to_the_main_stream() -> None:
    fakes = FakeProbes(answers={SUB: [K.AUTHENTICATION_REJECTED]})
    await visit(fakes, replace(REGISTERED, credential=CREDENTIAL))
    assert [(call.probe, call.login) for call in fakes.calls if call.probe != "tcp"] == [
        ("sub", True),
        ("stream", False),
    ]


@pytest.mark.parametrize(
    ("sizes", "uris", "main", "found"),
    [
        (((1920, 1080), (640, 360)), (MAIN, SUB), MAIN, SUB),
        (((1920, 1080), (640, 360)), (MAIN, SUB), None, SUB),
        (((1920, 1080), (704, 576), (320, 180)), (MAIN, SUB, "3"), MAIN, SUB),
        (((1920, 1080), (640, 360)), (MAIN, SUB), "rtsp://127.0.78.1:8554/2", None),
        (((1920, 1080), (1920, 1080)), (MAIN, SUB), MAIN, None),
        (((1920, 1080), (640, 360), (640, 360)), (MAIN, SUB, "3"), MAIN, None),
        (((1920, 1080), (None, None)), (MAIN, SUB), MAIN, None),
        (((1920, 1080), (640, 360)), (MAIN,), MAIN, None),
        (((1920, 1080),), (MAIN,), MAIN, None),
        (((9, 9), (8, 8), (7, 7), (6, 6)), (MAIN, SUB, "3"), MAIN, None),
    ],
)
def test_only_what_must_be_the_same_camera_is_taken_for_its_sub_stream(
    sizes: tuple[tuple[int | None, int | None], ...],
    uris: tuple[str, ...],
    main: str | None,
    found: str | None,
) -> None:
    assert smaller_stream(OnvifDevice(profiles=profiles(*sizes)), uris, main) == found


def test_a_device_that_told_nothing_has_no_sub_stream() -> None:
    assert smaller_stream(None, (MAIN, SUB), MAIN) is None
