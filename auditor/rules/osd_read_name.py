"""OSD-06: the name that is read in the picture is not the registered one.

Read by OCR, and only where the operator switched it on.  A shop's sign is a text too: only a
text as high as the clock's is taken for the camera's own, and only one that was read surely
and has nothing in common with name and address is held against it.
"""

from auditor.clauses import OSD_LINE
from auditor.examples import evidence, overlaid
from auditor.judged import SeenCamera
from auditor.model import Severity, Verdict
from auditor.on_screen import Likeness, likeness
from auditor.overlay_text import clocks, names
from auditor.rule import Group, Judgement, ObservationRule, RuleMeta
from probes.picture.overlay import TextLine

__all__ = ["RULE"]

_SURE = 0.9
_HEIGHT = 0.25
_SHOWN = 3


def judge(seen: SeenCamera) -> Judgement:
    """Not applicable where nothing that could be a name was read: that is no fault."""
    lines = (seen.best.frame.overlay or ()) if seen.best and not seen.best.is_substitute else ()
    found = names(lines)
    like = likeness([line.text for line in found], seen.camera)
    if like is Likeness.UNASKED:
        return Judgement(Verdict.NOT_APPLICABLE)
    if like is Likeness.SAME:
        return Judgement(Verdict.PASS)
    value = " / ".join(line.text for line in found[:_SHOWN])
    if like is Likeness.PARTLY or not _is_overlay(found, lines):
        return Judgement(
            Verdict.UNKNOWN, value, f"画面中识别到“{value}”，与登记名称不尽一致，请人工核对"
        )
    return Judgement(Verdict.FAIL, value, f"画面字符“{value}”与登记名称、地址没有共同之处")


def _is_overlay(found: tuple[TextLine, ...], lines: tuple[TextLine, ...]) -> bool:
    """Whether all was read surely, in letters of the clock's height."""
    if any(line.score < _SURE for line in found):
        return False
    heights = [height for clock in clocks(lines) for height in clock.heights]
    return bool(heights) and all(
        any(abs(line.height_share - height) <= _HEIGHT * height for height in heights)
        for line in found
    )


_CLOCK = ("2026-01-05 22:01:00", 0.99)

RULE = ObservationRule(
    meta=RuleMeta(
        id="OSD-06",
        title="画面中的名称与登记名称不符",
        severity=Severity.WARNING,
        group=Group.OSD,
        field="name",
        clauses=(OSD_LINE,),
        remediation="人工查看画面，按登记名称设置画面叠加字符；登记名称有误的，更正台账",
    ),
    judge=judge,
    passing=(
        evidence(),
        evidence(overlaid()),
        evidence(overlaid(_CLOCK, ("HIKVISION", 0.99))),
        evidence(overlaid(_CLOCK, ("星河里小区北门", 0.7))),
    ),
    failing=(
        evidence(overlaid(_CLOCK, ("东风路幼儿园门口", 0.97))),
        evidence(overlaid(_CLOCK, ("东风路幼儿园门口", 0.89))),
        evidence(overlaid(_CLOCK, ("星河里小区东门", 0.99))),
    ),
)
