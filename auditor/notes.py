"""What a reader must know before the figures: rows that were not read, used or counted."""

import difflib
from collections.abc import Iterable
from datetime import datetime

from auditor.model import Gap
from auditor.moments import BEIJING
from auditor.records import DeviceStatus, LocationClass
from auditor.registry.columns import normalise
from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.schedule.plan import unusable_rows

__all__ = ["notes"]

_SHOWN = 10
_STOPPED = "本轮检测被提前终止，未测到的摄像机按“未检测”计，不作好坏结论。"


def notes(
    registry: Registry,
    plan: Plan,
    *,
    complete: bool,
    cut: str = "",
    receiver: tuple[str, ...] = (),
    further_classes: tuple[str, ...] = (),
    unread_exclusions: int = 0,
    gaps: tuple[Gap, ...] = (),
) -> tuple[str, ...]:
    """One Chinese sentence each, in the order of their weight; none when all is well.

    ``cut`` is what a deadline left undone (`auditor.told`), ``receiver`` are the notes about
    ourselves (`auditor.receiver`), ``further_classes`` the classes
    of key locations that the profile adds, ``unread_exclusions`` unreadable rows of that file,
    ``gaps`` are when the round stood still.
    """
    told = (
        cut or ("" if complete else _STOPPED),
        _interrupted(gaps),
        *receiver,
        _unread(registry),
        _unassigned(registry),
        _unread_plan(plan),
        _unplanned(plan),
        _unknown_classes(plan, further_classes),
        _elsewhere(registry, plan),
        f"免考核文件有 {unread_exclusions} 行无法读取，未采用。" if unread_exclusions else "",
        _unusable(registry),
        _unclear_status(registry),
        _unclear_public(registry),
        _unclaimed(registry),
    )
    return tuple(note for note in told if note)


def _interrupted(gaps: tuple[Gap, ...]) -> str:
    if not gaps:
        return ""
    told = "；".join(
        f"{_clock(g.stopped_at)} 中断、{_clock(g.resumed_at)} 续测" for g in gaps[:_SHOWN]
    )
    more = "…" if gaps[_SHOWN:] else ""
    return (
        f"本轮检测中断后续测 {len(gaps)} 次（北京时间 {told}{more}），已测完的不重测，"
        "台账、方案和参数以本轮开始时为准。"
    )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%m-%d %H:%M:%S}"


def _unread(registry: Registry) -> str:
    if not registry.errors:
        return ""
    return f"台账有 {len(registry.errors)} 行无法读取，在各率中计为未知（分类别的各率不含这些行）。"


def _unassigned(registry: Registry) -> str:
    """A camera without 社区 would leave every community's figures without a word."""
    if not registry.unassigned_rows:
        return ""
    count, rows = len(registry.unassigned_rows), _list(registry.unassigned_rows)
    return f"台账有 {count} 行未填社区（第 {rows} 行），未计入本社区各率，请补填。"


def _unread_plan(plan: Plan) -> str:
    if not plan.errors:
        return ""
    return f"关键位置清单有 {len(plan.errors)} 行无法读取，未计入应建。"


def _unplanned(plan: Plan) -> str:
    """All key-location rates are without data; a community spelled in two ways is one cause."""
    return "" if plan.locations else "关键位置清单中没有本社区的关键位置，关键位置各率无数据。"


def _unknown_classes(plan: Plan, further: tuple[str, ...]) -> str:
    """A class that nobody listed may be a slip: the location stays in the set, and it is told."""
    known = {normalise(word) for word in further}
    strange = [
        place
        for place in plan.locations
        if place.location_class is LocationClass.OTHER and normalise(place.class_text) not in known
    ]
    if not strange:
        return ""
    named = [c.label for c in LocationClass if c is not LocationClass.OTHER] + list(further)
    told = "；".join(f"第 {p.row} 行{_class_hint(p.class_text, named)}" for p in strange[:_SHOWN])
    more = "…" if strange[_SHOWN:] else ""
    return (
        f"关键位置清单有 {len(strange)} 行的类别未知（{told}{more}），"
        "计入应建，列在“其他关键位置”；请更正，或在方案的 further_classes 中列出。"
    )


def _class_hint(text: str, known: list[str]) -> str:
    if not text:
        return "未填类别"
    near = difflib.get_close_matches(text, known, n=1)
    return f"“{text[:20]}”" + (f"，是否应为“{near[0]}”？" if near else "")


def _elsewhere(registry: Registry, plan: Plan) -> str:
    """Cameras that name another community's key location cover nothing here."""
    own = {place.id for place in plan.locations}
    if not own:
        return ""  # told by `_unplanned`: the community may be spelled in two ways
    found = [
        (camera.row, camera.key_location_id, plan.elsewhere[camera.key_location_id])
        for camera in registry.cameras
        if camera.key_location_id not in own and camera.key_location_id in plan.elsewhere
    ]
    if not found:
        return ""
    told = "；".join(
        f"第 {row} 行的 {place} 属于{'、'.join(names[:3])}" for row, place, names in found[:_SHOWN]
    )
    return (
        f"台账有 {len(found)} 行登记的是其他社区的关键位置（{told}{'…' if found[_SHOWN:] else ''}），"
        "未计入关键位置各率。"
    )


def _unusable(registry: Registry) -> str:
    rows = unusable_rows(registry.cameras)
    if not rows:
        return ""
    return (
        f"台账有 {len(rows)} 行登记的取流或 ONVIF 地址不可用（第 {_list(rows)} 行），未据此检测。"
    )


def _unclear_status(registry: Registry) -> str:
    """A word that we do not know may mean 拆除 or 维修: the reader must see that it was not used."""
    rows = (c.row for c in registry.cameras if c.status is DeviceStatus.UNSTATED)
    written = _written(registry, "status", rows)
    if not written:
        return ""
    return f"台账有 {len(written)} 行设备状态未能识别（第 {_list(written)} 行），按在册在用计。"


def _unclear_public(registry: Registry) -> str:
    rows = (c.row for c in registry.cameras if c.public_video is None)
    written = _written(registry, "public_video", rows)
    if not written:
        return ""
    return (
        f"台账有 {len(written)} 行“公共视频资源”的填写未能识别（第 {_list(written)} 行），"
        "未作为判断依据。"
    )


def _written(registry: Registry, column: str, rows: Iterable[int]) -> tuple[int, ...]:
    """Those of ``rows`` whose cell says something."""
    cells = dict(registry.frame.select("row", column).iter_rows())
    return tuple(row for row in rows if (cells[row] or "").strip())


def _unclaimed(registry: Registry) -> str:
    if not registry.unclaimed_headers:
        return ""
    headers = "、".join(header[:20] for header in registry.unclaimed_headers[:_SHOWN])
    return f"台账中下列列名未能识别，未被使用：{headers}。"


def _list(rows: tuple[int, ...]) -> str:
    return "、".join(str(row) for row in rows[:_SHOWN]) + ("…" if rows[_SHOWN:] else "")
