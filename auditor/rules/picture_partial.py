"""PIC-03: the lower part is the flat mid-gray of blocks that were never decoded."""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_SHARE = 0.25


def judge(view: PictureView) -> Judgement:
    """Whole rows of exactly that gray, from the bottom up: no scene looks so."""
    numbers = view.frame.metrics
    if numbers is None or numbers.flat_gray_bottom_share < _SHARE:
        return Judgement(Verdict.PASS)
    share = int(numbers.flat_gray_bottom_share * 100)
    return Judgement(Verdict.FAIL, f"下部 {share}% 为灰块", "画面残缺，下部为未解码的灰块")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-03",
        title="残缺画面（灰块）",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH, OUTPUT),
        remediation="检查录像机转发、网络丢包和编码设置，恢复完整画面",
    ),
    substitute=True,
    rank=5,
    judge=judge,
    passing=(view(), view(metrics(flat_gray_bottom_share=0.1))),
    failing=(view(metrics(flat_gray_bottom_share=0.55)),),
)
