"""实证覆盖率: planned key locations of which a picture was really obtained this round."""

from dataclasses import replace

from auditor.indicator import CountedMember, Indicator
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Member, Outcome
from auditor.records import KeyLocation

__all__ = ["INDICATOR"]

_DENOMINATOR = "应建关键位置"
_NUMERATOR = "其中至少一路在用摄像机本轮取得有效画面"


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """Met by a picture; unknown when only untested cameras are left that might give one."""
    return tuple(
        CountedMember(_member(location, watching, judged), location.location_class)
        for location, watching in judged.watching()
    )


def _member(
    location: KeyLocation, watching: tuple[JudgedCamera, ...], judged: JudgedRound
) -> Member:
    proof = next((camera for camera in watching if camera.gives_picture), None)
    if proof is not None:
        row = proof.camera.row
        met = _outcome(location, Outcome.MET, f"台账第{row}行本轮取得画面")
        return replace(met, proof=str(row))
    untested = [camera for camera in watching if not camera.state.is_conclusive]
    if untested:
        rows = "、".join(f"第{camera.camera.row}行" for camera in untested)
        return _outcome(location, Outcome.UNKNOWN, f"台账{rows}未能检测")
    if judged.row_errors:
        return _outcome(location, Outcome.UNKNOWN, "台账有无法读取的行，可能登记于此并有画面")
    if watching:
        return _outcome(location, Outcome.NOT_MET, "登记的摄像机本轮均无有效画面")
    return _outcome(location, Outcome.NOT_MET, "台账中没有在用摄像机登记于此关键位置")


def _outcome(location: KeyLocation, outcome: Outcome, reason: str) -> Member:
    return Member(key=location.id, label=location.name, outcome=outcome, reason=reason)


def basis(_: JudgedRound) -> str:
    """The policy in words."""
    return f"分母：{_DENOMINATOR}；分子：{_NUMERATOR}（附图片与哈希）"


INDICATOR = Indicator(
    id="proved_coverage_rate",
    version=1,
    order=11,
    title="关键位置实证覆盖率",
    beside=True,
    by_class=True,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="登记的摄像机本轮未检测或探测受阻，或台账有无法读取的行",
    of_cameras=False,
    probed=True,
)
