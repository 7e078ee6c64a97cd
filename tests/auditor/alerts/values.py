"""Nights, notices, channels and doors for the tests of alerts."""

from datetime import UTC, datetime
from pathlib import Path

from auditor.alerts.dispatch import Dispatcher
from auditor.alerts.door import Door, open_door
from auditor.alerts.model import Alert, AlertKind, Notice, RateLine
from auditor.alerts.settings import Alerts, Channel
from auditor.model import CameraResult, CameraState, Report
from tests.auditor.feed.values import Clock
from tests.auditor.render import builders

NOW = datetime(2026, 1, 6, 21, 30, tzinfo=UTC)
KEY = "Inv3nted-bot-key-0123456789"
SIGN = "SEC-inv3nted-signing"
ENVIRONMENT = {
    "AUDITOR_CREDENTIAL_HOOK": f"k1:{SIGN}",
    "AUDITOR_CREDENTIAL_WECOM": f"bot:{KEY}",
    "AUDITOR_CREDENTIAL_DING": f"{KEY}:{SIGN}",
    "AUDITOR_CREDENTIAL_MAIL": f"auditor:{SIGN}",
}


def cameras(*states: CameraState, **changes: object) -> tuple[CameraResult, ...]:
    return tuple(
        builders.camera_result(row, state=state, camera=builders.camera(row, **changes))
        for row, state in enumerate(states, start=1)
    )


def night(round_id: str, **changes: object) -> Report:
    return builders.report(provenance=builders.provenance(round_id=round_id), **changes)


def notice(text: str = "摄像机完好率：达标 → 不达标", **changes: object) -> Notice:
    fields = {
        "community": "云帆社区",
        "round_id": "20260106T140000Z-0a1b2c",
        "at": NOW,
        "alerts": (Alert(kind=AlertKind.VERDICT, key="verdict:health_rate:misses", text=text),),
        "rates": (
            RateLine(
                indicator="health_rate",
                title="摄像机完好率",
                met=18,
                of=20,
                unknown=1,
                threshold=95,
                verdict="misses",
                before="meets",
            ),
        ),
        "repairs": ("第 3 行 东门出入口球机：离线（新增）",),
    }
    return Notice(**{**fields, **changes})  # type: ignore[arg-type]  # any field may change


def channel(kind: str, **changes: object) -> Channel:
    credential = {"webhook": "hook", "wecom": "wecom", "dingtalk": "ding", "smtp": ""}[kind]
    fields = {"name": kind, "kind": kind, "timeout_s": 5.0}
    named = {"credential": credential} if credential else {}
    return Channel.model_validate({**fields, **named, **changes})


def mail_channel(port: int, **changes: object) -> Channel:
    fields = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "auditor@community.example",
        "recipients": ("duty@community.example",),
    }
    return channel("smtp", **{**fields, **changes})


def door(chosen: Channel) -> Door:
    return open_door(chosen, credentials="", environment=ENVIRONMENT)


def dispatcher(folder: Path, clock: Clock, *channels: Channel, **limits: object) -> Dispatcher:
    return Dispatcher(
        alerts=Alerts(channels=channels, **limits),  # type: ignore[arg-type]  # any limit may change
        reports=folder,
        credentials="",
        environment=ENVIRONMENT,
        now=lambda: clock.now,
        pause=clock.pause,
    )
