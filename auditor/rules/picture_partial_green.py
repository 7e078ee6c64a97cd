"""PIC-06: the lower part is the flat green of blocks whose bytes were all zero."""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_SHARE = 0.25


def judge(view: PictureView) -> Judgement:
    """Whole rows of exactly that green, from the bottom up: no lawn is so even."""
    numbers = view.frame.metrics
    if numbers is None or numbers.flat_green_bottom_share < _SHARE:
        return Judgement(Verdict.PASS)
    share = int(numbers.flat_green_bottom_share * 100)
    return Judgement(Verdict.FAIL, f"下部 {share}% 为绿块", "画面残缺，下部为未解码的绿块")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-06",
        title="残缺画面（绿块）",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="检查录像机转发、网络丢包和编码设置，恢复完整画面",
    ),
    substitute=True,
    rank=6,
    judge=judge,
    passing=(
        view(),
        view(metrics(flat_green_bottom_share=0.24)),
    ),
    failing=(view(metrics(flat_green_bottom_share=0.25)),),
)
