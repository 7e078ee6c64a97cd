import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from probes.failure import FailureKind, ProbeError
from probes.onvif_device import run
from probes.probe import LoginSigns
from probes.target import Credential
from tests.probes.onvif.attempt import (
    ALL_CALLS,
    CLOCK,
    CREDENTIAL,
    EMPTY,
    EXTRA_CALLS,
    GOOD,
    IN_BY_TOKEN,
    WRONG,
    context_at,
    failure_of,
    replying,
    target_of,
)
from tests.probes.onvif.stub_camera import NOON, PASSWORD, Reply, StubCamera

READ_CLOCK = replace(EMPTY, clock_offset=timedelta(0), clock=CLOCK)
REJECTED = replace(READ_CLOCK, login="rejected", login_form="token", login_time="device")
EIGHT = timedelta(hours=8)
LOCAL_AS_UTC = replying("GetSystemDateAndTime", "clock_local_as_utc.xml")
NONCES = [f"nonce{number}" for number in range(40)]


@pytest.mark.parametrize("credential", [None, CREDENTIAL])
async def test_an_open_device_is_described_without_a_login(credential: Credential | None) -> None:
    async with StubCamera().serving() as camera:
        device = await run(target_of(camera, credential), context_at())
    assert device == GOOD
    assert camera.operations == [*ALL_CALLS, *EXTRA_CALLS]
    assert set(camera.logins) == {"none"}


async def test_a_wrong_password_is_sent_once_only() -> None:
    context, camera = context_at(), StubCamera(closed=True)
    assert await failure_of(camera, context, WRONG) == (
        FailureKind.AUTHENTICATION_REJECTED,
        "SOAP fault Sender/NotAuthorized",
    )
    assert camera.logins == ["none", "none", "wrong"]
    assert context.answered
    assert context.partial == REJECTED


@pytest.mark.parametrize("nonces", [["one"], NONCES])
async def test_a_wrong_password_is_sent_once_only_by_http_digest_too(nonces: list[str]) -> None:
    context = context_at()
    camera = StubCamera(closed=True, digest_nonces=list(nonces), uses_per_nonce=1)
    kind, detail = await failure_of(camera, context, WRONG)
    assert (kind, detail) == (
        FailureKind.AUTHENTICATION_REJECTED,
        "HTTP 401, challenge Basic",
    )
    assert camera.logins == ["none", "none", "wrong"]
    assert context.partial == replace(READ_CLOCK, login="rejected", login_form="http")


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ("clock_right.xml", "fault_not_authorized.xml"),
        ("clock_three_hours_ahead.xml", "fault_not_authorized.xml"),
        ("clock_never_set_1970.xml", "fault_not_authorized.xml"),
        ("clock_local_as_utc.xml", "fault_attempts_left.xml"),
        ("clock_local_only.xml", "fault_time_check_failed.xml"),
    ],
)
async def test_a_refusal_without_reason_to_doubt_the_time_is_final(
    message: str, refusal: str
) -> None:
    camera = StubCamera(
        closed=True,
        clock=NOON - timedelta(days=1),
        refusal=refusal,
        replies=replying("GetSystemDateAndTime", message),
    )
    kind, _ = await failure_of(camera, context_at(proved=True))
    assert kind is FailureKind.AUTHENTICATION_REJECTED
    assert camera.logins == ["none", "none", "wrong"]


async def test_a_password_that_nothing_has_proved_is_sent_once_whatever_the_clock() -> None:
    camera = StubCamera(closed=True, replies=LOCAL_AS_UTC)
    kind, _ = await failure_of(camera, context_at())
    assert kind is FailureKind.AUTHENTICATION_REJECTED
    assert camera.logins == ["none", "none", "wrong"]


async def test_local_time_told_as_utc_is_taken_back_where_the_stream_took_the_login() -> None:
    camera = StubCamera(closed=True, replies=LOCAL_AS_UTC)
    async with camera.serving():
        device = await run(target_of(camera), context_at(proved=True))
    assert device == replace(
        IN_BY_TOKEN,
        clock_offset=EIGHT,
        login_time="zone",
        clock=replace(CLOCK, local_minus_utc=timedelta(0)),
    )
    assert camera.logins == ["none", "none", "wrong"] + ["right"] * 10


