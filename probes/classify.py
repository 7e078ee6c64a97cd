"""From an operating-system error to the kind of failure that it means.

Only errors of sockets are known here; what an answer of the peer means is left to the probes.
"""

import errno
import os
import socket
import ssl

from probes.failure import FailureKind

__all__ = ["classify", "explain"]

_KINDS = {
    errno.ECONNREFUSED: FailureKind.CONNECTION_REFUSED,
    errno.EHOSTUNREACH: FailureKind.HOST_UNREACHABLE,
    errno.EHOSTDOWN: FailureKind.HOST_UNREACHABLE,
    errno.ECONNRESET: FailureKind.CONNECTION_RESET,
    errno.ECONNABORTED: FailureKind.CONNECTION_RESET,
    errno.EPIPE: FailureKind.CONNECTION_RESET,
    errno.ETIMEDOUT: FailureKind.CONNECTION_TIMED_OUT,
    # Our own machine's limits and routes say nothing about the camera.
    errno.ENETUNREACH: FailureKind.NO_ROUTE,
    errno.EMFILE: FailureKind.RESOURCE_EXHAUSTED,
    errno.ENFILE: FailureKind.RESOURCE_EXHAUSTED,
    errno.ENOBUFS: FailureKind.RESOURCE_EXHAUSTED,
    errno.ENOMEM: FailureKind.RESOURCE_EXHAUSTED,
    errno.EADDRNOTAVAIL: FailureKind.RESOURCE_EXHAUSTED,
    errno.ENETDOWN: FailureKind.RESOURCE_EXHAUSTED,
}


def classify(error: OSError, *, step: str) -> FailureKind:
    """Return the kind of ``error`` met at ``step``; BUG for one that no peer can cause."""
    if isinstance(error, ssl.SSLError):
        return FailureKind.TLS_FAILED
    if isinstance(error, socket.gaierror):
        return FailureKind.DNS_FAILED
    if error.errno in _KINDS:
        return _KINDS[error.errno]
    if isinstance(error, TimeoutError):
        return _timed_out(step)
    if isinstance(error, ConnectionError):
        return FailureKind.CONNECTION_RESET
    return FailureKind.BUG


def explain(error: OSError) -> str:
    """Describe ``error`` by its number alone: its text could quote an address or a secret."""
    if isinstance(error, TimeoutError) and not error.errno:
        return "nothing came within the time limit"
    if error.errno and not isinstance(error, ssl.SSLError | socket.gaierror):
        return os.strerror(error.errno)
    return type(error).__name__


def _timed_out(step: str) -> FailureKind:
    kinds = {"resolve": FailureKind.DNS_FAILED, "connect": FailureKind.CONNECTION_TIMED_OUT}
    return kinds.get(step, FailureKind.RESPONSE_TIMED_OUT)
