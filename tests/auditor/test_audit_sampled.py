"""A night that probes a sample only: what is counted, what is told, and the same again."""

import asyncio
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from auditor.audit import run_audit
from auditor.cli.audit_settings import audit_of
from auditor.cli.sample import draw_sample
from auditor.config import Config
from auditor.demo.footage import Recipe, shoot
from auditor.demo.onvif_server import utc_now
from auditor.errors import ConfigError
from auditor.feed.settings import Feed
from auditor.model import CameraState, Sample
from auditor.render.console import summary
from auditor.replay import judge_again
from auditor.rollup.choice import choose
from auditor.rollup.latest import latest_rounds
from auditor.sampling.drawn import read_sample
from auditor.sampling.strata import METHOD
from auditor.schedule.plan import credential_names
from auditor.schedule.round import Watcher
from auditor.store.store import KeptRound, Store
from tests.auditor.render.rows import RATE_COLUMNS, rate_rows
from tests.auditor.small_community import (
    Night,
    Place,
    audit_in,
    cameras,
    registry_rows,
    write_inputs,
)


def drawn(folder: Path, *, each: bool = False) -> Path:
    file = folder / "sample.csv"
    draw_sample(folder / "registry.csv", file, "s", size=3, each=each)
    return file


async def sampled_night(folder: Path) -> Night:
    footage = shoot(Recipe(gop=5, length=20), started=utc_now())
    async with cameras(Place(), footage) as place:
        inputs = write_inputs(folder, registry_rows(place))
        inputs = replace(inputs, sample=read_sample(drawn(folder), inputs.registry))
        audit = audit_in(folder)
        built = await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    return Night(folder, inputs, audit, built, place)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return asyncio.run(sampled_night(tmp_path_factory.mktemp("night")))


def rows(night: Night) -> tuple[int, ...]:
    assert night.inputs.sample is not None
    return night.inputs.sample.rows


def test_only_the_sample_is_probed(night: Night) -> None:
    report = night.built.report
    with Store(night.audit.store) as store:
        seen = {int(o.target) for o in store.observations(report.provenance.round_id)}
    assert {row for row in seen if row > 0} <= set(rows(night))
    others = [camera for camera in report.cameras if camera.camera.row not in rows(night)]
    assert [(one.state, one.reason) for one in others] == [
        (CameraState.NOT_PROBED, "抽样检测：本路未抽中，本轮不检测")
    ] * 2


def test_rates_of_cameras_are_estimates_and_the_others_are_not(night: Night) -> None:
    report = night.built.report
    sampled = {r.rate.indicator: r.rate.of for r in report.results if r.interval}
    assert sampled == dict.fromkeys(("networking_rate", "health_rate", "picture_output_rate"), 3)
    assert "proved_coverage_rate" not in {rate.indicator for rate in report.beside}
    assert report.sample == Sample(rows=rows(night), population=5, seed="s", method=METHOD)
    assert report.notes[0].startswith("抽样检测：5 路中抽取 3 路，种子 s。")


def test_the_interval_is_in_every_output(night: Night) -> None:
    report, folder = night.built.report, night.audit.reports
    at = RATE_COLUMNS.index("interval")
    told = [str(row[at]) for row in rate_rows(report) if row[at]]
    assert told[0].startswith("抽样 3/5，95% 置信区间 ")
    for name in ("index.html", "rates.csv"):
        assert told[0] in (folder / name).read_text(encoding="utf-8")
    assert "lower_permille" in (folder / "result.json").read_text(encoding="utf-8")


def test_judged_again_it_is_the_same(night: Night) -> None:
    with Store(night.audit.store) as store:
        assert judge_again(store, night.built.report.provenance.round_id) == night.built.report


def test_rollup_leaves_it_out_and_prefers_a_whole_round(night: Night) -> None:
    report = night.built.report
    assert [one.reason for one in choose([report], since=None, profile=None).left_out] == [
        "抽样检测"
    ]
    with Store(night.audit.store) as store:
        (kept,) = store.rounds()
    older = replace(kept, id="00-older")
    both: tuple[KeptRound, ...] = (kept, older)
    assert latest_rounds(both, lambda name: name != kept.id) == (("00-older",), ())
    assert latest_rounds((kept,), lambda _: False) == ((kept.id,), ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.with_name("sample.csv.json").unlink(), "cannot be read"),
        (lambda f: f.with_name("sample.csv.json").write_text("[]"), "not what auditor sample"),
        (lambda f: edit(f.with_name("sample.csv.json"), '"registry_sha256": "', '"registry_sha256": "0'), "another register"),
        (lambda f: edit(f.with_name("sample.csv.json"), '"population": 5', '"population": 6'), "this community alone"),
        (lambda f: edit(f.with_name("sample.csv.json"), '"seed": "s"', '"seed": "other"'), "not the cameras"),
        (lambda f: edit(f, "行号", "行"), "not what auditor sample"),
        (lambda f: edit(f, "370116", "370117"), "not the cameras"),
        (lambda f: drawn(f.parent, each=True), "proportional"),
        (lambda f: f.write_bytes(b" " * (16 * 1024 * 1024 + 1)), "larger than"),
    ],
)  # fmt: skip
def test_another_sample_is_refused(tmp_path: Path, change: object, message: str) -> None:
    inputs = write_inputs(tmp_path, registry_rows(Place(stream=1, outside=1, onvif=1)))
    file = drawn(tmp_path)
    assert callable(change)
    change(file)
    with pytest.raises(ConfigError, match=message):
        read_sample(file, inputs.registry)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_terminal_shows_the_note_and_the_interval(night: Night) -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(summary(night.built.report))
    text = console.export_text()
    assert "抽样检测：5 路中抽取 3 路" in text
    assert text.count("抽样 3/5，95% 置信区间 ") == 3


def test_the_platform_gets_no_counts_of_a_sample(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(feed=Feed(url="https://127.0.0.1:1/results"))
    monkeypatch.setenv("AUDITOR_CREDENTIAL_RIGHT", "a:b")
    monkeypatch.setenv("AUDITOR_CREDENTIAL_WRONG", "a:b")
    outgoing = audit_of(config, credential_names(night.inputs.registry.cameras)).outgoing
    report = night.built.report
    assert outgoing(report, "0" * 64) == ()
    (parcel,) = outgoing(replace(report, sample=None), "0" * 64)
    assert json.loads(parcel.body)["evidence"]["manifest_sha256"] == "0" * 64
