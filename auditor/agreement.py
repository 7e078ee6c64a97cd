"""Whether the second client agrees with what our own client did not get: pure.

A no is never final from our client alone.  What a camera's state is then is left to
`auditor.state`.
"""

from dataclasses import dataclass

from auditor.evidence import confirmations, own
from auditor.failure_words import failure_text
from auditor.model import Evidence
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["BLOCKED", "CONFIRMABLE", "Agreement", "agreement"]

BLOCKED = frozenset(
    {
        FailureKind.AUTHENTICATION_REQUIRED,
        FailureKind.AUTHENTICATION_REJECTED,
        FailureKind.ACCOUNT_LOCKED,
        FailureKind.LOGIN_WITHHELD,
        FailureKind.SESSION_LIMIT,
        FailureKind.DECODER_CRASHED,
        # What neither client can do is no proof against the camera: old TLS, a transport, login
        # scheme or codec that both lack.
        FailureKind.TLS_FAILED,
        FailureKind.NOT_SUPPORTED,
        # Nothing was ever sent to the camera: the fault may be our resolver's.
        FailureKind.DNS_FAILED,
    }
)
"""They leave a camera unknown, whoever met them."""

CONFIRMABLE = frozenset(
    {
        FailureKind.WRONG_MEDIA,
        FailureKind.FIRST_FRAME_TIMED_OUT,
        FailureKind.NOT_DECODABLE,
        FailureKind.PROTOCOL_ERROR,
    }
)
"""They may be a limit of our own client, unless the second one gets no picture either."""

_STREAM_PROBES = frozenset({"tcp_connect", "rtsp_frame"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the second opinion is worth; the texts are Chinese parts of a reason.

    ``is_enough``: it agrees, or no stream was asked that it could speak of.  ``lack`` says what
    is missing, ``words`` that it was there.  ``blocked_by`` is what kept the second client away.
    """

    is_enough: bool
    words: str = ""
    lack: str = ""
    blocked_by: Failure | None = None


def agreement(evidence: Evidence) -> Agreement:
    """Compare; an open port at the second dial is no opinion yet."""
    asked = [seen for seen in confirmations(evidence) if not _is_open_port(seen)]
    if not asked:
        is_needed = any(seen.probe in _STREAM_PROBES for seen in own(evidence))
        return Agreement(is_enough=not is_needed, lack="第二客户端尚未复核")
    against = [seen.failure for seen in asked if not _agrees(seen)]
    if not against:
        return Agreement(is_enough=True, words="，第二客户端复核一致")
    blocked = (f for f in against if f is not None and f.kind in BLOCKED)
    failure = next((f for f in against if f is not None), None)
    why = f"（{failure_text(failure)}）" if failure else ""
    lack = f"第二客户端未能复核{why}"
    return Agreement(is_enough=False, lack=lack, blocked_by=next(blocked, None))


def _agrees(seen: Observation[object]) -> bool:
    """Whether it looked for itself; what its picture is worth is judged with all pictures."""
    if seen.failure is None:
        return isinstance(seen.payload, RtspFrame) and seen.payload.metrics is not None
    return not seen.failure.kind.is_ours and seen.failure.kind not in BLOCKED


def _is_open_port(seen: Observation[object]) -> bool:
    return seen.probe == "tcp_again" and seen.failure is None
