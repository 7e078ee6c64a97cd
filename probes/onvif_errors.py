"""Errors of httpx and zeep as failures of a probe.

httpx hides the system's error at the end of a chain of causes; the chain is walked here and
the system's error is named by :mod:`probes.classify`.
"""

from collections.abc import Iterator

import httpx
from lxml.etree import LxmlError
from zeep.exceptions import Error as ZeepError

from probes.classify import classify, explain
from probes.failure import FailureKind, ProbeError

__all__ = ["NETWORK_ERRORS", "PARSER_ERRORS", "network_failure", "parser_failure"]

NETWORK_ERRORS = (httpx.HTTPError, httpx.InvalidURL, OSError)

# What zeep, isodate and lxml were seen to raise, or may, while they read a hostile answer.
PARSER_ERRORS = (
    ZeepError,
    LxmlError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)

_MAX_CAUSES = 16


def network_failure(error: Exception, *, step: str) -> ProbeError:
    """The failure behind an error of :data:`NETWORK_ERRORS` met at ``step``.

    The innermost system error tells most: what lies around it was made by libraries.
    """
    system = [cause for cause in _causes(error) if isinstance(cause, OSError)]
    for cause in reversed(system):
        kind = classify(cause, step=step)
        if kind is not FailureKind.BUG or cause.errno is not None:
            return ProbeError(kind, explain(cause))
    return ProbeError(_fallback(error), type(error).__name__)


def parser_failure(error: Exception) -> ProbeError:
    """protocol_error for an error of :data:`PARSER_ERRORS`, without the answer's text."""
    return ProbeError(
        FailureKind.PROTOCOL_ERROR, f"the answer cannot be read ({type(error).__name__})"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, group members included, the outermost first."""
    pending = [error]
    for _ in range(_MAX_CAUSES):
        if not pending:
            return
        current = pending.pop(0)
        yield current
        if isinstance(current, BaseExceptionGroup):
            pending.extend(current.exceptions)
        follower = current.__cause__ or current.__context__
        if follower is not None:
            pending.append(follower)


def _fallback(error: Exception) -> FailureKind:
    """The kind when no cause tells more."""
    if isinstance(error, httpx.ConnectError):
        return FailureKind.HOST_UNREACHABLE
    if isinstance(error, httpx.NetworkError) or _hung_up(error):
        return FailureKind.CONNECTION_RESET
    return FailureKind.PROTOCOL_ERROR


def _hung_up(error: Exception) -> bool:
    """Whether the peer closed before a first byte; httpcore tells it by its text alone."""
    return isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(
        "Server disconnected"
    )
