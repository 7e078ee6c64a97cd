"""The file of anchors: measured WGS-84 positions and the records that they belong to.

A CSV file with 经度 and 纬度, and 设备编码 or 关键位置编号 (with 社区 where ids repeat).  Rows that
cannot be used are reported and left out.  What the anchors tell is left to `auditor.geo.anchors`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.datum import Degrees, inside_gcj_box
from auditor.errors import RegistryError
from auditor.records import RowError
from auditor.registry.columns import Column, location_id
from auditor.registry.table import read_table

__all__ = ["Anchor", "Anchors", "Matches", "match", "read_anchors"]

_COLUMNS = (
    Column("device_code", "设备编码", ("SBBM", "国标编码", "DeviceID")),
    Column("key_location_id", "关键位置编号"),
    Column("community", "社区"),
    Column("name", "名称", ("锚点名称",)),
    Column("longitude", "经度", ("JD",), required=True),
    Column("latitude", "纬度", ("WD",), required=True),
)
_DECIMAL_DEGREES = re.compile(r"[0-9]{1,3}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A measured position (WGS-84, decimal degrees) of a device or of a key location."""

    row: int
    name: str
    device_code: str
    community: str
    key_location_id: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The anchors as read, with the file's identity and the rows that are none."""

    name: str
    sha256: str
    anchors: tuple[Anchor, ...]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Positions (from 0) of matched records, and where their anchors were measured."""

    records: npt.NDArray[np.intp]
    longitude: Degrees
    latitude: Degrees


def read_anchors(path: Path) -> Anchors:
    """Read the file; RegistryError when it is no table or names no record at all."""
    table = read_table(path, _COLUMNS)
    if not {"device_code", "key_location_id"} & table.found.keys():
        raise RegistryError(
            f"{path}: the header line lacks 设备编码 and 关键位置编号; add the one that says "
            "which record an anchor belongs to"
        )
    found: dict[tuple[str, str, str], Anchor] = {}
    errors = list(table.errors)
    for row in table.frame.iter_rows(named=True):
        number = row["row"]
        anchor = _anchor(number, row)
        problem = _problem(anchor, found)
        if problem:
            # The physical line is not kept for readable rows; the header is the first.
            errors.append(RowError(file=path.name, row=number, line=number + 1, message=problem))
        else:
            found[_key(anchor)] = anchor
    return Anchors(
        name=table.name, sha256=table.sha256, anchors=tuple(found.values()), errors=tuple(errors)
    )


def _anchor(number: int, row: dict[str, str]) -> Anchor:
    return Anchor(
        row=number,
        name=row.get("name", "").strip(),
        device_code=row.get("device_code", "").strip(),
        community=row.get("community", "").strip(),
        key_location_id=location_id(row.get("key_location_id", "")),
        longitude=_number(row["longitude"]),
        latitude=_number(row["latitude"]),
    )


def _number(text: str) -> float:
    """NaN for all but plain decimal degrees: an anchor is not interpreted."""
    return float(text) if _DECIMAL_DEGREES.fullmatch(text.strip()) else float("nan")


def _key(anchor: Anchor) -> tuple[str, str, str]:
    """A device's code says it all; an id of a key location is one within its community."""
    if anchor.device_code:
        return anchor.device_code, "", ""
    return "", anchor.community, anchor.key_location_id


def _problem(anchor: Anchor, found: dict[tuple[str, str, str], Anchor]) -> str:
    """Why the row is no anchor (Chinese), or an empty text."""
    if not (anchor.device_code or anchor.key_location_id):
        return "锚点未写明设备编码或关键位置编号"
    if not inside_gcj_box(np.array(anchor.longitude), np.array(anchor.latitude)):
        return "锚点经纬度不是中国范围内的十进制度数（WGS-84）"
    earlier = found.get(_key(anchor))
    return f"与第{earlier.row}行是同一对象的锚点，本行未采用" if earlier else ""


def match(
    anchors: Sequence[Anchor],
    *,
    device_codes: Sequence[str],
    communities: Sequence[str],
    key_location_ids: Sequence[str],
) -> Matches:
    """Find each record's anchor: by its code, else by its key location.

    The three columns have one entry a record.  An anchor of a key location without community
    belongs to every community.
    """
    by_key = {_key(anchor): anchor for anchor in anchors}
    records: list[int] = []
    matched: list[Anchor] = []
    columns = zip(device_codes, communities, key_location_ids, strict=True)
    for record, (code, community, location) in enumerate(columns):
        anchor = _of(by_key, code.strip(), community.strip(), location_id(location))
        if anchor is not None:
            records.append(record)
            matched.append(anchor)
    return Matches(
        records=np.array(records, dtype=np.intp),
        longitude=np.array([anchor.longitude for anchor in matched], dtype=np.float64),
        latitude=np.array([anchor.latitude for anchor in matched], dtype=np.float64),
    )


def _of(
    by_key: dict[tuple[str, str, str], Anchor], code: str, community: str, location: str
) -> Anchor | None:
    if code and (code, "", "") in by_key:
        return by_key[code, "", ""]
    if not location:
        return None
    return by_key.get(("", community, location)) or by_key.get(("", "", location))
