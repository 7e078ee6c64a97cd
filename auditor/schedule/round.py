"""One round: every target is visited, those without a good picture again, spread in time.

Who has none after all tries is looked at by the second client: the last pass.

Observations are handed on as they are made; a round that is stopped, or ended by its deadline,
keeps what it has.  What they mean is asked of the judge, since only that decides who needs another try.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from auditor.judge import best_picture
from auditor.model import Evidence
from auditor.picture_limits import PictureTerms, picture_terms
from auditor.picture_twins import compared
from auditor.picture_view import EarlierPictures, RoundPictures
from auditor.records import Camera
from auditor.schedule.memory import Memory
from auditor.schedule.overlays import ReadStrips, read_nothing, with_overlay
from auditor.schedule.seen import SeenBook
from auditor.schedule.spread import AT_ONCE, PassPlan, RoundPlan, Turn, turns
from auditor.state import is_final
from probes.confirmation import Confirmation
from probes.engine import Engine
from probes.failure import Failure, FailureKind
from probes.logins import Logins
from probes.observation import Observation
from probes.target import Target
from probes.visit import ProbeSet, Visit

__all__ = ["Round", "Watcher"]

_WITHOUT_PAUSE = 100

_Visiting = Callable[[Camera, Target, int], Awaitable[None]]


async def _nothing() -> None:
    """Nobody looks at ourselves."""


def _unnoted(_row: int, _attempt: int, _discovered: tuple[str, ...]) -> None:
    """Nobody notes which visits are finished."""


class Watcher:
    """Told of a round's progress; does nothing by itself."""

    def named(self, *, round_id: str, community: str) -> None:
        """Which round this is, before anything else."""

    def decodes(self, *, waiting: Callable[[], int]) -> None:
        """Pictures can be decoded; ``waiting`` tells how many wait at that moment."""

    def begins(self, *, targets: int, tries: int) -> None:
        """The round starts."""

    def recalls(self, *, visits: int) -> None:
        """The round goes on: so many visits were made before it was cut short."""

    def pass_begins(self, *, attempt: int, targets: int) -> None:
        """Try number ``attempt`` starts for ``targets`` cameras."""

    def confirms(self, *, targets: int) -> None:
        """The second client looks at ``targets`` cameras that gave our own no picture."""

    def waits(self, *, seconds: float) -> None:
        """The next pass is due later: tries are spread."""

    def visited(self, evidence: Evidence) -> None:
        """One visit is over; ``evidence`` is all that was seen of the camera so far."""


