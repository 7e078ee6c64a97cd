"""Runs the re-probes of the queue as ``auditor run --only``, one process at a time."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from auditor.errors import AuditorError
from auditor.render.plain_text import shorten, visible
from auditor.schedule.one_round import is_round_running
from auditor.web.reprobes import Reprobe, Reprobes, ReprobeState
from probes.redact import redact_uri

__all__ = ["PROGRAM", "Runner"]

PROGRAM = (sys.executable, "-c", "from auditor.cli.main import main; main()")
_LONGEST = timedelta(hours=2)
_PATIENCE_S = 20.0
_LOOK_S = 1.0
_TAIL = 16 * 1024
_SHOWN = 300
_VERDICTS = frozenset({0, 1, 3})  # exit codes of a round that gave a result


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """``newest`` names the newest round of a community that began since a time.

    While the folder of ``reports`` has a round running, requests wait: a camera is asked by one
    round at a time.
    """

    queue: Reprobes
    config: Path | None
    clock: Callable[[], datetime]
    newest: Callable[[str, datetime], str]
    reports: Path
    program: tuple[str, ...] = PROGRAM

    async def run(self) -> None:
        """Until cancelled; a fault of one request is told and does not end the others."""
        self.queue.interrupt(self.clock())
        while True:
            try:
                one = self.queue.next()
                if one is not None and not is_round_running(self.reports):
                    await self._run_one(one)
            except (AuditorError, OSError) as error:
                structlog.get_logger().error("re-probe failed", fault=str(error))
            await asyncio.sleep(_LOOK_S)

    async def _run_one(self, one: Reprobe) -> None:
        running = replace(one, state=ReprobeState.RUNNING, began_at=self.clock())
        self.queue.write(running)
        try:
            code, message = await _child((*self.program, *self._arguments(one)))
        except asyncio.CancelledError:
            self._end(running, ReprobeState.INTERRUPTED, None, "服务停止，复测中断。")
            raise
        except OSError as error:
            self._end(running, ReprobeState.FAILED, None, f"不能启动：{error.strerror}")
            return
        state = ReprobeState.ENDED if code in _VERDICTS else ReprobeState.FAILED
        self._end(running, state, code, message)

    def _arguments(self, one: Reprobe) -> tuple[str, ...]:
        """The code is checked before it is queued; ``=`` keeps a name from being an option."""
        config = (f"--config={self.config}",) if self.config else ()
        return ("run", *config, f"--community={one.community}", f"--only={one.device_code}")

    def _end(self, running: Reprobe, state: ReprobeState, code: int | None, message: str) -> None:
        began = running.began_at or running.asked_at
        found = self.newest(running.community, began) if state is ReprobeState.ENDED else ""
        self.queue.write(
            replace(
                running,
                state=state,
                ended_at=self.clock(),
                exit_code=code,
                message=message,
                round_id=found,
            )
        )


async def _child(command: tuple[str, ...]) -> tuple[int | None, str]:
    """Exit code and last line; a child that takes too long, or is cancelled, is ended in order."""
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_LONGEST.total_seconds()):
            tail = await _tail(child)
            return await child.wait(), _last_line(tail)
    except TimeoutError:
        return None, "复测超过时限，已停止。"
    finally:
        await _stop(child)


async def _tail(child: asyncio.subprocess.Process) -> bytes:
    """The end of what it says; all of it is read, so that it never waits for us."""
    tail = b""
    while child.stderr and (part := await child.stderr.read(_TAIL)):
        tail = (tail + part)[-_TAIL:]
    return tail


async def _stop(child: asyncio.subprocess.Process) -> None:
    """Its whole group: a round has workers."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), _PATIENCE_S)


def _last_line(tail: bytes) -> str:
    lines = [line.strip() for line in tail.decode("utf-8", "replace").splitlines()]
    last = next((line for line in reversed(lines) if line), "")
    return shorten(visible(redact_uri(last)), _SHOWN)
