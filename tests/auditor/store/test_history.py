"""The nights in a real database: what is kept, what is read back, what older files gain."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.history.past import rate_points, states_of
from auditor.model import Sample
from auditor.store.store import Store
from tests.auditor.history.nights import keep_nights, new_round, night_report
from tests.auditor.store.values import ROUND

SAMPLE = Sample(rows=(1,), population=9, seed="s", method="m")


def test_nights_come_back(place: Path | str) -> None:
    keep_nights(place, "ox", "", "xo")
    with Store(place) as store:
        past = store.history.past(ROUND.community, nights=30)
        states = store.history.states([new_round(0).id, "none"])
    assert [(one.round_id, one.complete, one.night.day) for one in past.nights] == [
        (new_round(0).id, True, 5),
        (new_round(2).id, True, 7),
    ]
    assert past.nights[1].rates == rate_points(night_report(2, "xo").results)
    assert past.cameras == {"code-1": "ox", "code-2": "xo"}
    assert states == {new_round(0).id: states_of(night_report(0, "ox"))}


def test_only_what_began_before_a_round_is_its_past(place: Path | str) -> None:
    keep_nights(place, "o", "x", "o")
    with Store(place) as store:
        store.begin_round(replace(new_round(1), id="other", community="别处"))
        past = store.history.past(ROUND.community, nights=2, before=new_round(2).id)
        none = store.history.past("别处", nights=2)
    assert past.cameras == {"code-1": "x"}
    assert none.nights == ()


def test_sampled_and_unfinished_rounds_speak_for_no_night(place: Path | str) -> None:
    with Store(place) as store:
        for day in (0, 1):
            store.begin_round(new_round(day))
        store.end_round(night_report(0, "o", sample=SAMPLE))
        assert store.history.past(ROUND.community, nights=30).nights == ()


def test_damaged_states_are_told(tmp_path: Path) -> None:
    path = tmp_path / "auditor.sqlite"
    keep_nights(path, "o")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE camera_state SET body = x'00'")
        connection.commit()
    with Store(path) as store, pytest.raises(StoreError, match="damaged or changed"):
        store.history.past(ROUND.community, nights=30)


def test_rounds_of_before_are_filled_in_from_their_reports(tmp_path: Path) -> None:
    """The step is undone by hand, with one report that cannot be read any more."""
    path = tmp_path / "auditor.sqlite"
    keep_nights(path, "ox", "xo", "o-")
    with Store(path) as store:
        before = store.history.states(new_round(day).id for day in range(3))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE report SET body = x'00' WHERE round_id = ?", [new_round(1).id])
        connection.execute("DROP TABLE camera_state")
        connection.execute("DROP TABLE writer")
        connection.execute("DROP TABLE sent_login")
        connection.execute("DROP TABLE round_page")
        connection.execute("ALTER TABLE evidence DROP COLUMN pictures_pruned")
        connection.execute("UPDATE alembic_version SET version_num = '0008'")
        connection.commit()
    with Store(path) as store:
        again = store.history.states(new_round(day).id for day in range(3))
        past = store.history.past(ROUND.community, nights=30)
    assert again == {new_round(day).id: before[new_round(day).id] for day in (0, 2)}
    assert (len(past.nights), past.cameras["code-1"]) == (3, "o.o")
