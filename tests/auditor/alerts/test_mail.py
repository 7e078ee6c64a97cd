"""Mails to a real SMTP server: TLS, STARTTLS, refusals, and no word of a secret."""

import socket
from pathlib import Path

import pytest

from auditor.alerts.dispatch import send_once
from tests.auditor.alerts.mail_server import mail_server
from tests.auditor.alerts.values import NOW, SIGN, door, mail_channel, notice
from tests.probes.certificates import make_identity


def test_a_notice_arrives_as_a_mail() -> None:
    with mail_server() as there:
        sent = send_once(door(mail_channel(there.port)), notice(), NOW)
    (mail,) = there.mails
    assert (sent.done, sent.flaw) == (True, "")
    assert mail.rcpt_tos == ["duty@community.example"]
    assert mail.mail_from == "auditor@community.example"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_login_goes_through_verified_tls(tmp_path: Path, security: str) -> None:
    identity = make_identity(tmp_path)
    with mail_server(**{security: identity.context}) as there:  # type: ignore[arg-type]  # one of the two
        chosen = mail_channel(
            there.port, security=security, credential="mail", ca_file=str(identity.file)
        )
        sent = send_once(door(chosen), notice(), NOW)
    assert sent.done
    assert there.logins == [(b"auditor", SIGN.encode())]
    assert len(there.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_stranger_s_certificate_gets_no_password(tmp_path: Path, security: str) -> None:
    identity = make_identity(tmp_path)
    with mail_server(**{security: identity.context}) as there:  # type: ignore[arg-type]  # one of the two
        chosen = mail_channel(there.port, security=security, credential="mail")
        sent = send_once(door(chosen), notice(), NOW)
    assert (sent.done, sent.again) == (False, False)
    assert sent.answer.startswith("the certificate is not trusted: ")
    assert (there.logins, there.mails) == ([], [])


def test_a_server_without_tls_gets_no_password() -> None:
    with mail_server() as there:
        chosen = mail_channel(there.port, security="starttls", credential="mail")
        sent = send_once(door(chosen), notice(), NOW)
    assert (sent.done, sent.again, there.logins, there.mails) == (False, True, [], [])
    assert SIGN not in sent.answer


@pytest.mark.parametrize(("reply", "again"), [("451 greylisted", True), (f"554 no {SIGN}", False)])
def test_a_refusal_is_told_by_its_number(reply: str, *, again: bool) -> None:
    with mail_server(reply) as there:
        sent = send_once(door(mail_channel(there.port)), notice(), NOW)
    assert (sent.done, sent.again) == (False, again)
    assert sent.answer == f"the server answered {reply[:3]}"


def test_one_unknown_recipient_of_two_is_a_flaw_and_not_sent_again() -> None:
    two = ("duty@community.example", "gone@community.example")
    with mail_server(refused=frozenset(two[1:])) as there:
        sent = send_once(door(mail_channel(there.port, recipients=two)), notice(), NOW)
    assert (sent.done, sent.flaw) == (True, "1 of 2 recipients were refused")


def test_a_closed_port_and_a_silent_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        slow = send_once(door(mail_channel(port, timeout_s=0.2)), notice(), NOW)
    closed = send_once(door(mail_channel(port)), notice(), NOW)
    assert (slow.done, slow.again, slow.answer) == (False, True, "no answer in time")
    assert (closed.done, closed.answer) == (False, "ConnectionRefusedError Connection refused")
