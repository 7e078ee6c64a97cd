"""PIC-13: something dark and without detail covers most of the picture, by day.

What is close to the lens is out of focus and turned away from the light.  A wall in the shade
looks the same, so up to 85 % it is a doubt; a picture that is dark everywhere has other causes,
so a part must be lit.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_LIT = 80
_SHADE = 60.0


def judge(view: PictureView) -> Judgement:
    """The largest connected area of cells without an edge."""
    numbers, limits = view.frame.metrics, view.limits
    if numbers is None or numbers.smooth_share < limits.smooth_share_doubted_from:
        return Judgement(Verdict.PASS)
    if numbers.smooth_luma > _SHADE or numbers.luma_high < _LIT:
        return Judgement(Verdict.PASS)
    value = f"无细节暗区占 {int(numbers.smooth_share * 100)}%"
    if numbers.smooth_share < limits.smooth_share_from:
        return Judgement(Verdict.UNKNOWN, value, "疑似镜头被遮挡，请人工确认")
    return Judgement(Verdict.FAIL, value, "镜头被遮挡")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-13",
        title="镜头遮挡",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="清除镜头前的遮挡物（树叶、蛛网、包裹物），调整角度",
    ),
    substitute=False,
    rank=11,
    judge=judge,
    passing=(
        view(),
        view(metrics(smooth_share=0.67, smooth_luma=30.0)),
        view(metrics(smooth_share=0.9, smooth_luma=180.0)),
        view(metrics(smooth_share=0.9, smooth_luma=30.0, luma_high=60)),
        view(metrics(smooth_share=0.9, smooth_luma=30.0), daypart=Daypart.NIGHT),
    ),
    failing=(
        view(metrics(smooth_share=0.68, smooth_luma=30.0, luma_high=90)),
        view(metrics(smooth_share=0.85, smooth_luma=60.0, luma_high=80)),
    ),
)
