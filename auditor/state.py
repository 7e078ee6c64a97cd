"""A camera's state in a round, and why: a pure function of what was observed.

A failed state, also that of an abnormal picture, needs as many conclusive tries as the
configuration asks for.  A login that was refused blocks the probe and condemns nobody: some
devices answer 401 when their connections are used up.  So does everything that may be a limit
of our own client.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.evidence import pictures
from auditor.failure_words import failure_text
from auditor.judged import BestPicture
from auditor.model import CameraState, Evidence
from auditor.schedule.plan import is_probeable
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["StateResult", "answered", "camera_state", "is_final", "is_silent"]

_BLOCKED = frozenset(
    {
        FailureKind.AUTHENTICATION_REQUIRED,
        FailureKind.AUTHENTICATION_REJECTED,
        FailureKind.ACCOUNT_LOCKED,
        FailureKind.LOGIN_WITHHELD,
        FailureKind.SESSION_LIMIT,
        FailureKind.DECODER_CRASHED,
        # What our client cannot do is no proof against the camera: old TLS, a transport or
        # login scheme that we lack, SVAC, a stream refreshed in a way that proves no picture.
        FailureKind.TLS_FAILED,
        FailureKind.NOT_SUPPORTED,
        FailureKind.WRONG_MEDIA,
        FailureKind.FIRST_FRAME_TIMED_OUT,
        # An encrypted stream does not decode, and an odd dialect of RTSP may be right: nobody
        # but our own client has seen these.
        FailureKind.NOT_DECODABLE,
        FailureKind.PROTOCOL_ERROR,
        # Nothing was ever sent to the camera: the fault may be our resolver's.
        FailureKind.DNS_FAILED,
    }
)
# Trying again tonight would change nothing, or would be a second wrong login.
_FINAL = frozenset(
    {
        FailureKind.AUTHENTICATION_REQUIRED,
        FailureKind.AUTHENTICATION_REJECTED,
        FailureKind.ACCOUNT_LOCKED,
        FailureKind.ADDRESS_NOT_ALLOWED,
    }
)


_SILENCE = frozenset({FailureKind.CONNECTION_TIMED_OUT, FailureKind.HOST_UNREACHABLE})
_SILENT_ROUND = "本轮所有地址均无任何网络回应，可能是检测机自身网络故障，不作结论"


@dataclass(frozen=True, slots=True)
class StateResult:
    """The state and its reason (Chinese)."""

    state: CameraState
    reason: str


def answered(evidence: Evidence) -> bool:
    """Whether the camera spoke a protocol in any try."""
    return any(observation.answered for observation in evidence.observations)


def is_final(evidence: Evidence) -> bool:
    """Whether another try tonight is pointless or harmful."""
    failures = (observation.failure for observation in evidence.observations)
    return any(failure is not None and failure.kind in _FINAL for failure in failures)


def is_silent(round_evidence: Iterable[Evidence]) -> bool:
    """Whether nothing at all came back from the network in a round that asked for something.

    No answer, no open port, not even a refusal: then it is as likely that we are cut off as
    that every camera is, and no camera is condemned.
    """
    seen = [o for evidence in round_evidence for o in evidence.observations]
    return bool(seen) and all(_is_silence(observation) for observation in seen)


def camera_state(
    evidence: Evidence, best: BestPicture | None, *, tries: int, silent_round: bool = False
) -> StateResult:
    """Judge the state; ``tries`` is how many conclusive tries a failed state needs.

    ``silent_round`` (see `is_silent`) makes what would be offline unknown.
    """
    if best is not None:
        return _pictured(best, _conclusive_tries(evidence), tries)
    if not evidence.observations:
        return StateResult(CameraState.NOT_PROBED, _not_probed_reason(evidence))
    blocked = _blocking_failure(evidence)
    if blocked is not None:
        return StateResult(CameraState.PROBE_BLOCKED, failure_text(blocked))
    conclusive = _conclusive_tries(evidence)
    if conclusive < tries:
        return StateResult(CameraState.NOT_PROBED, _too_few(evidence, conclusive, tries))
    if silent_round:
        return StateResult(CameraState.NOT_PROBED, _SILENT_ROUND)
    failure = next(iter(_decisive_failures(evidence)), None)
    reason = failure_text(failure) if failure else "没有取得画面"
    state = CameraState.ONLINE_NO_STREAM if answered(evidence) else CameraState.OFFLINE
    return StateResult(state, f"{reason}（{conclusive} 次尝试均未出图）")


def _pictured(best: BestPicture, conclusive: int, tries: int) -> StateResult:
    if not best.defects:
        return StateResult(CameraState.PICTURE_OK, "取得画面，未见异常")
    messages = "；".join(finding.message for finding in best.defects)
    if conclusive < tries:
        doubt = f"有效尝试 {conclusive} 次，不足 {tries} 次，画面异常待确认"
        return StateResult(CameraState.NOT_PROBED, f"{doubt}：{messages}")
    return StateResult(CameraState.PICTURE_ABNORMAL, messages)


def _not_probed_reason(evidence: Evidence) -> str:
    """An address with a password in its path was not taken over by the reader: see ARCH-10."""
    if is_probeable(evidence.camera):
        return "本轮未检测"
    return "台账没有可用的取流地址或 ONVIF 地址，无法检测"


def _too_few(evidence: Evidence, conclusive: int, tries: int) -> str:
    ours = next((f for f in _failures(evidence) if f.kind.is_ours), None)
    cause = f"：{failure_text(ours)}" if ours else ""
    return f"有效尝试 {conclusive} 次，不足 {tries} 次，不作结论{cause}"


def _failures(evidence: Evidence) -> list[Failure]:
    """Latest first."""
    found = [observation.failure for observation in evidence.observations]
    return [failure for failure in reversed(found) if failure is not None]


def _blocking_failure(evidence: Evidence) -> Failure | None:
    """Why the camera could not be tested; the refusal itself rather than our restraint after."""
    found = [f for f in _decisive_failures(evidence) if f.kind in _BLOCKED]
    refusals = [f for f in found if f.kind is not FailureKind.LOGIN_WITHHELD]
    return next(iter(refusals or found), None) or _silent_datagrams(evidence)


def _silent_datagrams(evidence: Evidence) -> Failure | None:
    """No media over UDP may be a firewall's doing, also one of ours."""
    silent = (seen for seen in evidence.observations if _is_silent_datagrams(seen))
    return next((seen.failure for seen in silent), None)


