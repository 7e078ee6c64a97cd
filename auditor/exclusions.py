"""Exclusions (免考核/报备) judged: which rows count at the time of the round, and what is wrong.

A row counts when its camera is known, its reason is one of five, it has a beginning and an end
that is not too far, somebody approved it, and it was filed before it began.  A row that does not
count changes no figure, and the report says why.
"""

import difflib
import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from auditor.model import ListedExclusion, Severity
from auditor.moments import Moment, read_moment
from auditor.records import Camera
from auditor.registry.exclusions import ExclusionRow

__all__ = ["REASONS", "Fault", "JudgedExclusion", "Problem", "judge_exclusions", "member_texts"]

REASONS = ("拆除", "停用", "在建", "检修报备", "停电报备")


class Fault(enum.StrEnum):
    """What can be wrong with a row; the value is the word of the JSON output."""

    UNKNOWN_CAMERA = "unknown_camera"
    AMBIGUOUS_CAMERA = "ambiguous_camera"
    UNKNOWN_REASON = "unknown_reason"
    BAD_TIME = "bad_time"
    NO_END = "no_end"
    NOTHING_BETWEEN = "nothing_between"
    TOO_LONG = "too_long"
    NOT_FILED = "not_filed"
    RETRO_FILED = "retro_filed"
    NO_APPROVER = "no_approver"
    NO_REFERENCE = "no_reference"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    OVERLAPPING = "overlapping"
    ZONE_ASSUMED = "zone_assumed"


