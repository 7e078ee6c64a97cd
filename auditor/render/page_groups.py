"""Cameras divided by place, maker and network: states and rates of each group, counted.

Counts are those of the report's own members; nothing is judged here.  A network is the /24 (or
/64) of the registered address; masked, its number stands for it.
"""

import functools
import ipaddress
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from auditor.model import CameraResult, CameraState, Outcome, Rate, Report
from auditor.records import Camera
from auditor.render.figures import counts_locations
from gb28181.divisions import Exists, division_table
from gb28181.errors import CodeError

__all__ = ["GROUPS_SHOWN", "GroupLine", "GroupTable", "Share", "group_tables", "subnet_names"]

GROUPS_SHOWN = 30
_UNSTATED = "未注明"
_NO_ADDRESS = "未登记地址"
_COUNTY = 6


@dataclass(frozen=True, slots=True)
class Share:
    """A rate's counts within a group."""

    met: int
    of: int
    unknown: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its cameras by state, and its share of each rate (None where it has none)."""

    name: str
    cameras: int
    states: Mapping[CameraState, int]
    shares: tuple[Share | None, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A division of all cameras; ``total`` groups of which the largest are shown."""

    id: str
    title: str
    rates: tuple[str, ...]
    lines: tuple[GroupLine, ...]
    total: int


def group_tables(
    report: Report, *, masked: bool, subnets: Mapping[int, str] | None = None
) -> tuple[GroupTable, ...]:
    """By place, maker and network, in this order; ``subnets`` are made here when not given."""
    names = subnet_names(report.cameras, masked=masked) if subnets is None else subnets
    by: tuple[tuple[str, str, Callable[[Camera], str]], ...] = (
        ("places", "按区划与社区", _place),
        ("makers", "按设备厂商", lambda camera: camera.maker.strip() or _UNSTATED),
        ("networks", "按网段", lambda camera: names[camera.row]),
    )
    rates = [r.rate for r in report.results if not counts_locations(r.rate)]
    return tuple(_table(key, title, report.cameras, of, rates) for key, title, of in by)


def _table(
    key: str,
    title: str,
    cameras: Iterable[CameraResult],
    of: Callable[[Camera], str],
    rates: list[Rate],
) -> GroupTable:
    groups = {str(result.camera.row): of(result.camera) for result in cameras}
    states: dict[str, Counter[CameraState]] = defaultdict(Counter)
    for result in cameras:
        states[groups[str(result.camera.row)]][result.state] += 1
    shares = [_shares(rate, groups) for rate in rates]
    largest = sorted(states, key=lambda name: (-states[name].total(), name))
    lines = tuple(
        GroupLine(
            name, states[name].total(), states[name], tuple(share.get(name) for share in shares)
        )
        for name in largest[:GROUPS_SHOWN]
    )
    return GroupTable(key, title, tuple(rate.title for rate in rates), lines, len(states))


def _shares(rate: Rate, groups: Mapping[str, str]) -> dict[str, Share]:
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for member in rate.members:
        if member.key in groups:
            counts[groups[member.key]][member.outcome] += 1
    return {
        name: Share(found[Outcome.MET], found.total(), found[Outcome.UNKNOWN])
        for name, found in counts.items()
    }


def _place(camera: Camera) -> str:
    """The county's name, or the code as registered, and the community."""
    parts = (_division_name(camera.division.strip()), camera.community.strip())
    return " ".join(part for part in parts if part) or _UNSTATED


@functools.lru_cache(maxsize=1024)
def _division_name(code: str) -> str:
    try:
        status = division_table().lookup(code[:_COUNTY])
    except CodeError:
        return code
    if not isinstance(status, Exists):
        return code
    below = f"（{code}）" if len(code) > _COUNTY else ""
    return f"{status.name}{below}"


def _subnet(host: str) -> str:
    if "*" in host:
        return host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "域名" if host else _NO_ADDRESS
    if isinstance(address, ipaddress.IPv4Address):
        return f"{host.rpartition('.')[0]}.0/24"
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def subnet_names(cameras: Iterable[CameraResult], *, masked: bool) -> dict[int, str]:
    """What stands for each row's subnet; masked, a number in the order of the addresses."""
    subnets = {one.camera.row: _subnet(one.camera.host.strip()) for one in cameras}
    if not masked:
        return subnets
    numbers = sorted({name for name in subnets.values() if "/" in name})
    hidden = {name: f"网段 {number}" for number, name in enumerate(numbers, start=1)}
    return {row: hidden.get(name, name) for row, name in subnets.items()}
