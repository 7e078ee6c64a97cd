"""A night in which we are blind: the same cameras, and nobody is condemned."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.audit import run_audit
from auditor.cli.loopback import loopback_camera
from auditor.demo.account import Account
from auditor.examples import record_cells
from auditor.model import CameraState, Report
from auditor.receiver import doubt
from auditor.schedule.plan import controls
from auditor.schedule.round import Watcher
from auditor.store.store import Store
from gb28181.divisions import division_table
from tests.auditor.small_community import audit_in, write_inputs

CLOSED = "rtsp://127.0.78.32:9/main"


async def night(folder: Path, **changes: object) -> Report:
    """One camera behind a closed port, one try."""
    inputs = write_inputs(folder, [record_cells() | {"stream_uri": CLOSED}])
    audit = replace(audit_in(folder), tries=1, second_clients=1, **changes)  # type: ignore[arg-type]  # options of a test
    built = await run_audit(inputs, audit, watcher=Watcher(), stop=asyncio.Event())
    return built.report


async def test_a_control_target_without_a_picture_makes_the_night_unknown(tmp_path: Path) -> None:
    report = await night(tmp_path, controls=controls([("rtsp://127.0.78.40:9/good", "")], {}))
    blind = "检测机自检或对照点未通过（对照点 1 第 1 次检测未出图），本轮不作坏结论"
    assert [(camera.state, camera.reason) for camera in report.cameras] == [
        (CameraState.NOT_PROBED, blind)
    ]
    assert report.notes[0] == (
        "检测机自检或对照点未通过：对照点 1 第 1 次检测未出图；本轮不作坏结论，只计好结论。"
    )
    with Store(tmp_path / "auditor.sqlite") as store:
        seen = store.observations(report.provenance.round_id)
    ours = [one for one in seen if int(one.target) < 1]
    assert doubt(ours, data_from=division_table().as_of) == blind
    assert [(one.target, one.probe) for one in ours] == [
        ("0", "receiver"),
        *[("-1", "rtsp_frame")] * 6,  # before, after the pass and last, each twice
        ("0", "receiver"),
    ]


async def test_the_same_night_with_open_eyes(tmp_path: Path) -> None:
    report = await night(tmp_path)
    assert [camera.state for camera in report.cameras] == [CameraState.OFFLINE]
    assert report.notes == ()


async def test_the_self_test_s_camera_asks_for_a_password_and_ends_with_the_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = Account("invented", "Inv3nted-secret")
    monkeypatch.setattr(Account, "generate", lambda: account)
    async with loopback_camera() as target:
        assert target.credential is not None
        assert (target.credential.username, target.credential.password) == (
            account.username,
            account.password,
        )
        port = target.ports[0]
    with socket.socket() as dial:
        assert dial.connect_ex(("127.0.0.1", port)) != 0
