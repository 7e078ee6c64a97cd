import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from auditor.demo.account import Account
from auditor.demo.onvif_token import TOLERANCE, TokenChecker

NOW = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
PROFILE = f"{WSS}username-token-profile-1.0"


def header(**changes: str) -> etree._Element:
    """A SOAP header with a right token but for the changes."""
    given = {"username": "inspector", "password": "right-password", "nonce": "once"}
    given |= {"created": "2025-01-02T03:04:05Z", "type": "PasswordDigest"} | changes
    nonce = given["nonce"].encode()
    secret = nonce + given["created"].encode() + given["password"].encode()
    digest = base64.b64encode(hashlib.sha1(secret, usedforsecurity=False).digest()).decode()
    text = f"""
    <Header xmlns:e="{WSS}wssecurity-secext-1.0.xsd" xmlns:u="{WSS}wssecurity-utility-1.0.xsd">
      <e:Security><e:UsernameToken>
        <e:Username>{given["username"]}</e:Username>
        <e:Password Type="{PROFILE}#{given["type"]}">{given.get("digest", digest)}</e:Password>
        <e:Nonce>{given.get("raw_nonce", base64.b64encode(nonce).decode())}</e:Nonce>
        <u:Created>{given["created"]}</u:Created>
      </e:UsernameToken></e:Security>
    </Header>"""
    return etree.fromstring(text)


@pytest.fixture
def checker(account: Account) -> TokenChecker:
    return TokenChecker(account)


@pytest.mark.parametrize(
    "created",
    [
        "2025-01-02T03:04:05Z",
        "2025-01-02T03:04:05+00:00",
        "2025-01-02T11:04:05+08:00",
        "2025-01-02T03:05:05Z",
        "2025-01-02T03:03:05.000Z",
    ],
)
def test_right_token(checker: TokenChecker, created: str) -> None:
    assert checker.accepts(header(created=created), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"username": "other"},
        {"password": "wrong"},
        {"type": "PasswordText"},
        {"digest": "right-password"},
        {"digest": ""},
        {"raw_nonce": ""},
        {"raw_nonce": "no base64!"},
        {"created": "2025-01-02T03:05:06Z"},
        {"created": "2025-01-02T03:03:04Z"},
        {"created": "2025-01-02T03:04:05"},
        {"created": "yesterday"},
    ],
    ids=str,
)
def test_wrong_token(checker: TokenChecker, change: dict[str, str]) -> None:
    assert not checker.accepts(header(**change), now=NOW)


@pytest.mark.parametrize("text", ["<Header/>", "<Header><Security/></Header>"])
def test_no_token(checker: TokenChecker, text: str) -> None:
    assert not checker.accepts(etree.fromstring(text), now=NOW)
    assert not checker.accepts(None, now=NOW)


def test_a_token_is_good_once(checker: TokenChecker) -> None:
    assert checker.accepts(header(), now=NOW)
    assert not checker.accepts(header(), now=NOW)
    assert checker.accepts(header(nonce="another"), now=NOW)


def test_a_rejected_token_does_not_use_up_its_nonce(checker: TokenChecker) -> None:
    assert not checker.accepts(header(password="wrong"), now=NOW)
    assert checker.accepts(header(), now=NOW)


def test_the_memory_is_bounded(checker: TokenChecker) -> None:
    for number in range(1100):
        assert checker.accepts(header(nonce=f"nonce {number}"), now=NOW)
    assert len(checker._used) == 1000


def test_the_camera_clock_decides(checker: TokenChecker) -> None:
    fast = NOW + timedelta(hours=3)
    assert not checker.accepts(header(), now=fast)
    assert checker.accepts(header(created="2025-01-02T06:04:05Z"), now=fast)
    assert timedelta(minutes=1) == TOLERANCE


def test_repr_hides_the_account(checker: TokenChecker) -> None:
    assert repr(checker) == "TokenChecker(account=Account())"
