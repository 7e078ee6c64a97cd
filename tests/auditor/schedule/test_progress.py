"""The progress file: whole at each moment, written once a second, gone at the end."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.examples import evidence, pictured
from auditor.model import Evidence
from auditor.schedule.progress import (
    Progress,
    ProgressFile,
    is_stale,
    load_progress,
    pass_ends_at,
)
from auditor.schedule.watchers import Watchers

NOW = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
S = timedelta(seconds=1)


@dataclass(slots=True)
class Clock:
    seconds: float = 0.0
    written: list[int] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


def watcher(folder: Path, clock: Clock) -> ProgressFile:
    return ProgressFile(reports=folder, now=clock.now, clock=clock.monotonic)


def seen(row: int, *, picture: bool = True) -> Evidence:
    one = evidence(pictured())
    return replace(
        one,
        camera=replace(one.camera, row=row),
        observations=one.observations if picture else (),
    )


def test_a_round_from_its_name_to_its_end(tmp_path: Path) -> None:
    clock = Clock()
    with watcher(tmp_path, clock) as told:
        each = Watchers((told,))
        each.named(round_id="r1", community="云帆社区")
        each.decodes(waiting=lambda: 7)
        each.begins(targets=4, tries=3)
        each.pass_begins(attempt=1, targets=4)
        clock.seconds = 10
        each.visited(seen(1))
        each.visited(seen(2, picture=False))
        clock.seconds = 20
        each.visited(seen(3))
        during = load_progress(tmp_path)
        each.waits(seconds=600)
        waiting = load_progress(tmp_path)
        each.confirms(targets=1)
        last = load_progress(tmp_path)
    assert during == Progress(
        round_id="r1",
        community="云帆社区",
        started_at=NOW,
        updated_at=NOW + 20 * S,
        phase="pass",
        attempt=1,
        tries=3,
        targets=4,
        done=3,
        total=4,
        states={"no_picture": 1, "picture_ok": 2},
        pass_began_at=NOW,
        decoder_queue=7,
    )
    assert waiting == replace(
        during, phase="waiting", next_pass_at=NOW + 620 * S, pass_began_at=None
    )
    assert last is not None
    assert (last.phase, last.done, last.total) == ("second_client", 0, 1)
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_at_most_once_a_second(tmp_path: Path) -> None:
    clock = Clock()
    with watcher(tmp_path, clock) as told:
        told.pass_begins(attempt=1, targets=1000)
        done = []
        for row in range(1, 31):
            clock.seconds = row / 10
            told.visited(seen(row))
            found = load_progress(tmp_path)
            assert found is not None
            done.append(found.done)
    assert sorted(set(done)) == [0, 10, 20, 30]


def test_the_file_is_plain_json(tmp_path: Path) -> None:
    with watcher(tmp_path, Clock()) as told:
        told.named(round_id="r1", community="云帆社区")
        read = json.loads((tmp_path / ".progress.json").read_text("utf-8"))
    assert read["schema"] == "auditor-progress/1"
    assert read["updated_at"] == "2026-01-05T14:00:00Z"


def test_a_round_that_was_interrupted_leaves_nothing(tmp_path: Path) -> None:
    def work() -> None:
        with watcher(tmp_path, Clock()) as told:
            told.begins(targets=1, tries=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_stops_no_round(tmp_path: Path) -> None:
    with watcher(tmp_path / "absent", Clock()) as told:
        told.begins(targets=1, tries=1)
        told.visited(seen(1))
    assert load_progress(tmp_path / "absent") is None


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff", b" " * 70_000])
def test_what_is_no_progress_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".progress.json").write_bytes(data)
    assert load_progress(tmp_path) is None


def test_the_end_of_a_pass_is_estimated_from_what_is_done() -> None:
    running = Progress(
        started_at=NOW, updated_at=NOW + 10 * S, phase="pass", done=5, total=20, pass_began_at=NOW
    )
    assert pass_ends_at(running) == NOW + 40 * S
    assert pass_ends_at(replace(running, done=0)) is None
    assert pass_ends_at(replace(running, phase="waiting")) is None
    assert pass_ends_at(replace(running, done=20)) == NOW + 10 * S


def test_silence_of_five_minutes_is_stale_but_not_while_waiting() -> None:
    running = Progress(started_at=NOW, updated_at=NOW)
    waiting = replace(running, next_pass_at=NOW + 600 * S)
    assert [is_stale(running, NOW + s * S) for s in (300, 301)] == [False, True]
    assert [is_stale(waiting, NOW + s * S) for s in (900, 901)] == [False, True]
