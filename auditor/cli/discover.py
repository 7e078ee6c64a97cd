"""``auditor discover``: which ONVIF devices answer, and which of them the registry has."""

import asyncio
import enum
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from auditor.cli.options import (
    EXIT_MET,
    EXIT_MISSED,
    plain_console,
    print_bytes,
    print_json,
    working,
)
from auditor.discovered import DeviceLine, Standing, hold_against
from auditor.errors import ConfigError
from auditor.records import Camera
from auditor.registry.column_map import read_column_map
from auditor.registry.registry import read_registry
from auditor.render.csv import render_csv
from auditor.render.plain_text import visible
from probes.onvif_discovery import PORT, Discovered, Question, ask_all

__all__ = ["HELP", "DiscoverFormat", "command"]

HELP = """Find ONVIF devices of a network that the registry lacks.

By WS-Discovery. Asks only where you say: the segment of a local address (--interface,
multicast, one hop) or single devices (--address). Listens for a while and connects to
nobody; no password is used. Devices that do not answer prove nothing: discovery is often
switched off, and does not cross routers.

Exit codes: 0 every device found is in the registry, or none was given; 1 some are not;
2 wrong options, or nothing could be sent.

Examples:

\b
  auditor discover --interface 10.1.0.5
  auditor discover --interface 10.1.0.5 --registry registry.csv --format csv
  auditor discover --address 10.1.0.17 --address 10.1.0.18 --wait 5
"""

_TITLES = {
    Standing.NOT_COMPARED: "",
    Standing.REGISTERED: "台账内",
    Standing.NAMES_REGISTERED: "仅通告地址在台账内",
    Standing.NOT_REGISTERED: "不在台账",
}
_COLUMNS = (
    "地址", "与台账", "台账行", "名称", "型号", "位置", "类型", "服务地址", "其他主机", "标识", "作用域",
)  # fmt: skip


class DiscoverFormat(enum.StrEnum):
    """Text is for people, CSV for spreadsheets, JSON is the contract."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Told:
    """The whole result, as JSON has it."""

    devices: tuple[DeviceLine, ...]
    datagrams: int
    refused: tuple[tuple[str, int], ...]
    truncated: bool


def command(
    interface: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A local address; its segment is asked; repeatable."),
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="One device to ask directly; repeatable."),
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0.1, max=60, help="Seconds to listen for answers.")
    ] = 4.0,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="UDP port that devices listen on.")
    ] = PORT,
    registry: Annotated[
        Path | None, typer.Option(help="The registry (一机一档) to compare with.")
    ] = None,
    column_map: Annotated[
        Path | None, typer.Option(help="Which header is which column, TOML.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    output: Annotated[
        DiscoverFormat, typer.Option("--format", help="Output format.")
    ] = DiscoverFormat.TEXT,
) -> int:
    """Find devices; see HELP."""
    questions = _questions(interface or [], address or [], port)
    cameras = None if registry is None else _cameras(registry, column_map, sheet)
    with working("listening for answers"):
        found = _ask(questions, wait)
    lines = hold_against(found.devices, cameras)
    _put(lines, found, output)
    strangers = (line.standing is Standing.NOT_REGISTERED for line in lines)
    return EXIT_MISSED if any(strangers) else EXIT_MET


def _questions(interfaces: list[str], addresses: list[str], port: int) -> tuple[Question, ...]:
    """Where to ask; nowhere is asked that was not named."""
    if not interfaces and not addresses:
        raise ConfigError("name where to ask: --interface ADDRESS or --address ADDRESS")
    asked = [Question(local=_ipv4("--interface", text), port=port) for text in interfaces]
    asked += [Question(address=_ipv4("--address", text), port=port) for text in addresses]
    return tuple(dict.fromkeys(asked))


def _ipv4(option: str, text: str) -> str:
    """An address of one machine: a group or a broadcast address would ask more than was named."""
    try:
        parsed = ipaddress.IPv4Address(text.strip())
    except ValueError:
        raise ConfigError(f"{option} {text}: write an IPv4 address such as 10.1.0.5") from None
    if parsed.is_multicast or parsed.is_unspecified or parsed.is_reserved:
        raise ConfigError(f"{option} {text}: write the address of one machine")
    return str(parsed)


def _cameras(path: Path, column_map: Path | None, sheet: str) -> tuple[Camera, ...]:
    columns = None if column_map is None else read_column_map(column_map)
    return read_registry(path, columns, sheet=sheet).cameras


def _ask(questions: tuple[Question, ...], wait: float) -> Discovered:
    try:
        return asyncio.run(ask_all(questions, wait=timedelta(seconds=wait)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(
            f"nothing could be sent: {reason}; --interface must be an address of this machine"
        ) from error


def _put(lines: tuple[DeviceLine, ...], found: Discovered, output: DiscoverFormat) -> None:
    if output is DiscoverFormat.JSON:
        told = _Told(lines, found.datagrams, found.refused, found.truncated)
        print_json(TypeAdapter(_Told), told)
    elif output is DiscoverFormat.CSV:
        print_bytes(render_csv(_COLUMNS, map(_cells, lines)))
    else:
        _print(lines, found)


def _cells(line: DeviceLine) -> tuple[str | None, ...]:
    rows = "、".join(map(str, line.rows))
    lists = (line.types, line.xaddrs, line.foreign_hosts)
    types, xaddrs, hosts = (" ".join(items) for items in lists)
    told = (line.name, line.hardware, line.location, types, xaddrs, hosts, line.endpoint)
    return line.address, _TITLES[line.standing], rows, *told, " ".join(line.scopes)


def _print(lines: tuple[DeviceLine, ...], found: Discovered) -> None:
    console = plain_console()
    for line in lines:
        console.print("　".join(_words(line)), overflow="fold", soft_wrap=True)
    strangers = sum(line.standing is Standing.NOT_REGISTERED for line in lines)
    compared = any(line.standing is not Standing.NOT_COMPARED for line in lines)
    beside = f"，其中 {strangers} 台不在台账" if compared else ""
    console.print(f"共发现 {len(lines)} 台设备{beside}")
    for reason, count in found.refused:
        console.print(f"另有 {count} 个应答未采用：{reason}")
    if found.truncated:
        console.print("应答过多，已截断：可能还有设备未列出")


def _words(line: DeviceLine) -> list[str]:
    """What a reader wants first; texts of the device are made safe to look at."""
    rows = f"（第 {'、'.join(map(str, line.rows))} 行）" if line.rows else ""
    named = (line.name, line.hardware, line.location)
    words = [line.address, f"{_TITLES[line.standing]}{rows}", *(text for text in named if text)]
    words += [f"通告其他主机：{'、'.join(line.foreign_hosts)}"] if line.foreign_hosts else []
    return [visible(word) for word in words if word]