_SEVERITIES = {
    Fault.EXPIRED: Severity.WARNING,
    Fault.OVERLAPPING: Severity.WARNING,
    Fault.NOT_YET: Severity.INFO,
    Fault.ZONE_ASSUMED: Severity.INFO,
}
_HARMLESS = frozenset({Fault.OVERLAPPING, Fault.ZONE_ASSUMED})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a row, in a Chinese sentence."""

    fault: Fault
    message: str

    @property
    def severity(self) -> Severity:
        """An error keeps the row from ever counting; a warning or an info does not."""
        return _SEVERITIES.get(self.fault, Severity.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedExclusion:
    """One row, the camera that it names, and what is wrong with it."""

    row: ExclusionRow
    camera: Camera | None
    starts_at: datetime | None
    ends_at: datetime | None
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> bool:
        """Whether the net figures leave the camera out."""
        return all(problem.fault in _HARMLESS for problem in self.problems)

    @property
    def listed(self) -> ListedExclusion:
        """As the report shows it."""
        return ListedExclusion(
            line=self.row.line,
            device_code=self.row.device_code,
            camera_row=self.camera.row if self.camera else None,
            label=self.camera.name if self.camera else "",
            reason=self.row.reason,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            approver=self.row.approver,
            reference=self.row.reference,
            counts=self.counts,
            problems=tuple(problem.message for problem in self.problems),
        )


def judge_exclusions(
    rows: Iterable[ExclusionRow], cameras: Iterable[Camera], *, at: datetime, max_days: int
) -> tuple[JudgedExclusion, ...]:
    """Every row in its order; ``at`` is when the round began."""
    by_code: dict[str, list[Camera]] = defaultdict(list)
    for camera in cameras:
        by_code[camera.device_code.strip()].append(camera)
    return _with_overlaps([_judge(row, by_code, at, timedelta(days=max_days)) for row in rows])


def member_texts(judged: Iterable[JudgedExclusion]) -> dict[str, str]:
    """Reason and reference by member key, of the cameras that the net figures leave out."""
    return {
        str(item.camera.row): f"{item.row.reason}（{item.row.reference}）"
        for item in judged
        if item.counts and item.camera is not None
    }


def _judge(
    row: ExclusionRow, by_code: Mapping[str, Sequence[Camera]], at: datetime, longest: timedelta
) -> JudgedExclusion:
    camera, unclear = _camera(row, by_code.get(row.device_code, ()))
    starts, ends, filed = (read_moment(text) for text in (row.starts, row.ends, row.filed))
    problems = (
        *unclear,
        *_reason(row),
        *_span(row, starts, ends, longest),
        *_filing(row, starts, filed),
        *_now(starts, ends, at),
        *_zone(starts, ends),
    )
    return JudgedExclusion(
        row=row,
        camera=camera,
        starts_at=starts.at if starts else None,
        ends_at=ends.end if ends else None,
        problems=problems,
    )


def _camera(
    row: ExclusionRow, found: Sequence[Camera]
) -> tuple[Camera | None, tuple[Problem, ...]]:
    """By code; of several with one code the one of the row that is given."""
    if not found:
        return None, (Problem(Fault.UNKNOWN_CAMERA, "台账中没有这个设备编码"),)
    if row.camera_row:
        named = next((c for c in found if str(c.row) == row.camera_row), None)
        text = f"台账第 {row.camera_row} 行不是这个设备编码的摄像机"
        return named, () if named else (Problem(Fault.UNKNOWN_CAMERA, text),)
    if len(found) > 1:
        rows = "、".join(str(camera.row) for camera in found[:5])
        text = f"台账有 {len(found)} 行是这个设备编码（第 {rows} 行），请填台账行号"
        return None, (Problem(Fault.AMBIGUOUS_CAMERA, text),)
    return found[0], ()


def _reason(row: ExclusionRow) -> tuple[Problem, ...]:
    if row.reason in REASONS:
        return ()
    near = difflib.get_close_matches(row.reason, REASONS, n=1, cutoff=0.5)
    hint = f"是否应为“{near[0]}”？" if near else f"只能是{'、'.join(REASONS)}"
    text = f"原因代码“{row.reason[:20]}”未知，{hint}" if row.reason else f"未填原因代码，{hint}"
    return (Problem(Fault.UNKNOWN_REASON, text),)


def _span(
    row: ExclusionRow, starts: Moment | None, ends: Moment | None, longest: timedelta
) -> tuple[Problem, ...]:
    """A beginning and an end that can be read, in this order, and not too far apart."""
    told: list[Problem] = []
    if starts is None:
        told.append(Problem(Fault.BAD_TIME, f"开始时间“{row.starts[:30]}”无法识别"))
    if not row.ends:
        told.append(Problem(Fault.NO_END, "未填结束时间；免考核必须有期限"))
    elif ends is None:
        told.append(Problem(Fault.BAD_TIME, f"结束时间“{row.ends[:30]}”无法识别"))
    if starts and ends and ends.end <= starts.at:
        told.append(Problem(Fault.NOTHING_BETWEEN, "结束时间不晚于开始时间"))
    if starts and ends and ends.end - starts.at > longest:
        told.append(Problem(Fault.TOO_LONG, f"期限超过方案规定的 {longest.days} 天"))
    return tuple(told)


def _filing(row: ExclusionRow, starts: Moment | None, filed: Moment | None) -> tuple[Problem, ...]:
    """Who approved it under which number, and before it began; a day is taken at its beginning."""
    told: list[Problem] = []
    if not row.approver:
        told.append(Problem(Fault.NO_APPROVER, "未填审批人"))
    if not row.reference:
        told.append(Problem(Fault.NO_REFERENCE, "未填报备文号"))
    if not row.filed:
        told.append(Problem(Fault.NOT_FILED, "未填报备时间，不能证明是事先报备"))
    elif filed is None:
        told.append(Problem(Fault.BAD_TIME, f"报备时间“{row.filed[:30]}”无法识别"))
    elif starts and _later(filed, starts):
        told.append(Problem(Fault.RETRO_FILED, "报备时间晚于开始时间，属事后补报"))
    return tuple(told)


def _later(filed: Moment, starts: Moment) -> bool:
    """Compared by days where one of the two has no time of day."""
    if filed.is_day or starts.is_day:
        return filed.at.date() > starts.at.astimezone(filed.at.tzinfo).date()
    return filed.at > starts.at


def _now(starts: Moment | None, ends: Moment | None, at: datetime) -> tuple[Problem, ...]:
    if ends and ends.end <= at:
        return (Problem(Fault.EXPIRED, "检测开始时已过期"),)
    if starts and starts.at > at:
        return (Problem(Fault.NOT_YET, "检测开始时尚未生效"),)
    return ()


def _zone(starts: Moment | None, ends: Moment | None) -> tuple[Problem, ...]:
    if any(moment and not moment.zoned for moment in (starts, ends)):
        return (Problem(Fault.ZONE_ASSUMED, "时间未注明时区，按北京时间（UTC+8）理解"),)
    return ()


def _with_overlaps(items: Sequence[JudgedExclusion]) -> tuple[JudgedExclusion, ...]:
    """Two rows for one camera at one time are told; one of them would do."""
    by_camera: dict[int, list[JudgedExclusion]] = defaultdict(list)
    for item in items:
        if item.camera and item.starts_at and item.ends_at:
            by_camera[item.camera.row].append(item)
    clashes: dict[int, int] = {}
    for group in by_camera.values():
        clashes |= _clashes(group)
    return tuple(
        replace(item, problems=(*item.problems, _overlap(clashes[item.row.line])))
        if item.row.line in clashes
        else item
        for item in items
    )


def _clashes(group: Sequence[JudgedExclusion]) -> dict[int, int]:
    """The line of each row that overlaps another one, and the line of that one."""
    found: dict[int, int] = {}
    spans = sorted((i.starts_at, i.ends_at, i.row.line) for i in group if i.starts_at and i.ends_at)
    latest = spans[0]
    for span in spans[1:]:
        if span[0] < latest[1]:
            found[span[2]] = latest[2]
            found.setdefault(latest[2], span[2])
        latest = max(latest, span, key=lambda each: each[1])
    return found


def _overlap(line: int) -> Problem:
    return Problem(Fault.OVERLAPPING, f"与第 {line} 行时间重叠")
