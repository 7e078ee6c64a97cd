"""How often a credential is sent, and in which form."""

import pytest

from probes.failure import FailureKind, ProbeError
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
def test_a_second_refusal_in_a_row_ends_it(stale: bool, login: Login) -> None:  # noqa: FBT001 - parametrised
    for one in (refused("1"), OK, refused("2")):
        login.take_answer(one)
    with pytest.raises(ProbeError) as caught:
        login.take_answer(refused("3", stale=stale))
    assert caught.value.kind is FailureKind.AUTHENTICATION_REJECTED


def test_the_password_is_not_sent_in_clear_after_a_digest(login: Login) -> None:
    for one in (refused("1"), OK):
        login.take_answer(one)
    basic = Response(401, "Unauthorized", (("www-authenticate", 'Basic realm="r"'),))
    with pytest.raises(ProbeError) as caught:
        login.take_answer(basic)
    assert caught.value.kind is FailureKind.AUTHENTICATION_REJECTED
    assert login.header("PLAY", "rtsp://h/")["Authorization"].startswith("Digest ")
