"""What became of each night, and what is to be done now.  Pure: the time is an argument.

A night has one line in the journal: planned, then running, then ended, missed or failed.  From
the lines, the window and the time follow what is to be written and whether a round is to begin
(`decide`).  Who may write is left to the lease, running to the runner, words to
`auditor.schedule.night_findings`.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from auditor.schedule.window import Window

__all__ = [
    "BEHIND",
    "DOWN",
    "EARLIEST",
    "FIRST",
    "LATEST",
    "MAX_ATTEMPTS",
    "NOT_THERE",
    "RESUMABLE_FOR",
    "RETRY_AFTER",
    "Decision",
    "NightLine",
    "NightState",
    "Nights",
    "decide",
    "unreported",
]

FIRST = "本服务的第一夜"
DOWN = "巡检服务自 {since} 起未运行"
NOT_THERE = "巡检服务未运行"
BEHIND = "巡检服务在运行，但在窗口内未能开始（时钟被调整、机器休眠、数据库不可用或上一夜尚未结束）"
_NOT_RESUMED = "检测中断后未能在窗口内续完；已测结果留在数据库中"

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=5)
# After a day what is left of a round is not measured any more.
RESUMABLE_FOR = timedelta(hours=24)
# A night that begins later than this was held up by something.
_PROMPTLY = timedelta(minutes=5)
# What the journal is asked for: a line of a clock that ran far ahead must not hide tonight's.
EARLIEST = timedelta(days=400)
LATEST = timedelta(days=2)
_DAY = timedelta(days=1)
_NIGHTS = 366


class NightState(enum.StrEnum):
    """Interrupted and failed nights are taken up again while their window lasts."""

    PLANNED = "planned"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    ENDED = "ended"
    MISSED = "missed"


_CLOSED = frozenset({NightState.ENDED, NightState.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NightLine:
    """One night of one community: its window from ``begins`` until before ``ends``, in UTC.

    ``reason`` (Chinese) says why it is as it is; ``blind`` (Chinese) why its round could
    condemn no camera.  ``complete`` is None until its round ended.
    """

    community: str
    night: date
    begins: datetime
    ends: datetime
    state: NightState
    started_at: datetime | None = None
    ended_at: datetime | None = None
    round_id: str = ""
    owner: str = ""
    reason: str = ""
    attempts: int = 0
    complete: bool | None = None
    blind: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something may still be done about it."""
        given_up = self.state is NightState.FAILED and self.attempts >= MAX_ATTEMPTS
        return self.state not in _CLOSED and not given_up

    def attempts_with(self, now: datetime) -> int:
        """How often it was tried, with the try that begins at ``now``.

        Services that are killed within the window, however many, leave the try that concludes.
        """
        tried = self.attempts + 1
        return min(tried, MAX_ATTEMPTS) if now < self.ends else tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Nights:
    """What a round is told of nights: its own, and earlier ones that have no report."""

    own: NightLine | None = None
    earlier: tuple[NightLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``lines`` are written as they are; ``run`` is begun, or taken up again, at once."""

    lines: tuple[NightLine, ...]
    run: NightLine | None


def decide(
    lines: Sequence[NightLine],
    window: Window,
    *,
    community: str,
    now: datetime,
    down_since: datetime | None,
    was_down: bool,
) -> Decision:
    """What the holder of the lease, who runs nothing at the moment, is to do at ``now``.

    ``lines`` are those of the last year and the next days, ``down_since`` the last sign of life
    of any service before it was down.  However many nights passed, at most one is begun; a round
    that was left of an earlier one is concluded before.
    """
    known = {line.night: line for line in lines}
    due = sorted((*_unwritten(known, window, community, now), *lines), key=lambda line: line.night)
    why = _why(down_since) if was_down else BEHIND
    settled = [_settled(line, now, why) for line in due if line.is_open]
    settled.append(_next(known, window, community, now))
    running = [line for line in settled if _is_to_run(line, now)]
    changed = tuple(line for line in settled if known.get(line.night) != line)
    # What is left of an earlier night takes seconds and stands in the way of no other.
    return Decision(lines=changed, run=running[0] if running else None)


def _unwritten(
    known: dict[date, NightLine], window: Window, community: str, now: datetime
) -> Iterator[NightLine]:
    """Nights that began since the last line and have none; without any line, tonight alone."""
    begun = [night for night, line in known.items() if line.begins <= now]
    today = now.astimezone(window.zone).date()
    if not known:
        night = window.night_at(now)
        if night.begins <= now:
            yield replace(_planned(window, night.date, community), reason=FIRST)
    if not begun:
        return
    day = max(max(begun) + _DAY, today - _NIGHTS * _DAY)
    while day <= today:
        line = _planned(window, day, community)
        if day not in known and line.begins <= now:
            yield line
        day += _DAY


def _planned(window: Window, day: date, community: str) -> NightLine:
    night = window.night(day)
    return NightLine(
        community=community,
        night=day,
        begins=night.begins,
        ends=night.ends,
        state=NightState.PLANNED,
    )


def _next(known: dict[date, NightLine], window: Window, community: str, now: datetime) -> NightLine:
    """The next night to begin, by the window as it is configured now."""
    night = window.night_at(now)
    day = night.date + _DAY if night.begins <= now else night.date
    found = known.get(day)
    fresh = _planned(window, day, community)
    return fresh if found is None or found.state is NightState.PLANNED else found


def _settled(line: NightLine, now: datetime, why: str) -> NightLine:
    """A night whose window is over gets its final state; the others stay as they are."""
    is_planned = line.state is NightState.PLANNED
    if now < line.ends or _is_concludable(line, now):
        is_late = is_planned and now > line.begins + _PROMPTLY
        return replace(line, reason=line.reason or why) if is_late else line
    if is_planned:
        return replace(line, state=NightState.MISSED, reason=why)
    return replace(
        line,
        state=NightState.FAILED,
        ended_at=line.ended_at or now,
        attempts=MAX_ATTEMPTS,
        reason=(line.state is NightState.FAILED and line.reason) or _NOT_RESUMED,
    )


def _is_concludable(line: NightLine, now: datetime) -> bool:
    """Whether its window is over and a round was left that still gives a report.

    That round's deadline has passed: it is resumed, asks no camera and ends as a partial one.
    One try more than a night has: the last may have been cut by the end of its service.
    """
    is_left = bool(line.round_id) and line.is_open and line.attempts <= MAX_ATTEMPTS
    if not is_left or line.started_at is None or now < line.ends:
        return False
    return now - line.started_at < RESUMABLE_FOR


def _is_to_run(line: NightLine, now: datetime) -> bool:
    """Whoever holds the lease and runs nothing finds a running line only after a crash."""
    is_night = line.is_open and line.begins <= now < line.ends
    if not is_night and not _is_concludable(line, now):
        return False
    if line.state is not NightState.FAILED or line.ended_at is None:
        return True
    return not line.ended_at <= now < line.ended_at + RETRY_AFTER * line.attempts


def _why(since: datetime | None) -> str:
    """In UTC+8 as everywhere in this country; the lines have the moments themselves."""
    if since is None:
        return NOT_THERE
    china = since + timedelta(hours=8)
    return DOWN.format(since=f"{china:%Y-%m-%d %H:%M}")


def unreported(lines: Sequence[NightLine], *, before: date, now: datetime) -> tuple[NightLine, ...]:
    """Nights before ``before``, since the last that ended, which were to begin and have no report.

    A planned night whose window is over counts as missed, though no service has said so yet.
    """
    passed = [line for line in lines if line.night < before and line.ends <= now]
    ended = [line.night for line in passed if line.state is NightState.ENDED]
    after = max(ended, default=date.min)
    return tuple(
        _settled(line, now, NOT_THERE) if line.is_open else line
        for line in sorted(passed, key=lambda line: line.night)
        if line.night > after
    )
