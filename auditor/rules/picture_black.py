"""PIC-01: a black picture.

Night pictures in gray are pictures: only one that is dark nearly everywhere counts, lamps and
overlaid text included in the rest.  A garage without light is dark too, but its sensor's noise
lifts the mean above that of a black picture with text; at night the mean must be lower still.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_DARK_SHARE = 0.98


def judge(view: PictureView) -> Judgement:
    """Dark is a luma below 24 of 255."""
    numbers = view.frame.metrics
    if numbers is None or numbers.dark_share < _DARK_SHARE:
        return Judgement(Verdict.PASS)
    if numbers.luma_mean >= view.limits.black_luma_below:
        return Judgement(Verdict.PASS)
    share = int(numbers.dark_share * 100)
    return Judgement(Verdict.FAIL, f"暗像素占 {share}%", "画面为黑屏")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-01",
        title="黑屏",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH, OUTPUT),
        remediation="检查镜头盖、光圈、补光和视频输入，恢复画面",
    ),
    substitute=True,
    rank=3,
    judge=judge,
    passing=(
        view(),
        view(metrics(dark_share=0.93, luma_mean=14.0)),
        view(metrics(dark_share=1.0, luma_mean=14.0, luma_std=3.0), daypart=Daypart.NIGHT),
        view(metrics(dark_share=1.0, luma_mean=3.0, luma_std=3.0), daypart=Daypart.NIGHT),
    ),
    failing=(view(metrics(dark_share=0.995, luma_mean=3.0, luma_std=4.0)),),
)
