"""PIC-14: a picture that the scheme names as a placeholder, by its perceptual hash.

Recorders and platforms put a logo or a notice where a channel is lost.  Which, only the
operator knows; PIC-15 and PIC-16 tell the hash of a picture that several cameras share.
"""

from auditor.clauses import HEALTH, OUTPUT
from auditor.examples import metrics, view
from auditor.model import Severity, Verdict
from auditor.picture_view import PictureView
from auditor.rule import Group, Judgement, PictureRule, RuleMeta
from probes.picture.fingerprint import hash_distance

__all__ = ["RULE"]

_BITS = 3


def judge(view: PictureView) -> Judgement:
    """Up to three of 64 bits may differ: a placeholder is coded anew each time."""
    numbers = view.frame.metrics
    if numbers is None or not numbers.perceptual_hash:
        return Judgement(Verdict.PASS)
    found = numbers.perceptual_hash
    if all(hash_distance(found, known) > _BITS for known in view.placeholders):
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.FAIL, f"感知哈希 {found}", "画面为已登记的占位图，不是实际场景")


RULE = PictureRule(
    meta=RuleMeta(
        id="PIC-14",
        title="占位图",
        severity=Severity.ERROR,
        group=Group.PICTURE,
        field="picture",
        clauses=(
            HEALTH,
            OUTPUT,
        ),
        remediation="恢复前端到平台的视频，勿以占位图代替画面",
    ),
    substitute=True,
    rank=1,
    judge=judge,
    passing=(
        view(),
        view(metrics(perceptual_hash="00000000ffffffff")),
        view(metrics(perceptual_hash="00000000fffffff0"), placeholders=("00000000ffffffff",)),
    ),
    failing=(
        view(metrics(perceptual_hash="00000000fffffff1"), placeholders=("00000000ffffffff",)),
    ),
)
