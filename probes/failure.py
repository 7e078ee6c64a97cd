"""The closed list of ways in which a probe can end without its answer.

A failure is data about the camera (or, with :attr:`FailureKind.is_ours`, about us); it is
never an exception outside the probe that met it.  What follows from one is left to rules.
"""

import enum
from dataclasses import dataclass

__all__ = ["Failure", "FailureKind", "ProbeError"]


class FailureKind(enum.StrEnum):
    """Every kind of failure; stored by value, so a value is never renamed or reused."""

    DNS_FAILED = "dns_failed"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_TIMED_OUT = "connection_timed_out"
    HOST_UNREACHABLE = "host_unreachable"
    CONNECTION_RESET = "connection_reset"
    TLS_FAILED = "tls_failed"
    RESPONSE_TIMED_OUT = "response_timed_out"
    AUTHENTICATION_REQUIRED = "authentication_required"
    AUTHENTICATION_REJECTED = "authentication_rejected"
    ACCOUNT_LOCKED = "account_locked"
    SESSION_LIMIT = "session_limit"
    NOT_FOUND = "not_found"
    NOT_SUPPORTED = "not_supported"
    PROTOCOL_ERROR = "protocol_error"
    NO_MEDIA = "no_media"
    WRONG_MEDIA = "wrong_media"
    NOT_DECODABLE = "not_decodable"
    FIRST_FRAME_TIMED_OUT = "first_frame_timed_out"
    # From here on: our limits and bugs.  They make a verdict unknown, never a fail.
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    LOGIN_WITHHELD = "login_withheld"
    RESOURCE_EXHAUSTED = "resource_exhausted"
    NO_ROUTE = "no_route"
    DECODER_CRASHED = "decoder_crashed"
    INTERRUPTED = "interrupted"
    SKIPPED = "skipped"
    BUG = "bug"

    @property
    def is_ours(self) -> bool:
        """Whether the failure says something about us and nothing about the camera."""
        return self in _OURS


_OURS = frozenset(
    {
        FailureKind.ADDRESS_NOT_ALLOWED,
        FailureKind.LOGIN_WITHHELD,
        FailureKind.RESOURCE_EXHAUSTED,
        FailureKind.NO_ROUTE,
        FailureKind.DECODER_CRASHED,
        FailureKind.INTERRUPTED,
        FailureKind.SKIPPED,
        FailureKind.BUG,
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why an attempt ended; ``detail`` is English and free of credentials."""

    step: str
    kind: FailureKind
    detail: str = ""


class ProbeError(Exception):
    """Raised inside a probe when its target fails; the engine turns it into a `Failure`."""

    def __init__(self, kind: FailureKind, detail: str = "") -> None:
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.detail = detail
