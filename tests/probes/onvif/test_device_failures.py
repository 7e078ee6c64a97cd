import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from probes.failure import FailureKind, ProbeError
from probes.onvif.documents import DEVICE, MEDIA, load_document
from probes.onvif_device import run
from probes.target import Target
from tests.probes.onvif.attempt import (
    CLOCK,
    DEVICE_PATH,
    EMPTY,
    NO_PROFILES,
    context_at,
    failure_of,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import Reply, StubCamera


async def test_an_empty_body_is_not_taken_for_no_profiles() -> None:
    camera = StubCamera(replies=replying("GetProfiles", "body_empty.xml"))
    assert await failure_of(camera, context_at()) == (
        FailureKind.PROTOCOL_ERROR,
        "the answer is no GetProfilesResponse",
    )


NOT_SOAP = "the answer is not a SOAP envelope"


@pytest.mark.parametrize(
    ("reply", "kind", "detail"),
    [
        (Reply(message="html_page.html"), FailureKind.PROTOCOL_ERROR, NOT_SOAP),
        (
            Reply(message="plain_text.txt"),
            FailureKind.PROTOCOL_ERROR,
            NOT_SOAP,
        ),
        (
            Reply(message="entity_bomb.xml"),
            FailureKind.PROTOCOL_ERROR,
            "the answer has a document type",
        ),
        (
            Reply(message="external_entity.xml"),
            FailureKind.PROTOCOL_ERROR,
            "the answer has a document type",
        ),
        (Reply(), FailureKind.PROTOCOL_ERROR, "HTTP 200 without a SOAP answer"),
        (Reply(status=202), FailureKind.PROTOCOL_ERROR, "HTTP 202 without a SOAP answer"),
        (Reply(status=404), FailureKind.NOT_FOUND, "HTTP 404 without a SOAP answer"),
        (Reply(status=405), FailureKind.NOT_SUPPORTED, "HTTP 405 without a SOAP answer"),
        (Reply(status=500), FailureKind.PROTOCOL_ERROR, "HTTP 500 without a SOAP answer"),
        (Reply(manner="endless"), FailureKind.PROTOCOL_ERROR, "the answer is larger than 1 MB"),
        (Reply(manner="hang_up"), FailureKind.CONNECTION_RESET, "closed without an answer"),
    ],
)
async def test_what_is_not_onvif_is_no_answer(reply: Reply, kind: FailureKind, detail: str) -> None:
    context, camera = context_at(), StubCamera(replies={"GetSystemDateAndTime": reply})
    assert await failure_of(camera, context) == (kind, detail)
    assert not context.answered
    assert context.partial == EMPTY
    assert context.current_step == "system_date_time"
    assert camera.logins == ["none"]


async def test_an_answer_nested_too_deep_is_cut_and_harmless() -> None:
    context = context_at()
    camera = StubCamera(replies=replying("GetDeviceInformation", "nested_too_deep.xml"))
    assert await failure_of(camera, context) == (
        FailureKind.PROTOCOL_ERROR,
        "the answer is no GetDeviceInformationResponse",
    )
    assert context.partial == replace(EMPTY, clock_offset=timedelta(0), clock=CLOCK)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_refused_and_not_followed(status: int) -> None:
    async with StubCamera().serving() as elsewhere:
        location = f"http://127.0.0.1:{elsewhere.port}{DEVICE_PATH}"
        redirect = Reply(status=status, headers=(("Location", location),))
        camera = StubCamera(replies={"GetSystemDateAndTime": redirect})
        kind, detail = await failure_of(camera, context_at())
    assert (kind, detail) == (FailureKind.PROTOCOL_ERROR, f"redirect refused (HTTP {status})")
    assert (len(camera.requests), elsewhere.connections) == (1, 0)


async def test_a_missing_operation_is_not_supported() -> None:
    context = context_at()
    camera = StubCamera(replies=replying("GetProfiles", "fault_action_not_supported.xml", 500))
    kind, _ = await failure_of(camera, context)
    assert kind is FailureKind.NOT_SUPPORTED
    assert context.partial == NO_PROFILES


async def test_a_closed_port_refuses_the_connection() -> None:
    async with StubCamera().serving() as camera:
        target = target_of(camera)
    context = context_at()
    with pytest.raises(ProbeError) as caught:
        await run(target, context)
    assert caught.value.kind is FailureKind.CONNECTION_REFUSED
    assert (context.answered, context.current_step) == (False, "connect")


@pytest.mark.parametrize("manner", ["mute", "drip"])
async def test_a_deadline_aborts_a_peer_that_never_ends(manner: str) -> None:
    for service in (DEVICE, MEDIA):
        load_document(service.wsdl)  # parsing is not what the deadline is about
    context = context_at()
    camera = StubCamera(replies={"GetProfiles": Reply(manner=manner)})
    async with camera.serving():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await run(target_of(camera), context)
        await camera.hung_up_by_peer.wait()
    assert context.current_step == "profiles"
    assert context.partial == NO_PROFILES


@pytest.mark.parametrize("uri", [None, "ftp://127.0.0.1/onvif", "http://127.0.0.1:port/"])
async def test_a_bad_registered_address_is_no_fault_of_the_camera(uri: str | None) -> None:
    target = Target(key="k", host="127.0.0.1", onvif_uri=uri)
    with pytest.raises(ProbeError) as caught:
        await run(target, context_at())
    assert caught.value.kind.is_ours
