"""PIC-12: a picture that shows next to nothing although the sun is up.

A garage or a stairwell may be dark at noon, so this is a doubt and never a verdict.  At dusk
and at night it is not asked.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]


def judge(view: PictureView) -> Judgement:
    """Dark is a picture whose brightest twentieth begins below the limit."""
    numbers = view.frame.metrics
    if numbers is None or numbers.luma_high >= view.limits.high_luma_below:
        return Judgement(Verdict.PASS)
    return Judgement(
        Verdict.UNKNOWN, f"95% 像素亮度不超过 {numbers.luma_high}", "白天画面过暗，请人工确认"
    )


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-12",
        title="白天画面过暗",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="人工查看：确认镜头未被遮盖、补光和曝光设置正常",
    ),
    substitute=False,
    rank=13,
    judge=judge,
    passing=(
        view(),
        view(metrics(luma_high=30)),
        view(metrics(luma_high=9), daypart=Daypart.NIGHT),
    ),
    failing=(view(metrics(luma_high=29)),),
)
