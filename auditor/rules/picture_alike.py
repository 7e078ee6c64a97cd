"""PIC-16: another record gave the same picture, by its bytes or nearly by its hash.

One camera under two codes, or a recorder that mixed up its channels: one of the two records is
right, and a picture cannot tell which.  So it is a doubt, held against neither.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_SHOWN = 5


def judge(view: PictureView) -> Judgement:
    """The registry rows of the others are named."""
    others = tuple(sorted({*view.same, *view.alike}))
    if view.frame.metrics is None or not others:
        return Judgement(Verdict.PASS)
    rows = "、".join(str(row) for row in others[:_SHOWN]) + ("…" if others[_SHOWN:] else "")
    how = "逐字节相同" if view.same else "几乎相同"
    value = f"与第 {rows} 行{how}，感知哈希 {view.frame.metrics.perceptual_hash}"
    return Judgement(Verdict.UNKNOWN, value, "画面与其他记录的画面相同，请核对通道")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-16",
        title="疑似同一画面登记在多个编码下",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="人工核对两条记录的取流地址和通道，删除重复登记或更正通道",
    ),
    substitute=False,
    rank=30,
    judge=judge,
    passing=(view(),),
    failing=(
        view(same=(2,), sources=2),
        view(alike=(2, 3, 4, 5, 6, 7)),
    ),
)
