"""PIC-03: the lower part is the flat mid-gray of blocks that were never decoded."""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import frame, metrics
from auditor.model import Severity, Verdict
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.rtsp_frame import RtspFrame

__all__ = ["RULE"]

_SHARE = 0.25


def judge(picture: RtspFrame) -> Judgement:
    """Whole rows of exactly that gray, from the bottom up: no scene looks so."""
    if picture.metrics is None or picture.metrics.flat_gray_bottom_share < _SHARE:
        return Judgement(Verdict.PASS)
    share = int(picture.metrics.flat_gray_bottom_share * 100)
    return Judgement(Verdict.FAIL, f"下部 {share}% 为灰块", "画面残缺，下部为未解码的灰块")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-03",
        title="残缺画面（灰块）",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(HEALTH, OUTPUT),
        remediation="检查录像机转发、网络丢包和编码设置，恢复完整画面",
    ),
    substitute=True,
    judge=judge,
    passing=(frame(), frame(metrics(flat_gray_bottom_share=0.1))),
    failing=(frame(metrics(flat_gray_bottom_share=0.55)),),
)
