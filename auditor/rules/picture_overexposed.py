"""PIC-11: most of the picture is clipped to white.

Snow, a white wall and a bright sky are not clipped by a camera that meters its exposure.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]


def judge(view: PictureView) -> Judgement:
    """Clipped is a luma of 250 or more."""
    numbers = view.frame.metrics
    if numbers is None or numbers.bright_share < view.limits.bright_share_from:
        return Judgement(Verdict.PASS)
    share = int(numbers.bright_share * 100)
    return Judgement(Verdict.FAIL, f"过亮像素占 {share}%", "画面过曝，大部分为白色")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-11",
        title="画面过曝",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="检查曝光、光圈、宽动态和补光设置",
    ),
    substitute=False,
    rank=12,
    judge=judge,
    passing=(
        view(),
        view(metrics(bright_share=0.74)),
        view(metrics(bright_share=0.74), daypart=Daypart.NIGHT),
    ),
    failing=(view(metrics(bright_share=0.75)),),
)
