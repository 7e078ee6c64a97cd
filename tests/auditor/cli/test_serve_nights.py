"""The service wired wholly: real processes, real cameras that are slow to answer, a real webhook."""

import contextlib
import json
import os
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.cli.serving import wall_from
from auditor.schedule.nights import NightLine, NightState
from auditor.store.store import KeptRound, Store
from tests.auditor.cli.test_serve import PLAN, PROGRAM, around_now
from tests.auditor.feed.platform import Platform, platform
from tests.auditor.registry.files import record, registry
from tests.auditor.schedule.test_child import until

pytestmark = pytest.mark.long

COMMUNITY = "云帆社区"
SIGTERM_LIMIT_S = 10.0


class NotFound(socketserver.StreamRequestHandler):
    """A device that has no such stream: a sign of life."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while line := self.rfile.readline():
                if line.lower().startswith(b"cseq"):
                    number = line.split(b":")[1].strip()
                    self.wfile.write(b"RTSP/1.0 404 Not Found\r\nCSeq: " + number + b"\r\n\r\n")


@contextlib.contextmanager
def cameras(folder: Path) -> Iterator[None]:
    """One without the stream that is asked for, and one that never says a word."""
    with (
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), NotFound) as answering,
        socket.create_server(("127.0.0.2", 0)) as mute,
    ):
        answering.daemon_threads = True
        threading.Thread(target=answering.serve_forever, args=(0.05,), daemon=True).start()
        ports = (answering.server_address[1], mute.getsockname()[1])
        rows = (
            record(number, stream_uri=f"rtsp://127.0.0.{number}:{port}/main")
            for number, port in enumerate(ports, start=1)
        )
        (folder / "registry.csv").write_text(registry(*rows), encoding="utf-8")
        yield
        answering.shutdown()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, url: str) -> None:
    (folder / "auditor.toml").write_text(
        f'[audit]\ncommunity = "{COMMUNITY}"\n[probing]\nallowed_networks = ["127.0.0.0/8"]\n'
        "tries = 1\nfirst_frame_s = 3.0\nsecond_clients = 1\n"
        f'[schedule]\nwindow = "{around_now()}"\n[health]\nlisten = "127.0.0.1:0"\n'
        f'[[alerts.channels]]\nname = "office"\nkind = "webhook"\nauth = "none"\nurl = "{url}"\n',
        encoding="utf-8",
    )


@dataclass
class Serving:
    """A service in a process of its own; what it and its rounds say is read as it comes."""

    folder: Path
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)

    def passes(self) -> int:
        return sum(line.startswith("pass 1") for line in self.said)

    def events(self) -> list[dict[str, object]]:
        log = self.folder / "log.json"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [json.loads(line) for line in lines]

    def names(self) -> list[object]:
        return [one["event"] for one in self.events() if str(one["event"]).startswith("night_")]

    def child(self) -> int:
        """The round's process."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                after = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(after[1]) == self.process.pid:
                    return int(stat.parent.name)
        raise AssertionError("the service has no round")

    def terminate(self) -> float:
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0
        return time.monotonic() - began


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    options = ("--log-format", "json", "--log-file", "log.json")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", *options],
        cwd=folder,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        service = Serving(folder, process)
        reader = threading.Thread(target=service.read, daemon=True)
        reader.start()
        try:
            yield service
        finally:
            if process.poll() is None:
                process.kill()
            reader.join(20)


def kept(folder: Path) -> tuple[KeptRound, NightLine]:
    """The only round, and the night that it is of."""
    with Store(folder / "auditor.sqlite") as store:
        (round_,) = store.rounds()
        night, _coming = store.journal.nights(COMMUNITY, wall_from(None)())
    return round_, night


def told(there: Platform) -> list[list[str]]:
    """The kinds of the alerts of each message."""
    return [[one["kind"] for one in json.loads(r.body)["alerts"]] for r in there.requests]


def page(service: Serving, name: str) -> str:
    (served,) = [one for one in service.events() if one["event"] == "health_served"]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{served['port']}/{name}", timeout=20) as answer:
        return str(answer.read().decode())


def result(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "reports/result.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_round_that_is_killed_and_a_service_that_is_ended_are_one_night(folder: Path) -> None:
    """Killed at once gone on with; ended in order, within ten seconds, and the next goes on."""
    with platform() as there, cameras(folder):
        configure(folder, there.url)
        with serving(folder) as service:
            until(lambda: service.passes() >= 1)
            os.kill(service.child(), signal.SIGKILL)
            until(lambda: service.passes() >= 2)
            health, ready, metrics = (
                page(service, name) for name in ("healthz", "readyz", "metrics")
            )
            seconds = service.terminate()
            events = service.events()
        cut, interrupted = kept(folder)
        code = execute(["serve", "--once"])
    ended, night = kept(folder)
    assert (health, ready) == ("ok\n", "ok\n")
    assert f'auditor_night_missed{{community="{COMMUNITY}"}} 0.0' in metrics
    assert "auditor_next_start_timestamp_seconds{" in metrics
    assert "auditor_round_running 1.0" in metrics
    assert seconds < SIGTERM_LIMIT_S
    assert interrupted.state is NightState.INTERRUPTED
    assert (ended.id, ended.ended_at is not None, cut.ended_at) == (cut.id, True, None)
    assert (night.state, night.round_id, night.complete) == (NightState.ENDED, cut.id, True)
    assert (ended.night, ended.deadline) == (night.night, night.ends)
    assert "中断后续测 2 次" in str(result(folder)["notes"])
    assert (code, told(there)) == (0, [])
    rounds = [one["round"] for one in events if one["event"] == "round_begins"]
    assert rounds == [cut.id] * 2
    nights = [one["event"] for one in events if str(one["event"]).startswith("night_")]
    assert nights == ["night_begins", "night_cut_short", "night_begins", "night_cut_short"]


def test_a_round_that_was_left_over_the_end_of_its_window_is_a_partial_night(folder: Path) -> None:
    """The window is over when the next service comes; nobody tells twice."""
    with platform() as there, cameras(folder):
        configure(folder, there.url)
        with serving(folder) as service:
            until(lambda: service.passes() >= 1)
            service.terminate()
        cut, _ = kept(folder)
        with Store(folder / "auditor.sqlite") as store:
            lease = store.leases.of(COMMUNITY)
        assert lease is not None
        assert lease.is_free
        past = (wall_from(None)() - timedelta(minutes=1)).isoformat()
        with contextlib.closing(sqlite3.connect(folder / "auditor.sqlite")) as database, database:
            database.execute("UPDATE round SET deadline = ?", [past])
            database.execute("UPDATE night SET ends_at = ? WHERE round_id != ''", [past])
        code = execute(["serve", "--once"])
        assert execute(["serve", "--once"]) == 3
    ended, night = kept(folder)
    alarms = result(folder)["alarms"]
    assert code == 3
    assert (ended.id, ended.complete, night.state) == (cut.id, False, NightState.ENDED)
    assert isinstance(alarms, list)
    assert [one.partition("（")[0] for one in alarms] == ["NIGHT-04 未测完"]
    assert told(there) == [["partial"]]
