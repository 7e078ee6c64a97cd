"""Errors of the operating system and what they mean."""

import errno
import os
import socket
import ssl

import pytest

from probes.classify import classify, explain


@pytest.mark.parametrize(
    ("error", "step", "kind"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "secret"), "connect", "connection_refused"),
        (OSError(errno.EHOSTUNREACH, "secret"), "connect", "host_unreachable"),
        (OSError(errno.ENETUNREACH, "secret"), "connect", "no_route"),
        (ConnectionResetError(errno.ECONNRESET, "secret"), "play", "connection_reset"),
        (BrokenPipeError(errno.EPIPE, "secret"), "play", "connection_reset"),
        (ConnectionResetError("secret"), "play", "connection_reset"),
        (TimeoutError(errno.ETIMEDOUT, "secret"), "play", "connection_timed_out"),
        (TimeoutError(), "connect", "connection_timed_out"),
        (TimeoutError(), "resolve", "dns_failed"),
        (TimeoutError(), "describe", "response_timed_out"),
        (OSError(errno.EMFILE, "secret"), "connect", "resource_exhausted"),
        (OSError(errno.ENFILE, "secret"), "connect", "resource_exhausted"),
        (OSError(errno.ENOBUFS, "secret"), "connect", "resource_exhausted"),
        (OSError(errno.ENOMEM, "secret"), "connect", "resource_exhausted"),
        (ssl.SSLError(1, "secret"), "connect", "tls_failed"),
        (socket.gaierror(socket.EAI_NONAME, "secret"), "resolve", "dns_failed"),
        (OSError(errno.EINVAL, "secret"), "connect", "bug"),
    ],
)
def test_each_error_has_its_kind_and_a_text_without_secrets(
    error: OSError, step: str, kind: str
) -> None:
    assert classify(error, step=step).value == kind
    assert "secret" not in explain(error)


def test_explanations() -> None:
    assert explain(OSError(errno.EHOSTUNREACH, "x")) == os.strerror(errno.EHOSTUNREACH)
    assert explain(TimeoutError()) == "nothing came within the time limit"
    assert explain(ssl.SSLError(1, "x")) == "SSLError"
