"""How often a credential is sent, and in which form."""

from dataclasses import replace

import pytest

from probes.failure import FailureKind, ProbeError
from probes.probe import LoginSigns
from probes.rtsp.message import Response
from probes.rtsp_login import Login
from probes.target import Credential

OK = Response(200, "OK")


def refused(nonce: str, *, stale: bool = False) -> Response:
    text = f'Digest realm="r", nonce="{nonce}", stale={str(stale).lower()}'
    return Response(401, "Unauthorized", (("www-authenticate", text),))


@pytest.fixture
def login() -> Login:
    return Login(credential=Credential("c", "u", "p"), is_allowed=True)


def test_a_nonce_for_each_request_is_followed_while_the_login_is_right(login: Login) -> None:
    answers = (refused("1"), OK, refused("2"), OK, refused("3"), OK)
    assert [login.take_answer(one) for one in answers] == [True, False] * 3


@pytest.mark.parametrize("stale", [False, True])
def test_a_refusal_after_a_right_login_is_a_limit_and_no_wrong_password(
    login: Login, *, stale: bool
) -> None:
    for one in (refused("1"), OK, refused("2")):
        login.take_answer(one)
    with pytest.raises(ProbeError) as caught:
        login.take_answer(refused("3", stale=stale))
    assert caught.value.kind is FailureKind.SESSION_LIMIT


@pytest.fixture
def known() -> Login:
    """A login that the device took earlier in the night."""
    return Login(credential=Credential("c", "u", "p"), is_allowed=True, proved_before=True)


def test_a_refusal_of_a_login_that_was_right_earlier_is_a_limit(known: Login) -> None:
    known.take_answer(refused("1"))
    with pytest.raises(ProbeError) as caught:
        known.take_answer(refused("2"))
    assert caught.value.kind is FailureKind.SESSION_LIMIT
    assert known.forbidden().kind is FailureKind.SESSION_LIMIT
    assert not known.is_proved


def test_basic_alone_can_meet_a_limit_too(known: Login) -> None:
    basic = Response(401, "Unauthorized", (("www-authenticate", 'Basic realm="r"'),))
    known.take_answer(basic)
    with pytest.raises(ProbeError) as caught:
        known.take_answer(replace(basic, headers=(("www-authenticate", 'Basic realm="s"'),)))
    assert caught.value.kind is FailureKind.SESSION_LIMIT


def test_a_403_before_any_login_asks_for_one(known: Login) -> None:
    assert known.forbidden().kind is FailureKind.AUTHENTICATION_REQUIRED


@pytest.mark.parametrize(
    ("status", "reason", "body"),
    [
        (401, "Too many connections", b""),
        (403, "Maximum number of sessions reached", b""),
        (401, "Unauthorized", b"user limit"),
        (401, "Unauthorized", "连接数已满".encode()),
    ],
)
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_limit_that_the_device_names_is_told_apart(
    status: int, reason: str, body: bytes, login: Login, *, is_sent: bool
) -> None:
    if is_sent:
        login.take_answer(refused("1"))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(Response(status, reason, (), body))
    assert caught.value.kind is FailureKind.SESSION_LIMIT


@pytest.mark.parametrize(
    "reason", ["Session timed out", "Too many connection attempts", "Unknown user"]
)
def test_other_words_name_no_limit(reason: str, login: Login) -> None:
    login.take_answer(refused("1"))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(replace(refused("2"), reason=reason))
    assert caught.value.kind is FailureKind.AUTHENTICATION_REJECTED


def test_a_first_login_that_is_refused_is_a_wrong_password(login: Login) -> None:
    login.take_answer(refused("1"))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(refused("2"))
    assert caught.value.kind is FailureKind.AUTHENTICATION_REJECTED


@pytest.mark.parametrize(
    ("status", "reason", "body"),
    [
        (401, "Account Locked", b""),
        (403, "User is locked out", b""),
        (401, "Unauthorized", b"<statusString>illegal login lockout</statusString>"),
        (401, "Unauthorized", "账号已被锁定".encode()),
        (423, "Locked", b""),
    ],
)
def test_a_lock_that_the_device_names_is_told_apart(
    status: int, reason: str, body: bytes, login: Login
) -> None:
    with pytest.raises(ProbeError) as caught:
        login.take_answer(Response(status, reason, (), body))
    assert caught.value.kind is FailureKind.ACCOUNT_LOCKED


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "Unauthorized"), (401, "Clock skew"), (401, "Blocked"), (404, "Locked")],
)
def test_nothing_else_is_called_a_lock(status: int, reason: str, login: Login) -> None:
    text = 'Digest realm="locked", nonce="1"'
    answer = Response(status, reason, (("www-authenticate", text),))
    assert login.take_answer(answer) is (status == 401)


def test_the_password_is_not_sent_in_clear_after_a_digest(login: Login) -> None:
    for one in (refused("1"), OK):
        login.take_answer(one)
    basic = Response(401, "Unauthorized", (("www-authenticate", 'Basic realm="r"'),))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(basic)
    assert caught.value.kind is FailureKind.AUTHENTICATION_REJECTED
    assert login.header("PLAY", "rtsp://h/")["Authorization"].startswith("Digest ")


def test_one_nonce_of_ours_for_all_requests_with_one_of_theirs() -> None:
    ours = iter(("first", "second"))
    credential = Credential("c", "u", "p")
    login = Login(credential=credential, is_allowed=True, new_cnonce=lambda: next(ours))
    challenge = 'Digest realm="r", nonce="{}", qop="auth"'
    sent = []
    for nonce in ("1", "2"):
        header = ("www-authenticate", challenge.format(nonce))
        login.take_answer(Response(401, "Unauthorized", (header,)))
        for method in ("DESCRIBE", "SETUP"):
            value = login.header(method, "rtsp://h/")["Authorization"]
            sent.append(value.partition("nc=")[2])
            login.take_answer(OK)
    assert sent == [
        '00000001, cnonce="first"',
        '00000002, cnonce="first"',
        '00000001, cnonce="second"',
        '00000002, cnonce="second"',
    ]


def test_it_is_told_before_the_password_leaves_and_once_when_it_was_taken() -> None:
    told: list[str] = []
    signs = LoginSigns(lambda: told.append("sent"), lambda: told.append("taken"))
    login = Login(credential=Credential("c", "u", "p"), is_allowed=True, signs=signs)
    steps = []
    for one in (OK, refused("1"), OK, OK, refused("2"), OK):
        login.take_answer(one)
        steps.append(list(told))
    taken = ["sent", "taken"]
    assert steps == [[], ["sent"], taken, taken, taken, taken]


def test_a_login_that_cannot_be_written_down_is_not_sent() -> None:
    def full() -> None:
        raise ProbeError(FailureKind.RESOURCE_EXHAUSTED, "")

    login = Login(credential=Credential("c", "u", "p"), is_allowed=True, signs=LoginSigns(full))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(refused("1"))
    assert caught.value.kind is FailureKind.RESOURCE_EXHAUSTED
    assert login.header("DESCRIBE", "rtsp://127.0.0.1/") == {}


@pytest.mark.parametrize("allowed", [False, True])
def test_nothing_is_told_where_no_password_leaves(*, allowed: bool) -> None:
    told: list[str] = []
    signs = LoginSigns(lambda: told.append("sent"))
    credential = None if allowed else Credential("c", "u", "p")
    login = Login(credential=credential, is_allowed=allowed, signs=signs)
    with pytest.raises(ProbeError):
        login.take_answer(refused("1"))
    assert told == []
