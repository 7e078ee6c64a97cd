"""Deliveries to a real HTTP server that fails in every way; only the clock is invented."""

import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.feed.push import Pusher, outgoing
from auditor.store.outbox import State
from auditor.store.store import Store
from tests.auditor.feed.platform import (
    Reply,
    cut,
    cut_in_body,
    drip,
    endless,
    hang,
    platform,
    status,
)
from tests.auditor.feed.values import NOW, SECRET, Clock, report_of, sender, to
from tests.probes.certificates import make_identity


def test_a_result_is_sent_once_with_its_key_and_marked_as_sent(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        (row,) = here.push()
        again = here.push()
    (request,) = there.requests
    told = outgoing(report_of("r1"), there.url)
    assert (row.state, row.attempts, row.answer) == (State.SENT, 1, "200")
    assert again == (row,)
    assert request.body == told.body
    assert request.headers["Idempotency-Key"] == told.key
    assert request.headers["Authorization"] == f"Bearer {SECRET}"
    assert request.headers["Content-Type"] == "application/json"


def test_500_then_200_is_delivered_by_the_same_push(tmp_path: Path) -> None:
    with platform(None, status(500), status(503)) as there, sender(tmp_path, there.url) as here:
        (row,) = here.push(patience_s=60)
    assert (row.state, row.attempts) == (State.SENT, 3)
    assert here.clock.waited == [1.0, 2.0]
    assert len(there.requests) == 3
    assert [len(bodies) for bodies in there.accepted.values()] == [1]


def test_without_patience_it_waits_in_the_outbox(tmp_path: Path) -> None:
    with platform(None, status(500, "down")) as there, sender(tmp_path, there.url) as here:
        (row,) = here.push()
    assert (row.state, row.answer) == (State.PENDING, "500 down")
    assert row.free_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("code", [400, 401, 404, 409, 413, 422])
def test_another_4xx_is_parked_with_the_answer(tmp_path: Path, code: int) -> None:
    reply = status(code, f"no: {SECRET}\u202e")
    with platform(None, reply) as there, sender(tmp_path, there.url) as here:
        (row,) = here.push(patience_s=600)
    assert (row.state, row.answer) == (State.PARKED, f"{code} no: ***[U+202E]")
    assert len(there.requests) == 1


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(tmp_path: Path, code: int) -> None:
    with platform() as elsewhere:
        reply = status(code, Location=elsewhere.url)
        with platform(None, reply) as there, sender(tmp_path, there.url) as here:
            (row,) = here.push(patience_s=600)
    assert (row.state, elsewhere.requests) == (State.PARKED, [])


def test_retry_after_is_honoured(tmp_path: Path) -> None:
    reply = status(429, Retry_After="120")
    with platform(None, reply) as there, sender(tmp_path, there.url) as here:
        (early,) = here.push(patience_s=100)
        (row,) = here.push(patience_s=130)
    assert (early.state, early.free_at) == (State.PENDING, NOW + timedelta(seconds=120))
    assert (row.state, here.clock.waited) == (State.SENT, [120.0])


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (hang, "no answer in time"),
        (drip, "no answer in time"),
        (cut, "RemoteDisconnected"),
        (cut_in_body, "500 half"),
    ],
)
def test_what_is_not_answered_is_sent_again_with_the_same_bytes(
    tmp_path: Path, reply: Reply, answer: str
) -> None:
    with platform(None, reply) as there, sender(tmp_path, there.url) as here:
        (row,) = here.push(timeout_s=0.4)
        assert row.state is State.PENDING
        assert answer in row.answer
        (row,) = here.push(patience_s=5)
    assert row.state is State.SENT
    assert len(there.requests) == 2
    assert [len(bodies) for bodies in there.accepted.values()] == [1]


def test_an_endless_answer_is_read_no_further(tmp_path: Path) -> None:
    with platform(None, endless) as there, sender(tmp_path, there.url) as here:
        (row,) = here.push()
    assert row.state is State.PARKED
    assert row.answer.startswith("400 xxx")
    assert len(row.answer) < 600


