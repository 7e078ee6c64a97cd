"""``run``: options, faults that leave nothing behind, and rounds that need no camera."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.cli import audit_settings, run
from auditor.cli.main import execute
from auditor.cli.options import Format
from auditor.config import Audit, Config, Files, Probing
from auditor.schedule.one_round import only_round
from auditor.schedule.spread import Pace
from auditor.schedule.times import Times
from tests.auditor.feed.platform import platform, status
from tests.auditor.registry.files import record, registry

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
LOOPBACK = ("--allow-network", "127.0.0.0/8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a registry of one camera without any address, and its plan."""
    (tmp_path / "registry.csv").write_text(registry(record(stream_uri="")), encoding="utf-8")
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Config]:
    """The configurations that rounds were asked with; no round is run."""
    asked: list[Config] = []

    def note(config: Config, _: Format, __: Path | None, **___: object) -> int:
        asked.append(config)
        return 0

    monkeypatch.setattr(run, "run_round", note)
    return asked


def test_reports_never_replace_what_was_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = (folder / "key_locations.csv").read_bytes()

    assert execute(["run", *LOOPBACK, "--reports", "."]) == 2
    assert "key_locations.csv: would overwrite key_locations.csv" in capsys.readouterr().err
    assert (folder / "key_locations.csv").read_bytes() == plan


def test_while_a_round_runs_another_one_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = folder / "reports"
    reports.mkdir()
    for more in ((), ("--only", "row:1")):
        with only_round(reports):
            assert execute(["run", *LOOPBACK, *more]) == 2
        assert "reports: a round is running; wait for its end" in capsys.readouterr().err
    assert list(reports.iterdir()) == []


