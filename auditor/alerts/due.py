"""What a channel is sent now, and what it remembers afterwards.  Pure.

An alert that it was told within ``repeat_h`` is left out; a notice without any other is not
sent.  More than ``max_per_hour`` wait for the next time, at most ten, none longer than two days.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from auditor.alerts.memory import ChannelMemory
from auditor.alerts.model import Notice

__all__ = ["due", "may_send", "noted_failure", "noted_sent"]

_HOUR = timedelta(hours=1)
_WAITING = 10
_OLDEST = timedelta(hours=48)


def due(
    memory: ChannelMemory, notice: Notice | None, *, now: datetime, repeat: timedelta
) -> tuple[Notice, ...]:
    """The notices to be sent, the oldest first."""
    told = {key for key, at in memory.told.items() if timedelta() <= now - at < repeat}
    kept: list[Notice] = []
    for one in (*memory.waiting, *((notice,) if notice else ())):
        alerts = tuple(alert for alert in one.alerts if alert.key not in told)
        if alerts and now - one.at <= _OLDEST:
            kept.append(replace(one, alerts=alerts))
            told |= {alert.key for alert in alerts}
    return tuple(kept[-_WAITING:])


def may_send(memory: ChannelMemory, *, now: datetime, max_per_hour: int) -> bool:
    """Whether the hour has room for another message."""
    return sum(timedelta() <= now - at < _HOUR for at in memory.sent) < max_per_hour


def noted_sent(
    memory: ChannelMemory, notice: Notice, *, now: datetime, repeat: timedelta
) -> ChannelMemory:
    """``notice`` has arrived; what is too old to matter is forgotten."""
    told = {key: at for key, at in memory.told.items() if now - at < repeat}
    return replace(
        memory,
        told=told | {alert.key: now for alert in notice.alerts},
        sent=(*(at for at in memory.sent if now - at < _HOUR), now),
        delivered=memory.delivered + 1,
        last_fault="",
    )


def noted_failure(memory: ChannelMemory, fault: str) -> ChannelMemory:
    """A notice could not be sent."""
    return replace(memory, failed=memory.failed + 1, last_fault=fault)
