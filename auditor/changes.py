"""Every camera and finding of two rounds with what became of it, and why where nothing is said.

`auditor.compared` has the groups; here each is a line with its reason (Chinese), for the table.
A finding that is gone counts as fixed only where this round would have found it again: record
rules judge every record, picture rules every camera with a picture.  Others are not compared.
"""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.compared import compared
from auditor.criteria import RuleSet
from auditor.discovery import all_rules
from auditor.finding_ids import Key, camera_keys, finding_ids
from auditor.model import CameraResult, Finding, Report, Verdict
from auditor.rule import PictureRule, RecordRule

__all__ = ["Change", "Changed", "Subject", "changes"]

_ALWAYS_ASKED = frozenset({RuleSet.BASE, RuleSet.ARCHIVE})
_FIRST = "本社区没有更早的可比轮次，无从比较"
_OTHER = "与本社区不同的报告，不作比较"


class Subject(enum.StrEnum):
    """What changed."""

    CAMERA = "camera"
    FINDING = "finding"
    ROUND = "round"


class Change(enum.StrEnum):
    """What became of it."""

    NEW = "new"
    FIXED = "fixed"
    STILL = "still"
    SLOWER = "slower"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One camera or finding; ``row`` and ``name`` are this round's, None where it is not in it.

    ``before`` and ``after`` are states of a camera or verdicts of a finding.
    """

    subject: Subject
    change: Change
    before_round: str = ""
    row: int | None = None
    device_code: str = ""
    name: str = ""
    key_location_id: str = ""
    finding_id: str = ""
    rule: str = ""
    before: str = ""
    after: str = ""
    before_ms: int | None = None
    after_ms: int | None = None
    reason: str = ""


def changes(before: Report | None, after: Report) -> tuple[Changed, ...]:
    """Cameras, then findings; one line with the reason where there is nothing to compare with."""
    if before is None or before.community != after.community:
        reason = _FIRST if before is None else _OTHER
        return (Changed(subject=Subject.ROUND, change=Change.NOT_COMPARED, reason=reason),)
    return (*_cameras(before, after), *_findings(before, after))


def _cameras(before: Report, after: Report) -> Iterator[Changed]:
    told = compared(before, after)
    by_row = {one.camera.row: one for one in after.cameras}
    groups = (
        (Change.NEW, told.new),
        (Change.FIXED, told.fixed),
        (Change.STILL, told.still),
        (Change.SLOWER, told.slower),
    )
    for change, found in groups:
        for one in found:
            yield Changed(
                subject=Subject.CAMERA,
                change=change,
                before_round=told.before,
                row=one.row,
                device_code=one.device_code,
                name=by_row[one.row].camera.name,
                key_location_id=by_row[one.row].camera.key_location_id,
                before=one.before,
                after=one.after,
                before_ms=one.before_ms,
                after_ms=one.after_ms,
            )
    yield from _not_compared(before, after)


def _not_compared(before: Report, after: Report) -> Iterator[Changed]:
    """The cameras of which nothing is said, with the reason."""
    old, new = _counted(before), _counted(after)
    states = {one.camera.device_code: one for one in before.cameras}
    for one in after.cameras:
        code = one.camera.device_code
        was = states[code] if code and old[code] == new[code] == 1 else None
        reason = _why(one, was, doubled=not code or new[code] > 1 or old[code] > 1)
        if reason:
            yield _uncompared(before, one, reason=reason, was=was, row=one.camera.row)
    for one in before.cameras:
        if one.camera.device_code and not new[one.camera.device_code]:
            yield _uncompared(before, one, reason="本轮台账没有这路摄像机", was=one, row=None)


def _counted(report: Report) -> Counter[str]:
    return Counter(one.camera.device_code for one in report.cameras)


def _why(one: CameraResult, was: CameraResult | None, *, doubled: bool) -> str:
    """Why nothing is said of a camera; empty when something is."""
    if doubled:
        return "设备编码为空或重复，无法与上一轮对应"
    if was is None:
        return "上一轮没有这路摄像机"
    if not one.state.is_conclusive:
        return "本轮好坏不明"
    return "" if was.state.is_conclusive else "上一轮好坏不明"


def _uncompared(
    before: Report, one: CameraResult, *, reason: str, was: CameraResult | None, row: int | None
) -> Changed:
    return Changed(
        subject=Subject.CAMERA,
        change=Change.NOT_COMPARED,
        before_round=before.provenance.round_id,
        row=row,
        device_code=one.camera.device_code,
        name=one.camera.name,
        key_location_id=one.camera.key_location_id,
        before=was.state.value if was else "",
        after=one.state.value if row is not None else "",
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class _Night:
    """A round's findings by id, and its cameras by what stays of them."""

    findings: Mapping[str, Finding]
    rows: Mapping[Key, int]
    keys: Mapping[int, Key]
    cameras: Mapping[int, CameraResult]

    def same(self, row: int, other: "_Night") -> CameraResult | None:
        """The camera that is ``row`` in the ``other`` round."""
        key = other.keys.get(row)
        found = self.rows.get(key) if key is not None else None
        return self.cameras[found] if found is not None else None


