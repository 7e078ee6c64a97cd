"""NET-02: the device refused the credential that the registry names.

Unknown, not a fault: some devices answer so when their connections are used up.  A name that
no credential was found for is not quoted: the cell may hold a password.
"""

from auditor.clauses import POLICY
from auditor.examples import camera, evidence, failed, pictured
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.failure import FailureKind

__all__ = ["RULE"]

_REFUSALS = {
    FailureKind.AUTHENTICATION_REJECTED: "设备拒绝了凭据“{}”（口令错误，或连接数已满）；为防锁定本轮未再尝试",
    FailureKind.ACCOUNT_LOCKED: "设备称凭据“{}”的账号已被锁定；本轮未再尝试",
    FailureKind.AUTHENTICATION_REQUIRED: "设备要求认证，而台账所列凭据未登记或未提供给本系统",
}


def judge(seen: SeenCamera) -> Judgement:
    """The last refusal of the round, if there was one."""
    failures = (observation.failure for observation in reversed(seen.evidence.observations))
    kinds = [failure.kind for failure in failures if failure and failure.kind in _REFUSALS]
    if not kinds:
        return Judgement(Verdict.PASS)
    sent = kinds[0] is not FailureKind.AUTHENTICATION_REQUIRED
    name = seen.camera.credential if sent else ""
    return Judgement(Verdict.UNKNOWN, name, _REFUSALS[kinds[0]].format(name))


RULE = ObservationRule(
    meta=RuleMeta(
        id="NET-02",
        title="无法登录设备",
        severity=Severity.WARNING,
        group=Group.NETWORK,
        field="credential",
        clauses=(POLICY,),
        remediation="核对并更新该凭据的用户名和口令，再行检测",
    ),
    judge=judge,
    passing=(evidence(pictured()),),
    failing=(
        evidence(
            failed(FailureKind.AUTHENTICATION_REJECTED, answered=True),
            of=camera(credential="north-gate"),
        ),
        evidence(failed(FailureKind.AUTHENTICATION_REQUIRED, answered=True)),
        evidence(
            failed(FailureKind.ACCOUNT_LOCKED, answered=True), of=camera(credential="north-gate")
        ),
    ),
)
