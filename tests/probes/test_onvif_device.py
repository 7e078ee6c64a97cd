from dataclasses import replace
from datetime import timedelta

import pytest

from probes.failure import FailureKind
from probes.onvif_device import PROBE, OnvifDevice, run
from tests.probes.onvif.attempt import (
    ALL_CALLS,
    CLOSED_CALLS,
    EXTRA_CALLS,
    GOOD,
    IN_BY_TOKEN,
    context_at,
    failure_of,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import StubCamera


async def test_a_good_device_is_described_with_a_login() -> None:
    context = context_at()
    async with StubCamera(closed=True).serving() as camera:
        device = await run(target_of(camera), context)
    assert device == context.partial == IN_BY_TOKEN
    assert context.answered
    assert context.discovered_uris == [
        "rtsp://127.0.0.1:8554/main",
        "rtsp://127.0.0.1:8554/sub",
    ]
    assert camera.operations == [*CLOSED_CALLS, *EXTRA_CALLS]
    assert camera.logins == ["none", "none"] + ["right"] * 10
    assert {request.host for request in camera.requests} == {f"127.0.0.1:{camera.port}"}


async def test_the_steps_are_named() -> None:
    context = context_at()
    async with StubCamera().serving() as camera:
        await run(target_of(camera), context)
    context.close_step()
    assert [step.name for step in context.steps] == [
        "connect",
        "system_date_time",
        "device_information",
        "capabilities",
        "profiles",
        "stream_uri",
        "extras",
    ]


@pytest.mark.parametrize(
    "message", ["device_information_shuffled.xml", "device_information_unclosed.xml"]
)
async def test_a_slightly_wrong_answer_passes(message: str) -> None:
    async with StubCamera(replies=replying("GetDeviceInformation", message)).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device == GOOD


async def test_a_device_without_its_identity_still_has_streams() -> None:
    replies = replying("GetDeviceInformation", "fault_action_not_supported.xml", 500)
    async with StubCamera(replies=replies).serving() as camera:
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, manufacturer=None, model=None, firmware_version=None)


async def test_another_fault_for_the_identity_ends_the_attempt() -> None:
    camera = StubCamera(replies=replying("GetDeviceInformation", "fault_unknown_code.xml", 500))
    assert await failure_of(camera, context_at()) == (
        FailureKind.PROTOCOL_ERROR,
        "SOAP fault Receiver/Action",
    )
    assert camera.operations == ALL_CALLS[:2]


def test_the_probe_is_declared() -> None:
    assert (PROBE.name, PROBE.version, PROBE.payload_type, PROBE.deadline) == (
        "onvif_device",
        2,
        OnvifDevice,
        timedelta(seconds=12),
    )
