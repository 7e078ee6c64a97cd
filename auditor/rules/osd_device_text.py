"""OSD-10: the texts that the device is set to draw into the picture do not name the place.

What the device says of itself, not what is read in the picture.  Devices draw names in parts
and in their own wording, so only a text that has nothing in common with the registered name
and address is told; one that shares something but does not match stays unknown.
"""

from auditor.clauses import OSD_LINE
from auditor.evidence import latest_onvif
from auditor.examples import evidence, onvif
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.on_screen import Likeness, likeness
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.onvif.payload import OnScreenTexts
from probes.onvif_device import OnvifDevice

__all__ = ["RULE"]

_SHOWN = 4


def judge(seen: SeenCamera) -> Judgement:
    """Not applicable without a plain text: the maker's own overlay is not told by ONVIF."""
    device = latest_onvif(seen.evidence)
    texts = () if device is None or device.on_screen is None else device.on_screen.plain
    like = likeness(texts, seen.camera)
    if like is Likeness.UNASKED:
        return Judgement(Verdict.NOT_APPLICABLE)
    if like is Likeness.SAME:
        return Judgement(Verdict.PASS)
    value = " / ".join(texts[:_SHOWN])
    if like is Likeness.PARTLY:
        return Judgement(Verdict.UNKNOWN, value, f"设备设置的画面字符“{value}”与登记名称不尽一致")
    return Judgement(
        Verdict.FAIL, value, f"设备设置的画面字符“{value}”与登记名称、地址没有共同之处"
    )


def _device(*plain: str) -> OnvifDevice:
    return OnvifDevice(on_screen=OnScreenTexts(plain=plain, has_clock=True))


RULE = ObservationRule(
    meta=RuleMeta(
        id="OSD-10",
        title="设备设置的画面字符与登记名称不符",
        severity=Severity.WARNING,
        group=Group.OSD,
        field="name",
        clauses=(OSD_LINE,),
        remediation="按登记名称设置画面叠加字符；登记名称有误的，更正台账",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(onvif(_device())),
        evidence(onvif(_device("星河里小区北门"))),
        evidence(onvif(_device("山东省济南市", "星河里小区 北门01"))),
    ),
    failing=(
        evidence(onvif(_device("IPCamera 01"))),
        evidence(onvif(_device("星河里东门"))),
    ),
)
