"""A re-probe of the queue is a real ad-hoc round: its own process, store and report."""

import asyncio
import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.config import load_config
from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.footage import Recipe, shoot
from auditor.demo.rtsp_server import serve_rtsp
from auditor.model import CameraState, Report, RoundKind
from auditor.store.store import KeptRound, Store
from auditor.web.reprobes import Reprobe, Reprobes, ReprobeState, Taken
from auditor.web.serve import runner_of
from auditor.web.shelf import Shelf, is_result
from tests.auditor.cli.test_run import PLAN
from tests.auditor.registry.files import record, registry

pytestmark = pytest.mark.long

CAMERA = SimulatedCamera(row=41, network="127.0.77")
CODE = "37011600011326000001"
CONFIG = """
[probing]
allowed_networks = ["127.0.0.0/8"]
tries = 1
first_frame_s = 2.0
"""


async def test_a_re_probe_is_a_round_of_its_own_and_nobody_s_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    _settle(tmp_path, monkeypatch, f"rtsp://127.0.0.1:{closed}/live")
    one, kept, report = await _asked(tmp_path)

    assert (one.state, one.exit_code, one.round_id) == (ReprobeState.ENDED, 1, kept.id), one
    assert (kept.kind, is_result(kept)) == (RoundKind.ADHOC, False)
    assert report.chosen is not None
    assert report.chosen.selectors == (CODE,)
    own = tmp_path / "reports" / "adhoc" / kept.id
    assert json.loads((own / "result.json").read_bytes())["masked"] is True
    assert not (tmp_path / "reports" / "result.json").exists()


async def test_a_camera_that_is_well_again_gives_a_picture_that_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account.generate()
    footage = shoot(Recipe(variant=51, length=50), started=datetime.now(UTC))
    server = await serve_rtsp(CAMERA, footage, account, port=0)
    port = server.sockets[0].getsockname()[1]
    uri = f"rtsp://{CAMERA.address}:{port}/main"
    monkeypatch.setenv("AUDITOR_CREDENTIAL_GATE", f"{account.username}:{account.password}")
    _settle(tmp_path, monkeypatch, uri, credential="gate")
    async with server:
        one, kept, report = await _asked(tmp_path)

    assert (one.state, one.round_id) == (ReprobeState.ENDED, kept.id), one
    (result,) = report.cameras
    assert (result.state, result.size) == (CameraState.PICTURE_OK, "1280x720"), result
    with Store(load_config(Path("auditor.toml")).files.store) as store:
        shelf = Shelf(store, tmp_path / "reports")
        assert shelf.is_there(result.picture)
        ((_, line),) = shelf.history(kept, CODE, 30)
    assert line.state is CameraState.PICTURE_OK
    for path in (tmp_path / "queue").iterdir():
        assert account.password not in path.read_text(encoding="utf-8")


def _settle(folder: Path, monkeypatch: pytest.MonkeyPatch, uri: str, **cells: str) -> None:
    camera = record(stream_uri=uri, device_code=CODE, **cells)
    (folder / "registry.csv").write_text(registry(camera), encoding="utf-8")
    (folder / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    (folder / "auditor.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(folder)


async def _asked(folder: Path) -> tuple[Reprobe, KeptRound, Report]:
    """A re-probe is asked for and carried out: the request, its round, its report."""
    queue = Reprobes(folder=folder / "queue", per_hour=12)
    asked = {"device_code": CODE, "community": "云帆社区", "who": "cao"}
    assert queue.ask(**asked, now=datetime.now(UTC)) is Taken.QUEUED
    with Store(load_config(Path("auditor.toml")).files.store) as store:
        one = await _worked(queue, Shelf(store, Path("reports")))
        (kept,) = store.rounds()
        return one, kept, store.report(kept.id)


async def _worked(queue: Reprobes, shelf: Shelf) -> Reprobe:
    """What the queue says when the request is no longer open."""
    runner = runner_of(queue, shelf, lambda: datetime.now(UTC), config=Path("auditor.toml"))
    task = asyncio.create_task(runner.run())
    async with asyncio.timeout(90):
        while queue.all()[0].ended_at is None:  # noqa: ASYNC110 - what is waited for lies in files
            await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return queue.all()[0]
