"""The stages together over five cameras: real servers, real decoding, real database."""

import asyncio
import hashlib
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.audit import _earlier, run_audit
from auditor.cli.options import exit_code
from auditor.errors import ConfigError, ReportError
from auditor.evidence import pictures
from auditor.evidence_kept import check_kept
from auditor.examples import frame, pictured
from auditor.judge import judge_round
from auditor.judged import JudgedRound
from auditor.model import CameraState, Evidence, Provenance, Report, Verdict
from auditor.overlay_text import clocks
from auditor.record_check import prepared
from auditor.render.table_files import TABLE_FILES
from auditor.report import build_report
from auditor.schedule.round import Watcher
from auditor.store.store import NewRound, Store
from probes.failure import FailureKind
from probes.observation import Observation
from probes.rtsp_frame import RtspFrame
from tests.auditor.small_community import (
    ACCOUNT,
    WRONG,
    Night,
    Place,
    audit_in,
    one_night,
    registry_rows,
    stopped_night,
    write_inputs,
)
from tests.probes.picture.overlays import needs_reader


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One audit for the tests that only read what came out."""
    return asyncio.run(one_night(tmp_path_factory.mktemp("night")))


def stored(night: Night) -> tuple[Observation[object], ...]:
    with Store(night.audit.store) as store:
        return store.observations(night.built.report.provenance.round_id)


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_every_camera_has_its_state(night: Night) -> None:
    assert [camera.state for camera in night.built.report.cameras] == [
        CameraState.PICTURE_OK,
        CameraState.OFFLINE,
        CameraState.NOT_PROBED,
        CameraState.PROBE_BLOCKED,
        CameraState.NOT_PROBED,
    ]


def test_what_could_not_be_tested_is_unknown_in_every_rate(night: Night) -> None:
    figures = {
        result.rate.indicator: (result.rate.of, result.rate.met, result.rate.unknown)
        for result in night.built.report.results
    }
    assert figures["networking_rate"] == (5, 2, 2)
    assert figures["health_rate"] == (5, 1, 3)
    assert figures["picture_output_rate"] == (5, 1, 3)


def test_tries_are_counted_and_final_failures_are_not_repeated(night: Night) -> None:
    assert [camera.tries for camera in night.built.report.cameras] == [1, 2, 1, 1, 0]


def test_nobody_outside_the_network_was_dialled(night: Night) -> None:
    assert night.place.strangers == 0
    kinds = [one.failure.kind for one in stored(night) if one.target == "3" and one.failure]
    assert kinds == [FailureKind.ADDRESS_NOT_ALLOWED]


def test_the_picture_is_written_under_its_name_and_hash(night: Night) -> None:
    first = night.built.report.cameras[0]
    round_id = night.built.report.provenance.round_id
    assert first.picture == f"pictures/{round_id}/row-000001.jpg"
    written = night.folder / "reports" / first.picture
    assert hashlib.sha256(written.read_bytes()).hexdigest() == first.picture_sha256
    assert list(night.built.pictures) == [first.picture]
    assert (first.size, first.codec, first.furthest_step) == ("1280x720", "h264", "second_picture")


def test_reports_and_the_store_are_all_there_is(night: Night) -> None:
    round_id = night.built.report.provenance.round_id
    assert [path.relative_to(night.folder).as_posix() for path in files(night.folder)] == [
        *("auditor.sqlite", "key.csv", "registry.csv"),
        *sorted(
            f"reports/{name}"
            for name in (
                *TABLE_FILES,
                *("index.html", "manifest.json", "result.json"),
                f"pictures/{round_id}/row-000001.jpg",
            )
        ),
    ]


def test_the_night_verifies_against_its_manifest(night: Night) -> None:
    round_id = night.built.report.provenance.round_id
    with Store(night.audit.store) as store:
        checked = check_kept(store, round_id, night.audit.reports)
        manifest = store.evidence.of(round_id).manifest
        kept = len(store.observations(round_id))
    assert (checked.intact, checked.observations, checked.pictures) == (True, kept, 1)
    assert (night.audit.reports / "manifest.json").read_bytes() == manifest


def test_no_credential_is_in_any_file(night: Night) -> None:
    secrets = [text.encode() for text in (ACCOUNT.username, ACCOUNT.password, WRONG)]
    for path in files(night.folder):
        content = path.read_bytes()
        assert [secret for secret in secrets if secret in content] == [], path.name


def test_the_provenance_is_complete(night: Night) -> None:
    told = night.built.report.provenance
    assert told == Provenance(
        round_id=told.round_id,
        started_at=told.started_at,
        ended_at=told.ended_at,
        complete=True,
        registry_name="registry.csv",
        registry_sha256=night.inputs.registry.sha256,
        registry_encoding=night.inputs.registry.encoding,
        key_locations_name="key.csv",
        key_locations_sha256=night.inputs.plan.sha256,
        profile="shandong-growth",
        profile_title="山东省智慧社区建设指标（成长型）",
        edition=night.inputs.profile.edition.title,
        tool_version=told.tool_version,
        probe_versions=(
            ("tcp_connect", 1),
            ("onvif_device", 2),
            ("rtsp_frame", 4),
            ("tcp_again", 1),
            ("rtsp_confirm", 1),
            ("rtsp_udp", 4),
            ("rtsp_sub", 4),
            ("rtsp_describe", 1),
        ),
        divisions_as_of=told.divisions_as_of,
    )
    assert told.started_at < told.ended_at
    assert all([told.registry_sha256, told.tool_version, told.divisions_as_of, told.edition])
    assert night.built.report.notes == ()


def test_the_store_holds_the_same_figures_as_the_report(night: Night) -> None:
    report = night.built.report
    connection = sqlite3.connect(night.audit.store)
    rounds = connection.execute("SELECT id, community, complete FROM round").fetchall()
    rates = connection.execute("SELECT indicator, scope, of, met, unknown FROM rate").fetchall()
    (findings,) = connection.execute("SELECT count(*) FROM finding").fetchone()
    connection.close()
    assert rounds == [(report.provenance.round_id, "云帆社区", 1)]
    assert findings == len(report.findings)
    assert rates == [
        (r.rate.indicator, r.rate.scope, r.rate.of, r.rate.met, r.rate.unknown)
        for r in (*report.results, *report.by_class)
    ]


def rejudged(night: Night) -> JudgedRound:
    """The round judged again from the store alone: pictures are absent."""
    seen = stored(night)
    assert not any(one.picture for one in seen)
    evidence = tuple(
        Evidence(
            camera=camera,
            observations=tuple(one for one in seen if one.target == str(camera.row)),
        )
        for camera in night.inputs.registry.cameras
    )
    assert sum(len(pictures(item)) for item in evidence) == 1
    frame, _ = prepared(night.inputs.registry, night.inputs.plan.locations, night.inputs.terms)
    return judge_round(
        frame=frame,
        evidence=evidence,
        locations=night.inputs.plan.locations,
        row_errors=night.inputs.registry.errors,
        criteria=night.inputs.terms.criteria,
        tries=night.audit.tries,
    )


def test_the_stored_observations_judge_to_the_same_report(night: Night) -> None:
    """Probes measure, rules judge: only the pictures' files are missing."""
    live = night.built.report
    again = build_report(
        judged=rejudged(night),
        profile=night.inputs.profile,
        provenance=live.provenance,
        community=live.community,
        notes=live.notes,
    )
    cameras = tuple(replace(camera, picture=None) for camera in live.cameras)
    assert again.report == replace(live, cameras=cameras, history=None)
    assert again.pictures == {}


