"""What a reader must know before the figures: rows that were not read, used or counted."""

from collections.abc import Iterable

from auditor.records import DeviceStatus
from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.schedule.plan import unusable_rows

__all__ = ["notes"]

_SHOWN = 10


def notes(
    registry: Registry, plan: Plan, *, complete: bool, receiver: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """One Chinese sentence each, in the order of their weight; none when all is well.

    ``receiver`` are those about ourselves (`auditor.receiver`).
    """
    told = (
        "" if complete else "本轮检测被提前终止，未测到的摄像机按“未检测”计，不作好坏结论。",
        *receiver,
        _unread(registry),
        _unassigned(registry),
        _unread_plan(plan),
        _unplanned(plan),
        _unusable(registry),
        _unclear_status(registry),
        _unclear_public(registry),
        _unclaimed(registry),
    )
    return tuple(note for note in told if note)


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
