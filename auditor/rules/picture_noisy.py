"""PIC-08: noise over the whole picture.

Measured where there is least of it, so that texture does not count, and only when it has no
correlation: grass and gravel look alike at half size, noise is halved.  At dusk and at night
gain is no fault, so the limits are wider.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_WHITENESS = 1.3


def judge(view: PictureView) -> Judgement:
    """The mean deviation from a median filter, in the quietest tenth of the picture."""
    numbers = view.frame.metrics
    if numbers is None or numbers.noise < view.limits.noise_from:
        return Judgement(Verdict.PASS)
    if numbers.noise_whiteness < _WHITENESS:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, f"噪声 {numbers.noise:.1f}", "画面布满噪点")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-08",
        title="画面噪声过大",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="检查供电、接地、线缆干扰和补光，更换老化的摄像机",
    ),
    substitute=False,
    rank=17,
    judge=judge,
    passing=(
        view(),
        view(metrics(noise=9.0, noise_whiteness=1.0)),
        view(metrics(noise=13.0, noise_whiteness=2.0), daypart=Daypart.NIGHT),
    ),
    failing=(
        view(metrics(noise=6.0, noise_whiteness=1.3)),
        view(metrics(noise=14.0, noise_whiteness=1.9), daypart=Daypart.NIGHT),
    ),
)
