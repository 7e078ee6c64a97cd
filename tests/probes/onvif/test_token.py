import base64
import hashlib
from datetime import UTC, datetime, timedelta

from lxml import etree

from probes.onvif.token import DigestToken
from probes.target import Credential

NOON = datetime(2024, 5, 1, 12, 0, 0, 999_999, tzinfo=UTC)
CREDENTIAL = Credential("cameras", "admin", "Inv3nted")
ENVELOPE = (
    b"""<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"""
)


def signed(token: DigestToken) -> etree._Element:
    envelope, _ = token.apply(etree.fromstring(ENVELOPE), {})
    return envelope


def told(envelope: etree._Element, name: str) -> str:
    return envelope.findtext(".//{*}" + name) or ""


def test_the_digest_carries_the_device_time_and_no_password() -> None:
    envelope = signed(DigestToken(CREDENTIAL, lambda: NOON, timedelta(hours=3)))
    nonce = base64.b64decode(told(envelope, "Nonce"))
    plain = nonce + b"2024-05-01T15:00:00Z" + b"Inv3nted"
    expected = base64.b64encode(hashlib.sha1(plain).digest()).decode()  # noqa: S324  # the profile's hash
    assert told(envelope, "Created") == "2024-05-01T15:00:00Z"
    assert told(envelope, "Username") == "admin"
    assert told(envelope, "Password") == expected
    assert b"Inv3nted" not in etree.tostring(envelope)


def test_each_call_has_its_own_nonce() -> None:
    token = DigestToken(CREDENTIAL, lambda: NOON, timedelta(0))
    assert told(signed(token), "Nonce") != told(signed(token), "Nonce")


def test_the_token_does_not_show_its_secrets() -> None:
    token = DigestToken(CREDENTIAL, lambda: NOON, timedelta(0))
    assert "admin" not in repr(token)
    assert "Inv3nted" not in repr(token)
