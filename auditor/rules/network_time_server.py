"""NET-04: the device has no time server, or does not use it.

For information only: a platform may set the clock by other means (GB/T 28181-2022, 9.10).
Whether the clock is right is judged by STR-08.
"""

from auditor.clauses import TIME_SYNC
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif.payload import DeviceClock, NtpSetting
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_OTHERWISE = "；若由平台校时，可忽略本提示"


def judge(seen: SeenCamera) -> Judgement:
    """Judged only where the device tells how its clock is set."""
    device = latest_onvif(seen.evidence)
    if device is None:
        return Judgement(Verdict.NOT_APPLICABLE)
    source = None if device.clock is None else device.clock.source
    if source == "manual":
        return Judgement(Verdict.FAIL, "manual", f"设备为手动校时，未启用网络校时{_OTHERWISE}")
    if device.ntp is None:
        return Judgement(Verdict.PASS if source == "ntp" else Verdict.NOT_APPLICABLE)
    if device.ntp.from_dhcp or device.ntp.servers or source == "ntp":
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, "none", f"设备未设置网络校时服务器{_OTHERWISE}")


def _device(source: str | None, ntp: NtpSetting | None) -> OnvifDevice:
    return OnvifDevice(clock=DeviceClock(source=source), ntp=ntp)


_SERVER = NtpSetting(from_dhcp=False, servers=("127.0.0.7",))
_NONE = NtpSetting(from_dhcp=False)

RULE = ObservationRule(
    meta=RuleMeta(
        id="NET-04",
        title="设备未启用网络校时",
        severity=Severity.INFO,
        group=Group.NETWORK,
        field="onvif_uri",
        clauses=(TIME_SYNC,),
        remediation="在设备上启用网络校时（NTP）并填写校时服务器，或确认由平台校时",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(onvif(OnvifDevice())),
        evidence(onvif(_device("ntp", None))),
        evidence(onvif(_device("ntp", _NONE))),
        evidence(onvif(_device(None, _SERVER))),
        evidence(onvif(_device(None, NtpSetting(from_dhcp=True)))),
    ),
    failing=(
        evidence(onvif(_device("manual", _SERVER))),
        evidence(onvif(_device(None, _NONE))),
    ),
)