NO_NETWORK = (
    "no network may be probed; name the cameras' networks in probing.allowed_networks of the "
    "configuration, or with --allow-network, for example 10.1.0.0/16"
)
ABSENT = "cannot be read (No such file or directory); check the path"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], NO_NETWORK),
        ([*LOOPBACK, "--registry", "absent.csv"], f"absent.csv: {ABSENT}"),
        ([*LOOPBACK, "--key-locations", "absent.csv"], f"absent.csv: {ABSENT}"),
        ([*LOOPBACK, "--config", "absent.toml"], f"absent.toml: {ABSENT}"),
        (
            [*LOOPBACK, "--credentials", "absent.toml"],
            "absent.toml: credentials cannot be read (No such file or directory); check the path",
        ),
        (
            [*LOOPBACK, "--community", "别处"],
            "registry.csv: no camera of 社区 别处; found: 云帆社区",
        ),
        (
            [*LOOPBACK, "--only", "row:9"],
            (
                "--only row:9: no registered camera; write a device code, row:17, a key "
                "location's id, a host, a network such as 10.1.2.0/24, state:offline, failed or "
                "unknown"
            ),
        ),
        (
            [*LOOPBACK, "--only", "failed"],
            ("--only failed: no round has ended yet that says so; run a whole round first"),
        ),
        ([*LOOPBACK, "--until", "5"], "--until: '5' is no time of day; write one such as 05:00"),
        (
            ["--allow-network", "nonsense"],
            (
                "--allow-network: 'nonsense' does not appear to be an IPv4 or IPv6 network; "
                "write a network such as 10.1.0.0/16"
            ),
        ),
        (
            ["--allow-network", "127.0.0.1/8"],
            "--allow-network: 127.0.0.1/8 has host bits set; write a network such as 10.1.0.0/16",
        ),
        (
            [*LOOPBACK, "--allow-network", ""],
            (
                "--allow-network: '' does not appear to be an IPv4 or IPv6 network; "
                "write a network such as 10.1.0.0/16"
            ),
        ),
    ],
)
def test_a_fault_before_the_round_leaves_nothing_behind(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    before = content(folder)
    assert execute(["run", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"auditor: {message}\n")
    assert content(folder) == before


@pytest.mark.parametrize("argument", ["--profile=no-such", "--profile=absent.toml"])
def test_an_unknown_profile_leaves_nothing_behind(
    folder: Path, capsys: pytest.CaptureFixture[str], argument: str
) -> None:
    before = content(folder)
    assert execute(["run", *LOOPBACK, argument]) == 2
    assert argument.partition("=")[2] in capsys.readouterr().err
    assert content(folder) == before


CONFIGURED = """
[audit]
profile = "shandong-basic"
community = "云帆社区"
[files]
registry = "a.csv"
store = "a.sqlite"
[probing]
allowed_networks = ["127.0.0.0/8"]
tries = 5
concurrency = 2
"""


def test_options_win_over_the_configuration(folder: Path, chosen: list[Config]) -> None:
    (folder / "night.toml").write_text(CONFIGURED, encoding="utf-8")
    options = {
        "--config": "night.toml",
        "--registry": "b.csv",
        "--key-locations": "c.csv",
        "--credentials": "d.toml",
        "--reports": "out",
        "--profile": "shandong-growth",
        "--tries": "2",
        "--format": "json",
    }
    networks = ["--allow-network", "::1/128", "--allow-network", "127.0.1.0/24"]
    assert execute(["run", *(word for pair in options.items() for word in pair), *networks]) == 0
    assert chosen == [
        Config(
            audit=Audit(profile="shandong-growth", community="云帆社区"),
            files=Files(
                registry="b.csv",
                key_locations="c.csv",
                credentials="d.toml",
                reports="out",
                store="a.sqlite",
            ),
            probing=Probing(allowed_networks=("::1/128", "127.0.1.0/24"), tries=2, concurrency=2),
        )
    ]


@pytest.mark.usefixtures("folder")
def test_without_a_configuration_the_defaults_hold(chosen: list[Config]) -> None:
    assert execute(["run"]) == 0
    assert chosen == [Config()]


def test_the_configuration_of_the_working_directory_is_used(
    folder: Path, chosen: list[Config]
) -> None:
    (folder / "auditor.toml").write_text(CONFIGURED, encoding="utf-8")
    assert execute(["run"]) == 0
    assert chosen[0].files.registry == "a.csv"


def test_a_round_without_an_address_is_inconclusive(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["run", *LOOPBACK, "--format", "json"]) == 3
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert result["schema"] == "auditor-result/1"
    assert [(camera["state"], camera["tries"]) for camera in result["cameras"]] == [
        ("not_probed", 0)
    ]
    assert "probing 0 cameras, up to 3 tries each" in err
    assert {"auditor.sqlite", "reports"} <= content(folder)
    assert json.loads((folder / "reports" / "result.json").read_bytes()) == result


def test_an_ad_hoc_round_has_a_folder_of_its_own_and_one_that_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["run", *LOOPBACK]) == 3
    night = (folder / "reports" / "result.json").read_bytes()
    before = json.loads(night)["provenance"]["round_id"]
    capsys.readouterr()
    assert execute(["run", *LOOPBACK, "--only", "unknown", "--format", "json"]) == 3
    result = json.loads(capsys.readouterr().out)
    assert result["chosen"] == {
        "selectors": ["unknown"],
        "rows": [1],
        "before": ["not_probed"],
        "parent": before,
    }
    own = folder / "reports" / "adhoc" / result["provenance"]["round_id"]
    assert json.loads((own / "result.json").read_bytes()) == result
    assert execute(["run", *LOOPBACK, "--only", "row:1", "--reports", "mine"]) == 3
    out = capsys.readouterr().out
    assert "所选 1 路中 0 路出图正常。" in out
    assert "报告：mine/index.html" in out
    assert (folder / "mine" / "index.html").is_file()
    assert (folder / "reports" / "result.json").read_bytes() == night


def test_the_deadline_and_the_choice_are_handed_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def note(*_: object, **named: object) -> int:
        asked.append(named)
        return 0

    monkeypatch.setattr(run, "run_round", note)
    (folder / "auditor.toml").write_text('[schedule]\npace = "spread"\n', encoding="utf-8")
    before = datetime.now(UTC)
    assert execute(["run", "--within", "90m", "--only", "row:1", "--only", "failed"]) == 0
    (named,) = asked
    times = named.pop("times")
    assert named == {
        "only": ["row:1", "failed"],
        "own_folder": True,
        "night": None,
        "unmasked": False,
    }
    assert isinstance(times, Times)
    assert times.pace is Pace.SPREAD
    assert times.deadline is not None
    waited = times.deadline - before - timedelta(minutes=90)
    assert timedelta() <= waited < timedelta(minutes=1)


@pytest.mark.parametrize(("reply", "told"), [(200, "delivered"), (503, "not delivered yet")])
def test_a_round_is_delivered_and_its_exit_code_stays(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    reply: int,
    told: str,
) -> None:
    monkeypatch.setenv("AUDITOR_CREDENTIAL_PLATFORM", "k1:t0ken")
    with platform(None, status(reply)) as there:
        feed = f'[feed]\nurl = "{there.url}"\npatience_s = 0.0\n'
        (folder / "auditor.toml").write_text(feed, encoding="utf-8")
        assert execute(["run", *LOOPBACK, "--format", "json"]) == 3
    out, err = capsys.readouterr()
    (request,) = there.requests
    sent = json.loads(request.body)
    assert sent["round"]["id"] == json.loads(out)["provenance"]["round_id"]
    assert told in err
    assert "t0ken" not in out + err


def test_the_text_names_the_report(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    store = folder / "other.sqlite"
    assert execute(["run", *LOOPBACK, "--store", str(store), "--reports", "out"]) == 3
    assert "报告：out/index.html" in capsys.readouterr().out
    assert store.exists()
    assert (folder / "out" / "index.html").exists()


@contextlib.contextmanager
def silent_camera() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_round_that_is_stopped_reports_what_it_has(folder: Path) -> None:
    program = (sys.executable, "-c", "from auditor.cli.main import main; main()")
    with silent_camera() as port:
        text = registry(record(stream_uri=f"rtsp://127.0.0.1:{port}/main"))
        (folder / "registry.csv").write_text(text, encoding="utf-8")
        with subprocess.Popen(
            [*program, "run", *LOOPBACK, "--format", "json"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        ) as process:
            assert process.stderr is not None
            assert process.stdout is not None
            assert next(line for line in process.stderr if line.startswith("pass 1"))
            process.send_signal(signal.SIGINT)
            result = json.loads(process.stdout.read())
            assert process.wait() == 3
    assert result["provenance"]["complete"] is False
    assert [camera["state"] for camera in result["cameras"]] == ["not_probed"]


def test_reading_without_the_extra_is_refused_before_the_round(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "auditor.toml").write_text("[probing]\nread_overlay = true\n", encoding="utf-8")
    before = content(folder)
    monkeypatch.setattr(audit_settings, "can_read", lambda: False)
    assert execute(["run", *LOOPBACK]) == 2
    assert capsys.readouterr().err == (
        "auditor: probing.read_overlay: nothing here can read pictures; "
        "pip install 'video-surveillance-auditor[ocr]', or leave the key out\n"
    )
    assert content(folder) == before


def test_with_the_extra_the_round_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "auditor.toml").write_text("[probing]\nread_overlay = true\n", encoding="utf-8")
    monkeypatch.setattr(audit_settings, "can_read", lambda: True)
    assert execute(["run", *LOOPBACK]) == 3


def test_a_sample_that_is_not_there_is_refused_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(folder)
    assert execute(["run", "--sample", "sample.csv", *LOOPBACK]) == 2
    assert "sample.csv.json: cannot be read" in capsys.readouterr().err
    assert content(folder) == before
