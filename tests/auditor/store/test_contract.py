"""What a store promises, whatever database it is in."""

import threading
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from auditor.errors import StoreError
from auditor.model import Finding, Gap, Report, RoundKind, Severity, Verdict
from auditor.store import tables
from auditor.store.database import Database
from auditor.store.place import locate
from auditor.store.sent_logins import SentLogin
from auditor.store.store import KeptRound, Store
from auditor.store.visits import VisitMark
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND, STARTED, seen

ENDED = STARTED + timedelta(hours=1)
LATER = replace(ROUND, id="20260106T140000Z-0a1b2c", started_at=STARTED + timedelta(days=1))
FINDING = Finding(
    row=3,
    device_code="37011600011326000003",
    rule="PIC-01",
    severity=Severity.ERROR,
    verdict=Verdict.FAIL,
    field="stream_uri",
    value="\0; DROP TABLE round; --",
    message="黑屏 🎥",
    suggestion="检查镜头",
)


def ended(round_id: str, **changes: object) -> Report:
    origin = builders.provenance(round_id=round_id, ended_at=ENDED)
    return builders.report(**{"provenance": origin, "cameras": (), **changes})


def test_the_tables_are_those_that_the_program_knows(place: Path | str) -> None:
    with Store(place):
        pass
    database = Database(locate(place))
    database.open()
    with closing(database), database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def test_a_round_comes_back_whole(place: Path | str) -> None:
    kept = tuple(seen(row) for row in (-1, 0, 1, 2**31 - 1))
    with Store(place) as store:
        store.begin_round(ROUND)
        for one in kept:
            store.keep(ROUND.id, one)
        store.end_round(ended(ROUND.id, findings=(FINDING,)))
    with Store(place) as store:
        assert store.observations(ROUND.id) == kept
        assert store.report(ROUND.id) == ended(ROUND.id, findings=(FINDING,))
        assert store.rounds() == (
            KeptRound(
                id=ROUND.id,
                community=ROUND.community,
                started_at=ROUND.started_at,
                ended_at=ENDED,
                complete=True,
                tool_version=ROUND.tool_version,
            ),
        )


def test_what_kind_a_round_is_comes_back(place: Path | str) -> None:
    told = replace(
        LATER, kind=RoundKind.ADHOC, night=date(2026, 1, 5), deadline=ENDED, parent=ROUND.id
    )
    with Store(place) as store:
        store.begin_round(ROUND)
        store.begin_round(told)
        for one in (ROUND, LATER):
            store.end_round(ended(one.id))
        adhoc, nightly = store.rounds()
        assert (adhoc.kind, adhoc.night, adhoc.deadline, adhoc.parent) == (
            told.kind,
            told.night,
            told.deadline,
            told.parent,
        )
        assert (nightly.kind, nightly.night, nightly.parent) == (RoundKind.NIGHTLY, None, None)
        assert store.find_round("latest") == ROUND.id
        assert store.round_before(LATER.id) == ROUND.id
        store.begin_round(replace(LATER, id="z", started_at=LATER.started_at + timedelta(days=1)))
        assert store.round_before("z") == ROUND.id


def test_a_visit_is_kept_whole_or_not_at_all_and_once(place: Path | str) -> None:
    """Also a visit larger than a batch is written in one transaction, with its mark."""
    mark = VisitMark(row=7, attempt=1, discovered=("rtsp://127.0.0.1/小区?a=1",))
    with Store(place) as store:
        store.begin_round(ROUND)
        store.keep_visit(ROUND.id, [seen(7)] * 120, mark)
        store.keep_visit(ROUND.id, (), VisitMark(row=8, attempt=2))
        assert (store.visits.marks(ROUND.id), len(store.observations(ROUND.id))) == ((mark,), 120)
        assert store.visits.marks(ROUND.id) == (mark, VisitMark(row=8, attempt=2))
    with pytest.raises(StoreError), Store(place) as store:
        store.keep_visit(ROUND.id, [seen(7)], mark)
    with Store(place) as store:
        assert len(store.observations(ROUND.id)) == 120


def test_a_visit_that_lost_its_picture_is_forgotten(place: Path | str) -> None:
    with Store(place) as store:
        store.begin_round(ROUND)
        for row in (1, 2):
            store.keep_visit(ROUND.id, [seen(row)], VisitMark(row=row, attempt=1))
        store.flush()
        store.visits.forget(ROUND.id, frozenset({(1, 1)}))
        assert store.visits.marks(ROUND.id) == (VisitMark(row=2, attempt=1),)
        assert store.observations(ROUND.id) == (seen(2),)


def test_the_gaps_of_a_round_are_listed_in_order(place: Path | str) -> None:
    hours = [ROUND.started_at + timedelta(hours=count) for count in range(4)]
    gaps = (
        Gap(stopped_at=hours[0], resumed_at=hours[1]),
        Gap(stopped_at=hours[2], resumed_at=hours[3]),
    )
    with Store(place) as store:
        store.begin_round(ROUND)
        for gap in gaps:
            store.visits.note_gap(ROUND.id, gap)
    with Store(place) as store:
        assert store.visits.gaps(ROUND.id) == gaps
        assert store.visits.gaps("another") == ()


