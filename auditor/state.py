"""A camera's state in a round, and why: a pure function of what was observed.

A failed state, also that of an abnormal picture, needs as many conclusive tries as the
configuration asks for, and a no of our own client needs a second client that agrees.  A login
that was refused blocks the probe and condemns nobody: some devices answer 401 when their
connections are used up.  Whether the second client agreed is left to `auditor.agreement`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.agreement import BLOCKED, CONFIRMABLE, Agreement, agreement
from auditor.evidence import is_sub_alone, is_sub_stream, own, pictures
from auditor.failure_words import failure_text
from auditor.judged import BestPicture
from auditor.model import CameraState, Evidence
from auditor.schedule.plan import is_probeable
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame

__all__ = ["SILENT_ROUND", "StateResult", "answered", "camera_state", "is_final", "is_silent"]

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
SILENT_ROUND = "本轮所有地址均无任何网络回应，可能是检测机自身网络故障，不作结论"


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
    evidence: Evidence, best: BestPicture | None, *, tries: int, doubt: str = ""
) -> StateResult:
    """Judge the state; ``tries`` is how many conclusive tries a failed state needs.

    ``doubt`` (Chinese) is why this round condemns nobody; empty when it may.
    """
    second = agreement(evidence)
    if best is not None:
        return _pictured(best, evidence, second, tries=tries, doubt=doubt)
    if not evidence.observations:
        return StateResult(CameraState.NOT_PROBED, _not_probed_reason(evidence))
    blocked = _blocking_failure(evidence, second)
    if blocked is not None:
        return StateResult(CameraState.PROBE_BLOCKED, failure_text(blocked))
    return _without_picture(evidence, second, tries=tries, doubt=doubt)


def _without_picture(
    evidence: Evidence, second: Agreement, *, tries: int, doubt: str
) -> StateResult:
    conclusive = _conclusive_tries(evidence, second)
    if conclusive < tries:
        return StateResult(CameraState.NOT_PROBED, _too_few(evidence, conclusive, tries))
    failure = next(iter(_decisive_failures(evidence)), None)
    reason = failure_text(failure) if failure else "没有取得画面"
    told = f"{reason}（{conclusive} 次尝试均未出图"
    if not second.is_enough:
        return StateResult(CameraState.NOT_PROBED, f"{told}，{second.lack}，不作结论）")
    if doubt:
        return StateResult(CameraState.NOT_PROBED, doubt)
    state = CameraState.ONLINE_NO_STREAM if answered(evidence) else CameraState.OFFLINE
    return StateResult(state, f"{told}{second.words}）")


def _pictured(
    best: BestPicture, evidence: Evidence, second: Agreement, *, tries: int, doubt: str
) -> StateResult:
    """A substitute for a picture is a no, and is confirmed as one; a blurred picture is a fact."""
    if not best.defects:
        return StateResult(CameraState.PICTURE_OK, f"取得画面，未见异常{_path_words(best)}")
    messages = "；".join(finding.message for finding in best.defects)
    conclusive = _conclusive_tries(evidence, second)
    lack = ""
    if conclusive < tries:
        lack = f"有效尝试 {conclusive} 次，不足 {tries} 次，画面异常待确认"
    elif is_sub_alone(evidence):
        lack = "子码流画面异常，主码流尚未检测"
    elif best.is_substitute and not second.is_enough:
        lack = f"{second.lack}，画面异常待确认"
    if lack or doubt:
        return StateResult(CameraState.NOT_PROBED, f"{lack or doubt}：{messages}")
    return StateResult(CameraState.PICTURE_ABNORMAL, f"{messages}{_path_words(best)}")


def _path_words(best: BestPicture) -> str:
    """By which way the picture came, when it was not the usual one."""
    if best.frame.path == "ffmpeg":
        return "（画面由第二客户端 FFmpeg 取得）"
    if is_sub_stream(best.observation):
        return "（画面取自子码流）"
    return "（画面改用 UDP 传输取得）" if best.observation.probe == "rtsp_udp" else ""


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
    """Of the tries, latest first."""
    found = [observation.failure for observation in own(evidence)]
    return [failure for failure in reversed(found) if failure is not None]


def _blocking_failure(evidence: Evidence, second: Agreement) -> Failure | None:
    """Why the camera could not be tested; the refusal itself rather than our restraint after."""
    blocking = BLOCKED if second.is_enough else BLOCKED | CONFIRMABLE
    found = [f for f in _decisive_failures(evidence) if f.kind in blocking]
    refusals = [f for f in found if f.kind is not FailureKind.LOGIN_WITHHELD]
    own_block = next(iter(refusals or found), None) or _silent_datagrams(evidence)
    return own_block or second.blocked_by


def _silent_datagrams(evidence: Evidence) -> Failure | None:
    """No media over UDP may be a firewall's doing, also one of ours."""
    silent = (seen for seen in own(evidence) if _is_silent_datagrams(seen))
    return next((seen.failure for seen in silent), None)


def _is_silent_datagrams(observation: Observation[object]) -> bool:
    failure, frame = observation.failure, observation.payload
    is_silent = failure is not None and failure.kind is FailureKind.NO_MEDIA
    return is_silent and isinstance(frame, RtspFrame) and frame.transport == "udp"


def _decisive_failures(evidence: Evidence) -> list[Failure]:
    """The registered stream's, latest first; where no stream was asked, everybody's."""
    asked = [o for o in reversed(own(evidence)) if o.probe != "onvif_device"]
    chosen = [o.failure for o in asked if o.failure is not None]
    return chosen if asked else _failures(evidence)


def _conclusive_tries(evidence: Evidence, second: Agreement) -> int:
    """Tries that say something: with a picture, or asked to the end and nothing in our way."""
    tried = own(evidence)
    pictured = {seen.attempt for seen, _ in pictures(evidence) if seen in tried}
    asked = {seen.attempt for seen in tried if not _is_open_port(seen)}
    silent = {seen.attempt for seen in tried if _says_nothing(seen, second)}
    return len(pictured | (asked - silent))


def _says_nothing(observation: Observation[object], second: Agreement) -> bool:
    """Our own fault, or a stream that was kept from us; ONVIF may be refused beside a stream."""
    if observation.failure is None or observation.failure.kind.is_ours:
        return observation.failure is not None
    if observation.probe == "onvif_device":
        return False
    kind = observation.failure.kind
    is_doubtful = kind in CONFIRMABLE and not second.is_enough
    return is_doubtful or kind in BLOCKED or _is_silent_datagrams(observation)


def _is_open_port(observation: Observation[object]) -> bool:
    """All that is left of a try that ended before the camera was asked anything."""
    return observation.probe == "tcp_connect" and observation.failure is None


def _is_silence(observation: Observation[object]) -> bool:
    failure = observation.failure
    if observation.answered or failure is None:
        return False
    return failure.kind in _SILENCE or failure.kind.is_ours
