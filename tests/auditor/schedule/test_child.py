"""A round in a process of its own: real children, that end when they should."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from auditor.schedule.child import ChildRunner
from auditor.schedule.nights import NightLine
from tests.auditor.schedule.test_nights import MONDAY, line

NIGHT = line(MONDAY)


def test_the_exit_code_is_that_of_the_verb() -> None:
    runner = ChildRunner(command=lambda line: ["no-such-verb", line.night.isoformat()])
    assert runner.run_night(NIGHT) == 2


def test_a_runner_that_is_closed_begins_nothing(tmp_path: Path) -> None:
    began = tmp_path / "began"

    def command(_: NightLine) -> list[str]:
        began.touch()
        return ["rules"]

    runner = ChildRunner(command=command)
    runner.close()
    assert runner.run_night(NIGHT) == -signal.SIGTERM
    assert not began.exists()


STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: None)
worker = os.fork()
if worker == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
open(sys.argv[1], "w").write(str(worker))
while True:
    time.sleep(600)
"""


class Stubborn(ChildRunner):
    """A child of the same kind that does not end by itself, with a worker."""

    file: Path

    def _begin(self, _: NightLine) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", STUBBORN, str(self.file)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


def test_a_child_that_does_not_end_is_killed_with_its_workers(tmp_path: Path) -> None:
    runner = Stubborn(command=lambda _: [], grace_s=0.1)
    runner.file = tmp_path / "worker"
    codes: list[int] = []
    night = threading.Thread(target=lambda: codes.append(runner.run_night(NIGHT)))
    night.start()
    until(runner.file.exists)
    until(lambda: runner.file.read_text(encoding="ascii") != "")
    runner.alive()
    runner.close()
    night.join(20)
    assert codes == [-signal.SIGKILL]
    worker = int(runner.file.read_text(encoding="ascii"))
    until(lambda: not is_running(worker))


LEASHED = """
import signal, sys, threading, time
from auditor.schedule import leash
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
if not {orderly}:
    signal.pthread_sigmask(signal.SIG_BLOCK, [15])
threading.Thread(target=leash.hold, args=({patience}, {grace}), daemon=True).start()
print("ready", flush=True)
while True:
    time.sleep(0.05 if {orderly} else 600)
"""


def leashed(*, patience: float, grace: float, orderly: bool) -> "subprocess.Popen[bytes]":
    code = LEASHED.format(patience=patience, grace=grace, orderly=orderly)
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


@pytest.mark.parametrize(("orderly", "code"), [(True, 7), (False, -signal.SIGKILL)])
def test_a_child_whose_service_died_ends_itself(*, orderly: bool, code: int) -> None:
    with leashed(patience=60, grace=0.3, orderly=orderly) as child:
        assert child.stdin is not None
        child.stdin.write(b".")
        child.stdin.close()
        assert child.wait(20) == code


def test_a_child_that_hears_of_no_renewed_lease_ends_itself() -> None:
    with leashed(patience=0.2, grace=5, orderly=True) as child:
        assert child.wait(20) == 7


def test_a_child_lives_as_long_as_its_leash_is_pulled() -> None:
    with leashed(patience=1.5, grace=5, orderly=True) as child:
        assert child.stdin is not None
        for _ in range(10):
            child.stdin.write(b".")
            child.stdin.flush()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(0.25)


def until(happened: object) -> None:
    """Wait for another process; its own time limit fails the test."""
    assert callable(happened)
    while not happened():
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    return state != "Z"
