"""PIC-02: one colour nearly everywhere, as the blue screen of a recorder without signal.

A saturated colour that fills a picture is nobody's street; a dark one may be a night, whose
faint noise has any saturation.  A wall under a sodium lamp is saturated and not painted: it has
shades.  A gray one may be fog, snow or a wall, so it must be flat beyond
doubt: painted, without the noise of a sensor.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.frame import FrameMetrics

__all__ = ["RULE"]

_SATURATED_SHARE = 0.85
_PAINTED_SHARE = 0.85
_SATURATION = 100.0
_BRIGHT = 64
_GRAY_SHARE = 0.995
_GRAY_DEVIATION = 2.0
_BLACK_SHARE = 0.98


def judge(view: PictureView) -> Judgement:
    """Black has its own rule."""
    numbers = view.frame.metrics
    if numbers is None or not _is_single(numbers):
        return Judgement(Verdict.PASS)
    share = int(numbers.dominant_color_share * 100)
    red, green, blue = numbers.dominant_color
    return Judgement(
        Verdict.FAIL,
        f"单一颜色 RGB({red},{green},{blue}) 占 {share}%",
        "画面为单色（如无信号蓝屏），不是实际场景",
    )


def _is_single(numbers: FrameMetrics) -> bool:
    if numbers.dark_share >= _BLACK_SHARE:
        return False
    if numbers.saturation_mean >= _SATURATION and max(numbers.dominant_color) >= _BRIGHT:
        painted = numbers.flat_color_share >= _PAINTED_SHARE
        return painted and numbers.dominant_color_share >= _SATURATED_SHARE
    return numbers.dominant_color_share >= _GRAY_SHARE and numbers.luma_std <= _GRAY_DEVIATION


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-02",
        title="单色画面（无信号）",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH, OUTPUT),
        remediation="检查前端到录像机或编码器的视频信号，恢复画面",
    ),
    substitute=True,
    rank=4,
    judge=judge,
    passing=(
        view(),
        view(metrics(dominant_color_share=0.95, saturation_mean=8.0)),
        view(metrics(dominant_color_share=0.95, flat_color_share=0.6, saturation_mean=180.0)),
    ),
    failing=(
        view(metrics(dominant_color_share=0.94, saturation_mean=240.0)),
        view(metrics(dominant_color_share=1.0, saturation_mean=0.0, luma_std=0.5)),
    ),
)
