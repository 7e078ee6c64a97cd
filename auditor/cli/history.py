"""``auditor history``: rates and cameras night by night."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.history_text import history_lines
from auditor.cli.options import EXIT_MET, Format, plain_console, print_json, working
from auditor.cli.stores import existing_store
from auditor.discovery import all_indicators
from auditor.errors import ConfigError
from auditor.history.build import history_of
from auditor.history.camera import CameraNight, camera_nights, code_of
from auditor.history.model import NIGHTS, History
from auditor.history.past import night_of
from auditor.render.plain_text import visible
from auditor.store.store import Store

__all__ = ["HELP", "command"]

HELP = """Show rates and cameras night by night.

Missed nights are gaps. A night runs from noon to noon, Beijing time; of several rounds a complete one speaks for it, and
of those the latest. Sampled rounds speak for none. A camera is followed by its code.
Flapping cameras changed between good and not good at least three times in their last 14 known
nights, until they changed once at most. Unknown nights neither count nor break a series.

Exit codes: 0 shown, 2 usage or store, 70 a bug.

Examples:

\b
  auditor history
  auditor history --indicator networking_rate --nights 90
  auditor history --camera 12
  auditor history --camera 37011600011326000001 --format json
"""
_MOST_NIGHTS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """``silent_nights`` ended since the last night that has a round."""

    community: str
    silent_nights: int
    history: History
    camera: tuple[CameraNight, ...] = ()


def command(
    *,
    camera: Annotated[
        str | None, typer.Option(help="One camera: its code, or its row in the last round.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(help="One rate, such as networking_rate.")
    ] = None,
    nights: Annotated[
        int, typer.Option(min=1, max=_MOST_NIGHTS, help="How many nights back.")
    ] = NIGHTS,
    community: Annotated[
        str | None, typer.Option(help="Which community. [that of the last round]")
    ] = None,
    store: Annotated[str | None, typer.Option(help="The database: a file or a URL.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration, TOML. [auditor.toml if there is one]")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.TEXT,
) -> int:
    """Show; see HELP."""
    titles = {one.id: one.title for one in all_indicators()}
    if indicator is not None and indicator not in titles:
        raise ConfigError(f"--indicator {indicator}: not known; known: {', '.join(titles)}")
    place = existing_store(store, config)
    with working("reading"), Store(place) as opened:
        told = _told(opened, _community(opened, community), nights, camera, titles)
    told = _only(told, indicator)
    if output is Format.JSON:
        print_json(TypeAdapter(_Told), told)
        return EXIT_MET
    lines = history_lines(told.history, told.camera)
    silent = f"{told.silent_nights} nights without a round since the last one"
    heading = f"{told.community or '-'}: {silent}"
    shown = "\n".join(visible(line) for line in (heading, *lines))
    plain_console().print(shown, soft_wrap=True)
    return EXIT_MET


def _community(store: Store, name: str | None) -> str:
    """The one that is meant; ConfigError names those that there are."""
    known = dict.fromkeys(one.community for one in store.rounds() if one.ended_at is not None)
    if name is None and known:
        return next(iter(known))
    if name in known:
        return str(name)
    there = "、".join(known) or "none has ended yet"
    raise ConfigError(f"no ended round of {name or 'any community'}; rounds there are: {there}")


def _told(
    store: Store, community: str, nights: int, camera: str | None, titles: dict[str, str]
) -> _Told:
    past = store.history.past(community, nights=nights)
    if not past.nights:
        raise ConfigError(f"{community}: only sampled rounds; they speak for no night")
    last = store.history.states([past.nights[-1].round_id]).get(past.nights[-1].round_id)
    cameras = list(zip(last.rows, last.codes, strict=True)) if last else []
    code = code_of(camera.strip(), last) if camera is not None and last else None
    if camera is not None and code is None:
        raise ConfigError(f"--camera {camera}: no code or row of one camera in the last round")
    followed = [pair for pair in cameras if code in (None, pair[1])]
    history = history_of(past, titles, followed)
    over = night_of(datetime.now(UTC)) - history.nights[-1].night
    series: tuple[CameraNight, ...] = ()
    if code is not None:
        states = store.history.states(one.round_id for one in past.nights)
        series = camera_nights(code, history.nights, states)
    return _Told(
        community=community,
        silent_nights=max(0, over.days - 1),
        history=history,
        camera=series,
    )


def _only(told: _Told, indicator: str | None) -> _Told:
    if indicator is None:
        return told
    rates = tuple(one for one in told.history.rates if one.indicator == indicator)
    return replace(told, history=replace(told.history, rates=rates))
