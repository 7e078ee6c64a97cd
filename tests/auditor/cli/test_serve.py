"""``serve`` and ``schedule``: faults of configuration, and real nights in real processes."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from auditor.cli.logs import LogFormat, LogLevel, Logs
from auditor.cli.main import execute
from auditor.cli.serving import _command, moment, places, wall_from
from auditor.errors import ConfigError
from auditor.schedule.nights import NightLine, NightState
from auditor.store.store import Store
from tests.auditor.registry.files import record, registry
from tests.auditor.schedule.test_nights import MONDAY, line

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
PROGRAM = "from auditor.cli.main import main; main()"


def config(folder: Path, name: str = "auditor.toml", *, window: str, **files: str) -> Path:
    lines = "\n".join(f'{key} = "{value}"' for key, value in files.items())
    path = folder / name
    path.write_text(
        f'[audit]\ncommunity = "云帆社区"\n[files]\n{lines}\n[probing]\n'
        f'allowed_networks = ["127.0.0.0/8"]\n[schedule]\nwindow = "{window}"\n',
        encoding="utf-8",
    )
    return path


def now_in_shanghai() -> datetime:
    return wall_from(None)() + timedelta(hours=8)


def around_now() -> str:
    """A window in which it is night now, and for an hour at least."""
    now = now_in_shanghai()
    return f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"


def later() -> str:
    now = now_in_shanghai()
    return f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a registry of one camera without any address, and its plan."""
    (tmp_path / "registry.csv").write_text(registry(record(stream_uri="")), encoding="utf-8")
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]]]:
    capsys.readouterr()
    code = execute(["schedule", "--format", "json"])
    (one,) = json.loads(capsys.readouterr().out)
    return code, [told["line"] | {"found": told["findings"]} for told in one["journal"]]


def lines_of(folder: Path) -> tuple[NightLine, ...]:
    with Store(folder / "auditor.sqlite") as store:
        return store.journal.nights("云帆社区", wall_from(None)())


def test_a_night_is_run_once_and_the_missed_one_before_it_is_told(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first service plans tonight and goes; the next one comes three nights later."""
    config(folder, window=around_now())
    now = wall_from(None)()
    begun = now - timedelta(days=4)
    assert execute(["serve", "--once", "--at", (begun - timedelta(hours=5)).isoformat()]) == 0
    assert [one.state for one in lines_of(folder)] == [NightState.PLANNED]
    code = execute(["serve", "--once"])
    report = json.loads((folder / "reports/result.json").read_text(encoding="utf-8"))
    (missed, late) = (one.partition("（")[0] for one in report["alarms"])
    assert (code, missed, late) == (0, "NIGHT-01 漏检一夜", "NIGHT-02 开始过晚")
    assert "共 4 夜" in report["alarms"][0]
    states = [one.state.value for one in lines_of(folder)]
    assert states == ["missed"] * 4 + ["ended", "planned"]
    ended = lines_of(folder)[4]
    assert (ended.complete, ended.round_id) == (True, report["provenance"]["round_id"])
    execute(["serve", "--once"])
    with Store(folder / "auditor.sqlite") as store:
        assert [kept.id for kept in store.rounds()] == [ended.round_id]
    capfd.readouterr()
    assert execute(["judge", "--round", "latest"]) in (0, 1, 3)
    assert "same, bit for bit" in capfd.readouterr().out
    assert execute(["schedule"]) == 0
    out = capfd.readouterr().out
    assert "NIGHT-01 漏检一夜：巡检服务自" in out
    assert f"ended  round {ended.round_id}" in out


def test_a_report_of_a_round_by_hand_tells_of_missed_nights_too(folder: Path) -> None:
    config(folder, window=later())
    old = wall_from(None)() - timedelta(days=2)
    execute(["serve", "--once", "--at", old.isoformat()])
    assert execute(["run"]) in (0, 1, 3)
    report = json.loads((folder / "reports/result.json").read_text(encoding="utf-8"))
    assert [one.partition("（")[0] for one in report["alarms"]] == ["NIGHT-01 漏检一夜"]
    assert [one.state for one in lines_of(folder)] == [NightState.PLANNED]


def test_a_registry_that_cannot_be_read_fails_the_night_and_is_tried_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config(folder, window=around_now())
    (folder / "registry.csv").unlink()
    assert execute(["serve", "--once"]) == 3
    code, (night,) = shown(capsys)
    assert (code, night["state"], night["attempts"]) == (0, "failed", 1)
    assert night["reason"] == "检测未能开始：配置、台账或数据库有误，原因见服务日志"
    execute(["schedule"])
    assert capsys.readouterr().out.splitlines()[-1] == f"    {night['reason']}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "2026-01-05T22:00:00+08:00"], "--at: only with --once"),
        (["--once", "--at", "2026-01-05"], "--at 2026-01-05: write a moment such as"),
        (["--once", "--at", "nine"], "--at nine: write a moment such as"),
        (["--config", "none.toml"], "none.toml: cannot be read"),
        (["--config", "a.toml", "--config", "b.toml"], "b.toml: the same community in one store"),
        (["--config", "a.toml", "--config", "c.toml"], "c.toml: the same folder of reports"),
    ],
)
def test_faults_of_the_operator(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    for name, files in (
        ("a.toml", {}),
        ("b.toml", {"store": "./auditor.sqlite"}),
        ("c.toml", {"store": "c.sqlite", "reports": "./reports"}),
    ):
        config(folder, name, window="22:00-05:00", **files)
    assert execute(["serve", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"auditor: {message}")
    assert not (folder / "auditor.sqlite").exists()


def test_without_a_network_no_service_begins(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["serve"]) == 2
    assert "no network may be probed" in capsys.readouterr().err
    assert not (folder / "auditor.sqlite").exists()


def test_the_plan_of_a_service_that_was_never_begun(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config(folder, window="22:00-05:00")
    assert execute(["schedule", "--at", "2026-01-05T23:00:00+08:00"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "云帆社区: every night 22:00-05:00 (Asia/Shanghai)",
        "kept by: no service",
        "next: 2026-01-06  22:00-05:00",
        "next: 2026-01-07  22:00-05:00",
        "next: 2026-01-08  22:00-05:00",
    ]
    assert not (folder / "auditor.sqlite").exists()


def test_what_is_run_for_a_night(folder: Path) -> None:
    (place,) = places([config(folder, "north.toml", window="22:00-04:30")])
    night = ["run", "--config", str(folder / "north.toml"), "--night", "2026-01-05"]
    assert _command(place, Logs(), line(MONDAY)) == night
    logs = Logs(form=LogFormat.JSON, level=LogLevel.DEBUG, file=Path("a.log"))
    assert _command(place, logs, line(MONDAY, round_id="r")) == [
        *night,
        *("--resume", "r"),
        *("--log-format", "json", "--log-level", "debug", "--log-file", "a.log"),
    ]


def test_a_moment_needs_its_offset() -> None:
    with pytest.raises(ConfigError):
        moment("2026-01-05T22:00:00")
    assert moment(None) is None
