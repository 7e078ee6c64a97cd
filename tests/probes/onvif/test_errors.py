import errno
import ssl

import httpx
import pytest

from probes.failure import FailureKind
from probes.onvif_errors import network_failure, parser_failure


def caused(error: Exception, *causes: BaseException) -> Exception:
    """``error`` raised from the first cause, that from the second, and so on."""
    outer: BaseException = error
    for cause in causes:
        outer.__cause__ = cause
        outer = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (
            caused(
                httpx.ConnectError("x"),
                OSError("All connection attempts failed"),
                ConnectionRefusedError(errno.ECONNREFUSED, "x"),
            ),
            FailureKind.CONNECTION_REFUSED,
            "Connection refused",
        ),
        (
            caused(
                httpx.ConnectError("x"),
                ExceptionGroup("x", [OSError(errno.EHOSTUNREACH, "x")]),
            ),
            FailureKind.HOST_UNREACHABLE,
            "No route to host",
        ),
        (
            caused(httpx.ConnectError("x"), ssl.SSLError(1, "x")),
            FailureKind.TLS_FAILED,
            "SSLError",
        ),
        (
            caused(httpx.ConnectError("x"), OSError(errno.EMFILE, "x")),
            FailureKind.RESOURCE_EXHAUSTED,
            "Too many open files",
        ),
        (httpx.ConnectError("x"), FailureKind.HOST_UNREACHABLE, "ConnectError"),
        (httpx.ReadError("x"), FailureKind.CONNECTION_RESET, "ReadError"),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            FailureKind.CONNECTION_RESET,
            "RemoteProtocolError",
        ),
        (
            httpx.RemoteProtocolError("illegal status line"),
            FailureKind.PROTOCOL_ERROR,
            "RemoteProtocolError",
        ),
    ],
)
def test_the_system_error_behind_httpx_is_found(
    error: Exception, kind: FailureKind, detail: str
) -> None:
    found = network_failure(error, step="connect")
    assert (found.kind, found.detail) == (kind, detail)


def test_a_circle_of_causes_ends() -> None:
    first, second = httpx.ReadError("a"), httpx.ReadError("b")
    first.__cause__, second.__cause__ = second, first
    assert network_failure(first, step="profiles").kind is FailureKind.CONNECTION_RESET


def test_an_unreadable_answer_is_not_quoted() -> None:
    found = parser_failure(ValueError("admin Inv3nted"))
    assert (found.kind, found.detail) == (
        FailureKind.PROTOCOL_ERROR,
        "the answer cannot be read (ValueError)",
    )
