"""出图率: public cameras of which at least one try gave a true picture.

Decoded from a key frame, complete, of this round, and not a substitute for a picture.  A
blurred camera gives a picture (4.2) and is not healthy (4.1).
"""

from auditor.indicator import CountedMember, Indicator, unread_rows
from auditor.judged import JudgedCamera, JudgedRound
from auditor.model import Member, Outcome

__all__ = ["INDICATOR"]

_DENOMINATOR = (
    "公共视频资源：台账有标记的按标记；没有标记的按监控点位类型一类、二类；都没有的按全部在册摄像机"
)
_NUMERATOR = (
    "本轮至少一次由关键帧（或经证实的渐进刷新）完整解码出画面，"
    "且不是替代画面（黑屏、蓝屏、雪花、无信号、残缺灰绿画面、占位图、非本轮画面）"
)


def count(judged: JudgedRound) -> tuple[CountedMember, ...]:
    """One member a public camera."""
    read = (CountedMember(_member(camera)) for camera in judged.public_cameras().cameras)
    return (*read, *unread_rows(judged))


def _member(judged: JudgedCamera) -> Member:
    outcome = Outcome.NOT_MET
    if judged.gives_picture:
        outcome = Outcome.MET
    elif not judged.state.is_conclusive:
        outcome = Outcome.UNKNOWN
    return Member(
        key=str(judged.camera.row),
        label=judged.camera.name,
        outcome=outcome,
        reason=judged.reason,
    )


def basis(judged: JudgedRound) -> str:
    """The policy in words, with the set of public cameras that was used."""
    return f"分母：{judged.public_cameras().text}；分子：{_NUMERATOR}。夜间黑白画面计为出图"


INDICATOR = Indicator(
    id="picture_output_rate",
    version=1,
    order=40,
    title="公共视频资源出图率",
    beside=False,
    by_class=False,
    count=count,
    basis=basis,
    denominator=_DENOMINATOR,
    numerator=_NUMERATOR,
    unknown="摄像机本轮未检测或探测受阻，以及台账中无法读取的行",
    probed=True,
)
