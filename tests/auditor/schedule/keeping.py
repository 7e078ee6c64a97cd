"""A keeper over a real store, with clocks that a test moves and rounds that it invents."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditor.schedule.holding import LEASE, Holding
from auditor.schedule.night_keeper import NightKeeper
from auditor.schedule.nights import NightLine
from auditor.schedule.window import Window
from auditor.store.store import NewRound, Store
from tests.auditor.render import builders

COMMUNITY = "云帆社区"
HOURS = timedelta(hours=1)
_STEP = timedelta(minutes=2)
_NEAR = timedelta(minutes=10)


@dataclass
class Clock:
    """A wall clock that can jump and a steady one that cannot."""

    now: datetime
    seconds: float = 0.0

    def wall(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.seconds

    def go(self, span: timedelta) -> None:
        self.now += span
        self.seconds += span.total_seconds()


@dataclass
class Rounds:
    """Invents rounds in the store; ``lasting`` each.  ``fate`` may end one otherwise."""

    store: Store
    clock: Clock
    lasting: timedelta = 2 * HOURS
    fate: Callable[["Rounds", NightLine], int | None] = lambda _rounds, _line: None
    asked: list[tuple[str, str]] = field(default_factory=list)
    pulls: int = 0
    stops: int = 0

    def run_night(self, line: NightLine) -> int:
        self.asked.append((line.night.isoformat(), line.round_id))
        round_id = line.round_id or self.begin(line)
        code = self.fate(self, line)
        if code is not None:
            return code
        self.clock.go(self.lasting)
        self.end(line, round_id)
        return 0

    def begin(self, line: NightLine) -> str:
        round_id = f"{self.clock.now:%Y%m%dT%H%M%SZ}-000000"
        new = NewRound(
            id=round_id,
            community=COMMUNITY,
            started_at=self.clock.now,
            registry_sha256="a" * 64,
            profile="shandong-growth",
            tool_version="0.1.0",
        )
        self.store.begin_round(new)
        self.store.journal.began(line.community, line.night, round_id=round_id)
        return round_id

    def end(self, line: NightLine, round_id: str) -> None:
        origin = builders.provenance(round_id=round_id, ended_at=self.clock.now)
        self.store.end_round(builders.report(provenance=origin, cameras=()))
        self.store.journal.finished(
            line.community, line.night, ended_at=self.clock.now, complete=True, blind=""
        )

    def alive(self) -> None:
        self.pulls += 1

    def stop(self) -> None:
        self.stops += 1

    def close(self) -> None:
        self.stops += 1


@dataclass
class Told:
    """What the hook was told."""

    nights: list[tuple[str, str, str, str]] = field(default_factory=list)

    def __call__(self, lines: tuple[NightLine, ...], *, before: str, after: str) -> None:
        nights = " ".join(line.night.isoformat() for line in lines)
        self.nights.append((nights, lines[-1].state.value, before[:8], after[:8]))


def keeper(
    store: Store, clock: Clock, window: Window, *, owner: str = "one", told: Told | None = None
) -> tuple[NightKeeper, Rounds]:
    rounds = Rounds(store, clock)
    holding = Holding(
        community=COMMUNITY,
        owner=owner,
        leases=store.leases,
        wall=clock.wall,
        steady=clock.steady,
    )
    made = NightKeeper(
        community=COMMUNITY,
        window=window,
        journal=store.journal,
        holding=holding,
        runner=rounds,
        wall=clock.wall,
        on_night_ended=told or Told(),
    )
    return made, rounds


def live(kept: NightKeeper, clock: Clock, span: timedelta) -> None:
    """What the service's loop does for ``span``; hours in which it only beats are skipped."""
    until = clock.seconds + span.total_seconds()
    while clock.seconds < until:
        if kept.beat() and kept.is_due():
            kept.work()
        clock.go(_STEP)
        left = timedelta(seconds=max(0.0, until - clock.seconds))
        idle = min(left, _idle(kept, clock.now))
        if idle and kept.holding.held:
            clock.go(idle)
            leases, owner = kept.holding.leases, kept.holding.owner
            leases.renew(COMMUNITY, owner=owner, now=clock.now, length=LEASE)


def _idle(kept: NightKeeper, now: datetime) -> timedelta:
    """How long nothing happens, unless somebody makes it happen."""
    lines = kept.journal.nights(COMMUNITY, now)
    if any(line.is_open and line.begins <= now + _NEAR for line in lines):
        return timedelta()
    starts = [line.begins for line in lines if line.begins > now]
    return max(timedelta(), min(starts, default=now) - now - _NEAR)
