"""Logs: one line an event, no secret and no control character, whatever is logged."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.logs import LogFormat, LogLevel, Logs, configure_logs, logged_faults
from auditor.errors import ConfigError, StoreError
from auditor.examples import evidence, pictured
from auditor.model import RateVerdict
from auditor.schedule.events import EventWatcher, log_end
from tests.auditor.render import builders

PASSWORD = "Inv3nted-passw0rd"
JSON = LogFormat.JSON


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@dataclass(frozen=True)
class Camera:
    uri: str


def logged(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("form", list(LogFormat))
@pytest.mark.parametrize(
    "value",
    [
        f"rtsp://admin:{PASSWORD}@10.1.0.9/live",
        f"see rtsp://admin:{PASSWORD}@10.1.0.9/live\r\nand more",
        f"http://10.1.0.9/snap?user=admin&password={PASSWORD}",
        f"/user=admin_password={PASSWORD}_channel=1",
        [f"rtsp://admin:{PASSWORD}@10.1.0.9/"],
        {"deep": ({"uri": f"rtsp://a:{PASSWORD}@b/"},)},
        {f"rtsp://a:{PASSWORD}@b/": 1},
        {"password": PASSWORD, "Authorization": f"Basic {PASSWORD}", "bot_token": PASSWORD},
        Camera(f"rtsp://a:{PASSWORD}@b/"),
        ValueError(f"cannot open rtsp://a:{PASSWORD}@b/"),
        f"rtsp://a:{PASSWORD}@b/".encode(),
        [[[[[[[f"rtsp://a:{PASSWORD}@b/"]]]]]]],
    ],
)
def test_no_credential_gets_into_a_line(
    capsys: pytest.CaptureFixture[str], form: LogFormat, value: object
) -> None:
    configure_logs(Logs(form=form))
    log = structlog.get_logger()
    log.info("event", value=value, **(value if isinstance(value, dict) else {}))
    log.info(str(value))
    err = capsys.readouterr().err
    assert err.count("\n") == 2
    assert PASSWORD not in err


@given(st.text(), st.text(), st.sampled_from(list(LogFormat)))
def test_an_event_is_one_line_without_control_characters(
    event: str, value: str, form: LogFormat
) -> None:
    lines: list[str] = []
    configure_logs(Logs(form=form))
    structlog.configure(logger_factory=lambda *_: _Lines(lines))
    structlog.get_logger().info(event, value=value)
    (line,) = lines
    assert len(line.splitlines()) == 1
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in line)


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.info = lines.append


def test_json_has_level_time_and_context(tmp_path: Path) -> None:
    file = tmp_path / "auditor.log"
    configure_logs(Logs(form=JSON, file=file))
    watcher = EventWatcher()
    watcher.named(round_id="r1", community="云帆社区")
    watcher.begins(targets=3, tries=2)
    watcher.pass_begins(attempt=1, targets=3)
    watcher.visited(evidence(pictured()))
    watcher.waits(seconds=9.7)
    watcher.confirms(targets=1)
    log_end(builders.report(results=(builders.indicator_result(RateVerdict.MISSES),)))
    events = logged(file)
    assert [event["event"] for event in events] == [
        "round_begins",
        "pass_begins",
        "pass_waits",
        "second_client_begins",
        "round_ended",
    ]
    assert {event["level"] for event in events} == {"info"}
    del events[0]["timestamp"]
    assert events[0] == {
        "event": "round_begins",
        "level": "info",
        "round": "r1",
        "community": "云帆社区",
        "targets": 3,
        "tries": 2,
    }
    assert events[-1]["verdicts"] == {"health_rate": "misses"}
    assert events[-1]["states"] == {"picture_ok": 1}


def test_each_camera_is_a_matter_of_debugging(tmp_path: Path) -> None:
    file = tmp_path / "auditor.log"
    configure_logs(Logs(form=JSON, level=LogLevel.DEBUG, file=file))
    EventWatcher().visited(evidence(pictured()))
    (event,) = logged(file)
    told = {key: event[key] for key in ("event", "level", "picture", "failure")}
    assert told == {"event": "camera_visited", "level": "debug", "picture": True, "failure": None}


def test_a_file_that_was_moved_away_is_opened_anew(tmp_path: Path) -> None:
    file = tmp_path / "auditor.log"
    configure_logs(Logs(form=JSON, file=file))
    structlog.get_logger().info("first")
    file.rename(tmp_path / "auditor.log.1")
    structlog.get_logger().info("second")
    assert [one["event"] for one in logged(tmp_path / "auditor.log.1")] == ["first"]
    assert [one["event"] for one in logged(file)] == ["second"]


@pytest.mark.parametrize(
    ("logs", "levels"),
    [
        (Logs(), ["error"]),
        (Logs(form=LogFormat.TEXT), ["info", "warning", "error"]),
        (Logs(level=LogLevel.WARNING), ["warning", "error"]),
        (Logs(level=LogLevel.DEBUG), ["debug", "info", "warning", "error"]),
    ],
)
def test_levels(capsys: pytest.CaptureFixture[str], logs: Logs, levels: list[str]) -> None:
    configure_logs(logs)
    log = structlog.get_logger()
    for level in ("debug", "info", "warning", "error"):
        getattr(log, level)("said")
    told = [
        line.partition("level='")[2].partition("'")[0]
        for line in capsys.readouterr().err.splitlines()
    ]
    assert told == levels


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be written \(Is a directory\); check the path"):
        configure_logs(Logs(file=tmp_path))


def test_what_ends_a_round_is_logged_and_raised(tmp_path: Path) -> None:
    file = tmp_path / "auditor.log"
    configure_logs(Logs(form=JSON, file=file))
    with pytest.raises(StoreError), logged_faults():
        raise StoreError(f"postgresql://u:{PASSWORD}@h/d: the disk is full")
    (event,) = logged(file)
    assert (event["event"], event["kind"]) == ("round_failed", "StoreError")
    assert event["message"] == "postgresql://***@h/d: the disk is full"


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "auditor.log"
    configure_logs(Logs(form=JSON, file=file))
    structlog.get_logger().info("long", text="x" * 1_000_000)
    assert file.stat().st_size < 2000


def test_a_file_that_went_away_loses_no_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    configure_logs(Logs(form=JSON, file=folder / "auditor.log"))
    (folder / "auditor.log").unlink()
    folder.rmdir()
    structlog.get_logger().info("said")
    assert json.loads(capsys.readouterr().err)["event"] == "said"
