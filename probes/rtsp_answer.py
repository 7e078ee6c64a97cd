"""What an RTSP answer means: its status as a failure, its CSeq as the request it belongs to.

Pure.  Logins and redirects are left to :mod:`probes.rtsp_login` and :mod:`probes.rtsp_client`.
"""

from http import HTTPStatus

from probes.failure import FailureKind, ProbeError
from probes.rtsp.message import Response

__all__ = ["check_status", "is_older"]

_KINDS = {
    404: FailureKind.NOT_FOUND,
    453: FailureKind.SESSION_LIMIT,  # RFC 2326 11.3.7: Not Enough Bandwidth
    503: FailureKind.SESSION_LIMIT,  # Service Unavailable: recorders with all sessions taken
    461: FailureKind.NOT_SUPPORTED,
}
_MAX_CSEQ_DIGITS = 10


def is_older(response: Response, *, than: int) -> bool:
    """Whether it answers a request before ``than``; a number never sent is a firmware's slip."""
    text = response.header("cseq") or ""
    is_number = text.isascii() and text.isdigit() and len(text) < _MAX_CSEQ_DIGITS
    return is_number and 0 < int(text) < than


def check_status(method: str, response: Response) -> None:
    """Raise the failure that an error status means."""
    if response.status >= HTTPStatus.MULTIPLE_CHOICES:
        kind = _KINDS.get(response.status, FailureKind.PROTOCOL_ERROR)
        if kind is FailureKind.NOT_FOUND and method != "DESCRIBE":
            # The stream was described, so it exists: what was not found is our control URL.
            kind = FailureKind.PROTOCOL_ERROR
        raise ProbeError(kind, f"RTSP {response.status} to {method}")