async def test_without_a_network_nothing_is_written(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path, registry_rows(Place(stream=1, outside=1)))
    before = files(tmp_path)
    audit = replace(audit_in(tmp_path), networks=())
    with pytest.raises(ConfigError, match=r"probing\.allowed_networks .* --allow-network"):
        await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    assert files(tmp_path) == before


async def test_a_stopped_round_says_so_first_and_judges_nobody(tmp_path: Path) -> None:
    report: Report = (await stopped_night(tmp_path)).built.report
    assert not report.provenance.complete
    assert report.notes[0].startswith("本轮检测被提前终止")
    assert {camera.state for camera in report.cameras} == {CameraState.NOT_PROBED}
    assert exit_code(report) == 3
    assert (tmp_path / "reports" / "index.html").exists()
    connection = sqlite3.connect(tmp_path / "auditor.sqlite")
    assert connection.execute("SELECT complete FROM round").fetchall() == [(0,)]
    connection.close()


async def test_a_report_that_cannot_be_written_does_not_lose_the_night(tmp_path: Path) -> None:
    (tmp_path / "reports" / "index.html").mkdir(parents=True)
    with pytest.raises(ReportError) as caught:
        await stopped_night(tmp_path)
    connection = sqlite3.connect(tmp_path / "auditor.sqlite")
    [(round_id,)] = connection.execute("SELECT id FROM round").fetchall()
    [(rates,)] = connection.execute("SELECT count(*) FROM rate").fetchall()
    connection.close()
    kept = f"the figures of round {round_id} are kept in {tmp_path / 'auditor.sqlite'}"
    assert str(caught.value).endswith(kept)
    assert rates == 5 + 3 * 4


def test_the_pictures_of_the_round_before_are_looked_up(tmp_path: Path) -> None:
    def begun(name: str, day: int) -> NewRound:
        return NewRound(
            id=name,
            community="云帆社区",
            started_at=datetime(2026, 1, day, tzinfo=UTC),
            registry_sha256="a" * 64,
            profile="shandong-growth",
            tool_version="0.1.0",
        )

    with Store(tmp_path / "auditor.sqlite") as store:
        store.begin_round(begun("first", 5))
        store.keep("first", pictured())
        store.begin_round(begun("second", 6))
        assert _earlier(store, "first") == {}
        assert _earlier(store, "second") == {frame().uri: frozenset({"0" * 64})}


@needs_reader
def test_the_clock_in_the_picture_is_read_and_kept(tmp_path: Path) -> None:
    """The simulated camera writes the time of its shooting, in UTC and without a Chinese name."""
    night = asyncio.run(one_night(tmp_path, read_overlay=True))
    [frame] = [
        o.payload for o in stored(night) if isinstance(o.payload, RtspFrame) and o.payload.overlay
    ]
    [clock] = clocks(frame.overlay or ())
    told = [f for f in night.built.report.findings if f.rule in ("OSD-02", "OSD-06")]
    shown = datetime.now(UTC).replace(tzinfo=None) - clock.time
    assert timedelta() <= shown < timedelta(minutes=5)
    assert [(f.row, f.rule, f.verdict) for f in told] == [(1, "OSD-02", Verdict.UNKNOWN)]
