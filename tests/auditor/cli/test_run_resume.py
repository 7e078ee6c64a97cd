"""``run --resume`` and SIGTERM, by real processes: what is kept, and what is said."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.cli.resumable import hint_at_resumable
from auditor.config import load_config
from auditor.schedule.shelf import PictureShelf
from auditor.store.store import Store
from tests.auditor.registry.files import record, registry

pytestmark = pytest.mark.long

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
LOOPBACK = ("--allow-network", "127.0.0.0/8")
PROGRAM = (sys.executable, "-c", "from auditor.cli.main import main; main()")
SIGTERM_LIMIT_S = 10.0
MUTE = 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextlib.contextmanager
def mute_cameras(folder: Path, *, count: int, listening: bool = True) -> Iterator[None]:
    """A registry of cameras that take connections and never say a word, or whose port is closed."""
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = first.getsockname()[1]
        for number in range(2, count + 1):
            stack.enter_context(socket.create_server((f"127.0.0.{number}", port)))
        rows = (
            record(
                stream_uri=f"rtsp://127.0.0.{number}:{port}/main",
                device_code=f"370116000113260000{number:02d}",
            )
            for number in range(1, count + 1)
        )
        (folder / "registry.csv").write_text(registry(*rows), encoding="utf-8")
        if not listening:
            stack.close()
        yield


def terminated(folder: Path, *, at: str) -> tuple[int, float, str]:
    """Exit code, seconds from SIGTERM to the end, and what was said last."""
    with subprocess.Popen(
        [*PROGRAM, "run", *LOOPBACK],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stderr is not None
        assert next((line for line in process.stderr if line.startswith(at)), None), at
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        said = process.stderr.read()
        return process.wait(), time.monotonic() - began, said


def configure(folder: Path, *, tries: int, first_frame_s: float) -> None:
    text = f"[probing]\ntries = {tries}\nfirst_frame_s = {first_frame_s}\nretry_spacing_s = 600.0\n"
    (folder / "auditor.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("at", "count", "tries", "first_frame_s", "listening"),
    [
        ("pass 1", MUTE, 3, 60.0, True),
        ("next pass in", 2, 2, 60.0, False),
        ("second client", 2, 1, 1.0, True),
    ],
    ids=["hanging sessions", "a pause", "the second client"],
)
def test_sigterm_ends_within_ten_seconds_and_keeps_the_round(
    folder: Path, *, at: str, count: int, tries: int, first_frame_s: float, listening: bool
) -> None:
    configure(folder, tries=tries, first_frame_s=first_frame_s)
    with mute_cameras(folder, count=count, listening=listening):
        code, seconds, said = terminated(folder, at=at)
    with Store(folder / "auditor.sqlite") as store:
        (kept,) = store.rounds()
    assert (code, kept.ended_at) == (3, None)
    assert seconds < SIGTERM_LIMIT_S
    assert said.endswith(
        f"auditor: round {kept.id} was stopped and what it measured is kept; "
        "go on with: auditor run --resume\n"
    )
    assert not (folder / "reports" / "index.html").exists()


def test_after_sigterm_the_round_goes_on_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(folder, tries=1, first_frame_s=60.0)
    with mute_cameras(folder, count=1):
        terminated(folder, at="pass 1")
    (folder / "registry.csv").write_text(registry(record(stream_uri="")), encoding="utf-8")
    configure(folder, tries=5, first_frame_s=1.0)
    with monkeypatch.context() as patch:
        # What a large round began with is not read for one line.
        patch.setattr("auditor.resume.unpack_case", None)
        hint_at_resumable(load_config(folder / "auditor.toml"))
    assert "this is a new one (to go on with that one instead: auditor run --resume)" in (
        capsys.readouterr().err
    )
    assert execute(["run", *LOOPBACK, "--resume", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert [(one["state"], one["tries"]) for one in result["cameras"]] == [("offline", 1)]
    assert result["notes"][0].startswith("本轮检测中断后续测 1 次（北京时间 ")
    assert "goes on, with the registry, scheme and tries that it began with" in err
    ended = result["provenance"]["round_id"]
    assert execute(["run", *LOOPBACK, "--resume"]) == 2
    assert capsys.readouterr().err == (
        f"auditor: round {ended} cannot be gone on with: it has ended and its report was written; "
        "leave --resume out\n"
    )
    hint_at_resumable(load_config(folder / "auditor.toml"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--resume"], "auditor.sqlite: no such file; name the store with --store"),
        (["2026"], "'2026': a round is named only with --resume"),
        (
            ["--resume", "--tries", "2"],
            "--resume goes on with what the round began with; leave --tries out",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_meant_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert execute(["run", *LOOPBACK, *arguments]) == 2
    assert capsys.readouterr().err == f"auditor: {message}\n"


def test_a_round_that_still_runs_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(folder, tries=1, first_frame_s=60.0)
    with mute_cameras(folder, count=1):
        terminated(folder, at="pass 1")
    with Store(folder / "auditor.sqlite") as store:
        (kept,) = store.rounds()
    with PictureShelf(folder / "reports", kept.id):
        assert execute(["run", *LOOPBACK, "--resume", kept.id[:10]]) == 2
    assert capsys.readouterr().err == (
        f"auditor: round {kept.id} cannot be gone on with: another process still runs it; "
        "leave --resume out\n"
    )
