"""The registry: rows of text become `Camera` values and one Polars frame for record rules.

Text is kept as written, but for user names and passwords inside addresses, which are taken out
here before anything else can see them, and for the spelling of key locations' ids.  Judging is
left to the rules.
"""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl

from auditor.records import Camera, DeviceStatus, RowError
from auditor.registry.columns import REGISTRY_COLUMNS, location_id, normalise
from auditor.registry.table import Table, read_table
from probes.redact import redact_uri, strip_userinfo

__all__ = ["Registry", "read_registry"]

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
_ADDRESSES = frozenset({"onvif_uri", "stream_uri", "ipv4", "ipv6"})
_YES = frozenset({"是", "1", "y", "yes", "true", "√", "✓", "✔"})
_NO = frozenset({"否", "0", "n", "no", "false", "×", "✗", "✘"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A registry as read.

    ``frame`` has one row a record: ``row`` (1-based), every column of `REGISTRY_COLUMNS` as
    text (empty where the file has none) and ``secret_in_uri``.  ``unassigned_rows`` are those
    without a 社区 that `only` left out.
    """

    name: str
    sha256: str
    encoding: str
    frame: pl.DataFrame
    cameras: tuple[Camera, ...]
    errors: tuple[RowError, ...]
    unclaimed_headers: tuple[str, ...]
    unassigned_rows: tuple[int, ...] = ()

    @property
    def communities(self) -> tuple[str, ...]:
        """The communities named, in order of appearance."""
        return tuple(dict.fromkeys(camera.community for camera in self.cameras))

    def only(self, community: str) -> "Registry":
        """The part of the registry that belongs to ``community``."""
        cameras = tuple(c for c in self.cameras if c.community == community)
        rows = [camera.row for camera in cameras]
        unassigned = tuple(c.row for c in self.cameras if not c.community) if community else ()
        return dataclasses.replace(
            self,
            frame=self.frame.filter(pl.col("row").is_in(rows)),
            cameras=cameras,
            unassigned_rows=unassigned,
        )


def read_registry(path: Path) -> Registry:
    """Read a 一机一档 CSV; RegistryError when it cannot be read at all."""
    table = read_table(path, REGISTRY_COLUMNS)
    cleaned = [_cleaned(row) for row in table.rows]
    cameras = tuple(
        _camera(number, row, raw)
        for number, (row, _), raw in zip(table.numbers, cleaned, table.rows, strict=True)
    )
    return Registry(
        name=table.name,
        sha256=table.sha256,
        encoding=table.encoding,
        frame=_frame(table, cleaned),
        cameras=cameras,
        errors=table.errors,
        unclaimed_headers=table.unclaimed_headers,
    )


def _cleaned(row: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Redact every address; true when one of them held a user name or password."""
    safe = {name: _redacted(name, text) for name, text in row.items()}
    held_secret = safe != row
    safe["key_location_id"] = location_id(safe.get("key_location_id", ""))
    return safe, held_secret


def _redacted(name: str, text: str) -> str:
    """An address may stand in any cell; without ``//`` only the address columns hold one."""
    if name in _ADDRESSES and "//" not in text and "@" in text:
        return f"***@{text[text.rfind('@') + 1 :]}"
    return redact_uri(text) if name in _ADDRESSES or "//" in text else text


def _frame(table: Table, cleaned: list[tuple[dict[str, str], bool]]) -> pl.DataFrame:
    names = [column.name for column in REGISTRY_COLUMNS]
    columns: dict[str, pl.Series] = {"row": pl.Series(table.numbers, dtype=pl.Int64)}
    for name in names:
        values = [row.get(name, "") for row, _ in cleaned]
        columns[name] = pl.Series(values, dtype=pl.String)
    columns["secret_in_uri"] = pl.Series([secret for _, secret in cleaned], dtype=pl.Boolean)
    return pl.DataFrame(columns)


def _camera(number: int, row: dict[str, str], raw: dict[str, str]) -> Camera:
    onvif, stream = _uri(raw.get("onvif_uri", "")), _uri(raw.get("stream_uri", ""))
    status = normalise(row.get("status", ""))
    public = normalise(row.get("public_video", ""))
    return Camera(
        row=number,
        device_code=row.get("device_code", ""),
        name=row.get("name", ""),
        division=row.get("division", ""),
        longitude=row.get("longitude", ""),
        latitude=row.get("latitude", ""),
        point_type=row.get("point_type", "").strip(),
        status=_STATUS.get(status, DeviceStatus.UNSTATED),
        networking=row.get("networking", "").strip(),
        address=row.get("address", ""),
        maker=row.get("maker", "").strip(),
        community=row.get("community", "").strip(),
        key_location_id=row["key_location_id"],
        public_video=True if public in _YES else False if public in _NO else None,
        host=_host(stream) or _host(onvif) or row.get("ipv4", "").strip(),
        onvif_uri=onvif,
        stream_uri=stream,
        credential=row.get("credential", "").strip(),
    )


def _uri(text: str) -> str | None:
    """The address to dial, or None; user name and password in front of the host are left out.

    An address with a secret further back is no address: it cannot be dialled without the
    secret, and must not be kept with it.  Nor is one with a second @: it could be the
    password's.
    """
    stripped = text.strip()
    if "//" in stripped:
        bare, had_secret = strip_userinfo(stripped)
    else:
        bare, had_secret = stripped[stripped.rfind("@") + 1 :], False
    doubtful = (had_secret and "@" in bare) or redact_uri(bare) != bare
    return bare if bare and not doubtful else None


def _host(uri: str | None) -> str | None:
    try:
        return urlsplit(uri).hostname if uri else None
    except ValueError:
        return None
