"""The registry: a frame for record rules, and `Camera` values for those who dial.

Text is kept as written, but for user names and passwords inside addresses, which are taken out
here before anything else can see them, and for the spelling of key locations' ids.  Judging is
left to the rules.
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from auditor.records import Camera, DeviceStatus, RowError
from auditor.registry.cameras import DIALLED, camera, is_doubtful
from auditor.registry.claims import claim
from auditor.registry.column_map import ColumnMap
from auditor.registry.columns import REGISTRY_COLUMNS, location_id, normalise
from auditor.registry.redaction import is_usual, mapped, redact_frame
from auditor.registry.sheet import RawSheet
from auditor.registry.table import read_table

__all__ = ["ADDRESSES", "Registry", "read_registry", "redact_sheet"]

ADDRESSES = frozenset({*DIALLED, "ipv4", "ipv6", "catalog_ip"})
"""The columns in which an address may stand without ``//``."""

_STATUS = {
    "1": DeviceStatus.IN_USE,
    "在用": DeviceStatus.IN_USE,
    "正常": DeviceStatus.IN_USE,
    "2": DeviceStatus.IN_REPAIR,
    "维修": DeviceStatus.IN_REPAIR,
    "维修中": DeviceStatus.IN_REPAIR,
    "3": DeviceStatus.REMOVED,
    "拆除": DeviceStatus.REMOVED,
    "已拆除": DeviceStatus.REMOVED,
}
_PLAIN_ID = "^[0-9A-Z._-]*$"


@dataclass(frozen=True, kw_only=True, eq=False)
class Registry:
    """A registry as read.

    ``frame`` has one row a record: ``row`` (1-based), every column of `REGISTRY_COLUMNS` as
    text (null where the file has no such column, empty where the cell is), ``secret_in_uri``,
    ``device_status`` (a value of `DeviceStatus`) and, for each column of `DIALLED`, whether
    the address is doubtful (`auditor.registry.cameras`).  ``present`` are the columns that the
    file has; ``unassigned_rows`` are those without a 社区 that `only` left out; ``notes``
    (Chinese) tell what was chosen while reading.
    """

    name: str
    sha256: str
    encoding: str
    frame: pl.DataFrame
    errors: tuple[RowError, ...]
    unclaimed_headers: tuple[str, ...]
    present: frozenset[str]
    unassigned_rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def cameras(self) -> tuple[Camera, ...]:
        """The records as cameras, for those who dial; judging records does without."""
        return tuple(camera(row) for row in self.frame.iter_rows(named=True))

    @property
    def communities(self) -> tuple[str, ...]:
        """The communities named, in order of appearance."""
        return tuple(dict.fromkeys(text.strip() for text in self._community_texts()))

    def only(self, community: str) -> "Registry":
        """The part of the registry that belongs to ``community``."""
        unassigned = self._rows_of("")["row"].to_list() if community else []
        frame = self._rows_of(community)
        return dataclasses.replace(self, frame=frame, unassigned_rows=tuple(unassigned))

    def _community_texts(self) -> list[str]:
        return self.frame["community"].fill_null("").unique(maintain_order=True).to_list()

    def _rows_of(self, community: str) -> pl.DataFrame:
        texts = [text for text in self._community_texts() if text.strip() == community]
        return self.frame.filter(pl.col("community").fill_null("").is_in(texts))


def read_registry(path: Path, column_map: ColumnMap | None = None, *, sheet: str = "") -> Registry:
    """Read a 一机一档, CSV or XLSX; RegistryError when it cannot be read at all."""
    table = read_table(path, REGISTRY_COLUMNS, column_map, sheet=sheet)
    return Registry(
        name=table.name,
        sha256=table.sha256,
        encoding=table.encoding,
        frame=_frame(table.frame),
        errors=table.errors,
        unclaimed_headers=table.unclaimed_headers,
        present=frozenset(table.found),
        notes=table.notes,
    )


def redact_sheet(sheet: RawSheet, column_map: ColumnMap | None = None) -> pl.DataFrame:
    """The frame of ``sheet`` without secrets, as those of a `Registry` are taken out."""
    claims = claim(sheet.headers, REGISTRY_COLUMNS, column_map)
    addresses = [f"c{each.position}" for each in claims.found if each.column.name in ADDRESSES]
    return redact_frame(sheet.frame, addresses)


def _frame(read: pl.DataFrame) -> pl.DataFrame:
    """The frame of a registry, from the found columns as written."""
    safe = redact_frame(read, ADDRESSES)
    names = [column.name for column in REGISTRY_COLUMNS]
    absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in read.columns]
    whole = safe.with_columns(
        *absent,
        _held_secret(read, safe),
        *(_doubtful(read, name) for name in DIALLED),
    )
    return whole.with_columns(_location_ids(whole), _statuses(whole)).select(
        "row", *names, "secret_in_uri", "device_status", *(f"{name}_doubtful" for name in DIALLED)
    )


def _held_secret(read: pl.DataFrame, safe: pl.DataFrame) -> pl.Series:
    """Whether an address of the row held a user name or password."""
    changed = [
        read[name] != safe[name] for name in read.columns if not read[name].equals(safe[name])
    ]
    held = pl.Series([False], dtype=pl.Boolean).new_from_index(0, read.height)
    for each in changed:
        held |= each
    return held.alias("secret_in_uri")


def _doubtful(read: pl.DataFrame, name: str) -> pl.Series:
    """Whether the address in column ``name`` cannot be told from its password."""
    if name not in read.columns:
        return pl.repeat(value=False, n=read.height, eager=True).alias(f"{name}_doubtful")
    texts = read[name]
    marked = texts.str.contains("@", literal=True) & ~is_usual(texts)
    doubtful = [text for text in texts.filter(marked).unique() if is_doubtful(text)]
    return texts.is_in(doubtful).alias(f"{name}_doubtful")


def _location_ids(frame: pl.DataFrame) -> pl.Series:
    texts = frame["key_location_id"]
    return mapped(texts, location_id, ~texts.str.contains(_PLAIN_ID))


def _statuses(frame: pl.DataFrame) -> pl.Series:
    texts = frame["status"].fill_null("")
    known = texts.unique()
    values = [_STATUS.get(normalise(text), DeviceStatus.UNSTATED).value for text in known]
    return texts.replace_strict(known, values, return_dtype=pl.String).alias("device_status")
