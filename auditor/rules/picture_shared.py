"""PIC-15: three or more stream addresses gave the very same bytes.

Noise and clock differ between any two moments, let alone two sensors: this is a stored picture
or a placeholder.  Of two, one may be right: see PIC-16.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_SOURCES = 3


def judge(view: PictureView) -> Judgement:
    """Addresses are counted, not records: one camera may be registered more than once."""
    numbers = view.frame.metrics
    if numbers is None or not view.same or view.sources < _SOURCES:
        return Judgement(Verdict.PASS)
    value = f"{view.sources} 个取流地址画面逐字节相同，感知哈希 {numbers.perceptual_hash}"
    return Judgement(Verdict.FAIL, value, "多路摄像机输出同一张图片，不是实时画面")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-15",
        title="多路摄像机输出同一张图片",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="检查平台或录像机是否以占位图、缓存图代替实时画面",
    ),
    substitute=True,
    rank=8,
    judge=judge,
    passing=(
        view(),
        view(same=(2, 3), sources=2),
    ),
    failing=(view(same=(2, 3), sources=3),),
)
