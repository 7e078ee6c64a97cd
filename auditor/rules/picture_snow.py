"""PIC-07: the snow of an analogue input without signal.

Noise without correlation that fills the whole picture, and nothing left of a scene when it is
averaged away.  A camera at its highest gain still shows where its lamp is; falling snow leaves
most pixels alone.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_NOISE = 30.0
_WHITENESS = 1.5
_SCENE = 10.0


def judge(view: PictureView) -> Judgement:
    """All three measures must agree."""
    numbers = view.frame.metrics
    if numbers is None or numbers.noise < _NOISE or numbers.noise_whiteness < _WHITENESS:
        return Judgement(Verdict.PASS)
    if numbers.coarse_std >= _SCENE:
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, f"噪声 {numbers.noise:.0f}", "画面为雪花噪声，没有实际场景")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-07",
        title="雪花画面（无信号）",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="检查模拟视频线缆、接头和编码器输入，恢复画面",
    ),
    substitute=True,
    rank=7,
    judge=judge,
    passing=(
        view(),
        view(metrics(noise=29.0, noise_whiteness=1.1, coarse_std=3.0)),
        view(metrics(noise=45.0, noise_whiteness=1.2, coarse_std=3.0)),
        view(metrics(noise=45.0, noise_whiteness=1.9, coarse_std=10.0), daypart=Daypart.NIGHT),
    ),
    failing=(view(metrics(noise=45.0, noise_whiteness=1.9, coarse_std=3.0)),),
)
