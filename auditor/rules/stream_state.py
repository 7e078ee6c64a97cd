"""STR-01 and STR-02: the camera does not answer, or answers and gives no picture.

A camera that could not be tested is neither: STR-02 says unknown, with the reason.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import confirmed, evidence, failed, pictured
from auditor.judged import SeenCamera
from auditor.model import CameraState, Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.failure import FailureKind

__all__ = ["RULES"]


def judge_offline(seen: SeenCamera) -> Judgement:
    """No protocol answer in any of the tries."""
    if seen.state is not CameraState.OFFLINE:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, seen.state.value, f"摄像机离线：{seen.reason}")


def judge_no_picture(seen: SeenCamera) -> Judgement:
    """Answers, but no picture; unknown where it could not be tested."""
    if not seen.state.is_conclusive:
        return Judgement(Verdict.UNKNOWN, seen.state.value, f"未能检测：{seen.reason}")
    if seen.state is not CameraState.ONLINE_NO_STREAM:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, seen.state.value, f"在线但不出图：{seen.reason}")


RULES = (
    ObservationRule(
        meta=RuleMeta(
            id="STR-01",
            title="摄像机离线",
            severity=Severity.ERROR,
            group=Group.STREAM,
            field="stream_uri",
            clauses=(HEALTH, OUTPUT),
            remediation="检查供电、网络和登记地址，恢复设备在线",
        ),
        judge=judge_offline,
        passing=(
            evidence(pictured()),
            evidence(failed(FailureKind.CONNECTION_REFUSED)),
            evidence(*(failed(FailureKind.CONNECTION_REFUSED, attempt=n) for n in (1, 2, 3))),
        ),
        failing=(
            evidence(
                *(failed(FailureKind.CONNECTION_REFUSED, attempt=n) for n in (1, 2, 3)),
                confirmed(FailureKind.CONNECTION_REFUSED),
            ),
        ),
    ),
    ObservationRule(
        meta=RuleMeta(
            id="STR-02",
            title="在线但不出图",
            severity=Severity.ERROR,
            group=Group.STREAM,
            field="stream_uri",
            clauses=(OUTPUT,),
            remediation="核对取流地址、码流设置和凭据，恢复出图",
        ),
        judge=judge_no_picture,
        passing=(evidence(pictured()),),
        failing=(
            evidence(
                *(failed(FailureKind.NOT_FOUND, attempt=n, answered=True) for n in (1, 2, 3)),
                confirmed(FailureKind.NOT_FOUND, answered=True),
            ),
        ),
    ),
)