def _is_silent_datagrams(observation: Observation[object]) -> bool:
    failure, frame = observation.failure, observation.payload
    is_silent = failure is not None and failure.kind is FailureKind.NO_MEDIA
    return is_silent and isinstance(frame, RtspFrame) and frame.transport == "udp"


def _decisive_failures(evidence: Evidence) -> list[Failure]:
    """The registered stream's, latest first; where no stream was asked, everybody's."""
    asked = [o for o in reversed(evidence.observations) if o.probe != "onvif_device"]
    chosen = [o.failure for o in asked if o.failure is not None]
    return chosen if asked else _failures(evidence)


def _conclusive_tries(evidence: Evidence) -> int:
    """Tries that say something: with a picture, or asked to the end and nothing in our way."""
    pictured = {observation.attempt for observation, _ in pictures(evidence)}
    asked = {o.attempt for o in evidence.observations if not _is_open_port(o)}
    silent = {o.attempt for o in evidence.observations if _says_nothing(o)}
    return len(pictured | (asked - silent))


def _says_nothing(observation: Observation[object]) -> bool:
    """Our own fault, or a stream that was kept from us; ONVIF may be refused beside a stream."""
    if observation.failure is None or observation.failure.kind.is_ours:
        return observation.failure is not None
    if observation.probe == "onvif_device":
        return False
    return observation.failure.kind in _BLOCKED or _is_silent_datagrams(observation)


def _is_open_port(observation: Observation[object]) -> bool:
    """All that is left of a try that ended before the camera was asked anything."""
    return observation.probe == "tcp_connect" and observation.failure is None


def _is_silence(observation: Observation[object]) -> bool:
    failure = observation.failure
    if observation.answered or failure is None:
        return False
    return failure.kind in _SILENCE or failure.kind.is_ours
