from dataclasses import replace
from datetime import timedelta

import pytest

from probes.failure import FailureKind, ProbeError
from probes.onvif_device import run
from probes.target import Credential
from tests.probes.onvif.attempt import (
    ALL_CALLS,
    CREDENTIAL,
    EMPTY,
    GOOD,
    WRONG,
    context_at,
    failure_of,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import PASSWORD, Reply, StubCamera


async def test_an_open_device_is_described_without_a_login() -> None:
    async with StubCamera().serving() as camera:
        device = await run(target_of(camera, None), context_at())
    assert device == replace(GOOD, login="anonymous")
    assert camera.logins == ["none"] * 6


async def test_a_wrong_password_is_sent_once_only() -> None:
    context, camera = context_at(), StubCamera(closed=True)
    assert await failure_of(camera, context, WRONG) == (
        FailureKind.AUTHENTICATION_REJECTED,
        "SOAP fault Sender/NotAuthorized",
    )
    assert camera.logins == ["none", "wrong"]
    assert context.answered
    assert context.partial == replace(EMPTY, clock_offset=timedelta(0), login="rejected")


async def test_a_refusal_after_an_offset_is_not_tried_again() -> None:
    camera = StubCamera(
        closed=True, replies=replying("GetSystemDateAndTime", "clock_three_hours_ahead.xml")
    )
    kind, _ = await failure_of(camera, context_at())
    assert kind is FailureKind.AUTHENTICATION_REJECTED
    assert camera.logins == ["none", "wrong"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (None, "no credential is registered"),
        ("cameras", "the registered credential was not supplied"),
    ],
)
async def test_without_a_credential_a_closed_device_asks_for_one(
    name: str | None, reason: str
) -> None:
    context = context_at()
    async with StubCamera(closed=True).serving() as camera:
        target = replace(target_of(camera, None), credential_name=name)
        with pytest.raises(ProbeError) as caught:
            await run(target, context)
    assert caught.value.kind is FailureKind.AUTHENTICATION_REQUIRED
    assert caught.value.detail == f"SOAP fault Sender/NotAuthorized; {reason}"
    assert camera.logins == ["none", "none"]
    assert context.partial == replace(EMPTY, clock_offset=timedelta(0), login="missing")


@pytest.mark.parametrize(
    ("credential", "kind", "detail", "login"),
    [
        (
            None,
            FailureKind.AUTHENTICATION_REQUIRED,
            "HTTP 401, challenge Digest; no credential is registered",
            "missing",
        ),
        (
            CREDENTIAL,
            FailureKind.AUTHENTICATION_REJECTED,
            "HTTP 401, challenge Digest",
            "rejected",
        ),
    ],
)
async def test_an_http_refusal_is_an_answer(
    credential: Credential | None, kind: FailureKind, detail: str, login: str
) -> None:
    challenge = (("WWW-Authenticate", 'Digest realm="cam", nonce="1"'),)
    refusal = Reply(status=401, headers=challenge)
    camera = StubCamera(replies=dict.fromkeys(ALL_CALLS, refusal))
    context = context_at()
    assert await failure_of(camera, context, credential) == (kind, detail)
    assert context.answered
    assert context.partial == replace(EMPTY, login=login)
    assert len(camera.requests) == 2


async def test_a_withheld_login_reads_the_clock_alone() -> None:
    context, camera = context_at(login=False), StubCamera()
    kind, _ = await failure_of(camera, context)
    assert kind is FailureKind.LOGIN_WITHHELD
    assert camera.logins == ["none"]
    assert context.answered
    assert context.partial == replace(EMPTY, clock_offset=timedelta(0), login="withheld")


@pytest.mark.parametrize("operation", ["GetCapabilities", "GetProfiles", "GetStreamUri"])
async def test_a_later_refusal_ends_the_attempt_too(operation: str) -> None:
    replies = replying(operation, "fault_not_authorized.xml", 400)
    if operation == "GetProfiles":
        replies |= replying("GetCapabilities", "fault_action_not_supported.xml", 500)
    camera, context = StubCamera(replies=replies), context_at()
    kind, _ = await failure_of(camera, context)
    assert kind is FailureKind.AUTHENTICATION_REJECTED
    assert camera.operations == ALL_CALLS[: ALL_CALLS.index(operation) + 1]
    assert context.partial is not None
    assert (context.partial.login, context.partial.model) == ("rejected", "IPC-1")


async def test_a_credential_that_xml_cannot_carry_is_our_bug() -> None:
    async with StubCamera().serving() as camera:
        target = target_of(camera, Credential("cameras", "admin\0", PASSWORD))
        with pytest.raises(ValueError, match="XML compatible"):
            await run(target, context_at())
    assert camera.logins == ["none"]
