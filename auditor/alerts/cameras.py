"""Cameras that newly fail, and what they have in common.  Pure.

A group is told when it fails together: the channels of one recorder, or one maker's cameras.
Rows and names stand for cameras; addresses do not leave the house.
"""

from collections import defaultdict
from collections.abc import Iterable

from auditor.alerts.model import Alert, AlertKind
from auditor.alerts.plain import NAME_LENGTH, plain
from auditor.compared import compared
from auditor.model import CameraResult, CameraState, Report
from auditor.render.words import STATES

__all__ = ["newly_failing", "repairs"]

_ROWS = 6
_REPAIRS = 5


def newly_failing(before: Report, tonight: Report, *, least: int) -> list[Alert]:
    """``least`` cameras at least that were good the night before, in all and by group."""
    rows = {change.row for change in compared(before, tonight).new}
    if len(rows) < least:
        return []
    said = [one for one in tonight.cameras if one.state.is_conclusive]
    new = [one for one in said if one.camera.row in rows]
    told = [_alert(f"cameras:{_span(new)}", "新增故障", new)]
    told += _together(said, rows, least=least)
    return told


def repairs(before: Report | None, tonight: Report) -> tuple[str, ...]:
    """The repairs that matter most: new faults first, then those at key locations."""
    new = {change.row for change in compared(before, tonight).new} if before else set()
    bad = [
        one
        for one in tonight.cameras
        if one.state.is_conclusive and one.state is not CameraState.PICTURE_OK
    ]
    weighed = sorted(
        bad, key=lambda one: (one.camera.row not in new, not one.camera.key_location_id)
    )
    told = [_repair(one, is_new=one.camera.row in new) for one in weighed[:_REPAIRS]]
    more = len(bad) - len(told)
    return (*told, *((f"另有 {more} 路，见报告",) if more else ()))


def _together(said: Iterable[CameraResult], new: set[int], *, least: int) -> list[Alert]:
    hosts: dict[str, list[CameraResult]] = defaultdict(list)
    makers: dict[str, list[CameraResult]] = defaultdict(list)
    for one in said:
        hosts[one.camera.host].append(one)
        makers[one.camera.maker.strip()].append(one)
    told = [
        _alert(f"host:{_span(group)}", "同一地址（录像机）的", group)
        for host, group in hosts.items()
        if host and _fails_together(group, new, least=max(2, least))
    ]
    return told + [
        _alert(f"maker:{_span(group)}", f"厂商“{plain(maker, NAME_LENGTH)}”的", group)
        for maker, group in makers.items()
        if maker and len(makers) > 1 and _fails_together(group, new, least=max(2, least))
    ]


def _fails_together(group: list[CameraResult], new: set[int], *, least: int) -> bool:
    """All of them, and so many of them newly."""
    failing = all(one.state is not CameraState.PICTURE_OK for one in group)
    return failing and sum(one.camera.row in new for one in group) >= least


def _alert(key: str, what: str, group: list[CameraResult]) -> Alert:
    rows = sorted(one.camera.row for one in group)
    shown = "、".join(str(row) for row in rows[:_ROWS]) + ("…" if rows[_ROWS:] else "")
    return Alert(
        kind=AlertKind.CAMERAS,
        key=key,
        text=f"{what} {len(rows)} 路摄像机未正常出图（第 {shown} 行）",
    )


def _span(group: Iterable[CameraResult]) -> str:
    rows = sorted(one.camera.row for one in group)
    return f"{rows[0]}-{rows[-1]}-{len(rows)}"


def _repair(one: CameraResult, *, is_new: bool) -> str:
    name = plain(one.camera.name, NAME_LENGTH)
    mark = "（新增）" if is_new else ""
    return f"第 {one.camera.row} 行 {name}：{STATES[one.state].text}{mark}"
