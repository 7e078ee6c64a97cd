"""The service: APScheduler wakes the keepers, a steady loop keeps their leases.

The only module that knows APScheduler.  Its jobs are made anew from the journal at each start,
with the oldest night that was planned and not begun as their time, however long ago: so a time
that has passed fires at once, and once (coalesced, without a limit of grace).  The loop looks
as well, by the steady clock: no jump of the wall clock, no lease taken over and no retry has to
wait for the next night.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from auditor.errors import AuditorError
from auditor.schedule.holding import BEAT
from auditor.schedule.night_keeper import NightKeeper
from auditor.schedule.nights import NightState
from auditor.schedule.said import said
from auditor.schedule.status import ServiceStatus
from auditor.schedule.window import Window

__all__ = ["Service", "WindowTrigger"]

_DAY = timedelta(days=1)
_ONCE_S = 0.2


class WindowTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires when the window begins; a subclass because APScheduler asks for one."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The beginning of the night that runs or is next; after ``previous``, of the one after."""
        if previous_fire_time is None:
            return self._window.night_at(now).begins
        day = self._window.night_at(previous_fire_time).date
        return self._window.night(day + _DAY).begins


@dataclass(slots=True, kw_only=True)
class Service:
    """Several communities in one process; `run` returns after ``stop`` is set."""

    keepers: tuple[NightKeeper, ...]
    wall: Callable[[], datetime]
    beat: timedelta = BEAT
    _alive_since: datetime = field(init=False)
    _beaten_at: datetime | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._alive_since = self.wall()

    def run(self, pause: Callable[[float], bool]) -> None:
        """Serve until ``pause``, which waits for so many seconds, says that it is enough.

        Then rounds are ended, within 10 seconds, and leases given back.
        """
        scheduler = self._scheduler()
        scheduler.start()
        try:
            self._look(scheduler)
            while not pause(self.beat.total_seconds()):
                self._look(scheduler)
        finally:
            self._close()
            scheduler.shutdown(wait=True)
            self._release()

    def run_once(self, pause: Callable[[float], bool]) -> None:
        """Do what is due now, if the lease is ours, and return; for cron and timers."""
        self._beat()
        if self._is_ended_while_waiting(pause):
            self._close()
        works = [
            threading.Thread(target=_guarded, args=(keeper, keeper.work)) for keeper in self.keepers
        ]
        for work in works:
            work.start()
        waited, beat_s = 0.0, self.beat.total_seconds()
        while any(work.is_alive() for work in works):
            step = min(_ONCE_S, beat_s)
            if pause(step):
                self._close()
            waited += step
            if waited >= beat_s:
                waited = 0.0
                self._beat()
        self._release()

    @property
    def alive_since(self) -> datetime:
        """When the service began."""
        return self._alive_since

    @property
    def beaten_at(self) -> datetime | None:
        """When it last looked at all its communities, whatever the database answered."""
        return self._beaten_at

    def status(self) -> ServiceStatus:
        """A snapshot; StoreError when the database does not answer."""
        return ServiceStatus(
            alive_since=self._alive_since,
            beaten_at=self._beaten_at,
            communities=tuple(keeper.status() for keeper in self.keepers),
        )

    def _is_ended_while_waiting(self, pause: Callable[[float], bool]) -> bool:
        """A lease that was never given back is taken over as a service does: once it stood still."""
        while any(keeper.holding.is_waiting for keeper in self.keepers):
            if pause(self.beat.total_seconds()):
                return True
            self._beat()
        return False

    def _beat(self) -> None:
        for keeper in self.keepers:
            _guarded(keeper, keeper.beat)

    def _close(self) -> None:
        for keeper in self.keepers:
            keeper.stop()

    def _release(self) -> None:
        for keeper in self.keepers:
            _guarded(keeper, keeper.holding.release)

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2 * len(self.keepers))},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for keeper in self.keepers:
            scheduler.add_job(
                _guarded,
                WindowTrigger(keeper.window),
                args=(keeper, keeper.work),
                id=f"night {keeper.community}",
                next_run_time=self._due_time(keeper),
            )
        return scheduler

    def _due_time(self, keeper: NightKeeper) -> datetime:
        """When the job would have fired, had the service not been down."""
        now = self.wall()
        lines = keeper.journal.nights(keeper.community, now)
        planned = [line.begins for line in lines if line.state is NightState.PLANNED]
        return min((*planned, keeper.window.night_at(now).begins))

    def _look(self, scheduler: BackgroundScheduler) -> None:
        for keeper in self.keepers:
            if _guarded(keeper, keeper.beat) and _guarded(keeper, keeper.is_due):
                name = f"now {keeper.community}"
                scheduler.add_job(
                    _guarded, args=(keeper, keeper.work), id=name, replace_existing=True
                )
        self._beaten_at = self.wall()
        scheduler.wakeup()


def _guarded(keeper: NightKeeper, ask: Callable[[], bool | None]) -> bool:
    """A fault of one community is told and asked again at the next beat; the others go on."""
    try:
        return bool(ask())
    except Exception as error:  # noqa: BLE001 - the service outlives a database and a bug
        told = str(error) if isinstance(error, AuditorError) else type(error).__name__
        said("night_not_looked_after", is_error=True, community=keeper.community, error=told)
        return False
