"""Notices to real HTTP servers: signatures, retries, limits, and channels that fail alone."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.alerts.dispatch import Outcome, send_once
from auditor.alerts.forms import key_of
from auditor.alerts.memory import ChannelMemory, load_memory, save_memory
from auditor.alerts.model import Alert, AlertKind, Notice
from auditor.errors import ReportError
from auditor.feed.signature import sign
from tests.auditor.alerts.values import KEY, NOW, SIGN, channel, dispatcher, door, notice
from tests.auditor.feed.platform import Reply, endless, hang, platform, status
from tests.auditor.feed.values import Clock
from tests.probes.certificates import make_identity

FINE = status(200, '{"errcode":0,"errmsg":"ok"}')


def other(key: str) -> Notice:
    return replace(notice(), alerts=(Alert(kind=AlertKind.DROP, key=key, text=key),))


def test_a_webhook_gets_the_signed_document() -> None:
    with platform() as there:
        sent = send_once(door(channel("webhook", url=there.url)), notice(), NOW)
    (request,) = there.requests
    stamp = int(NOW.timestamp())
    value = sign(SIGN, digest="sha256", key=key_of(notice()), body=request.body, timestamp=stamp)
    assert sent.done
    assert request.headers["X-Auditor-Signature"] == f"hmac-sha256={value}"
    assert request.headers["X-Auditor-Schema"] == "auditor-alert/1"
    assert request.headers["Idempotency-Key"] == key_of(notice())
    assert json.loads(request.body)["community"] == "云帆社区"


@pytest.mark.parametrize(("kind", "where"), [("wecom", "key"), ("dingtalk", "access_token")])
def test_a_bot_gets_its_key_in_the_query_and_markdown_in_the_body(kind: str, where: str) -> None:
    with platform(None, FINE) as there:
        sent = send_once(door(channel(kind, url=there.url)), notice(), NOW)
    (request,) = there.requests
    assert sent.done
    assert request.path.startswith(f"/results?{where}={KEY}")
    assert ("&timestamp=" in request.path) == (kind == "dingtalk")
    assert json.loads(request.body)["msgtype"] == "markdown"


@pytest.mark.parametrize(
    ("reply", "again", "answer"),
    [
        (status(200, '{"errcode":45009,"errmsg":"api freq out of limit"}'), True, "errcode 45009 api freq out of limit"),
        (status(200, f'{{"errcode":93000,"errmsg":"invalid {KEY}"}}'), False, "errcode 93000 invalid ***"),
        (status(200, "<html>"), False, "the answer has no errcode; is this a bot's address?"),
        (status(200, "[" * 5000), False, "the answer has no errcode; is this a bot's address?"),
        (status(200, '{"errcode":null}'), False, "the answer has no errcode; is this a bot's address?"),
        (status(503, "busy"), True, "503 busy"),
        (status(403, "no"), False, "403 no"),
        (hang, True, "no answer in time"),
    ],
)  # fmt: skip
def test_what_a_bot_s_answer_means(reply: Reply, *, again: bool, answer: str) -> None:
    with platform(None, reply) as there:
        sent = send_once(door(channel("wecom", url=there.url, timeout_s=0.5)), notice(), NOW)
    assert (sent.done, sent.again, sent.answer) == (False, again, answer)


@pytest.mark.parametrize("reply", [status(302, Location="http://127.0.0.1:9/"), endless])
def test_no_redirect_is_followed_and_no_endless_answer_read(reply: Reply) -> None:
    with platform(None, reply) as there:
        sent = send_once(door(channel("wecom", url=there.url)), notice(), NOW)
    assert (sent.done, sent.again, len(there.requests)) == (False, False, 1)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with platform() as proxy, platform(None, FINE) as there:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert send_once(door(channel("wecom", url=there.url)), notice(), NOW).done
    assert proxy.requests == []


def test_a_stranger_s_certificate_gets_no_key(tmp_path: Path) -> None:
    identity = make_identity(tmp_path)
    with platform(identity.context, FINE) as there:
        sent = send_once(door(channel("wecom", url=there.url)), notice(), NOW)
        trusted = channel("wecom", url=there.url, ca_file=str(identity.file))
        assert send_once(door(trusted), notice(), NOW).done
    assert sent.answer.startswith("the certificate is not trusted: ")
    assert len(there.requests) == 1


def test_a_busy_channel_is_tried_three_times(tmp_path: Path) -> None:
    clock = Clock(NOW)
    with platform(None, status(500), status(429), FINE) as there:
        told = dispatcher(tmp_path, clock, channel("wecom", url=there.url)).send(notice())
    assert told == (Outcome(channel="wecom", sent=1),)
    assert clock.waited == [1.0, 4.0]


def test_what_failed_waits_and_is_sent_before_the_next(tmp_path: Path) -> None:
    clock = Clock(NOW)
    with platform(None, *[status(500)] * 3) as there:
        here = dispatcher(tmp_path, clock, channel("webhook", url=there.url))
        first = here.send(notice())
        clock.now += timedelta(hours=2)
        second = here.send(other("drop:x"))
        third = here.send(None)
    keys = [json.loads(request.body)["alerts"][0]["key"] for request in there.requests]
    assert first == (Outcome(channel="webhook", waiting=1, fault="500"),)
    assert second == (Outcome(channel="webhook", sent=2),)
    assert third == (Outcome(channel="webhook"),)
    assert keys == ["verdict:health_rate:misses"] * 4 + ["drop:x"]


def test_one_channel_s_fault_stops_no_other(tmp_path: Path) -> None:
    with platform() as closed:
        pass
    with platform() as there:
        told = dispatcher(
            tmp_path,
            Clock(NOW),
            channel("webhook", name="closed", url=closed.url),
            channel("wecom", name="nameless", credential="unknown"),
            channel("webhook", url=there.url),
        ).send(notice())
    assert [(one.channel, one.sent, one.waiting) for one in told] == [
        ("closed", 0, 1),
        ("nameless", 0, 1),
        ("webhook", 1, 0),
    ]
    memory = load_memory(tmp_path)
    assert (memory["closed"].failed, memory["nameless"].failed, memory["webhook"].delivered) == (
        1,
        1,
        1,
    )


def test_the_hour_s_limit_makes_a_notice_wait(tmp_path: Path) -> None:
    clock = Clock(NOW)
    with platform() as there:
        here = dispatcher(tmp_path, clock, channel("webhook", url=there.url, max_per_hour=1))
        here.send(other("a"))
        waits = here.send(other("b"))
        clock.now += timedelta(hours=1)
        sent = here.send(None)
    assert waits == (
        Outcome(channel="webhook", waiting=1, fault="1 messages were sent within the hour"),
    )
    assert sent == (Outcome(channel="webhook", sent=1),)


def test_the_memory_is_kept_whole_and_without_secrets(tmp_path: Path) -> None:
    with platform(None, status(403, f"no {KEY}")) as there:
        dispatcher(tmp_path, Clock(NOW), channel("wecom", url=there.url)).send(notice())
    assert [path.name for path in tmp_path.iterdir()] == [".alerts.json"]
    assert KEY not in (tmp_path / ".alerts.json").read_text("utf-8")
    assert load_memory(tmp_path) == {
        "wecom": ChannelMemory(waiting=(notice(),), failed=1, last_fault="403 no ***")
    }


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"a": 1}', b"\xff", b" " * (5 << 20)])
def test_a_broken_memory_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".alerts.json").write_bytes(data)
    assert load_memory(tmp_path) == {}


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "reports").write_bytes(b"a file")
    with pytest.raises(ReportError, match="cannot remember which alerts were sent"):
        save_memory(tmp_path / "reports", {})


def test_urllib3_logs_no_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with platform(None, FINE) as there:
        send_once(door(channel("wecom", url=there.url)), notice(), NOW)
    assert KEY not in caplog.text
