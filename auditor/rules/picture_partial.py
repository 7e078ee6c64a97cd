"""PIC-03, PIC-06: the lower part is what stands in for blocks that were never decoded.

Two colours of one fault: the mid-gray of a decoder without data, and the green of bytes that
were all zero.
"""

from collections.abc import Callable

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.frame import FrameMetrics

__all__ = ["RULES"]

_SHARE = 0.25

Share = Callable[[FrameMetrics], float]


def _judge(share_of: Share, blocks: str) -> Callable[[PictureView], Judgement]:
    """Whole rows of exactly that colour, from the bottom up: no wall or lawn is so even."""

    def judge(view: PictureView) -> Judgement:
        numbers = view.frame.metrics
        if numbers is None or share_of(numbers) < _SHARE:
            return Judgement(Verdict.PASS)
        value = f"下部 {int(share_of(numbers) * 100)}% 为{blocks}"
        return Judgement(Verdict.FAIL, value, f"画面残缺，下部为未解码的{blocks}")

    return judge


def _rule(*, number: str, rank: int, blocks: str, field: str, share_of: Share) -> PictureRule:
    return PictureRule(
        meta=RuleMeta(
            id=number,
            title=f"残缺画面（{blocks}）",
            severity=Severity.ERROR,
            group=Group.PICTURE,
            field="picture",
            clauses=(HEALTH, OUTPUT),
            remediation="检查录像机转发、网络丢包和编码设置，恢复完整画面",
        ),
        substitute=True,
        rank=rank,
        judge=_judge(share_of, blocks),
        passing=(view(), view(metrics(**{field: 0.24}))),
        failing=(view(metrics(**{field: 0.25})),),
    )


RULES = (
    _rule(
        number="PIC-03",
        rank=5,
        blocks="灰块",
        field="flat_gray_bottom_share",
        share_of=lambda numbers: numbers.flat_gray_bottom_share,
    ),
    _rule(
        number="PIC-06",
        rank=6,
        blocks="绿块",
        field="flat_green_bottom_share",
        share_of=lambda numbers: numbers.flat_green_bottom_share,
    ),
)
