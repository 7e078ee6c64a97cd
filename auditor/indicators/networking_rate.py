"""联网率: key cameras that answered at protocol level this round.

The registry's 联网属性 is not used: 0 and 1 mean opposite things in different systems.
"""

from auditor.indicator import CountedMember, Indicator, unread_rows
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Member, Outcome

__all__ = ["INDICATOR"]

_DENOMINATOR = "登记于应建关键位置的在册摄像机"
_NUMERATOR = "本轮在协议层（RTSP 或 ONVIF）有应答，仅端口开放不算，要求认证（401）算应答"


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """One member a key camera; an open port is not an answer, a 401 is one."""
    read = (
        CountedMember(_member(camera), location_class)
        for camera, location_class in judged.key_cameras()
    )
    return (*read, *unread_rows(judged))


def _member(judged: JudgedCamera) -> Member:
    outcome = Outcome.NOT_MET
    if judged.answered:
        outcome = Outcome.MET
    elif not judged.state.is_conclusive:
        outcome = Outcome.UNKNOWN
    reason = "本轮有 RTSP 或 ONVIF 协议应答" if judged.answered else judged.reason
    return Member(
        key=str(judged.camera.row), label=judged.camera.name, outcome=outcome, reason=reason
    )


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return (
        f"分母：{_DENOMINATOR}；分子：{_NUMERATOR}。未采用台账“联网属性”列（各系统 0/1 含义不一）"
    )


INDICATOR = Indicator(
    id="networking_rate",
    version=1,
    order=20,
    title="关键位置联网率",
    beside=False,
    by_class=True,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="摄像机本轮未检测或探测受阻，以及台账中无法读取的行",
    probed=True,
)
