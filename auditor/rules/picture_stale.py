"""PIC-17: the very bytes of the round before: a stored picture, not the camera's.

A picture without content (black, one colour) may come again; it has rules of its own.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_twins import has_content
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]


def judge(view: PictureView) -> Judgement:
    """Compared with the pictures that the same stream address gave in the round before."""
    numbers = view.frame.metrics
    if numbers is None or not view.shown_before or not has_content(numbers):
        return Judgement(Verdict.PASS)
    value = f"sha256 {(view.frame.picture_sha256 or '')[:16]}"
    return Judgement(Verdict.FAIL, value, "画面与上一轮逐字节相同，不是本轮实时画面")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-17",
        title="画面与上一轮完全相同",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="检查平台或录像机是否以历史图片代替实时画面",
    ),
    substitute=True,
    rank=2,
    judge=judge,
    passing=(
        view(),
        view(metrics(edge_cells=11), shown_before=True),
    ),
    failing=(view(metrics(edge_cells=90), shown_before=True),),
)
