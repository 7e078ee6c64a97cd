import hashlib

import pytest

from auditor.demo.account import Account
from auditor.demo.digest import Challenge

CHALLENGE = Challenge("0123456789abcdef")
URI = "rtsp://127.0.77.1/main"


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def authorization(**changes: str) -> str:
    parts = {"username": "inspector", "password": "right-password", "uri": URI}
    parts |= {"realm": "simulated camera", "nonce": CHALLENGE.nonce, "method": "DESCRIBE"} | changes
    secret = md5("{username}:{realm}:{password}".format(**parts))
    request = md5("{method}:{uri}".format(**parts))
    shown = {name: parts[name] for name in ("username", "realm", "nonce", "uri")}
    shown["response"] = md5(f"{secret}:{parts['nonce']}:{request}")
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in shown.items())


def accepts(text: str, account: Account) -> bool:
    return CHALLENGE.accepts(text, method="DESCRIBE", uri=URI, account=account)


def test_header_challenges() -> None:
    assert CHALLENGE.header == (
        'Digest realm="simulated camera", nonce="0123456789abcdef", algorithm=MD5'
    )


def test_nonces_differ() -> None:
    assert Challenge() != Challenge()


def test_right_answer(account: Account) -> None:
    assert accepts(authorization(), account)


@pytest.mark.parametrize(
    "change",
    [
        {"username": "other"},
        {"password": "wrong"},
        {"realm": "elsewhere"},
        {"nonce": "of another connection"},
        {"uri": "rtsp://127.0.77.1/sub"},
        {"method": "SETUP"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_wrong_answer(change: dict[str, str], account: Account) -> None:
    assert not accepts(authorization(**change), account)


@pytest.mark.parametrize("text", ["", "Digest", "Basic aW5zcGVjdG9yOngK", "Digest response=é"])
def test_no_answer(text: str, account: Account) -> None:
    assert not accepts(text, account)