async def test_a_device_that_checks_the_time_it_tells_needs_no_second_login() -> None:
    camera = StubCamera(closed=True, clock=NOON + EIGHT, replies=LOCAL_AS_UTC)
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert (device.login, device.login_time) == ("digest", "device")
    assert "wrong" not in camera.logins


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ("clock_eight_hours_ahead_zone_unreadable.xml", "fault_not_authorized.xml"),
        ("clock_three_hours_ahead.xml", "fault_time_check_failed.xml"),
        ("clock_three_hours_ahead.xml", "fault_message_expired.xml"),
    ],
)
async def test_our_clock_serves_where_the_devices_is_doubted(message: str, refusal: str) -> None:
    camera = StubCamera(
        closed=True, refusal=refusal, replies=replying("GetSystemDateAndTime", message)
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at(proved=True))
    assert (device.login, device.login_time) == ("digest", "ours")
    assert camera.logins == ["none", "none", "wrong"] + ["right"] * 10


@pytest.mark.parametrize("refusal", ["fault_not_authorized.xml", "fault_time_check_failed.xml"])
async def test_there_is_never_a_third_login(refusal: str) -> None:
    camera = StubCamera(closed=True, refusal=refusal, replies=LOCAL_AS_UTC)
    context = context_at(proved=True)
    kind, _ = await failure_of(camera, context, WRONG)
    assert kind is FailureKind.AUTHENTICATION_REJECTED
    assert camera.logins == ["none", "none", "wrong", "wrong"]
    assert context.partial is not None
    assert context.partial.login_time == "zone"