def test_a_closed_platform_is_tried_again(tmp_path: Path) -> None:
    with platform() as there:
        pass
    with sender(tmp_path, there.url, "r1", "r2") as here:
        first, second = here.push()
    assert (first.state, first.attempts) == (State.PENDING, 1)
    assert "refused" in first.answer
    assert (second.state, second.attempts, second.answer) == (State.PENDING, 0, "")


def test_one_refused_result_does_not_hold_up_the_next(tmp_path: Path) -> None:
    with platform(None, status(422)) as there, sender(tmp_path, there.url, "r1", "r2") as here:
        rows = here.push()
    assert [row.state for row in rows] == [State.PARKED, State.SENT]


@pytest.mark.parametrize("names", ["IP:127.0.0.1", "DNS:elsewhere.example"])
def test_a_certificate_counts_only_for_its_host_and_by_its_authority(
    tmp_path: Path, names: str
) -> None:
    identity = make_identity(tmp_path, names=names)
    with platform(identity.context) as there, sender(tmp_path, there.url) as here:
        (by_system,) = here.push()
        here.clock.now += timedelta(hours=1)
        (by_file,) = here.push(ca_file=identity.file)
    assert by_system.state is State.PENDING
    assert "certificate is not trusted" in by_system.answer
    fits = names.startswith("IP")
    assert by_file.state is (State.SENT if fits else State.PENDING)
    assert len(there.requests) == fits


def test_two_senders_never_send_one_row_at_the_same_time(tmp_path: Path) -> None:
    with platform(None, hang) as there, sender(tmp_path, there.url) as here:
        store = Store(tmp_path / "auditor.sqlite")

        def first() -> None:
            with store as own:
                Pusher(outbox=own.outbox, to=to(there.url), now=lambda: NOW).push(0)

        thread = threading.Thread(target=first)
        thread.start()
        assert there.arrived.wait(10)
        (row,) = here.push()
        sent_meanwhile = len(there.requests)
        there.gate.set()
        thread.join()
    assert (row.state, row.attempts) == (State.PENDING, 1)
    assert row.free_at == NOW + timedelta(seconds=65)
    assert sent_meanwhile == 1


def test_a_lease_that_ran_out_belongs_to_the_next_sender(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        key = outgoing(report_of("r1"), there.url).key
        lease = timedelta(seconds=65)
        assert here.store.outbox.claim(key, owner="killed", now=NOW, lease=lease)
        (row,) = here.push()
        assert (row.state, there.requests) == (State.PENDING, [])
        here.clock.now += lease
        (row,) = here.push()
    assert (row.state, row.attempts) == (State.SENT, 2)


def test_a_sender_waits_for_another_ones_lease(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        key = outgoing(report_of("r1"), there.url).key
        here.store.outbox.claim(key, owner="killed", now=NOW, lease=timedelta(seconds=65))
        (row,) = here.push(patience_s=70)
    assert (row.state, here.clock.waited) == (State.SENT, [65.0])


def test_a_row_that_another_took_in_between_is_left_to_it(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        key = outgoing(report_of("r1"), there.url).key
        pusher = here.pusher()
        here.store.outbox.claim(key, owner="other", now=NOW, lease=timedelta(seconds=65))
        assert pusher._try(key)[1] is False
    assert there.requests == []


def test_an_old_round_can_be_added_once(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        elsewhere = outgoing(report_of("r1"), "https://127.0.0.1/other")
        added = [here.store.outbox.add("r1", elsewhere, NOW) for _ in range(2)]
        rows = here.push()
        everything = here.store.outbox.deliveries()
    assert added == [True, False]
    assert len(rows) == 1
    assert {row.destination for row in everything} == {there.url, elsewhere.destination}


def test_the_secret_is_in_no_table(tmp_path: Path) -> None:
    with platform(None, status(400, SECRET)) as there, sender(tmp_path, there.url) as here:
        here.push()
    dump = "\n".join(sqlite3.connect(tmp_path / "auditor.sqlite").iterdump())
    assert SECRET not in dump
    assert SECRET not in repr(to(there.url))


def test_the_clock_of_the_machine_is_used_without_another(tmp_path: Path) -> None:
    with platform() as there, sender(tmp_path, there.url) as here:
        pusher = Pusher(outbox=here.store.outbox, to=to(there.url))
        (row,) = replace(pusher, pause=Clock().pause).push(0)
    assert row.state is State.SENT
