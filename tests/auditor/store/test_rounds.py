"""Rounds found again in a real database file, and their reports as they were."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.model import Report
from auditor.store.codec import pack_report, unpack_report
from auditor.store.store import KeptRound, Store
from tests.auditor.render import builders
from tests.auditor.render.community import sample_report
from tests.auditor.render.hostile import hostile_report
from tests.auditor.store.values import ROUND

TODAY = replace(
    ROUND, id="20260106T140000Z-0a1b2c", started_at=ROUND.started_at + timedelta(days=1)
)
RUNNING = replace(
    TODAY, id="20260107T140000Z-ffffff", started_at=ROUND.started_at + timedelta(days=2)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two rounds that ended and one that runs."""
    file = tmp_path / "auditor.sqlite"
    with Store(file) as store:
        for new in (ROUND, TODAY, RUNNING):
            store.begin_round(new)
        for new in (ROUND, TODAY):
            store.end_round(report_of(new.id))
    return file


def report_of(round_id: str) -> Report:
    end = ROUND.started_at + timedelta(hours=1)
    return builders.report(provenance=builders.provenance(round_id=round_id, ended_at=end))


def without_credentials(report: Report) -> Report:
    cameras = tuple(
        replace(result, camera=replace(result.camera, credential="")) for result in report.cameras
    )
    return replace(report, cameras=cameras)


def test_every_round_is_listed_the_latest_first(path: Path) -> None:
    with Store(path) as store:
        listed = store.rounds()
    end = ROUND.started_at + timedelta(hours=1)
    assert listed == tuple(
        KeptRound(
            id=new.id,
            community="云帆社区",
            started_at=new.started_at,
            ended_at=ended,
            complete=complete,
            tool_version=new.tool_version,
        )
        for new, ended, complete in (
            (RUNNING, None, None),
            (TODAY, end, True),
            (ROUND, end, True),
        )
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [("latest", TODAY.id), (ROUND.id, ROUND.id), ("20260105", ROUND.id), (TODAY.id[:-1], TODAY.id)],
)
def test_a_round_is_found_by_id_by_its_beginning_or_as_the_latest(
    path: Path, name: str, found: str
) -> None:
    with Store(path) as store:
        assert store.find_round(name) == found


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("2026", "several rounds begin with '2026'"),
        (RUNNING.id, f"no ended round is called '{RUNNING.id}'"),
        ("", "several rounds begin with ''"),
        ("%", "no ended round is called '%'"),
    ],
)
def test_a_name_that_fits_none_or_several_is_refused_with_the_rounds_there_are(
    path: Path, name: str, fault: str
) -> None:
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.find_round(name)
    assert str(caught.value) == f"{path}: {fault}; the latest: {TODAY.id}, {ROUND.id}"


def test_without_an_ended_round_there_is_no_latest(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.find_round("latest")
    assert str(caught.value) == (
        f"{path}: no ended round is called 'latest'; the latest: none has ended yet"
    )


def test_a_report_comes_back_equal_but_for_the_names_of_credentials(path: Path) -> None:
    with Store(path) as store:
        assert store.report(TODAY.id) == without_credentials(report_of(TODAY.id))


def test_the_sample_s_report_survives_the_journey() -> None:
    report = sample_report()
    assert unpack_report(pack_report(report)) == without_credentials(report)


def test_a_hostile_report_can_be_kept_too() -> None:
    """What UTF-8 cannot hold is replaced; the second journey changes nothing more."""
    once = unpack_report(pack_report(hostile_report()))
    assert unpack_report(pack_report(once)) == once


def test_a_round_without_a_kept_report_is_named(path: Path) -> None:
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.report(RUNNING.id)
    assert str(caught.value) == f"{path}: no result of round {RUNNING.id} is kept"


@pytest.mark.parametrize("body", [b"", b"not compressed", pack_report(sample_report())[:-400]])
def test_a_damaged_report_is_refused_without_quoting_it(path: Path, body: bytes) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE report SET body = ?", (body,))
    connection.commit()
    connection.close()
    with Store(path) as store, pytest.raises(StoreError) as caught:
        store.report(TODAY.id)
    assert str(caught.value) == "a report in the store cannot be read by this version"
