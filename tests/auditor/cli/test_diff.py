"""``auditor diff``: two stored rounds, as text and as JSON."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.finding_ids import finding_ids
from auditor.model import CameraState
from auditor.store.store import Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

LATER = replace(ROUND, id="20260106T140000Z-0a1b2c", started_at=ROUND.started_at + timedelta(1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auditor.sqlite"


def keep(path: Path, community: str = "华新社区") -> None:
    states = (CameraState.PICTURE_OK, CameraState.OFFLINE)
    with Store(path) as store:
        for new, state in zip((ROUND, LATER), states, strict=True):
            store.begin_round(new)
            cameras = (builders.camera_result(1, state=state, first_frame_ms=None),)
            origin = builders.provenance(round_id=new.id)
            name = "华新社区" if new is ROUND else community
            report = builders.report(provenance=origin, cameras=cameras, community=name)
            store.end_round(report)


def test_a_new_fault_is_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(path)
    code = builders.camera_result(1).camera.device_code
    assert execute(["diff", "20260105", "--store", str(path)]) == 1
    assert capsys.readouterr().out == (
        f"round {ROUND.id} → {LATER.id}\nnew: 1\n  row 1 {code}: picture_ok → offline\n"
        "fixed: 0\nstill: 0\nslower: 0\nnot compared: 0\n"
    )


def test_the_other_way_it_is_fixed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(path)
    where = ("--store", str(path), "--format", "json")
    assert execute(["diff", "latest", "20260105", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told["fixed"]), told["new"], told["not_compared"]) == (1, [], 0)


def test_two_communities_are_not_compared(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(path, "云帆社区")
    assert execute(["diff", "20260105", "--store", str(path)]) == 2
    assert "compare one community" in capsys.readouterr().err


def test_findings_are_followed_by_their_ids(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fault = builders.finding(rule="CODE-02")
    with Store(path) as store:
        for new, findings in ((ROUND, ()), (LATER, (fault,))):
            store.begin_round(new)
            origin = builders.provenance(round_id=new.id)
            store.end_round(builders.report(provenance=origin, findings=findings))

    execute(["diff", "20260105", "--store", str(path)])
    (name,) = finding_ids(builders.report(findings=(fault,)))
    assert capsys.readouterr().out.endswith(
        f"findings new: 1\n  new {name} CODE-02 {fault.device_code}\n"
    )
    execute(["diff", "20260105", "--store", str(path), "--format", "json"])
    (told,) = json.loads(capsys.readouterr().out)["findings"]
    assert (told["finding_id"], told["change"]) == (name, "new")
