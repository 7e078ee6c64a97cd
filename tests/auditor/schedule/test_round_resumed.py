"""A round that is cut short at any observation ends like one that nobody disturbed."""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.model import CameraState
from auditor.schedule.keeper import Keeper
from auditor.schedule.memory import KnownVisit, Memory, rebuilt_logins, remember
from auditor.schedule.round import Round
from auditor.store.store import Store
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from tests.auditor.schedule.round_parts import Stage
from tests.auditor.store.values import ROUND
from tests.probes.fake_probes import BLACK, CREDENTIAL, NOW, FakeProbes

REFUSED_ROW = 4
SEEN: Observation[object] = Observation(
    target="1",
    probe="tcp_connect",
    version=1,
    attempt=1,
    started_at=NOW,
    duration=timedelta(),
    answered=False,
    failure=Failure("connect", FailureKind.CONNECTION_REFUSED, ""),
)
STATES = [
    CameraState.PICTURE_OK,
    CameraState.OFFLINE,
    CameraState.PICTURE_ABNORMAL,
    CameraState.PROBE_BLOCKED,
    CameraState.OFFLINE,
]


class Killed(Exception):  # noqa: N818 - stands for SIGKILL
    """Nothing after it is kept."""


def stage() -> Stage:
    """Good, no stream, black, wrong password, closed port."""
    fakes = FakeProbes()
    made = Stage(fakes, rows=5, tries=2, credential=CREDENTIAL, workers=1)
    fakes.answers = {
        made.uri(2): [FailureKind.NOT_FOUND],
        made.uri(3): [BLACK],
        made.uri(REFUSED_ROW): [FailureKind.AUTHENTICATION_REJECTED],
    }
    fakes.ports = {made.uri(5): FailureKind.CONNECTION_REFUSED}
    return made


@dataclass(slots=True)
class Night:
    """One round in a store, and the cameras of the sittings over it."""

    store: Store
    round_id: str
    on: Stage = field(default_factory=stage)

    def __post_init__(self) -> None:
        self.store.begin_round(replace(ROUND, id=self.round_id))

    async def sit(self, killed_after: int | None = None) -> Round:
        keeper = Keeper(store=self.store, round_id=self.round_id)
        counted = itertools.count(1)
        work = self.on.round()
        work.memory = remember(self.kept(), self.store.visits.marks(self.round_id), (NOW,))
        work.logins = rebuilt_logins(work.targets, work.memory)

        def keep(seen: Observation[object]) -> None:
            keeper.keep(seen)
            if next(counted) == killed_after:
                raise Killed

        def finish(row: int, attempt: int, found: tuple[str, ...]) -> None:
            keeper.finish(row, attempt, found)
            self.store.flush()

        work.keep, work.finished = keep, finish
        try:
            assert await work.run(asyncio.Event())
        finally:
            keeper.close()
        return work

    def kept(self) -> tuple[Observation[object], ...]:
        return self.store.observations(self.round_id)

    def visits(self) -> set[tuple[int, int]]:
        return {(mark.row, mark.attempt) for mark in self.store.visits.marks(self.round_id)}

    def asked(self) -> Counter[tuple[str, str]]:
        return Counter((call.probe, call.uri) for call in self.on.fakes.calls)

    def logins(self, row: int) -> list[str]:
        calls = (call for call in self.on.fakes.calls if call.uri == self.on.uri(row))
        return [call.probe for call in calls if call.login and call.probe != "tcp"]


async def test_wherever_it_is_cut_the_round_ends_the_same(tmp_path: Path) -> None:
    with Store(tmp_path / "auditor.sqlite") as store:
        calm = Night(store, "calm")
        assert calm.on.states(await calm.sit()) == STATES
        for cut in range(1, len(calm.kept()) + 1):
            night = Night(store, f"cut-{cut}")
            with pytest.raises(Killed):
                await night.sit(cut)
            known, before = night.visits(), night.asked()
            work = await night.sit()
            assert night.on.states(work) == STATES, cut
            assert night.visits() == calm.visits(), cut
            evidence = [one for item in work.evidence() for one in item.observations]
            assert Counter(evidence) == Counter(night.kept()), cut
            over = {night.on.uri(row) for row, _ in known} - {
                night.on.uri(row) for row, _ in calm.visits() - known
            }
            assert not over & {uri for _, uri in night.asked() - before}, cut
            assert night.logins(REFUSED_ROW) == ["stream"], cut


async def test_a_round_that_was_over_asks_nobody(tmp_path: Path) -> None:
    with Store(tmp_path / "auditor.sqlite") as store:
        night = Night(store, "over")
        await night.sit()
        before = night.asked()
        work = await night.sit()
        made = len(night.visits())
    assert night.asked() == before
    assert night.on.states(work) == STATES
    assert night.on.notes.lines[-2:] == ["begins 5 x 2", f"recalls {made}"]


@pytest.mark.parametrize(("ago", "pause"), [(0, 600.0), (450, 150.0), (900, 0.0), (-60, 600.0)])
async def test_passes_keep_their_distance_by_the_stored_times(ago: int, pause: float) -> None:
    """A clock that was set back counts as no time at all."""
    on = stage()
    work = on.round()
    work.spacing_s = 600.0
    seen = replace(SEEN, target="2", started_at=NOW - timedelta(seconds=ago))
    visits = tuple(
        KnownVisit(row=row, observations=(replace(seen, target=str(row)),)) for row in range(1, 6)
    )
    work.memory = Memory(visits={1: visits}, sittings=(NOW - timedelta(hours=1),))
    waits: list[float] = []

    class Waiting(Exception):  # noqa: N818 - ends the round where it would wait
        pass

    def wait(*, seconds: float) -> None:
        waits.append(seconds)
        raise Waiting

    on.notes.waits = wait  # type: ignore[method-assign]
    with pytest.raises(Waiting):
        await work.run(asyncio.Event())
    assert waits == [pytest.approx(pause, abs=0.5)]
    assert on.fakes.calls == []
