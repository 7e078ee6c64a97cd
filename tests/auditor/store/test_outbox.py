"""The outbox: written with the round's end or not at all; moved by a person."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.feed.push import outgoing
from auditor.store.outbox import Delivery, Outgoing, Parcel, Settled, State
from auditor.store.store import Store
from tests.auditor.feed.values import NOW, keep_round, report_of
from tests.auditor.store.values import ROUND

URL = "https://127.0.0.1/results"
KEY = outgoing(report_of("r1"), URL).key
LEASE = timedelta(seconds=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "auditor.sqlite"
    with Store(file) as store:
        keep_round(store, "r1", URL)
    return file


def only(store: Store) -> Delivery:
    (row,) = store.outbox.deliveries()
    return row


def settled(state: State, after: timedelta = timedelta(0)) -> Settled:
    return Settled(state=state, next_try_at=NOW + after, answer="told")


def test_the_end_of_a_round_and_its_delivery_are_one(path: Path) -> None:
    taken = Outgoing(key=KEY, destination=URL, schema="s", body=b"")
    with Store(path) as store:
        store.begin_round(replace(ROUND, id="r2"))
        with pytest.raises(StoreError):
            store.end_round(report_of("r2"), lambda _: (taken,))
        assert [kept.ended_at for kept in store.rounds() if kept.id == "r2"] == [None]
        assert only(store).round_id == "r1"


def test_a_delivery_is_made_from_the_head_of_the_manifest(path: Path) -> None:
    heads: list[str | None] = []

    def note(head: str) -> tuple[Outgoing, ...]:
        heads.append(head)
        return ()

    with Store(path) as store:
        store.begin_round(replace(ROUND, id="r2"))
        store.end_round(report_of("r2"), note)
        heads.append(store.evidence.head("r2"))
        assert heads == [store.evidence.of("r2").head] * 2
        assert store.evidence.head("another") is None


def test_a_new_row_is_due_at_once(path: Path) -> None:
    report = report_of("r1")
    with Store(path) as store:
        assert only(store) == Delivery(
            key=KEY,
            round_id="r1",
            destination=URL,
            schema="auditor-feed/result/1",
            state=State.PENDING,
            attempts=0,
            free_at=report.provenance.ended_at,
            answer="",
        )
        parcel = store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE)
    body = outgoing(report, URL).body
    assert parcel == Parcel(key=KEY, round_id="r1", body=body, attempts=1)


def test_the_key_differs_by_round_and_by_platform() -> None:
    keys = {
        outgoing(report_of(name), url).key for name in ("r1", "r2") for url in (URL, f"{URL}/2")
    }
    assert len(keys) == 4


def test_only_the_holder_says_how_it_ended_but_sent_is_sent(path: Path) -> None:
    with Store(path) as store:
        store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE)
        later = NOW + LEASE
        assert store.outbox.claim(KEY, owner="b", now=later, lease=LEASE)
        store.outbox.settle(KEY, settled(State.PARKED), owner="a")
        assert only(store).state is State.PENDING
        store.outbox.settle(KEY, settled(State.SENT), owner="a")
        assert only(store).state is State.SENT
        store.outbox.settle(KEY, settled(State.PARKED), owner="b")
        assert only(store).state is State.SENT


def test_what_is_parked_is_not_due_until_a_person_says_so(path: Path) -> None:
    with Store(path) as store:
        store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE)
        store.outbox.settle(KEY, settled(State.PARKED), owner="a")
        later = NOW + timedelta(days=30)
        assert store.outbox.claim(KEY, owner="a", now=later, lease=LEASE) is None
        store.outbox.drop(KEY, later)
        assert only(store).state is State.DROPPED
        store.outbox.retry(KEY, later)
        assert store.outbox.claim(KEY, owner="a", now=later, lease=LEASE)


def test_retry_makes_what_waits_due_at_once(path: Path) -> None:
    with Store(path) as store:
        store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE)
        store.outbox.settle(KEY, settled(State.PENDING, timedelta(hours=1)), owner="a")
        assert store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE) is None
        store.outbox.retry(KEY, NOW)
        assert only(store).free_at == NOW


@pytest.mark.parametrize("state", [State.SENT, State.PENDING])
def test_what_was_sent_or_is_being_sent_cannot_be_moved(path: Path, state: State) -> None:
    with Store(path) as store:
        store.outbox.claim(KEY, owner="a", now=NOW, lease=LEASE)
        if state is State.SENT:
            store.outbox.settle(KEY, settled(state), owner="a")
        for move in (store.outbox.retry, store.outbox.drop):
            with pytest.raises(StoreError, match="sent, being sent, or not there"):
                move(KEY, NOW)
