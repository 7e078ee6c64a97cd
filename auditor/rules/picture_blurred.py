"""PIC-04: a picture without any sharp edge.

Two measures, either of which suffices.  The Laplacian's variance: what is bright and dark and
yet nowhere changes quickly is out of focus; fog, a wall and darkness have few edges too, so the
picture must have contrast.  The width of the sharper edges: it does not mind the noise of a
night or the overlay's sharp text, but needs some edges to measure, more of them at night.  A dark
picture is not judged: all that can be seen may be the glow around lamps, which is soft.  One that was enlarged for measuring has lost its edges by
that and is not judged.
"""

from dataclasses import replace

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import frame, metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_limits import PictureLimits
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.frame import FrameMetrics
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_LAPLACIAN_VARIANCE = 12.0
_CONTRAST = 20.0
_SMALLEST = (640, 360)  # what pictures are measured at


def judge(view: PictureView) -> Judgement:
    """At 640x360; partial gray and single colours fail elsewhere."""
    numbers = view.frame.metrics
    if numbers is None or _is_enlarged(view.frame):
        return Judgement(Verdict.PASS)
    if numbers.luma_mean < view.limits.blur_luma_from:
        return Judgement(Verdict.PASS)
    flat = numbers.luma_std >= _CONTRAST and numbers.laplacian_variance < _LAPLACIAN_VARIANCE
    if not flat and not _is_soft(numbers, view.limits):
        return Judgement(Verdict.PASS)
    variance, width = f"{numbers.laplacian_variance:.1f}", f"{numbers.edge_width_px:.1f}"
    return Judgement(
        Verdict.FAIL,
        f"拉普拉斯方差 {variance}，边缘宽度 {width} 像素",
        "画面模糊，全图没有清晰边缘",
    )


def _is_soft(numbers: FrameMetrics, limits: PictureLimits) -> bool:
    many = numbers.edge_cells >= limits.blur_cells_from
    return many and numbers.edge_width_px >= limits.blur_edge_px_from


def _is_enlarged(picture: RtspFrame) -> bool:
    width, height = _SMALLEST
    return (picture.width_px or width) < width or (picture.height_px or height) < height


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-04",
        title="画面模糊",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="清洁镜头并重新调焦",
    ),
    substitute=False,
    rank=20,
    judge=judge,
    passing=(
        view(),
        view(metrics(laplacian_variance=5.0, luma_std=9.0)),
        view(metrics(edge_width_px=6.9, edge_cells=90)),
        view(metrics(edge_width_px=9.0, edge_cells=11)),
        view(metrics(edge_width_px=9.0, edge_cells=29), daypart=Daypart.NIGHT),
        view(metrics(edge_width_px=9.0, edge_cells=60, luma_mean=49.0)),
        view(of=replace(frame(metrics(laplacian_variance=3.0)), width_px=352, height_px=288)),
    ),
    failing=(
        view(metrics(laplacian_variance=3.0)),
        view(metrics(edge_width_px=7.0, edge_cells=12)),
        view(metrics(edge_width_px=7.5, edge_cells=30), daypart=Daypart.NIGHT),
    ),
)
