"""PIC-13: something dark and without detail covers most of the picture, by day.

What is close to the lens is out of focus and turned away from the light.  A wall in the shade
looks the same, and one picture cannot tell them apart, so this is a doubt and never a verdict.
A picture that is dark everywhere has other causes: a part of it must be lit, and sharp, which the
glow of lamps in a dark garage is not.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.frame import FrameMetrics

__all__ = ["RULE"]

_LIT = 80
_SHADE = 60.0
_SHARP_PX = 5.0
_SHARP_CELLS = 6


def judge(view: PictureView) -> Judgement:
    """The largest connected area of cells without an edge."""
    numbers = view.frame.metrics
    if numbers is None or numbers.smooth_share < view.limits.smooth_share_from:
        return Judgement(Verdict.PASS)
    if numbers.smooth_luma > _SHADE or numbers.luma_high < _LIT:
        return Judgement(Verdict.PASS)
    if numbers.edge_cells < _SHARP_CELLS or numbers.edge_width_px > _SHARP_PX:
        return Judgement(Verdict.PASS)
    value = f"无细节暗区占 {int(numbers.smooth_share * 100)}%"
    return Judgement(Verdict.UNKNOWN, value, "疑似镜头被遮挡，请人工确认")


def _covered(**changes: float) -> FrameMetrics:
    """An example that is just covered enough."""
    numbers = {
        "smooth_share": 0.68,
        "smooth_luma": 60.0,
        "luma_high": 80,
        "edge_width_px": 5.0,
        "edge_cells": 6,
    }
    return metrics(**numbers | changes)


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-13",
        title="疑似镜头遮挡",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="清除镜头前的遮挡物（树叶、蛛网、包裹物），调整角度",
    ),
    substitute=False,
    rank=11,
    judge=judge,
    passing=(
        view(),
        view(_covered(smooth_share=0.67)),
        view(_covered(smooth_luma=61.0)),
        view(_covered(luma_high=79)),
        view(_covered(edge_width_px=9.0)),
        view(_covered(edge_cells=5)),
        view(_covered(), daypart=Daypart.NIGHT),
    ),
    failing=(view(_covered()),),
)
