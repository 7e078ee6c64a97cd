"""What an RTSP answer means: its status as a failure, its CSeq as the request it belongs to.

Pure.  Logins and redirects are left to :mod:`probes.rtsp_login` and :mod:`probes.rtsp_client`.
"""

import re
from http import HTTPStatus

from probes.failure import FailureKind, ProbeError
from probes.rtsp.message import Response

__all__ = ["check_status", "chose_udp", "is_older", "read_session", "says_full", "says_locked"]

_KINDS = {
    404: FailureKind.NOT_FOUND,
    453: FailureKind.SESSION_LIMIT,  # RFC 2326 11.3.7: Not Enough Bandwidth
    503: FailureKind.SESSION_LIMIT,  # Service Unavailable: recorders with all sessions taken
    461: FailureKind.NOT_SUPPORTED,
}
_MAX_CSEQ_DIGITS = 10
_LONG_SESSION_S = 60
_MAX_REASON_BYTES = 1024
_LOCKED = re.compile(r"\block(?:ed|[ -]?out)\b|锁定", re.IGNORECASE)
_PLACES = r"(?:connections?|sessions?|clients?|users?|streams?)"
_FULL = re.compile(
    rf"\b(?:too many|max(?:imum)?(?: number of)?) {_PLACES}\b(?! attempts)"
    rf"|\b{_PLACES} (?:limit|(?:is|are) full|exceeded)\b"
    r"|(?:连接|会话|用户|取流)(?:数|路数)(?:量)?(?:已满|已达|达到|超)",
    re.IGNORECASE,
)


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


def chose_udp(response: Response) -> bool:
    """Whether an accepted SETUP for TCP was answered with UDP, as some firmwares do."""
    transport = (response.header("transport") or "").lower()
    is_udp = "client_port=" in transport and "tcp" not in transport
    return response.status == HTTPStatus.OK and is_udp and "interleaved=" not in transport


def read_session(response: Response) -> tuple[str, float | None]:
    """Return the session's name, and how often (seconds) it must hear from us to live.

    Its timeout is 60 s unless written (RFC 2326 12.37), longer than an attempt; None then.
    """
    name, _, rest = (response.header("session") or "").partition(";")
    match = re.search(r"timeout\s*=\s*([0-9]{1,5})", rest, re.IGNORECASE)
    seconds = int(match[1]) if match else 0
    is_short = 0 < seconds < _LONG_SESSION_S
    return name.strip(), seconds / 2 if is_short else None


def says_locked(response: Response) -> bool:
    """Whether the device itself says that the account is locked, in so many words.

    Few do, and nothing else proves it: a lock without words stays a refused login.
    """
    return _says(response, _LOCKED)


def says_full(response: Response) -> bool:
    """Whether the device itself says that its connections are used up, in so many words."""
    return _says(response, _FULL)


def _says(response: Response, words: re.Pattern[str]) -> bool:
    body = response.body[:_MAX_REASON_BYTES].decode(errors="replace")
    return any(words.search(text) for text in (response.reason[:_MAX_REASON_BYTES], body))
