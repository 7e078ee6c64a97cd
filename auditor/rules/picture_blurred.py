"""PIC-04: a picture without any sharp edge.

Fog, a wall and darkness have few edges too, so the limit is far below them and the picture
must have contrast: what is bright and dark and yet nowhere sharp is out of focus.  A picture
that was enlarged for measuring has lost its edges by that and is not judged.
"""

from auditor.clauses import HEALTH
from auditor.examples import frame, metrics
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_LAPLACIAN_VARIANCE = 12.0
_CONTRAST = 20.0
_SMALLEST = (640, 360)  # what pictures are measured at


def judge(picture: RtspFrame) -> Judgement:
    """The Laplacian's variance at 640x360; partial gray and single colours fail elsewhere."""
    numbers = picture.metrics
    if numbers is None or numbers.luma_std < _CONTRAST:
        return Judgement(Verdict.PASS)
    if numbers.laplacian_variance >= _LAPLACIAN_VARIANCE or _is_enlarged(picture):
        return Judgement(Verdict.PASS)
    return Judgement(
        Verdict.FAIL,
        f"拉普拉斯方差 {numbers.laplacian_variance:.1f}",
        "画面模糊，全图没有清晰边缘",
    )


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
    judge=judge,
    passing=(frame(), frame(metrics(laplacian_variance=5.0, luma_std=9.0))),
    failing=(frame(metrics(laplacian_variance=3.0)),),
)
