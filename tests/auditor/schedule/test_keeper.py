"""When observations reach the store: a visit whole, a refused password at once."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.schedule import keeper as keeper_module
from auditor.schedule.keeper import Keeper
from auditor.store.sent_logins import SentLogin
from auditor.store.store import Store
from auditor.store.visits import VisitMark
from probes.failure import Failure, FailureKind, ProbeError
from probes.observation import Observation
from tests.auditor.schedule.test_memory import SEEN
from tests.auditor.store.values import ROUND

REJECTED = replace(SEEN, failure=Failure("describe", FailureKind.AUTHENTICATION_REJECTED, ""))
PORT = replace(SEEN, probe="tcp_connect")


def opened(store: Store) -> Keeper:
    store.begin_round(ROUND)
    return Keeper(store=store, round_id=ROUND.id)


def written(path: Path) -> tuple[Observation[object], ...]:
    """As another process sees it."""
    with Store(path) as other:
        return other.observations(ROUND.id)


async def test_a_visit_that_goes_on_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "auditor.sqlite"
    with Store(path) as store:
        keeper = opened(store)
        keeper.keep(PORT)
        store.flush()
        assert written(path) == ()
        keeper.keep(SEEN)
        keeper.finish(1, 1, ("rtsp://127.0.0.1/a", "rtsp://127.0.0.1/user=x_password=y_a"))
        store.flush()
        keeper.close()
        assert written(path) == (PORT, SEEN)
        clean = VisitMark(row=1, attempt=1, discovered=("rtsp://127.0.0.1/a",))
        assert store.visits.marks(ROUND.id) == (clean,)


async def test_a_refused_password_is_written_at_once_with_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "auditor.sqlite"
    with Store(path) as store:
        keeper = opened(store)
        keeper.keep(PORT)
        keeper.keep(REJECTED)
        assert written(path) == (PORT, REJECTED)
        assert store.visits.marks(ROUND.id) == ()


async def test_a_look_at_ourselves_is_written_as_a_whole(tmp_path: Path) -> None:
    own, control = replace(SEEN, target="0"), replace(SEEN, target="-1")
    path = tmp_path / "auditor.sqlite"
    with Store(path) as store:
        keeper = opened(store)
        for seen in (own, control, SEEN):
            keeper.keep(seen)
        keeper.finish_own()
        store.flush()
        keeper.close()
        assert written(path) == (own, control)
        keeper.leave()
        store.flush()
        assert written(path) == (own, control, SEEN)


async def test_what_waits_is_written_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "_LONGEST_S", 0.0)
    path = tmp_path / "auditor.sqlite"
    settled = asyncio.Event()
    with Store(path, before_flush=settled.set) as store:
        keeper = opened(store)
        keeper.keep(SEEN)
        keeper.finish(1, 1, ())
        await asyncio.wait_for(settled.wait(), 10)
        assert written(path) == (SEEN,)


async def test_a_fault_while_waiting_is_told_to_who_keeps_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "_LONGEST_S", 0.0)
    tried = asyncio.Event()

    def full() -> None:
        tried.set()
        raise StoreError("the disk is full")

    with Store(tmp_path / "auditor.sqlite") as store:
        keeper = opened(store)
        store.before_flush = full
        keeper.keep(SEEN)
        keeper.finish(1, 1, ())
        await asyncio.wait_for(tried.wait(), 10)
        with pytest.raises(StoreError, match="the disk is full"):
            keeper.keep(replace(REJECTED, target="2"))
        store.before_flush = lambda: None
        keeper.close()


SENT = SentLogin(row=1, service="rtsp", attempt=1)


async def test_a_login_is_written_before_it_is_sent_and_soon_after_it_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, written_soon = tmp_path / "auditor.sqlite", asyncio.Event()
    write = Keeper._write_taken

    def noticed(keeper: Keeper) -> None:
        write(keeper)
        written_soon.set()

    monkeypatch.setattr(Keeper, "_write_taken", noticed)
    with Store(path) as store, Store(path) as other:
        keeper = opened(store)
        keeper.login_notes.sends("1", "rtsp", 1)
        assert other.sent_logins.of(ROUND.id) == (SENT,)
        keeper.login_notes.taken("1", "rtsp", 1)
        keeper.login_notes.sends("2", "rtsp", 1)
        known = (replace(SENT, taken=True), replace(SENT, row=2))
        assert other.sent_logins.of(ROUND.id) == known
        keeper.login_notes.taken("2", "rtsp", 1)
        assert not other.sent_logins.of(ROUND.id)[1].taken
        written_soon.clear()
        await asyncio.wait_for(written_soon.wait(), 10)
        assert other.sent_logins.of(ROUND.id)[1].taken
        keeper.login_notes.taken("3", "rtsp", 1)
        keeper.close()
        assert other.sent_logins.of(ROUND.id)[2] == replace(SENT, row=3, taken=True)


@pytest.mark.parametrize(("row", "service"), [(1, "rtsp"), (1, "onvif_device"), (-1, "rtsp")])
async def test_a_visit_whose_login_was_not_taken_is_written_at_its_end(
    tmp_path: Path, row: int, service: str
) -> None:
    """A 404 or no answer at all: neither a yes nor a no; it must not be lost with the process."""
    path, seen = tmp_path / "auditor.sqlite", replace(SEEN, target=str(row))
    with Store(path) as store:
        keeper = opened(store)
        keeper.login_notes.sends(str(row), "rtsp", 1)
        keeper.login_notes.sends(str(row), service, 1)
        keeper.keep(seen)
        assert written(path) == ()
        if row > 0:
            keeper.finish(row, 1, ())
        else:
            keeper.finish_own()
        assert written(path) == (seen,)
        keeper.close()


async def test_a_visit_whose_login_was_taken_or_refused_has_time(tmp_path: Path) -> None:
    path, refused = tmp_path / "auditor.sqlite", replace(REJECTED, target="2")
    with Store(path) as store:
        keeper = opened(store)
        for row in ("1", "2"):
            keeper.login_notes.sends(row, "rtsp", 1)
        keeper.login_notes.taken("1", "rtsp", 1)
        keeper.keep(SEEN)
        keeper.keep(refused)
        keeper.finish(1, 1, ())
        keeper.finish(2, 1, ())
        assert written(path) == (refused,)
        keeper.close()


async def test_a_login_that_cannot_be_written_down_is_a_fault_of_ours(tmp_path: Path) -> None:
    store = Store(tmp_path / "auditor.sqlite")
    with store:
        keeper = opened(store)
    with pytest.raises(ProbeError) as caught:
        keeper.login_notes.sends("1", "rtsp", 1)
    assert caught.value.kind is FailureKind.RESOURCE_EXHAUSTED
