"""A re-probe of the queue is a real ad-hoc round: its own process, store and report."""

import asyncio
import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.config import load_config
from auditor.model import RoundKind
from auditor.store.store import Store
from auditor.web.reprobes import Reprobe, Reprobes, ReprobeState, Taken
from auditor.web.serve import runner_of
from auditor.web.shelf import Shelf, is_result
from tests.auditor.cli.test_run import PLAN
from tests.auditor.registry.files import record, registry

pytestmark = pytest.mark.long

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
    camera = record(stream_uri=f"rtsp://127.0.0.1:{closed}/live", device_code=CODE)
    (tmp_path / "registry.csv").write_text(registry(camera), encoding="utf-8")
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    (tmp_path / "auditor.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    queue = Reprobes(folder=tmp_path / "queue", per_hour=12)
    asked = {"device_code": CODE, "community": "云帆社区", "who": "cao"}
    assert queue.ask(**asked, now=datetime.now(UTC)) is Taken.QUEUED

    with Store(load_config(Path("auditor.toml")).files.store) as store:
        shelf = Shelf(store, Path("reports"))
        one = await _worked(queue, shelf)
        (kept,) = store.rounds()
        report = store.report(kept.id)

    assert (one.state, one.exit_code, one.round_id) == (ReprobeState.ENDED, 1, kept.id), one
    assert (kept.kind, is_result(kept)) == (RoundKind.ADHOC, False)
    assert report.chosen is not None
    assert report.chosen.selectors == (CODE,)
    own = tmp_path / "reports" / "adhoc" / kept.id
    assert json.loads((own / "result.json").read_bytes())["masked"] is True
    assert not (tmp_path / "reports" / "result.json").exists()


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
