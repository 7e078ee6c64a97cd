"""What pages read of a round: kept with it, the same for rounds of before."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.model import CameraState, Report, RoundKind
from auditor.store.pages import CameraLine, RoundHead
from auditor.store.store import Store
from tests.auditor.history.nights import keep_nights, new_round, night_report
from tests.auditor.render import builders
from tests.auditor.render.hostile import hostile_report
from tests.auditor.store.values import ROUND

FIRST, SECOND = new_round(0).id, new_round(1).id


def report() -> Report:
    """Two cameras share a code, one has none."""
    base = night_report(0, "ox")
    told = builders.indicator_result(members=(builders.member(),))
    twins = [builders.camera_result(row, reason="同码") for row in (3, 4)]
    cameras = [replace(one, camera=replace(one.camera, device_code="twin")) for one in twins]
    bare = builders.camera_result(5, camera=builders.camera(5, device_code=" "))
    return replace(base, results=(told,), notes=("n",), cameras=(*base.cameras, *cameras, bare))


def test_a_head_is_the_report_without_its_parts(place: Path | str) -> None:
    told = report()
    with Store(place) as store:
        store.begin_round(new_round(0))
        store.end_round(told)
        store.begin_round(new_round(1))
        heads = store.pages.heads([FIRST, SECOND, "none"])
    bare = replace(told.results[0], rate=replace(told.results[0].rate, members=()))
    assert heads == {
        FIRST: RoundHead(
            level=told.level,
            provenance=told.provenance,
            results=(bare,),
            by_class=(),
            notes=("n",),
            alarms=(),
            cameras=5,
        )
    }


def test_a_camera_is_found_by_a_code_of_its_own(place: Path | str) -> None:
    told = report()
    with Store(place) as store:
        store.begin_round(new_round(0))
        store.end_round(told)
        lines = store.pages.lines(FIRST)
        assert store.pages.lines(SECOND) is None
    assert lines is not None
    second = told.cameras[1]
    assert lines.of(" code-2 ") == CameraLine(
        2, CameraState.OFFLINE, second.reason, second.first_frame_ms
    )
    assert [lines.of(code) for code in ("twin", "", " ", "nobody")] == [None] * 4


def test_rounds_are_read_in_parts(place: Path | str) -> None:
    keep_nights(place, "o", "x", "o")
    with Store(place) as store:
        store.begin_round(replace(new_round(3), id="elsewhere", community="别处"))
        store.begin_round(replace(new_round(4), id="chosen", kind=RoundKind.ADHOC))
        store.end_round(
            replace(night_report(4, "o"), provenance=builders.provenance(round_id="chosen"))
        )
        shelf = store.round_shelf
        assert shelf.some() == store.rounds()
        assert [one.id for one in shelf.some(ROUND.community, start=1, most=2)] == [
            new_round(2).id,
            SECOND,
        ]
        assert (shelf.count(), shelf.count(ROUND.community), shelf.count("nowhere")) == (5, 4, 0)
        assert (shelf.one(FIRST), shelf.one("x")) == (store.rounds()[-1], None)
        assert [one.id for one in shelf.latest()] == [new_round(2).id]


def test_rounds_of_before_are_filled_in_and_what_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "auditor.sqlite"
    keep_nights(path, "ox", "xo")
    with Store(path) as store:
        before = store.pages.heads([FIRST]), store.pages.lines(FIRST)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE report SET body = x'00' WHERE round_id = ?", [SECOND])
        connection.execute("DROP TABLE round_page")
        connection.execute("UPDATE alembic_version SET version_num = '0010'")
        connection.commit()
    with Store(path) as store:
        assert (store.pages.heads([FIRST, SECOND]), store.pages.lines(FIRST)) == before
        assert store.pages.lines(SECOND) is None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE round_page SET head = x'00'")
        connection.commit()
    with Store(path) as store, pytest.raises(StoreError, match="damaged or changed"):
        store.pages.heads([FIRST])


def test_no_text_of_a_device_keeps_a_round_from_ending(place: Path | str) -> None:
    whole = hostile_report()
    findings = tuple(replace(one, rule="CODE-01", field="name") for one in whole.findings)
    told = replace(whole, findings=findings)
    origin = replace(told.provenance, round_id=FIRST)
    with Store(place) as store:
        store.begin_round(new_round(0))
        store.end_round(replace(told, provenance=origin))
        (head,) = store.pages.heads([FIRST]).values()
        assert len(head.notes) == len(told.notes)
        assert store.report(FIRST).community == told.community
        assert store.round_shelf.some("\0") == store.round_shelf.some("\ud800") == ()
        assert store.round_shelf.one("\0") is store.round_shelf.one("\ud800") is None
        assert store.round_shelf.count("\0") == 0
