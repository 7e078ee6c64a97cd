"""Reads the packaged division data; the only reading of files in this package.

The files are written by scripts/build_divisions.py and described by data/SOURCES.toml.
"""

import csv
import io
import lzma
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType

from gb28181.division_status import Abolished

__all__ = ["read_abolished", "read_as_of", "read_names"]

_DATA = "data"


def read_as_of() -> date:
    """The day whose state the current table shows."""
    as_of: date = tomllib.loads(_read("SOURCES.toml").decode())["as_of"]
    return as_of


def read_names() -> Mapping[str, str]:
    """Six digits → name of each current division, county level and above, sorted."""
    return MappingProxyType({row[0]: row[1] for row in _rows("divisions.csv.xz")})


def read_abolished() -> Mapping[str, Abolished]:
    """Six digits → what is known of each abolished division, sorted."""
    return MappingProxyType(
        {
            code: Abolished(
                code=code,
                name=name,
                since=int(since) if since else None,
                until=int(until),
                successors=tuple(successors.split(";")) if successors else (),
            )
            for code, name, since, until, successors in _rows("abolished.csv.xz")
        }
    )


def _rows(name: str) -> list[list[str]]:
    """The rows of a packaged table without its header."""
    text = lzma.decompress(_read(name)).decode()
    return list(csv.reader(io.StringIO(text)))[1:]


def _read(name: str) -> bytes:
    """The bytes of a packaged file."""
    return resources.files("gb28181").joinpath(_DATA, name).read_bytes()
