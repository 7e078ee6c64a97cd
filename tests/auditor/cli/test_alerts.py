"""``alerts``: channels are tried, what would be sent is shown, and a round's code is not touched."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.alerts.model import NightFault, NightFaultKind
from auditor.cli.alerting import alert
from auditor.cli.main import execute
from auditor.config import Config, load_config
from auditor.model import RateVerdict, Report
from auditor.store.store import Store
from tests.auditor.alerts.values import ENVIRONMENT, KEY, SIGN
from tests.auditor.feed.platform import platform, status
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

FINE = status(200, '{"errcode":0}')


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(folder: Path, url: str, *more: str) -> Config:
    lines = (
        "[[alerts.channels]]",
        'name = "office"',
        'kind = "wecom"',
        f'url = "{url}"',
        'credential = "wecom"',
        *more,
    )
    (folder / "auditor.toml").write_text("\n".join(lines), encoding="utf-8")
    return load_config(folder / "auditor.toml")


def two_nights(folder: Path) -> Report:
    """A night that met the threshold and one that did not; the report of the second."""
    last = None
    with Store(folder / "auditor.sqlite") as store:
        for number, verdict in enumerate((RateVerdict.MEETS, RateVerdict.MISSES)):
            began = ROUND.started_at + timedelta(days=number)
            store.begin_round(
                replace(ROUND, id=f"r{number}", started_at=began, community="华新社区")
            )
            told = builders.provenance(round_id=f"r{number}", started_at=began, ended_at=began)
            last = builders.report(provenance=told, results=(builders.indicator_result(verdict),))
            store.end_round(last)
    assert last is not None
    return last


def test_check_shows_what_would_be_sent_and_sends_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two_nights(folder)
    with platform() as there:
        configured(folder, there.url)
        assert execute(["alerts", "check"]) == 0
    out = capsys.readouterr().out
    assert there.requests == []
    assert out.splitlines()[:5] == [
        "office (wecom): can be used; 0 sent, 0 failed, 0 waiting",
        "",
        "this round would tell:",
        "华新社区视频巡检告警 1 项",
        "摄像机完好率：达标 → 不达标（19/20，阈值 95%）",
    ]
    assert KEY not in out


def test_check_says_which_secret_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    two_nights(folder)
    configured(folder, "https://127.0.0.1:9/send")
    monkeypatch.delenv("AUDITOR_CREDENTIAL_WECOM")
    assert execute(["alerts", "check", "--format", "json", "--round", "r0"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["notice"] is None
    assert "no secret for credential wecom of channel office" in told["channels"][0]["fault"]


def test_channels_are_checked_before_the_first_night(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(folder, "https://127.0.0.1:9/send")
    shown = []
    for _ in range(2):
        assert execute(["alerts", "check"]) == 0
        shown.append(capsys.readouterr().out.splitlines())
        with Store(folder / "auditor.sqlite"):
            pass
    line = "office (wecom): can be used; 0 sent, 0 failed, 0 waiting"
    assert shown == [[line, "there is nothing to tell"]] * 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "no channel is configured; add [[alerts.channels]] to the configuration"),
        (["test", "x"], "no channel is configured; add [[alerts.channels]] to the configuration"),
    ],
)
def test_without_channels(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert execute(["alerts", *arguments]) == 2
    assert capsys.readouterr().err == f"auditor: {message}\n"


def test_test_sends_one_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with platform(None, FINE, status(200, f'{{"errcode":93000,"errmsg":"{KEY}"}}')) as there:
        configured(folder, there.url)
        assert execute(["alerts", "test", "office"]) == 0
        assert execute(["alerts", "test", "office", "--format", "json"]) == 1
        assert execute(["alerts", "test", "offce"]) == 2
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "office: sent (errcode 0)"
    assert json.loads(out.partition("\n")[2]) == {
        "channel": "office",
        "sent": False,
        "answer": "errcode 93000 ***",
    }
    assert err == "auditor: no channel is called 'offce'; known: office\n"
    assert "测试消息" in there.requests[0].body.decode()


def test_after_a_round_the_change_is_sent_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tonight = two_nights(folder)
    with platform(None, FINE) as there:
        config = configured(folder, there.url)
        alert(config, tonight)
        alert(config, tonight)
    assert len(there.requests) == 1
    assert capsys.readouterr().err == "alerts: office: sent\n"


def test_a_missed_night_is_sent_without_a_round(folder: Path) -> None:
    with platform(None, FINE) as there:
        config = configured(folder, there.url, "[audit]", 'community = "华新社区"')
        night = ROUND.started_at.date()
        alert(config, None, (NightFault(kind=NightFaultKind.MISSED, night=night),))
    (request,) = there.requests
    assert "本夜未巡检" in json.loads(request.body)["markdown"]["content"]


def test_what_fails_is_told_and_nothing_is_raised(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tonight = two_nights(folder)
    with platform(None, status(403, SIGN)) as there:
        config = configured(folder, there.url)
        alert(config, tonight)
        files = config.files.model_copy(update={"store": str(folder)})
        alert(config.model_copy(update={"files": files}), tonight)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("alerts: office: not sent (403 ")
    assert first.endswith("tried again after the next round; see: auditor alerts check")
    assert second.startswith("alerts: ")
