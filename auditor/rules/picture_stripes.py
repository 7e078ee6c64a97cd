"""PIC-09: a ripple of one period that crosses the whole picture.

All of eight bands must have it, in step and equally strong, and it must outweigh every other
ripple: a facade, a fence or a zebra crossing fills a part only.  A roller shutter may fill the whole
picture, so there must be a scene beneath the stripes: light and dark parts.
"""

from auditor.clauses import HEALTH
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_PURITY = 0.7
_UNEVENNESS = 0.17


def judge(view: PictureView) -> Judgement:
    """The ripple's height in luma steps and its share of all ripples."""
    numbers = view.frame.metrics
    if numbers is None or numbers.stripe_level < view.limits.stripe_from:
        return Judgement(Verdict.PASS)
    is_even = numbers.coarse_std < _UNEVENNESS * numbers.luma_mean
    if numbers.stripe_purity < _PURITY or is_even:
        return Judgement(Verdict.PASS)
    return Judgement(
        Verdict.FAIL, f"条纹幅度 {numbers.stripe_level:.1f}", "画面有贯穿全图的周期条纹"
    )


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-09",
        title="条纹干扰",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="检查供电和接地干扰、线缆屏蔽、快门与照明频率是否匹配",
    ),
    substitute=False,
    rank=16,
    judge=judge,
    passing=(
        view(),
        view(metrics(stripe_level=20.0, stripe_purity=0.9, coarse_std=18.0)),
        view(metrics(stripe_level=9.9, stripe_purity=0.9, coarse_std=40.0)),
        view(metrics(stripe_level=20.0, stripe_purity=0.6, coarse_std=40.0)),
    ),
    failing=(view(metrics(stripe_level=10.0, stripe_purity=0.7, coarse_std=20.0)),),
)
