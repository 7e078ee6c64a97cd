"""NET-01: the device advertises addresses of another host than the registered one.

Common behind address translation.  The advertised address is never dialled: the registered
host is used, and the difference is reported.
"""

from auditor.clauses import POLICY
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_SHOWN = 3


def judge(seen: SeenCamera) -> Judgement:
    """Any host but the registered one."""
    device = latest_onvif(seen.evidence)
    if device is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    if not device.advertised_hosts:
        return Judgement(Verdict.PASS)
    hosts = "、".join(host[:64] for host in device.advertised_hosts[:_SHOWN])
    return Judgement(
        Verdict.FAIL, hosts, f"设备通告的地址 {hosts} 与登记地址不一致，已按登记地址检测"
    )


RULE = ObservationRule(
    meta=RuleMeta(
        id="NET-01",
        title="设备通告地址与登记不一致",
        severity=Severity.WARNING,
        group=Group.NETWORK,
        field="onvif_uri",
        clauses=(POLICY,),
        remediation="核对设备网络设置与地址转换；若登记地址有误，更正台账",
    ),
    judge=judge,
    passing=(evidence(), evidence(onvif(OnvifDevice()))),
    failing=(evidence(onvif(OnvifDevice(advertised_hosts=("127.0.0.99",)))),),
)
