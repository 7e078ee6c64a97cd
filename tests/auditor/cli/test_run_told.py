"""Two whole rounds: the second tells what changed, logs itself, and leaves no progress behind."""

import json
from pathlib import Path

import pytest

from auditor.cli.main import execute
from tests.auditor.feed.platform import platform, status
from tests.auditor.registry.files import record, registry

PLAN = "关键位置编号,社区,类别,名称,经度,纬度\nKL-01,云帆社区,小区出入口,北门,117.661,36.209\n"
CHANNELS = """
[[alerts.channels]]
name = "office"
kind = "webhook"
url = "{url}"
credential = "hook"
[[alerts.channels]]
name = "broken"
kind = "webhook"
url = "http://127.0.0.1:1/"
auth = "none"
timeout_s = 0.5
"""


def write(folder: Path, **cells: str) -> None:
    (folder / "registry.csv").write_text(registry(record(stream_uri="", **cells)), encoding="utf-8")


def test_the_second_night_tells_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITOR_CREDENTIAL_HOOK", "k1:Inv3nted-secret")
    monkeypatch.setattr("auditor.alerts.dispatch._FIRST_PAUSE_S", 0.0)
    (tmp_path / "key_locations.csv").write_text(PLAN, encoding="utf-8")
    log = tmp_path / "auditor.log"
    night = [
        "run",
        "--allow-network",
        "127.0.0.0/8",
        "--log-format",
        "json",
        "--log-file",
        str(log),
    ]
    write(tmp_path)
    with platform(None, status(204)) as there:
        (tmp_path / "auditor.toml").write_text(CHANNELS.format(url=there.url), encoding="utf-8")
        assert execute(night) == 3
        assert there.requests == []
        write(tmp_path, device_code="123")
        code = execute(night)
    err = capsys.readouterr().err
    (request,) = there.requests
    told = json.loads(request.body)
    assert told["alerts"][0]["key"] == "verdict:record_compliance_rate:misses"
    assert code == 1
    assert "alerts: office: sent\n" in err
    assert "alerts: broken: not sent (" in err
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    names = [event["event"] for event in events]
    assert names.count("round_ended") == 2
    assert names[-2:] == ["alert_sent", "alert_failed"]
    assert events[0]["round"] != told["round_id"] == events[-3]["round"]
    left = {path.name for path in (tmp_path / "reports").iterdir() if path.name.startswith(".")}
    assert left == {".alerts.json"}
    assert "Inv3nted-secret" not in log.read_text("utf-8") + err
