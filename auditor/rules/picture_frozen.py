"""PIC-05: two pictures, each coded afresh, that do not differ.

A scene without motion still has sensor noise.  Predicted pictures prove nothing, since an
encoder may skip every block of a still scene: only a second key frame counts.  A picture
without contrast (darkness, glare) has nothing that could move, its noise may be clipped away.
"""

from auditor.clauses import HEALTH
from auditor.examples import frame, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_DIFFERENCE = 0.02
_CONTRAST = 8.0


def judge(view: PictureView) -> Judgement:
    """Mean luma difference of two key frames; without a second one nothing is said."""
    picture = view.frame
    if picture.difference is None or not picture.difference_from_key_frame:
        return Judgement(Verdict.PASS)
    if picture.difference > _DIFFERENCE or _is_level(picture):
        return Judgement(Verdict.PASS)
    return Judgement(
        Verdict.FAIL, f"两关键帧平均差 {picture.difference:.3f}", "画面冻结，前后关键帧完全相同"
    )


def _is_level(picture: RtspFrame) -> bool:
    return picture.metrics is not None and picture.metrics.luma_std < _CONTRAST


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-05",
        title="画面冻结",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="重启摄像机或编码通道，确认画面实时更新",
    ),
    substitute=False,
    rank=10,
    judge=judge,
    passing=(
        view(),
        view(of=frame(difference=0.0)),
        view(of=frame(difference=0.4, difference_from_key_frame=True)),
    ),
    failing=(view(of=frame(difference=0.0, difference_from_key_frame=True)),),
)
