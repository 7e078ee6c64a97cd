"""A night judged again from its database: the same, bit for bit, and no camera is asked."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.case_bytes import pack_case, unpack_case
from auditor.conclude import Case, conclude
from auditor.discovery import threshold_ids
from auditor.errors import StoreError
from auditor.inputs import load_inputs
from auditor.profile import load_profile
from auditor.record_check import prepared
from auditor.replay import judge_again
from auditor.store.codec import report_bytes
from auditor.store.store import Store
from probes.observation import Observation
from tests.auditor.history.nights import past
from tests.auditor.observed import in_memory
from tests.auditor.render import builders
from tests.auditor.small_community import Night, Place, one_night, registry_rows, write_inputs
from tests.auditor.store.values import ROUND, observations


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return asyncio.run(one_night(tmp_path_factory.mktemp("night")))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("case")
    write_inputs(folder, registry_rows(Place(stream=1, onvif=2, outside=3)))
    inputs = load_inputs(
        registry=folder / "registry.csv",
        key_locations=folder / "key.csv",
        community="",
        profile="shandong-growth",
    )
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    return Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=3,
        past=past("oxo", "", "x-o"),
        earlier={"rtsp://127.0.0.1/": frozenset({"0" * 64, "1" * 64})},
    )


def round_id(night: Night) -> str:
    return night.built.report.provenance.round_id


def test_a_night_judged_again_is_the_same_bit_for_bit(night: Night) -> None:
    with Store(night.audit.store) as store:
        again = judge_again(store, round_id(night))
        kept = store.report(round_id(night))
    assert report_bytes(again) == report_bytes(kept) == report_bytes(night.built.report)


def test_it_needs_no_input_file_and_no_camera(night: Night) -> None:
    """The servers are gone by now; so are the files, for this test."""
    files = [night.folder / "registry.csv", night.folder / "key.csv"]
    hidden = [file.rename(file.with_suffix(".hidden")) for file in files]
    try:
        with Store(night.audit.store) as store:
            again = judge_again(store, round_id(night))
    finally:
        for before, after in zip(files, hidden, strict=True):
            after.rename(before)
    assert report_bytes(again) == report_bytes(night.built.report)


def test_another_profile_judges_the_same_figures_by_its_thresholds(night: Night) -> None:
    packaged = load_profile("shandong-basic", indicators=threshold_ids())
    other = packaged.model_copy(update={"policy_version": 7})
    with Store(night.audit.store) as store:
        again = judge_again(store, round_id(night), other)
    assert again.provenance.profile == "shandong-basic"
    assert again.provenance.policy_version == 7
    assert [result.rate for result in again.results] == [
        result.rate for result in night.built.report.results
    ]
    assert [result.threshold for result in again.results] == [
        other.thresholds.get(result.rate.indicator) for result in again.results
    ]


def test_a_round_of_an_earlier_version_is_named(tmp_path: Path) -> None:
    with Store(tmp_path / "auditor.sqlite") as store:
        store.begin_round(ROUND)
        with pytest.raises(StoreError, match="is not kept: an earlier version measured it"):
            judge_again(store, ROUND.id)


def test_what_was_changed_in_the_store_is_noticed(night: Night, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    source, target = sqlite3.connect(str(night.audit.store)), sqlite3.connect(copy)
    source.backup(target)
    target.execute("UPDATE content SET body = x'00'")
    target.commit()
    source.close()
    target.close()
    with Store(copy) as store, pytest.raises(StoreError, match="was changed in the store"):
        judge_again(store, round_id(night))


def test_parts_that_nights_share_are_kept_once(case: Case, tmp_path: Path) -> None:
    parts = pack_case(case, credentials=frozenset())
    path = tmp_path / "auditor.sqlite"
    with Store(path) as store:
        for name in ("a", "b"):
            store.begin_round(replace(ROUND, id=name))
            store.keep_contents(name, parts)
        assert store.contents("a") == store.contents("b") == parts
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM content").fetchone() == (len(parts),)
    connection.close()


def test_a_case_is_packed_alike_and_comes_back(case: Case) -> None:
    parts = pack_case(case, credentials=frozenset({"north"}))
    assert pack_case(unpack_case(parts), credentials=frozenset({"north"})) == parts


def test_a_case_of_before_the_past_was_kept_has_none(case: Case) -> None:
    parts = pack_case(replace(case, past=None), credentials=frozenset())
    assert "past" not in parts
    assert unpack_case(parts).past is None


def test_only_names_of_supplied_credentials_are_kept(case: Case) -> None:
    cells = ["north", "Inv3nted-secret", " north ", "", None]
    frame = case.registry.frame.with_columns(credential=pl.Series(cells, dtype=pl.String))
    told = replace(case, registry=replace(case.registry, frame=frame), frame=frame)
    parts = pack_case(told, credentials=frozenset({"north"}))
    assert not [kind for kind, body in parts.items() if b"Inv3nted" in body]
    again = unpack_case(parts)
    assert again.registry.frame["credential"].to_list() == ["north", "", " north ", "", None]


@pytest.mark.parametrize("kind", ["registry", "records", "facts", "earlier", "past"])
def test_parts_of_another_form_are_refused(case: Case, kind: str) -> None:
    parts = {**pack_case(case, credentials=frozenset()), kind: b"{}"}
    with pytest.raises(StoreError, match="cannot be read by this version"):
        unpack_case({name: body for name, body in parts.items() if name != "facts"})
    if kind not in {"earlier", "past"}:
        with pytest.raises(StoreError, match="cannot be read by this version"):
            unpack_case(parts)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kept=st.lists(observations, max_size=8), rows=st.lists(st.integers(1, 5), min_size=8))
def test_any_observations_are_judged_alike_from_the_store(
    case: Case,
    tmp_path_factory: pytest.TempPathFactory,
    kept: list[Observation[object]],
    rows: list[int],
) -> None:
    seen = [replace(one, target=str(row)) for one, row in zip(kept, rows, strict=False)]
    origin = builders.provenance(
        round_id=ROUND.id,
        ended_at=ROUND.started_at + timedelta(hours=1),
        divisions_as_of="2026-01-01",
    )
    live = conclude(case, in_memory(seen), origin, lambda _row, _attempt: None).report
    live = replace(live, cameras=tuple(replace(camera, picture=None) for camera in live.cameras))
    supplied = frozenset({"right", "wrong"})  # a password is refused only where one was supplied
    with Store(tmp_path_factory.mktemp("store") / "auditor.sqlite") as store:
        store.begin_round(ROUND)
        store.keep_contents(ROUND.id, pack_case(case, credentials=supplied))
        for one in seen:
            store.keep(ROUND.id, one)
        store.end_round(live)
        again = judge_again(store, ROUND.id)
    unnamed = tuple(replace(camera, picture=None) for camera in again.cameras)
    assert report_bytes(replace(again, cameras=unnamed)) == report_bytes(live)
