"""PIC-18: by day nine tenths of the picture lie within a few steps of light, without an edge.

Fog does that, and so does a fogged or dirty lens; one picture cannot tell them apart, so this
is a doubt and never a verdict, however flat the picture is.  A dark picture has a rule of its
own, a wall in side light a wider span.  At dusk and at night it is not asked.
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
_EDGES = 2


def judge(view: PictureView) -> Judgement:
    """The span leaves out the darkest and the brightest twentieth, and with them the overlay."""
    numbers = view.frame.metrics
    if numbers is None or numbers.luma_high < _LIT or numbers.edge_cells > _EDGES:
        return Judgement(Verdict.PASS)
    span = numbers.luma_high - numbers.luma_low
    if span >= view.limits.span_below:
        return Judgement(Verdict.PASS)
    return Judgement(
        Verdict.UNKNOWN,
        f"亮度跨度 {span}",
        "白天画面对比度过低，疑似雾天、镜头起雾或脏污，请人工确认",
    )


def _flat(**changes: int) -> FrameMetrics:
    """An example that is just flat enough."""
    numbers = {"luma_low": 176, "luma_high": 200, "edge_cells": 2}
    return metrics(**numbers | changes)


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-18",
        title="白天画面对比度过低",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="人工查看：非雾天时清洁镜头和护罩，检查护罩密封和宽动态、透雾设置",
    ),
    substitute=False,
    rank=21,
    judge=judge,
    passing=(
        view(),
        view(_flat(luma_low=175)),
        view(_flat(edge_cells=3)),
        view(_flat(luma_low=55, luma_high=79)),
        view(_flat(), daypart=Daypart.NIGHT),
    ),
    failing=(view(_flat()),),
)
