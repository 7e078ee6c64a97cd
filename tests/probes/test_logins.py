"""Which passwords may be sent: one refusal is enough, unless the password is known to be right."""

from dataclasses import replace

import pytest

from auditor.examples import failed, frame, onvif, pictured
from probes.failure import FailureKind
from probes.logins import LoginNotes, Logins
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.target import Credential, Target

Seen = Observation[object]

CREDENTIAL = Credential("north", "inspector", "Inv3nted-secret")
FIRST = Target(
    key="1", host="127.0.78.1", stream_uri="rtsp://127.0.78.1:554/ch1", credential=CREDENTIAL
)
SECOND = replace(FIRST, key="2", stream_uri="rtsp://127.0.78.1:554/ch2")
REFUSED = failed(FailureKind.AUTHENTICATION_REJECTED)
STREAM, ONVIF = "rtsp_frame", "onvif_device"


def test_channels_of_one_recorder_do_not_repeat_a_wrong_password() -> None:
    logins = Logins()
    assert logins.may_send(SECOND, STREAM)
    logins.note(FIRST, REFUSED)
    assert [
        logins.may_send(one, probe) for one in (FIRST, SECOND) for probe in (STREAM, ONVIF)
    ] == [False] * 4


@pytest.mark.parametrize(
    "other",
    [
        replace(SECOND, stream_uri="rtsp://127.0.78.1:5541/ch1"),
        replace(SECOND, stream_uri="rtsp://127.0.78.2:554/ch1"),
        replace(SECOND, credential=Credential("north", "inspector", "another")),
        replace(SECOND, credential=Credential("north", "operator", "Inv3nted-secret")),
        replace(SECOND, stream_uri=None, onvif_uri="http://127.0.78.1:80/onvif/device_service"),
        replace(SECOND, credential=None),
    ],
    ids=["port", "host", "password", "user", "other service", "no credential"],
)
def test_another_device_or_account_is_not_concerned(other: Target) -> None:
    logins = Logins()
    logins.note(FIRST, REFUSED)
    assert logins.may_send(other, STREAM)


def test_the_second_client_logs_in_where_the_first_one_did() -> None:
    logins = Logins()
    logins.note(FIRST, replace(REFUSED, probe="rtsp_confirm"))
    probes = (STREAM, "rtsp_confirm", "rtsp_udp", ONVIF)
    assert not any(logins.may_send(one, probe) for one in (FIRST, SECOND) for probe in probes)
    logins.note(SECOND, pictured())
    assert [logins.may_send(SECOND, probe) for probe in probes] == [True, True, True, False]
    assert not any(logins.may_send(FIRST, probe) for probe in probes)


def limited(*, status: int = 401, scheme: str | None = "digest-md5") -> Seen:
    """A login that was refused for want of a free place, or a limit without a login."""
    seen = failed(FailureKind.SESSION_LIMIT, answered=True)
    payload = replace(
        frame(), metrics=None, status_code=status, auth_scheme=scheme, login_accepted=False
    )
    return replace(seen, payload=payload)


def test_a_password_is_proved_by_the_stream_that_took_it() -> None:
    logins = Logins()
    logins.note(FIRST, pictured(replace(frame(), login_accepted=False)))
    assert not logins.is_proved(FIRST, ONVIF)
    logins.note(FIRST, pictured(frame()))
    assert [
        logins.is_proved(one, probe) for one in (FIRST, SECOND) for probe in (STREAM, ONVIF)
    ] == [True] * 4
    others = (
        replace(SECOND, credential=Credential("north", "inspector", "another")),
        replace(SECOND, stream_uri="rtsp://127.0.78.2:554/ch1"),
        replace(SECOND, credential=None),
    )
    assert not any(logins.is_proved(one, STREAM) for one in others)


def test_a_login_is_accepted_also_where_no_picture_followed() -> None:
    logins = Logins()
    mute = replace(failed(FailureKind.NO_MEDIA, answered=True), payload=frame())
    logins.note(FIRST, mute)
    assert logins.is_proved(FIRST, "rtsp_confirm")


def test_the_word_of_onvif_counts_for_the_stream() -> None:
    logins = Logins()
    logins.note(FIRST, onvif(OnvifDevice(login="digest")))
    assert logins.is_proved(FIRST, STREAM)
    assert not logins.is_proved(FIRST, ONVIF)


