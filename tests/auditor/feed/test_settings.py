"""Settings, secrets, signatures, and what an answer means."""

import hashlib
import hmac
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from auditor.config import load_config
from auditor.errors import ConfigError
from auditor.feed.client import Answer
from auditor.feed.document import SCHEMA
from auditor.feed.outcome import decide
from auditor.feed.settings import Feed, destination
from auditor.feed.signature import headers, sign
from auditor.store.outbox import State
from tests.auditor.feed.values import NOW, SECRET, to

URL = "https://127.0.0.1/results"
NAMED = {"AUDITOR_CREDENTIAL_PLATFORM": f"k1:{SECRET}"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('url = "platform"', "feed.url: write the platform's address"),
        ('url = "ftp://127.0.0.1/"', "feed.url: write the platform's address"),
        ('url = "https://127.0.0.1/a b"', "feed.url: write the platform's address"),
        ('url = "https://平台/"', "feed.url: write the platform's address"),
        ('url = "https://127.0.0.1:0/"', "feed.url: write the platform's address"),
        ('url = "https://u:p@127.0.0.1/"', "feed.url: no user name, query or fragment"),
        ('url = "https://127.0.0.1/?token=1"', "feed.url: no user name, query or fragment"),
        ('url = "http://platform.invalid/"', "feed: http shows the result"),
        ('auth = "basic"', "feed.auth: Input should be"),
        ("timeout_s = 0.0", "feed.timeout_s"),
        ('urll = "x"', "unknown key feed.urll; did you mean url?"),
    ],
)
def test_a_setting_that_cannot_be_is_told(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "auditor.toml"
    file.write_text(f"[feed]\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert fault in str(caught.value)
    assert "u:p@" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8080/", False),
        ("http://[::1]/", False),
        ("http://localhost/x", False),
        ("http://platform.invalid/", True),
    ],
)
def test_http_is_for_loopback_or_on_request(url: str, *, allowed: bool) -> None:
    assert Feed(url=url, allow_http=allowed).url == url
    if allowed:
        with pytest.raises(ValidationError):
            Feed(url=url)


def test_the_secret_comes_from_environment_or_file_by_name(tmp_path: Path) -> None:
    by_name = destination(Feed(url=URL), environment=NAMED)
    assert (by_name.key_id, by_name.secret) == ("k1", SECRET)
    file = tmp_path / "credentials.toml"
    file.write_text('[platform]\nusername = ""\npassword = "t0ken"\n')
    file.chmod(0o600)
    by_file = destination(Feed(url=URL), credentials=str(file), environment={})
    assert (by_file.key_id, by_file.secret) == ("", "t0ken")


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "AUDITOR_CREDENTIAL_PLATFORM as keyid:secret"),
        ("k1:", "AUDITOR_CREDENTIAL_PLATFORM as keyid:secret"),
        ("k1:a\nb", "no header can hold"),
        ("k1:密码", "no header can hold"),
        ("k\r1:ab", "key id of platform"),
    ],
)
def test_a_secret_that_cannot_be_sent_is_told_and_not_shown(value: str | None, fault: str) -> None:
    environment = {"AUDITOR_CREDENTIAL_PLATFORM": value} if value else {}
    with pytest.raises(ConfigError) as caught:
        destination(Feed(url=URL), environment=environment)
    assert fault in str(caught.value)


def test_without_address_or_authority_there_is_no_platform(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"set url in section \[feed\]"):
        destination(Feed(url=""))
    none = Feed(url=URL, auth="none", ca_file=str(tmp_path / "ca.pem"))
    with pytest.raises(ConfigError, match="no certificates can be read"):
        destination(none)
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match="no certificates can be read"):
        destination(none)


def test_without_sm3_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise ValueError

    monkeypatch.setattr("auditor.feed.settings.hashlib.new", refuse)
    with pytest.raises(ConfigError, match="has no SM3"):
        destination(Feed(url=URL, auth="hmac-sm3"), environment=NAMED)


def test_the_signature_is_the_documented_one() -> None:
    """The vector of docs/feed.md."""
    value = sign("s3cret", digest="sha256", key="k" * 32, body=b"{}\n", timestamp=1767600000)
    message = b"1767600000\n" + b"k" * 32 + b"\n{}\n"
    assert value == hmac.new(b"s3cret", message, "sha256").hexdigest()
    page = (Path(__file__).resolve().parents[3] / "docs/feed.md").read_text(encoding="utf-8")
    assert f"hmac-sha256={value}" in page
    if "sm3" in hashlib.algorithms_available:
        sm3 = sign("s3cret", digest="sm3", key="k" * 32, body=b"{}\n", timestamp=1767600000)
        assert f"hmac-sm3={sm3}" in page


def test_headers_prove_by_signature_or_token_or_not_at_all() -> None:
    common = headers(to(URL, auth="none"), key="k", body=b"{}", timestamp=7)
    assert (common["Idempotency-Key"], common["X-Auditor-Schema"]) == ("k", SCHEMA)
    bearer = headers(to(URL), key="k", body=b"{}", timestamp=7)
    assert bearer == common | {"Authorization": f"Bearer {SECRET}"}
    signed = headers(to(URL, auth="hmac-sha256"), key="k", body=b"{}", timestamp=7)
    value = sign(SECRET, digest="sha256", key="k", body=b"{}", timestamp=7)
    assert signed == common | {
        "X-Auditor-Key-Id": "k1",
        "X-Auditor-Timestamp": "7",
        "X-Auditor-Signature": f"hmac-sha256={value}",
    }
    assert SECRET not in str(signed)


@given(st.none() | st.integers(100, 999), st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_back_off_is_bounded_and_only_2xx_is_sent(
    status: int | None, attempts: int, chance: float
) -> None:
    answer = Answer(status=status, text="")
    settled = decide(answer, attempts=attempts, now=NOW, chance=chance)
    wait = settled.next_try_at - NOW
    if settled.state is State.PENDING:
        assert timedelta(seconds=1) <= wait <= timedelta(hours=1)
        assert status is None or status in (408, 425, 429) or 500 <= status < 600
    else:
        assert (settled.state is State.SENT) == (status is not None and 200 <= status < 300)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30),
        ("Tue, 06 Jan 2026 08:02:00 GMT", 120),
        ("Tue, 06 Jan 2026 08:02:00 -0000", 120),
        ("Tue, 06 Jan 2026 07:00:00 GMT", 1),
        ("99999999999999999999", 86400),
        ("Fri, 01 Jan 9999 00:00:00 GMT", 86400),
        ("-5", 1),
        ("soon", 1),
        ("", 1),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(text: str, seconds: int) -> None:
    answer = Answer(status=503, text="", retry_after=text)
    settled = decide(answer, attempts=1, now=NOW, chance=0.0)
    assert settled.next_try_at - NOW == timedelta(seconds=seconds)