@dataclass(slots=True, kw_only=True)
class Round:
    """``keep`` is given every observation once, in the order of their making.

    Its picture goes to ``shelve`` before, with row and try, and is not held here: the pictures
    of a large round would fill the memory.
    ``tries`` visits at most for each camera, ``spacing_s`` between the beginnings of two passes
    and of two tries of a camera; ``plan`` may hold passes back, spread them and end the round.
    ``workers`` hosts at once, ``captures`` processes of the second client.  ``check`` is awaited
    before the first pass and after each, ``prepare`` before the second client is asked.
    ``read`` reads the strips of pictures that have any.  ``finished`` is told row, try and
    discovered addresses of each visit after its last observation; ``memory`` is what was seen
    before the round was cut short, and ``keep`` is not given it again.
    Pictures are judged by ``terms`` and beside the ``earlier`` ones of the round before.
    ``is_late`` tells afterwards that the deadline came before the end.
    ValueError for a target of no camera.
    """

    engine: Engine
    probes: ProbeSet
    cameras: tuple[Camera, ...]
    targets: tuple[Target, ...]
    tries: int
    spacing_s: float
    workers: int
    plan: RoundPlan = AT_ONCE
    captures: int = 4
    terms: PictureTerms = field(default_factory=lambda: picture_terms({}))
    earlier: EarlierPictures = field(default_factory=dict)
    shelve: Callable[[int, int, bytes], None]
    keep: Callable[[Observation[object]], None]
    finished: Callable[[int, int, tuple[str, ...]], None] = _unnoted
    memory: Memory = field(default_factory=Memory)
    read: ReadStrips = read_nothing
    watcher: Watcher = field(default_factory=Watcher)
    logins: Logins = field(default_factory=Logins)
    check: Callable[[], Coroutine[object, object, None]] = _nothing
    prepare: Callable[[], Awaitable[None]] = _nothing
    is_late: bool = field(init=False, default=False)
    _began: float = field(init=False, default=0.0)
    _tried: dict[str, timedelta] = field(init=False, default_factory=dict)
    _seen: SeenBook = field(init=False, default_factory=SeenBook)
    _by_key: dict[str, Camera] = field(init=False)
    _discovered: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)
    _places: asyncio.Semaphore = field(init=False)
    _shown: RoundPictures = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.captures)
        self._shown = RoundPictures(terms=self.terms, earlier=self.earlier)
        self._by_key = {str(camera.row): camera for camera in self.cameras}
        if not all(target.key in self._by_key for target in self.targets):
            raise ValueError("a target's key is no row of the cameras")

    async def run(self, stop: asyncio.Event) -> bool:
        """Visit until all is done, ``stop`` is set or the deadline comes; whether all was done.

        When the deadline cuts the round, ourselves are looked at once more.  Nothing runs on
        afterwards, also when cancelled.  Raises what ``keep`` or ``shelve`` raised.
        """
        if stop.is_set():
            return False
        self._began = asyncio.get_running_loop().time()
        limit = self.plan.deadline
        within = None if limit is None else limit.total_seconds()
        ended = await _ended(self._passes(), stop, within=within)
        if not ended and not stop.is_set():
            self.is_late = True
            await _ended(self.check(), stop)
        return ended and not self.is_late

    def evidence(self) -> tuple[Evidence, ...]:
        """Every camera of the registry with what was seen of it so far, but for exchanges."""
        return tuple(self._of(camera) for camera in self.cameras)

    def _of(self, camera: Camera) -> Evidence:
        return self._seen.of(camera)

    async def _passes(self) -> None:
        self.watcher.begins(targets=len(self.targets), tries=self.tries)
        if self.memory.finished:
            self.watcher.recalls(visits=self.memory.finished)
        waiting = self.targets
        await self.check()
        for attempt in range(1, self.tries + 1):
            began = self._now
            left = self._recall(attempt, waiting)
            if left or not waiting:
                self.watcher.pass_begins(attempt=attempt, targets=len(left))
                await self._pass(self._turns(left, attempt), attempt, self._visit)
                await self.check()
            if self.is_late:
                return
            # One stored picture at many addresses is seen only when all were asked.
            self._shown = replace(self._shown, twins=compared(self._seen.shots()))
            waiting = await _chosen(waiting, self._needs_another)
            if not waiting:
                return
            began = began if left else self._now - self._since(attempt)
            if attempt < self.tries and not await self._wait(attempt + 1, began):
                return
        await self._second_opinions(waiting)

    @property
    def _now(self) -> timedelta:
        """Since the beginning, by a clock that nobody sets."""
        return timedelta(seconds=asyncio.get_running_loop().time() - self._began)

    @property
    def _spacing(self) -> timedelta:
        return timedelta(seconds=self.spacing_s)

    async def _wait(self, attempt: int, began: timedelta) -> bool:
        """Wait for pass ``attempt``; False at once when it could not begin before the deadline."""
        due = max(began + self._spacing, self.plan.of(attempt).begins)
        self.is_late = not self.plan.may_begin(due)
        if self.is_late:
            return False
        self.watcher.waits(seconds=max(0.0, (due - self._now).total_seconds()))
        await self._until(due)
        return True

    async def _until(self, moment: timedelta) -> None:
        await asyncio.sleep(max(0.0, (moment - self._now).total_seconds()))

    def _turns(self, waiting: Iterable[Target], attempt: int) -> tuple[Turn, ...]:
        plan = self.plan.of(attempt)
        return turns(waiting, plan, tried=self._tried, spacing=self._spacing)

    def _recall(self, attempt: int, waiting: tuple[Target, ...]) -> tuple[Target, ...]:
        """Take what is known of this pass; returns who is still to be visited."""
        known = self.memory.visits.get(attempt, ())
        for visit in known:
            observations = tuple(visit.observations)
            for seen in observations:
                self._seen.take(visit.row, seen)
            self._seen.settle(self._by_key[str(visit.row)])
            self._note_discovered(str(visit.row), visit.discovered)
            if observations:
                first = observations[0].started_at
                self._tried[str(visit.row)] = self._now - self._ago(first)
        done = {str(visit.row) for visit in known if visit.finished}
        return tuple(target for target in waiting if target.key not in done)

    def _since(self, attempt: int) -> timedelta:
        """How long ago a pass began that was over before this sitting."""
        began = self.memory.pass_began(attempt)
        return self._ago(began) if began else timedelta()

    def _ago(self, moment: datetime) -> timedelta:
        """A clock that was set back is no time."""
        return max(timedelta(), self.engine.now() - moment)

    def _note_discovered(self, key: str, found: tuple[str, ...]) -> None:
        self._discovered[key] = found or self._discovered.get(key, ())

    async def _second_opinions(self, waiting: Iterable[Target]) -> None:
        asked = await _chosen(waiting, self._needs_confirmation)
        left = self._recall(self.tries + 1, asked)
        if left:
            self.watcher.confirms(targets=len(left))
            await self.prepare()
            attempt = self.tries + 1
            order = turns(left, PassPlan(attempt=attempt), tried={}, spacing=self._spacing)
            await self._pass(order, attempt, self._confirm)
            await self.check()

    async def _pass(self, order: Iterable[Turn], attempt: int, visit: _Visiting) -> None:
        """A few workers share one queue: no task is made for a host before its turn."""
        queue = iter(order)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.workers):
                    group.create_task(self._work(queue, attempt, visit))
        except ExceptionGroup as errors:
            # One clear error: the others are the same fault met by other workers.
            raise errors.exceptions[0] from None

    async def _work(self, queue: Iterator[Turn], attempt: int, visit: _Visiting) -> None:
        for turn in queue:
            await self._until(turn.earliest)
            for target in turn.neighbours:
                await self._until(self._due(target, attempt))
                self.is_late = self.is_late or not self.plan.may_begin(self._now)
                if self.is_late:
                    return
                camera = self._by_key[target.key]
                await visit(camera, target, attempt)
                self.watcher.visited(self._of(camera))
                self._seen.settle(camera)

    def _due(self, target: Target, attempt: int) -> timedelta:
        """The second client may ask at once; a try comes the spacing after the last one."""
        if attempt > self.tries or target.key not in self._tried:
            return timedelta()
        return self._tried[target.key] + self._spacing

    async def _visit(self, camera: Camera, target: Target, attempt: int) -> None:
        self._tried[target.key] = self._now
        visit = Visit(
            engine=self.engine,
            probes=self.probes,
            target=target,
            attempt=attempt,
            logins=self.logins,
        )
        await self._follow(visit.observations(), camera, self._cut_short(target, attempt))
        self._note_discovered(target.key, visit.discovered)
        self.finished(camera.row, attempt, visit.discovered)

    async def _confirm(self, camera: Camera, target: Target, attempt: int) -> None:
        confirmation = Confirmation(
            engine=self.engine,
            probes=self.probes,
            target=target,
            uris=self._asked_uris(target),
            attempt=attempt,
            logins=self.logins,
            places=self._places,
        )
        cut_short = replace(self._cut_short(target, attempt), probe=self.probes.confirm.name)
        await self._follow(confirmation.observations(), camera, cut_short)
        self.finished(camera.row, attempt, ())

    async def _follow(
        self,
        seen: AsyncGenerator[Observation[object], None],
        camera: Camera,
        cut_short: Observation[object],
    ) -> None:
        """Take what is seen; a visit cut short says so, or its silence would look like a no."""
        try:
            async with aclosing(seen) as observations:
                async for observation in observations:
                    await self._read_and_take(camera, observation)
        except asyncio.CancelledError:
            self._take(camera, replace(cut_short, started_at=self.engine.now()))
            raise

    async def _read_and_take(self, camera: Camera, observation: Observation[object]) -> None:
        """What was seen is kept, also when the round is stopped while it is read."""
        try:
            observation = await with_overlay(observation, self.read)
        finally:
            self._take(camera, observation)

    def _take(self, camera: Camera, observation: Observation[object]) -> None:
        if observation.picture is not None:
            self.shelve(camera.row, observation.attempt, observation.picture)
            observation = replace(observation, picture=None, strips=())
        self._seen.take(camera.row, observation)
        self.keep(observation)

    def _cut_short(self, target: Target, attempt: int) -> Observation[object]:
        return Observation(
            target=target.key,
            probe=self.probes.stream.name,
            version=self.probes.stream.version,
            attempt=attempt,
            started_at=self.engine.now(),
            duration=timedelta(),
            answered=False,
            failure=Failure("visit", FailureKind.INTERRUPTED, "the round was stopped"),
        )

    def _needs_another(self, target: Target) -> bool:
        """Whether a try could still better the camera's lot.

        A stream that gave a picture may be asked again whatever else was refused.
        """
        evidence = self._of(self._by_key[target.key])
        best = best_picture(evidence, self._shown)
        return not is_final(evidence) if best is None else bool(best.defects)

    def _needs_confirmation(self, target: Target) -> bool:
        """Whether there is a stream that gave no picture, or only a substitute for one."""
        best = best_picture(self._of(self._by_key[target.key]), self._shown)
        return bool(self._asked_uris(target)) and (best is None or best.is_substitute)

    def _asked_uris(self, target: Target) -> tuple[str, ...]:
        registered = (target.stream_uri,) if target.stream_uri else ()
        return tuple(dict.fromkeys((*registered, *self._discovered.get(target.key, ()))))


async def _chosen(
    targets: Iterable[Target], is_meant: Callable[[Target], bool]
) -> tuple[Target, ...]:
    """Those that are meant; in between a stop is heard, since it takes its time for all."""
    found = []
    for number, target in enumerate(targets):
        if is_meant(target):
            found.append(target)
        if number % _WITHOUT_PAUSE == 0:
            await asyncio.sleep(0)
    return tuple(found)


async def _ended(
    work: Coroutine[object, object, None], stop: asyncio.Event, *, within: float | None = None
) -> bool:
    """Whether ``work`` came to its end before ``stop`` and in time; nothing of it runs on."""
    task = asyncio.create_task(work)
    halt = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, halt}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
        halt.cancel()
        await asyncio.gather(task, halt, return_exceptions=True)
    if task.cancelled():
        return False
    task.result()
    return True
