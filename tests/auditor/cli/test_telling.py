"""The service tells of nights: once, by their change, and without keeping a night waiting."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from auditor.alerts.memory import load_memory
from auditor.cli.telling import Teller
from auditor.config import Config, load_config
from auditor.model import RateVerdict, Report, RoundKind
from auditor.schedule.nights import NightLine, NightState
from auditor.store.store import Store
from tests.auditor.feed.platform import Platform, hang, platform
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

COMMUNITY = "华新社区"
VERDICTS = (RateVerdict.MEETS, RateVerdict.MISSES, RateVerdict.MISSES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(folder: Path, url: str) -> Config:
    path = folder / "auditor.toml"
    path.write_text(
        f'[audit]\ncommunity = "{COMMUNITY}"\n'
        f'[[alerts.channels]]\nname = "office"\nkind = "webhook"\nauth = "none"\nurl = "{url}"\n',
        encoding="utf-8",
    )
    return load_config(path)


def keep(folder: Path, number: int, verdict: RateVerdict, kind: RoundKind) -> Report:
    began = ROUND.started_at + timedelta(days=number)
    told = builders.provenance(round_id=f"r{number}", started_at=began, ended_at=began)
    report = builders.report(provenance=told, results=(builders.indicator_result(verdict),))
    with Store(folder / "auditor.sqlite") as store:
        store.begin_round(
            replace(ROUND, id=f"r{number}", started_at=began, community=COMMUNITY, kind=kind)
        )
        store.end_round(report)
    return report


def night(number: int, **changes: object) -> NightLine:
    began = datetime(2026, 1, 5, 14, tzinfo=UTC) + timedelta(days=number)
    values: dict[str, object] = {
        "community": COMMUNITY,
        "night": date(2026, 1, 5) + timedelta(days=number),
        "begins": began,
        "ends": began + timedelta(hours=7),
        "state": NightState.ENDED,
        "started_at": began,
        "ended_at": began + timedelta(hours=1),
        "round_id": f"r{number}",
        "complete": True,
    }
    return NightLine(**(values | changes))  # type: ignore[arg-type]  # any field may change


def tell(config: Config, *lines: NightLine) -> None:
    teller = Teller(config)
    teller(lines, before="", after=lines[-1].round_id)
    teller.close(20)


def texts(there: Platform) -> list[list[str]]:
    return [[one["text"] for one in json.loads(r.body)["alerts"]] for r in there.requests]


def test_a_change_is_told_once_and_an_unchanged_night_says_nothing(folder: Path) -> None:
    """An ad-hoc round between the nights is no night to compare with."""
    with platform() as there:
        config = configured(folder, there.url)
        for number, verdict in enumerate(VERDICTS):
            keep(folder, 2 * number, verdict, RoundKind.NIGHTLY)
            tell(config, night(2 * number))
            keep(folder, 2 * number + 1, RateVerdict.INCONCLUSIVE, RoundKind.ADHOC)
    assert texts(there) == [["摄像机完好率：达标 → 不达标（19/20，阈值 95%）"]]


def test_missed_nights_are_one_message(folder: Path) -> None:
    missed = [
        night(number, state=NightState.MISSED, round_id="", complete=None, reason="x")
        for number in range(3)
    ]
    with platform() as there:
        tell(configured(folder, there.url), *missed)
        tell(configured(folder, there.url), *missed)
    assert texts(there) == [["2026-01-07 本夜未巡检：自 2026-01-05 起共 3 夜；x"]]


def test_a_service_that_ends_meanwhile_loses_no_notice(folder: Path) -> None:
    """It waits beside the reports and is sent with the next one."""
    with platform(None, hang) as there:
        teller = Teller(configured(folder, there.url))
        teller((night(1, state=NightState.MISSED, reason="x"),), before="", after="")
        assert there.arrived.wait(20)
        teller.close(0.01)
        (waiting,) = load_memory(folder / "reports")["office"].waiting
        there.gate.set()
        teller.close(20)
    assert [one.text for one in waiting.alerts] == ["2026-01-06 本夜未巡检：x"]


def test_without_channels_nobody_is_waited_for() -> None:
    teller = Teller(Config())
    teller((night(1),), before="", after="r1")
    teller.close(0)
    assert teller._thread is None