@pytest.mark.parametrize("uses", [1, 3, 1000])
async def test_http_digest_is_answered_where_the_device_asks_for_it(uses: int) -> None:
    camera = StubCamera(
        closed=True,
        closed_clock=True,
        digest_nonces=list(NONCES),
        uses_per_nonce=uses,
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == replace(GOOD, login="digest", login_form="http")
    assert "wrong" not in camera.logins


async def test_http_digest_needs_no_clock() -> None:
    camera = StubCamera(
        closed=True,
        digest_nonces=["one"],
        replies=replying("GetSystemDateAndTime", "clock_never_set_1970.xml"),
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert (device.login, device.login_form, device.login_time) == ("digest", "http", None)


async def test_a_device_that_offers_basic_alone_gets_a_token() -> None:
    challenge = (("WWW-Authenticate", 'Basic realm="cam"'),)
    camera = StubCamera(replies=dict.fromkeys(ALL_CALLS[1:], Reply(status=401, headers=challenge)))
    context = context_at()
    kind, detail = await failure_of(camera, context)
    assert (kind, detail) == (FailureKind.AUTHENTICATION_REJECTED, "HTTP 401, challenge Basic")
    assert camera.logins == ["none", "none", "right"]


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
    assert context.partial == replace(READ_CLOCK, login="missing")


@pytest.mark.parametrize(
    ("credential", "kind", "detail", "login", "requests"),
    [
        (
            None,
            FailureKind.AUTHENTICATION_REQUIRED,
            "HTTP 401, challenge Digest; no credential is registered",
            "missing",
            2,
        ),
        (
            CREDENTIAL,
            FailureKind.AUTHENTICATION_REJECTED,
            "HTTP 401, challenge Digest",
            "rejected",
            3,
        ),
    ],
)
async def test_an_http_refusal_is_an_answer(
    credential: Credential | None, kind: FailureKind, detail: str, login: str, requests: int
) -> None:
    challenge = (("WWW-Authenticate", 'Digest realm="cam", nonce="1"'),)
    refusal = Reply(status=401, headers=challenge)
    camera = StubCamera(replies=dict.fromkeys(ALL_CALLS, refusal))
    context = context_at()
    assert await failure_of(camera, context, credential) == (kind, detail)
    assert context.answered
    assert context.partial is not None
    assert context.partial.login == login
    assert len(camera.requests) == requests


async def test_a_withheld_login_is_not_sent() -> None:
    context, camera = context_at(login=False), StubCamera(closed=True)
    kind, _ = await failure_of(camera, context)
    assert kind is FailureKind.LOGIN_WITHHELD
    assert camera.logins == ["none", "none"]
    assert context.answered
    assert context.partial == replace(READ_CLOCK, login="withheld")


async def test_a_withheld_login_is_no_loss_where_none_is_asked_for() -> None:
    async with StubCamera().serving() as camera:
        device = await run(target_of(camera), context_at(login=False))
    assert device == GOOD
    assert set(camera.logins) == {"none"}


@pytest.mark.parametrize("operation", ["GetServices", "GetProfiles", "GetStreamUri"])
async def test_a_later_refusal_ends_the_attempt_too(operation: str) -> None:
    camera = StubCamera(closed=True, replies=replying(operation, "fault_not_authorized.xml", 400))
    context = context_at()
    assert await failure_of(camera, context) == (
        FailureKind.AUTHENTICATION_REJECTED,
        "SOAP fault Sender/NotAuthorized; the login was accepted before",
    )
    assert camera.operations[-1] == operation
    assert camera.operations.count(operation) == 1
    assert context.partial is not None
    assert (context.partial.login, context.partial.model) == ("rejected", "IPC-1")


@pytest.mark.parametrize("operation", ["GetServices", "GetProfiles", "GetStreamUri"])
async def test_a_device_that_is_half_open_is_logged_in_to_where_it_asks(operation: str) -> None:
    camera = StubCamera(closed_operations=(operation,))
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == IN_BY_TOKEN
    assert set(camera.logins) == {"none", "right"}


async def test_profiles_hidden_from_strangers_are_asked_for_again() -> None:
    camera = StubCamera(strangers_see=replying("GetProfiles", "profiles_none.xml"))
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert device == IN_BY_TOKEN
    assert camera.operations.count("GetProfiles") == 2


@pytest.mark.parametrize("operation", EXTRA_CALLS)
async def test_a_refused_extra_ends_the_extras_and_blames_no_login(operation: str) -> None:
    camera = StubCamera(closed=True, replies=replying(operation, "fault_not_authorized.xml", 400))
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert (device.login, device.login_form) == ("digest", "token")
    expected = EXTRA_CALLS[: EXTRA_CALLS.index(operation) + 1]
    assert camera.operations[-len(expected) :] == expected


async def test_no_login_is_begun_for_an_extra() -> None:
    camera = StubCamera(closed_operations=("GetNTP",))
    async with camera.serving():
        device = await run(target_of(camera, WRONG), context_at())
    assert (device.login, device.on_screen, device.ntp) == ("anonymous", GOOD.on_screen, None)
    assert set(camera.logins) == {"none"}


async def test_a_user_name_that_xml_cannot_carry_is_not_the_cameras_fault() -> None:
    async with StubCamera(closed=True).serving() as camera:
        target = target_of(camera, Credential("cameras", "admin\0", PASSWORD))
        with pytest.raises(ProbeError) as caught:
            await run(target, context_at())
    assert caught.value.kind is FailureKind.SKIPPED
    assert camera.logins == ["none", "none"]


@pytest.mark.parametrize(
    ("stale", "asked"),
    [((True, True, True), 3), ((False, True, True), 3), ((True, False, True), 2)],
)
async def test_a_device_that_plays_with_nonces_is_left(stale: tuple[bool, ...], asked: int) -> None:
    challenges = [
        f'Digest realm="c", nonce="{number}", stale={str(is_stale).lower()}'
        for number, is_stale in enumerate(stale)
    ]
    refusals = [Reply(status=401, headers=(("WWW-Authenticate", one),)) for one in challenges]
    camera = StubCamera(series={"GetDeviceInformation": refusals})
    kind, detail = await failure_of(camera, context_at())
    assert (kind, detail) == (FailureKind.AUTHENTICATION_REJECTED, "HTTP 401, challenge Digest")
    assert camera.operations.count("GetDeviceInformation") == asked


async def test_a_stale_nonce_is_renewed_once() -> None:
    stale = 'Digest realm="cam", qop="auth", nonce="one", stale=true'
    first = 'Digest realm="cam", qop="auth", nonce="zero"'
    refusals = [Reply(status=401, headers=(("WWW-Authenticate", one),)) for one in (first, stale)]
    camera = StubCamera(
        closed=True, digest_nonces=["one"], series={"GetDeviceInformation": refusals}
    )
    async with camera.serving():
        device = await run(target_of(camera), context_at())
    assert (device.login, device.login_form) == ("digest", "http")


@pytest.mark.parametrize(
    ("camera", "credential", "told"),
    [
        (StubCamera(), CREDENTIAL, []),
        (StubCamera(closed=True), CREDENTIAL, ["sent", "taken"]),
        (StubCamera(closed=True), WRONG, ["sent"]),
        (StubCamera(closed=True, digest_nonces=["a", "b"]), CREDENTIAL, ["sent", "taken"]),
    ],
    ids=["open", "right", "wrong", "http digest"],
)
async def test_it_is_told_when_the_password_leaves_and_when_it_was_taken(
    camera: StubCamera, credential: Credential, told: list[str]
) -> None:
    seen: list[str] = []
    context = context_at()
    context.signs = LoginSigns(lambda: seen.append("sent"), lambda: seen.append("taken"))
    async with camera.serving():
        with contextlib.suppress(ProbeError):
            await run(target_of(camera, credential), context)
    assert seen == told
