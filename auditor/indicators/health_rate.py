"""完好率: key cameras whose picture was obtained and shows no defect of the list."""

from auditor.indicator import CountedMember, Indicator, unread_rows
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import CameraState, Member, Outcome
from auditor.records import DeviceStatus

__all__ = ["INDICATOR"]

_DENOMINATOR = "登记于应建关键位置的在册摄像机"
_NUMERATOR = (
    "本轮取得画面且未见下列异常：黑屏、单色（含无信号画面）、雪花、残缺解码、占位图、"
    "非本轮画面、冻结、过曝、条纹、噪声、偏色、模糊"
)


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """One member a key camera; a camera under repair (维修) counts as not met."""
    read = (
        CountedMember(_member(camera), location_class)
        for camera, location_class in judged.key_cameras()
    )
    return (*read, *unread_rows(judged))


def _member(judged: JudgedCamera) -> Member:
    outcome, reason = Outcome.NOT_MET, judged.reason
    if judged.camera.status is DeviceStatus.IN_REPAIR:
        reason = f"台账设备状态为维修；{judged.reason}"
    elif judged.state is CameraState.PICTURE_OK:
        outcome = Outcome.MET
    elif not judged.state.is_conclusive:
        outcome = Outcome.UNKNOWN
    return Member(
        key=str(judged.camera.row), label=judged.camera.name, outcome=outcome, reason=reason
    )


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return (
        f"分母：{_DENOMINATOR}；分子：{_NUMERATOR}。"
        "疑似遮挡、疑似重复、白天过暗只提示人工核对。维修中的摄像机计为不完好"
    )


INDICATOR = Indicator(
    id="health_rate",
    version=1,
    order=30,
    title="关键位置摄像机完好率",
    beside=False,
    by_class=True,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="摄像机本轮未检测或探测受阻，以及台账中无法读取的行",
    probed=True,
)
