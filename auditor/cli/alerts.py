"""``auditor alerts``: whether the channels of section [alerts] work, and what they would say."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.alerts.after import night_notice
from auditor.alerts.dispatch import send_once
from auditor.alerts.door import open_door
from auditor.alerts.memory import ChannelMemory, load_memory
from auditor.alerts.model import Notice
from auditor.alerts.notice import lines, title, trial_notice
from auditor.alerts.settings import Channel
from auditor.cli.options import EXIT_MET, EXIT_MISSED, Format, plain_console, print_json, working
from auditor.cli.settings import configuration
from auditor.cli.stores import existing_store
from auditor.config import Config
from auditor.errors import ConfigError
from auditor.render.plain_text import visible
from auditor.store.place import locate
from auditor.store.store import LATEST, Store

__all__ = ["HELP", "application"]

HELP = """Alerts after a round: try the channels of section [alerts].

Examples:

\b
  auditor alerts check
  auditor alerts test office
"""
_CHECK = """Check channels and secrets; show what a round would send. Sends nothing.

Exit codes: 0 all can be used, 1 a channel lacks something, 2 usage or configuration.

Examples:

\b
  auditor alerts check
  auditor alerts check --round 20260105 --format json
"""
_TEST = """Send a test message by one channel, whatever its limits.

Exit codes: 0 sent, 1 not sent, 2 usage or configuration.

Examples:

\b
  auditor alerts test office
"""

_Config = Annotated[
    Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
]
_Output = Annotated[Format, typer.Option("--format", help="Output format.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """``fault`` is why a channel cannot be used, empty when it can."""

    channel: str
    kind: str
    fault: str
    waiting: int
    delivered: int
    failed: int
    last_fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """``notice`` is None where the round has nothing to tell."""

    channels: tuple[_Checked, ...]
    notice: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    channel: str
    sent: bool
    answer: str


def application() -> typer.Typer:
    """Build the group of verbs."""
    app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command(name="check", help=_CHECK)(check_command)
    app.command(name="test", help=_TEST)(try_command)
    return app


def check_command(
    *,
    config: _Config = None,
    round_: Annotated[str, typer.Option("--round", help="A kept round.")] = LATEST,
    output: _Output = Format.TEXT,
) -> int:
    """Check and show; see _CHECK."""
    chosen = configuration(config)
    memory = load_memory(Path(chosen.files.reports))
    checked = tuple(
        _checked(chosen, channel, memory.get(channel.name, ChannelMemory()))
        for channel in _channels(chosen)
    )
    told = _Told(channels=checked, notice=_notice(chosen, config, round_))
    if output is Format.JSON:
        print_json(TypeAdapter(_Told), told)
    else:
        plain_console().print("\n".join(map(visible, _text(told))), soft_wrap=True)
    return EXIT_MISSED if any(one.fault for one in checked) else EXIT_MET


def try_command(
    channel: Annotated[str, typer.Argument(help="The channel's name in [alerts].")],
    *,
    config: _Config = None,
    output: _Output = Format.TEXT,
) -> int:
    """Send a test message; see _TEST."""
    chosen = configuration(config)
    named = next((one for one in _channels(chosen) if one.name == channel), None)
    if named is None:
        known = ", ".join(one.name for one in chosen.alerts.channels)
        raise ConfigError(f"no channel is called {channel!r}; known: {known}")
    door = open_door(named, credentials=chosen.files.credentials, environment=os.environ)
    now = datetime.now(UTC)
    with working("sending"):
        sent = send_once(door, trial_notice(chosen.audit.community, now), now)
    if output is Format.JSON:
        print_json(
            TypeAdapter(_Tested), _Tested(channel=channel, sent=sent.done, answer=sent.answer)
        )
    else:
        word = "sent" if sent.done else "not sent"
        plain_console().print(visible(f"{channel}: {word} ({sent.answer})"), soft_wrap=True)
    return EXIT_MET if sent.done else EXIT_MISSED


def _channels(config: Config) -> tuple[Channel, ...]:
    if not config.alerts.channels:
        raise ConfigError("no channel is configured; add [[alerts.channels]] to the configuration")
    return config.alerts.channels


def _checked(config: Config, channel: Channel, known: ChannelMemory) -> _Checked:
    fault = ""
    try:
        open_door(channel, credentials=config.files.credentials, environment=os.environ)
    except ConfigError as error:
        fault = str(error)
    return _Checked(
        channel=channel.name,
        kind=channel.kind,
        fault=fault,
        waiting=len(known.waiting),
        delivered=known.delivered,
        failed=known.failed,
        last_fault=known.last_fault,
    )


def _notice(config: Config, path: Path | None, name: str) -> Notice | None:
    """None also before the first night: channels are checked when they are set up."""
    file = locate(config.files.store).file
    if name == LATEST and file is not None and not file.exists():
        return None
    with working("comparing"), Store(existing_store(None, path)) as store:
        if name == LATEST and not any(kept.ended_at for kept in store.rounds()):
            return None
        tonight = store.report(store.find_round(name))
        return night_notice(
            store,
            config.alerts,
            community=tonight.community,
            tonight=tonight,
            at=tonight.provenance.ended_at,
        )


def _text(told: _Told) -> tuple[str, ...]:
    shown = [_line(one) for one in told.channels]
    if told.notice is None:
        return (*shown, "there is nothing to tell")
    return (*shown, "", "this round would tell:", title(told.notice), *lines(told.notice))


def _line(one: _Checked) -> str:
    state = one.fault or "can be used"
    last = f"; last fault: {one.last_fault}" if one.last_fault else ""
    counts = f"{one.delivered} sent, {one.failed} failed, {one.waiting} waiting"
    return f"{one.channel} ({one.kind}): {state}; {counts}{last}"
