"""PIC-10: a tint that nearly the whole picture shares.

A lawn, a red wall or a sodium lamp colours a picture too, so what counts is the tint that 95 %
of it have at least; warm light is common, so warm hues have a limit of their own.  A court or a lawn
may fill the picture, so there must be a scene beneath the tint: light and dark parts.
"""

from auditor.clauses import HEALTH
from auditor.daypart import Daypart
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta

__all__ = ["RULE"]

_UNEVENNESS = 0.17
_WARM_DEG = (15.0, 105.0)  # orange, yellow: lamps, wood, brick


def judge(view: PictureView) -> Judgement:
    """The tint's strength in Lab chroma, its direction in degrees."""
    numbers = view.frame.metrics
    if numbers is None or numbers.coarse_std < _UNEVENNESS * numbers.luma_mean:
        return Judgement(Verdict.PASS)
    is_warm = _WARM_DEG[0] <= numbers.cast_hue_deg <= _WARM_DEG[1]
    limit = view.limits.cast_warm_from if is_warm else view.limits.cast_from
    if numbers.cast < limit:
        return Judgement(Verdict.PASS)
    value = f"色偏 {numbers.cast:.0f}，色相 {numbers.cast_hue_deg:.0f}°"
    return Judgement(Verdict.FAIL, value, "画面整体偏色")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-10",
        title="画面偏色",
        severity=Severity.WARNING,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH,),
        remediation="检查红外滤光片切换、白平衡设置和视频线缆",
    ),
    substitute=False,
    rank=18,
    judge=judge,
    passing=(
        view(),
        view(metrics(coarse_std=18.0, cast=60.0, cast_hue_deg=130.0)),
        view(metrics(coarse_std=40.0, cast=25.9, cast_hue_deg=-60.0)),
        view(metrics(coarse_std=40.0, cast=39.0, cast_hue_deg=70.0)),
        view(metrics(coarse_std=40.0, cast=44.0, cast_hue_deg=-60.0), daypart=Daypart.NIGHT),
    ),
    failing=(
        view(metrics(coarse_std=20.0, cast=26.0, cast_hue_deg=-60.0)),
        view(metrics(coarse_std=20.0, cast=40.0, cast_hue_deg=70.0)),
    ),
)
