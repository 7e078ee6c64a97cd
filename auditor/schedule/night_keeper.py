"""Keeps the nights of one community: decides, has rounds run, writes down what became of them.

What is to be done follows from the journal (`auditor.schedule.nights`); who wakes the keeper,
and when, is left to `auditor.schedule.service`, running a round to a `Runner`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from auditor.schedule.holding import Holding
from auditor.schedule.nights import Decision, NightLine, NightState, decide
from auditor.schedule.said import said
from auditor.schedule.status import KeeperStatus
from auditor.schedule.window import Window
from auditor.store.journal import Journal

__all__ = ["NightHook", "NightKeeper", "Runner", "ignore_night"]

_STOPPED = "巡检服务被停止"
_CRASHED = "检测进程异常退出（退出码 {code}），原因见服务日志"
_NOT_BEGUN = "检测未能开始：配置、台账或数据库有误，原因见服务日志"
_ENDED_BY_FAULT = "检测中途因数据库、磁盘或报告目录的故障终止，原因见服务日志"
# Usage, configuration or store.  Before the round began it was refused and cannot be taken up
# again: the next try begins another.  A fault on the way leaves a round to go on with.
_FAULT = 2
_KILLED = "检测进程被终止（信号 {signal}）"


class Runner(Protocol):
    """Runs one round at a time, elsewhere."""

    def run_night(self, line: NightLine) -> int:
        """Run or resume (``line.round_id`` is set) until its end; the exit code."""
        ...

    def alive(self) -> None:
        """Tell the round that its service lives and holds the lease."""
        ...

    def stop(self) -> None:
        """Have the round that runs ended within 10 seconds."""
        ...

    def close(self) -> None:
        """The same, and begin none again."""
        ...


class NightHook(Protocol):
    """Called when nights have got their final state; they are several where several were missed.

    It returns soon: the next night waits for it.
    """

    def __call__(self, lines: tuple[NightLine, ...], *, before: str, after: str) -> None:
        """The rounds before the first of them and of the last; empty where there is none."""
        ...


def ignore_night(lines: tuple[NightLine, ...], *, before: str, after: str) -> None:
    """The hook of those who want none."""


@dataclass(slots=True, kw_only=True)
class NightKeeper:
    """One community; `beat` and `is_due` may be called while `work` runs in another thread."""

    community: str
    window: Window
    journal: Journal
    holding: Holding
    runner: Runner
    wall: Callable[[], datetime]
    on_night_ended: NightHook = ignore_night
    running: NightLine | None = field(init=False, default=None)
    _stopping: bool = field(init=False, default=False)
    _busy: threading.Lock = field(init=False, default_factory=threading.Lock)

    def beat(self) -> bool:
        """Keep the lease; a round whose lease is lost is ended before another begins it."""
        held = self.holding.beat()
        if self.running is not None:
            if held:
                self.runner.alive()
            else:
                self._say("lease_lost", self.running, is_error=True)
                self.runner.stop()
        return held

    def is_due(self) -> bool:
        """Whether `work` has something to do."""
        if self._stopping or not self.holding.held or self._busy.locked():
            return False
        decision = self._decision(self._lines())
        if decision.run is None and not decision.lines:
            self.holding.told()
            return False
        return True

    def work(self) -> None:
        """Do what is due until nothing is; at once when it is being done already."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            while not self._stopping and self.holding.beat():
                line = self._next()
                if line is None:
                    return
                self._run(line)
        finally:
            self._busy.release()

    def stop(self) -> None:
        """Begin nothing more and end what runs; `work` returns soon."""
        self._stopping = True
        self.runner.close()

    def status(self) -> KeeperStatus:
        """A snapshot for people and monitors."""
        now, current = self.wall(), self.running
        lines = self.journal.nights(self.community, now)
        begun = [line for line in lines if line.begins <= now]
        running = self.journal.night(self.community, current.night) if current else None
        lease = self.holding.leases.of(self.community)
        return KeeperStatus(
            community=self.community,
            next_start=next((line.begins for line in lines if line.begins > now), None),
            running=running,
            visited=self.journal.visited(running.round_id) if running else 0,
            last=begun[-1] if begun else None,
            holder="" if lease is None else lease.owner,
            held=self.holding.held,
        )

    def _next(self) -> NightLine | None:
        """Write what is due; the night that is to run now, written as running."""
        now = self.wall()
        decision = self._decision(self._lines())
        has_failed = decision.run is not None and decision.run.state is NightState.FAILED
        began = decision.run and replace(
            decision.run,
            state=NightState.RUNNING,
            # What went wrong before is no reason of the night that is to end well.
            reason="" if has_failed else decision.run.reason,
            started_at=decision.run.started_at or now,
            ended_at=None,
            owner=self.holding.owner,
            attempts=decision.run.attempts_with(now),
        )
        written = (*decision.lines, *((began,) if began else ()))
        if not self._write(*written):
            return None
        self.holding.told()
        self._tell(tuple(line for line in decision.lines if not line.is_open))
        return began

    def _run(self, line: NightLine) -> None:
        sat_down = self.journal.sittings(line.round_id)
        self.running = line
        self._say("night_begins", line, attempt=line.attempts)
        try:
            code = self.runner.run_night(line)
        finally:
            self.running = None
        after = self._after(line, code, sat_down)
        if self._write(after) and not after.is_open:
            self._tell((after,))
        elif after.is_open:
            self._say("night_cut_short", after, state=after.state.value, code=code)

    def _after(self, line: NightLine, code: int, sat_down: int) -> NightLine:
        """What the round itself wrote, else why it could write nothing.

        It had ``sat_down`` so often before.
        """
        told = self._true_state(self.journal.night(line.community, line.night) or line)
        if told.state is not NightState.RUNNING:
            return told
        if self._stopping:
            # Taken up again as often as the service is stopped: it is no fault of the round.
            attempts = told.attempts - 1
            return replace(_cut(told, _STOPPED), attempts=attempts)
        if code < 0 and told.attempts == 1 and told.round_id:
            # Killed from outside, not by a fault that would come again: it goes on at once.
            return _cut(told, _KILLED.format(signal=-code))
        has_begun = code != _FAULT or self.journal.sittings(told.round_id) > sat_down
        fault = _ENDED_BY_FAULT if code == _FAULT else _CRASHED.format(code=code)
        return replace(
            told,
            state=NightState.FAILED,
            reason=fault if has_begun else _NOT_BEGUN,
            ended_at=self.wall(),
            round_id=told.round_id if has_begun else "",
        )

    def _lines(self) -> tuple[NightLine, ...]:
        lines = self.journal.nights(self.community, self.wall())
        return tuple(self._true_state(line) for line in lines)

    def _true_state(self, line: NightLine) -> NightLine:
        """A round that ended just before its process died did end."""
        if line.state is not NightState.RUNNING or not line.round_id:
            return line
        ended = self.journal.round_end(line.round_id)
        if ended is None:
            return line
        return replace(line, state=NightState.ENDED, ended_at=ended[0], complete=ended[1])

    def _decision(self, lines: tuple[NightLine, ...]) -> Decision:
        return decide(
            lines,
            self.window,
            community=self.community,
            now=self.wall(),
            down_since=self.holding.down_since,
            was_down=self.holding.was_down,
        )

    def _write(self, *lines: NightLine) -> bool:
        return self.journal.write(lines, community=self.community, owner=self.holding.owner)

    def _tell(self, lines: tuple[NightLine, ...]) -> None:
        """A hook that fails is no reason to lose the next night."""
        if not lines:
            return
        for line in lines:
            self._say(f"night_{line.state.value}", line, complete=line.complete)
        known = self.journal.nights(self.community, self.wall())
        before = [one.round_id for one in known if one.night < lines[0].night and one.round_id]
        try:
            self.on_night_ended(
                lines, before=before[-1] if before else "", after=lines[-1].round_id
            )
        except Exception as error:  # noqa: BLE001 - somebody else's code, told and left
            self._say("night_not_told", is_error=True, error=type(error).__name__)

    def _say(
        self,
        event: str,
        line: NightLine | None = None,
        *,
        is_error: bool = False,
        **values: object,
    ) -> None:
        if line is not None:
            values = {"night": line.night.isoformat(), "round": line.round_id, **values}
        said(event, is_error=is_error, community=self.community, **values)


def _cut(line: NightLine, why: str) -> NightLine:
    """Taken up again soon.  Why a night began late is not forgotten for it."""
    return replace(line, state=NightState.INTERRUPTED, reason=line.reason or why)
