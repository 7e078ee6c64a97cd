"""What a reader must know before the figures: rows that were not read, used or counted."""

from auditor.registry.key_locations import Plan
from auditor.registry.registry import Registry
from auditor.schedule.plan import unusable_rows

__all__ = ["notes"]

_SHOWN = 10


def notes(registry: Registry, plan: Plan, *, complete: bool) -> tuple[str, ...]:
    """One Chinese sentence each, in the order of their weight; none when all is well."""
    told = (
        "" if complete else "本轮检测被提前终止，未测到的摄像机按“未检测”计，不作好坏结论。",
        _unread(registry),
        _unassigned(registry),
        _unread_plan(plan),
        _unusable(registry),
        _unclaimed(registry),
    )
    return tuple(note for note in told if note)


def _unread(registry: Registry) -> str:
    if not registry.errors:
        return ""
    return f"台账有 {len(registry.errors)} 行无法读取，在档案合规率中计为无法判定。"


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


def _unusable(registry: Registry) -> str:
    rows = unusable_rows(registry.cameras)
    if not rows:
        return ""
    return (
        f"台账有 {len(rows)} 行登记的取流或 ONVIF 地址不可用（第 {_list(rows)} 行），未据此检测。"
    )


def _unclaimed(registry: Registry) -> str:
    if not registry.unclaimed_headers:
        return ""
    headers = "、".join(header[:20] for header in registry.unclaimed_headers[:_SHOWN])
    return f"台账中下列列名未能识别，未被使用：{headers}。"


def _list(rows: tuple[int, ...]) -> str:
    return "、".join(str(row) for row in rows[:_SHOWN]) + ("…" if rows[_SHOWN:] else "")