@pytest.mark.parametrize("status", [401, 403])
def test_a_right_password_that_met_a_limit_is_sent_once_more(status: int) -> None:
    logins = Logins()
    logins.note(FIRST, onvif(OnvifDevice(login="digest")))
    logins.note(FIRST, limited(status=status))
    assert [logins.may_send(FIRST, probe) for probe in (STREAM, "rtsp_udp", ONVIF)] == [True] * 3
    logins.note(FIRST, replace(limited(status=status), probe="rtsp_confirm"))
    assert [logins.may_send(FIRST, probe) for probe in (STREAM, "rtsp_udp", ONVIF)] == [
        False,
        False,
        True,
    ]
    assert logins.may_send(SECOND, STREAM)


def test_a_limit_met_by_a_password_that_nobody_took_is_its_only_login() -> None:
    logins = Logins()
    logins.note(FIRST, limited())
    assert not any(
        logins.may_send(one, probe) for one in (FIRST, SECOND) for probe in (STREAM, ONVIF)
    )


@pytest.mark.parametrize(
    "seen",
    [
        limited(status=453),
        limited(scheme=None),
        replace(limited(), payload=None),
        replace(limited(), payload=OnvifDevice()),
    ],
    ids=["453", "nothing sent", "no payload", "another probe"],
)
def test_a_limit_without_a_refused_login_is_asked_again(seen: Seen) -> None:
    logins = Logins()
    for _ in range(3):
        logins.note(FIRST, seen)
    assert logins == Logins()


def test_a_login_that_is_taken_and_refused_in_one_dialogue_is_a_right_one() -> None:
    logins = Logins()
    logins.note(FIRST, replace(limited(), payload=replace(frame(), status_code=401)))
    assert logins.is_proved(FIRST, STREAM)
    assert logins.may_send(FIRST, STREAM)


def test_a_forbidden_channel_does_not_hide_the_others() -> None:
    logins = Logins()
    logins.note(FIRST, pictured())
    logins.note(SECOND, REFUSED)
    third = replace(FIRST, key="3")
    assert logins.may_send(third, STREAM)
    assert logins.may_send(FIRST, STREAM)
    assert not logins.may_send(third, ONVIF)
    assert not logins.may_send(SECOND, STREAM)


@pytest.mark.parametrize(
    "seen",
    [
        pictured(replace(frame(), login_accepted=False)),
        failed(FailureKind.NOT_FOUND),
        onvif(OnvifDevice(login="anonymous")),
    ],
)
def test_only_an_accepted_login_proves_a_password(seen: object) -> None:
    logins = Logins()
    logins.note(FIRST, seen)  # type: ignore[arg-type]  # an observation of any probe
    logins.note(SECOND, REFUSED)
    assert not logins.may_send(FIRST, STREAM)
    assert not logins.may_send(FIRST, ONVIF)


def test_an_accepted_onvif_login_is_remembered_for_onvif() -> None:
    logins = Logins()
    logins.note(FIRST, onvif(OnvifDevice(login="digest")))
    logins.note(FIRST, REFUSED)
    assert logins.may_send(FIRST, ONVIF)
    assert not logins.may_send(FIRST, STREAM)


def test_nothing_is_learnt_without_a_credential_and_nothing_is_shown() -> None:
    logins = Logins()
    logins.note(replace(FIRST, credential=None), REFUSED)
    assert logins == Logins()
    logins.note(FIRST, REFUSED)
    assert "Inv3nted" not in repr(logins)
    assert "inspector" not in repr(logins)


def test_a_login_is_noted_until_its_service_took_it() -> None:
    told: list[tuple[str, str, str, int]] = []
    notes = LoginNotes(
        sends=lambda *login: told.append(("sends", *login)),
        taken=lambda *login: told.append(("taken", *login)),
    )
    logins = Logins(notes=notes)

    def use(target: Target, probe: str) -> None:
        signs = logins.signs(target, probe, attempt=2)
        signs.sent()
        signs.taken()

    use(replace(FIRST, credential=None), STREAM)
    use(FIRST, "rtsp_confirm")
    logins.note(FIRST, pictured())
    use(FIRST, STREAM)
    use(SECOND, "rtsp_udp")
    use(SECOND, ONVIF)
    assert told == [
        ("sends", "1", "rtsp", 2),
        ("taken", "1", "rtsp", 2),
        ("sends", "2", ONVIF, 2),
        ("taken", "2", ONVIF, 2),
    ]


def test_a_login_whose_answer_was_lost_is_as_good_as_refused() -> None:
    logins, refused = Logins(), Logins()
    logins.recall(FIRST, "rtsp", taken=False)
    refused.note(FIRST, REFUSED)
    assert logins == refused


def test_a_login_that_was_taken_before_is_proved() -> None:
    logins = Logins()
    logins.recall(FIRST, "rtsp", taken=True)
    assert logins.is_proved(SECOND, STREAM)
    logins.recall(replace(FIRST, credential=None), "rtsp", taken=False)
    assert logins.may_send(SECOND, ONVIF)
