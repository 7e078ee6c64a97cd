"""The queue is worked on by real processes, one at a time; whatever they do, it goes on."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.schedule.one_round import only_round
from auditor.web.reprobes import Reprobe, Reprobes, ReprobeState, Taken
from auditor.web.runner import Runner

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CODES = ("37090216001320000001", "37090216001320000002")
SAYS = (
    "import sys; print('rtsp://u:p@127.0.0.1/ \x1b', sys.argv[1:], file=sys.stderr); sys.exit({})"
)


@pytest.fixture
def queue(tmp_path: Path) -> Reprobes:
    return Reprobes(folder=tmp_path / "queue", per_hour=12)


def ask(queue: Reprobes, *codes: str) -> None:
    for code in codes:
        taken = queue.ask(device_code=code, community="华新社区", who="cao", now=NOW)
        assert taken is Taken.QUEUED


async def worked(
    queue: Reprobes, source: str, until: Callable[[], bool], program: tuple[str, ...] = ()
) -> None:
    runner = Runner(
        queue=queue,
        config=Path("a.toml"),
        clock=lambda: NOW,
        newest=lambda community, since: f"{community} {since:%H}",
        reports=queue.folder.parent,
        program=program or (sys.executable, "-c", source),
    )
    task = asyncio.create_task(runner.run())
    async with asyncio.timeout(60):
        while not until():  # noqa: ASYNC110 - what is waited for lies in files
            await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def in_state(queue: Reprobes, state: ReprobeState, number: int = 1) -> Callable[[], bool]:
    return lambda: sum(one.state is state for one in queue.all()) == number


async def test_a_request_becomes_a_round_of_one_camera(queue: Reprobes) -> None:
    ask(queue, CODES[0])
    await worked(queue, SAYS.format(1), in_state(queue, ReprobeState.ENDED))
    (one,) = queue.all()
    assert (one.exit_code, one.round_id) == (1, "华新社区 01")
    arguments = ["run", "--config=a.toml", "--community=华新社区", f"--only={CODES[0]}"]
    assert one.message.endswith(str(arguments))
    assert "[U+001B]" in one.message
    assert "u:p@" not in one.message


async def test_requests_wait_while_a_round_runs(queue: Reprobes, tmp_path: Path) -> None:
    ask(queue, CODES[0])
    looked = iter((False, False, True))
    with only_round(tmp_path):
        await worked(queue, SAYS.format(0), lambda: next(looked))
        assert in_state(queue, ReprobeState.WAITING)()
    await worked(queue, SAYS.format(0), in_state(queue, ReprobeState.ENDED))


async def test_a_round_that_gives_no_result_is_told(queue: Reprobes) -> None:
    ask(queue, *CODES)
    await worked(queue, SAYS.format(2), in_state(queue, ReprobeState.FAILED, 2))
    assert {(one.exit_code, one.round_id) for one in queue.all()} == {(2, "")}


async def test_a_program_that_is_not_there_ends_nothing(queue: Reprobes, tmp_path: Path) -> None:
    ask(queue, CODES[0])
    absent = (str(tmp_path / "absent"),)
    await worked(queue, "", in_state(queue, ReprobeState.FAILED), program=absent)
    (one,) = queue.all()
    assert (one.exit_code, one.message) == (None, "不能启动：No such file or directory")


async def test_when_the_server_stops_the_child_is_ended(queue: Reprobes, tmp_path: Path) -> None:
    ask(queue, CODES[0])
    mark = tmp_path / "began"
    source = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(600)"
    await worked(queue, source, mark.exists)
    (one,) = queue.all()
    assert (one.state, one.message) == (ReprobeState.INTERRUPTED, "服务停止，复测中断。")


async def test_what_a_server_left_running_is_interrupted(queue: Reprobes) -> None:
    left = Reprobe(
        id="20261124T010000Z-000000",
        device_code=CODES[0],
        community="华新社区",
        who="cao",
        asked_at=NOW,
        state=ReprobeState.RUNNING,
    )
    queue.write(left)
    await worked(queue, SAYS.format(0), in_state(queue, ReprobeState.INTERRUPTED))


def test_strange_files_in_the_queue_are_passed_over(queue: Reprobes) -> None:
    ask(queue, CODES[0])
    for name, text in (("a.json", "{"), ("b.json", "[]"), ("c.txt", "x")):
        (queue.folder / name).write_text(text, encoding="utf-8")
    assert [one.device_code for one in queue.all()] == [CODES[0]]


def test_the_oldest_comes_first(queue: Reprobes) -> None:
    for minute, code in enumerate(CODES):
        queue.ask(device_code=code, community="a", who="b", now=NOW.replace(minute=minute))
    found = queue.next()
    assert found is not None
    assert found.device_code == CODES[0]