def _night(report: Report) -> _Night:
    keys = camera_keys(one.camera for one in report.cameras)
    return _Night(
        findings=dict(zip(finding_ids(report), report.findings, strict=True)),
        rows={key: row for row, key in keys.items()},
        keys=keys,
        cameras={one.camera.row: one for one in report.cameras},
    )


def _findings(before: Report, after: Report) -> Iterator[Changed]:
    """What failed then or fails now; a waived fault is a fault that somebody answers for."""
    then, now, at = _night(before), _night(after), before.provenance.round_id
    for name, found in now.findings.items():
        if _fails(found):
            was = then.findings.get(name)
            change, why = _came(was, known=then.same(found.row, now) is not None)
            camera = now.cameras.get(found.row)
            yield _finding(at, name, change, was=was, now=found, camera=camera, why=why)
    for name, was in then.findings.items():
        found_now = now.findings.get(name)
        if _fails(was) and not (found_now and _fails(found_now)):
            camera = now.same(was.row, then)
            why = _gone(was, camera, found_now)
            change = Change.NOT_COMPARED if why else Change.FIXED
            yield _finding(at, name, change, was=was, now=found_now, camera=camera, why=why)


def _came(was: Finding | None, *, known: bool) -> tuple[Change, str]:
    """What a finding that fails now is, beside what it was."""
    if was is None:
        return (Change.NEW, "") if known else (Change.NOT_COMPARED, "上一轮没有这路摄像机")
    return (Change.STILL, "") if _fails(was) else (Change.NOT_COMPARED, "上一轮无法判断")


def _fails(finding: Finding) -> bool:
    return (finding.original or finding.verdict) is Verdict.FAIL


def _gone(was: Finding, camera: CameraResult | None, now: Finding | None) -> str:
    """Why a finding that is no more is not said to be fixed; empty when it is."""
    if now is not None:
        return "本轮无法判断"
    if camera is None:
        return "本轮台账没有这路摄像机"
    rule = next((one for one in all_rules() if one.meta.id == was.rule), None)
    match rule:
        case RecordRule() if rule.meta.rule_set in _ALWAYS_ASKED:
            return ""
        case PictureRule() if camera.picture_sha256 and camera.state.is_conclusive:
            return ""
        case _:
            return "本轮未必检查过这一项"


def _finding(
    at: str,
    name: str,
    change: Change,
    *,
    was: Finding | None,
    now: Finding | None,
    camera: CameraResult | None,
    why: str,
) -> Changed:
    told = now or was
    return Changed(
        subject=Subject.FINDING,
        change=change,
        before_round=at,
        row=camera.camera.row if camera else None,
        device_code=told.device_code if told else "",
        name=camera.camera.name if camera else "",
        key_location_id=camera.camera.key_location_id if camera else "",
        finding_id=name,
        rule=told.rule if told else "",
        before=was.verdict.value if was else "",
        after=now.verdict.value if now else "",
        reason=why,
    )
