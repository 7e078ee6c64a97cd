"""PIC-19: the whole picture trembles, to and fro, within one second.

A loose bracket or a mast in the wind.  Whether anybody repairs it depends on the wind of that
second, so this is a doubt and never a verdict; cameras are watched in turn (`shake_share`).
"""

from dataclasses import replace

from auditor.clauses import HEALTH
from auditor.examples import frame, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.shake import Shake
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_TURNS = 4  # a jolt turns once, a slow sway twice


def judge(view: PictureView) -> Judgement:
    """Level and turns of the common movement, without what is slow of it."""
    shake = view.frame.shake
    if shake is None or shake.level < view.limits.shake_from or shake.turns < _TURNS:
        return Judgement(Verdict.PASS)
    value = f"抖动幅度为画面宽度的 {shake.level / 10:.2f}%，{shake.steps} 帧内换向 {shake.turns} 次"
    return Judgement(Verdict.UNKNOWN, value, "画面整体抖动，疑似支架松动，请人工确认")


def _trembling(*, level: float = 1.5, turns: int = 4) -> RtspFrame:
    """An example that trembles just enough."""
    return replace(frame(), shake=Shake(steps=24, level=level, reach=5.0, turns=turns))


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-19",
        title="疑似画面抖动",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="紧固支架和立杆；风大时段另行复查",
    ),
    substitute=False,
    rank=22,
    judge=judge,
    passing=(
        view(),
        view(of=_trembling(level=1.4)),
        view(of=_trembling(turns=3)),
    ),
    failing=(view(of=_trembling()),),
)
