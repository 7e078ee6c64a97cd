"""A real round told to others while it runs: by its progress file and by its log."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog

from auditor.audit import run_audit
from auditor.cli.logs import LogFormat, LogLevel, Logs, configure_logs
from auditor.demo.footage import Recipe, shoot
from auditor.demo.onvif_server import utc_now
from auditor.model import Evidence
from auditor.schedule.events import EventWatcher, log_end
from auditor.schedule.progress import Progress, ProgressFile, load_progress
from auditor.schedule.round import Watcher
from auditor.schedule.watchers import Watchers
from tests.auditor.small_community import (
    ACCOUNT,
    COMMUNITY,
    WRONG,
    Place,
    audit_in,
    cameras,
    registry_rows,
    write_inputs,
)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@dataclass(slots=True)
class Reader(Watcher):
    """Another program's view, after each visit."""

    reports: Path
    rows: list[int] = field(default_factory=list)
    read: list[Progress | None] = field(default_factory=list)

    def visited(self, evidence: Evidence) -> None:
        self.rows.append(evidence.camera.row)
        self.read.append(load_progress(self.reports))


async def test_a_round_is_told_while_it_runs_and_at_its_end(tmp_path: Path) -> None:
    log = tmp_path / "auditor.log"
    configure_logs(Logs(form=LogFormat.JSON, level=LogLevel.DEBUG, file=log))
    footage = shoot(Recipe(gop=5, length=20), started=utc_now())
    audit = audit_in(tmp_path)
    reader = Reader(audit.reports)
    async with cameras(Place(), footage) as place:
        inputs = write_inputs(tmp_path, registry_rows(place))
        with ProgressFile(reports=audit.reports) as file:
            watcher = Watchers((file, EventWatcher(), reader))
            built = await run_audit(inputs, audit, watcher=watcher, stop=asyncio.Event())
    log_end(built.report)
    round_id = built.report.provenance.round_id
    assert {(one.round_id, one.community, one.decoder_queue) for one in reader.read if one} == {
        (round_id, COMMUNITY, 0)
    }
    assert None not in reader.read
    assert load_progress(audit.reports) is None
    text = log.read_text("utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    assert {(one["round"], one["community"]) for one in events} == {(round_id, COMMUNITY)}
    visited = [one for one in events if one["event"] == "camera_visited"]
    assert [one["camera"] for one in visited] == reader.rows
    assert {one["camera"] for one in visited if one["picture"]} == {1}
    assert (events[0]["event"], events[-1]["event"]) == ("round_begins", "round_ended")
    assert not any(secret in text for secret in (ACCOUNT.password, ACCOUNT.username, WRONG))
