"""Reads the tables of divisions, county level and above, from the data files in use.

The files are made by scripts/build_divisions.py and by ``auditor divisions update`` and
described by their SOURCES.toml; which of them are in use is left to `division_files`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gb28181.division_files import DataFiles, data_files
from gb28181.division_shapes import ABOLISHED, DIVISIONS
from gb28181.division_status import Abolished
from gb28181.errors import DataError

__all__ = ["read_abolished", "read_as_of", "read_names"]


def read_as_of(file: str = DIVISIONS, files: DataFiles | None = None) -> date:
    """The day whose state a table shows; the current table's when nothing else is said."""
    entry = (files or data_files()).find(file)
    if entry is None:
        raise DataError(f"{file}: there is no such division data")
    return entry.as_of


def read_names(files: DataFiles | None = None) -> Mapping[str, str]:
    """Six digits → name of each current division, county level and above, sorted."""
    return MappingProxyType({row[0]: row[1] for row in (files or data_files()).rows(DIVISIONS)})


def read_abolished(files: DataFiles | None = None) -> Mapping[str, Abolished]:
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
            for code, name, since, until, successors in (files or data_files()).rows(ABOLISHED)
        }
    )