def test_what_is_known_of_a_login_replaces_what_was(place: Path | str) -> None:
    first = SentLogin(row=1, service="rtsp", attempt=1)
    other, taken = replace(first, row=-1), replace(first, attempt=2, taken=True)
    with Store(place) as store:
        store.begin_round(ROUND)
        store.sent_logins.note(ROUND.id, [first])
        store.sent_logins.note(ROUND.id, [other, taken])
        store.sent_logins.note(ROUND.id, [])
        assert store.sent_logins.of(ROUND.id) == (other, taken)
        assert store.sent_logins.of("another") == ()


def test_pictures_are_settled_before_observations_are_written(place: Path | str) -> None:
    stored: list[int] = []
    with Store(place) as store:
        store.before_flush = lambda: stored.append(len(Store.observations(reader, ROUND.id)))
        store.begin_round(ROUND)
        with Store(place) as reader:
            for row in range(1, 51):
                store.keep(ROUND.id, seen(row))
            assert stored == [0]
            assert len(reader.observations(ROUND.id)) == 50


def test_more_than_a_batch_keeps_its_order(place: Path | str) -> None:
    with Store(place) as store:
        store.begin_round(ROUND)
        for row in range(1, 131):
            store.keep(ROUND.id, seen(row))
        assert store.observations(ROUND.id) == tuple(seen(row) for row in range(1, 131))


def test_the_round_before_and_the_names_of_rounds(place: Path | str) -> None:
    with Store(place) as store:
        for new in (ROUND, LATER):
            store.begin_round(new)
            store.end_round(ended(new.id))
        assert store.round_before(LATER.id) == ROUND.id
        assert store.round_before(ROUND.id) is None
        assert store.find_round("latest") == LATER.id
        assert store.find_round("20260105") == ROUND.id


def test_a_round_ends_wholly_or_not_at_all(place: Path | str) -> None:
    broken = replace(FINDING, message=None)  # type: ignore[arg-type]  # refused by the table
    with Store(place) as store:
        store.begin_round(ROUND)
        with pytest.raises(StoreError):
            store.end_round(ended(ROUND.id, findings=(FINDING, broken)))
        assert store.rounds()[0].ended_at is None
        store.end_round(ended(ROUND.id, findings=(FINDING,)))
        assert store.rounds()[0].ended_at == ENDED


def test_a_round_that_never_began_cannot_end(place: Path | str) -> None:
    with Store(place) as store, pytest.raises(StoreError, match="no round 7 has begun"):
        store.end_round(ended("7"))


def test_messages_quote_no_value(place: Path | str) -> None:
    secret = replace(ROUND, community="Inv3nted-secret", id="Inv3nted-id")
    with Store(place) as store:
        store.begin_round(secret)
        with pytest.raises(StoreError) as caught:
            store.begin_round(secret)
    assert "the store cannot be used" in str(caught.value)
    assert "Inv3nted" not in str(caught.value).replace(str(place), "")


def test_an_interrupt_loses_nothing(place: Path | str) -> None:
    def work() -> None:
        with Store(place) as store:
            store.begin_round(ROUND)
            store.keep(ROUND.id, seen(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    with Store(place) as store:
        assert store.observations(ROUND.id) == (seen(1),)
        assert store.rounds()[0].ended_at is None


def test_two_writers_share_one_database(place: Path | str) -> None:
    with Store(place) as left, Store(place) as right:
        for store, new in ((left, ROUND), (right, LATER)):
            store.begin_round(new)
        for row in range(1, 121):
            left.keep(ROUND.id, seen(row))
            right.keep(LATER.id, seen(row))
        left.end_round(ended(ROUND.id))
        right.end_round(ended(LATER.id))
        assert left.observations(LATER.id) == right.observations(ROUND.id)


def _statement(place: Path | str, statement: str) -> None:
    database = Database(locate(place))
    database.open()
    with closing(database), database.writing() as connection:
        connection.execute(text(statement))


def test_another_program_s_database_is_refused(place: Path | str) -> None:
    _statement(place, "CREATE TABLE payroll (salary INTEGER)")
    with pytest.raises(StoreError, match="the database of another program"), Store(place):
        pass


def test_a_newer_schema_is_refused(place: Path | str) -> None:
    with Store(place):
        pass
    _statement(place, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="schema version 9999 is not known"), Store(place):
        pass


def test_stores_opened_at_once_make_the_tables_once(place: Path | str) -> None:
    faults: list[BaseException] = []

    def open_and_close() -> None:
        try:
            with Store(place) as store:
                store.rounds()
        except StoreError as error:
            faults.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_contents_are_kept_once_and_go_with_the_last_round_that_has_them(
    place: Path | str,
) -> None:
    newest = replace(LATER, id="c", started_at=STARTED + timedelta(days=2))
    shared = {"facts": b"{}", "records": bytes(range(256))}
    with Store(place) as store:
        for new in (ROUND, LATER, newest):
            store.begin_round(new)
            store.keep_contents(new.id, {**shared, "earlier": new.id.encode()})
            store.keep(new.id, seen(1))
        store.flush()
        assert store.prune(newest.started_at, dry_run=True) == (2, 2)
        assert store.contents(ROUND.id) == {**shared, "earlier": ROUND.id.encode()}
        assert store.prune(newest.started_at + timedelta(days=9), dry_run=False) == (2, 2)
        assert store.contents(ROUND.id) == {}
        assert store.contents("c") == {**shared, "earlier": b"c"}
        assert [store.observations(new.id) for new in (ROUND, LATER, newest)] == [
            (),
            (),
            (seen(1),),
        ]
