"""The same devices in a second list: a platform's directory, a register of poles.

Adds to the frame of record rules (null where no list was given or the device is not compared):

``second_missing``     whether the second list lacks the device; null where rows of it could not
                       be read, since the device may be one of them
``second_name``        the second list's name, where it differs
``second_relation``    `auditor.geo.second_list.Relation` of the two positions
``second_distance_m``  between them

Which of the two lists is right is not told by comparing them.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from auditor.geo.second_list import Comparison, DeviceList, compare
from auditor.record_text import inside_china, text, well_formed_code
from auditor.registry.columns import REGISTRY_COLUMNS, Column
from auditor.registry.numbers import decimal_degrees
from auditor.registry.table import read_table
from auditor.registry.trimmed import trimmed, with_code_parts

__all__ = ["SecondList", "read_second_list", "with_second_list"]

_WANTED = ("device_code", "name", "longitude", "latitude")
_SCHEMA: dict[str, type[pl.DataType]] = {
    "second_missing": pl.Boolean,
    "second_name": pl.String,
    "second_relation": pl.String,
    "second_distance_m": pl.Float64,
}
_AT: dict[str, type[pl.DataType]] = {"at": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondList:
    """A list to compare with; ``unreadable`` rows of it are compared to nothing."""

    name: str
    devices: DeviceList
    unreadable: int


def read_second_list(path: Path) -> SecondList:
    """Read a list with 设备编码 and any of 设备名称, 经度, 纬度; RegistryError if it is none."""
    table = read_table(path, tuple(_column(c) for c in REGISTRY_COLUMNS if c.name in _WANTED))
    absent = [pl.lit("").alias(name) for name in _WANTED if name not in table.frame.columns]
    return SecondList(
        name=table.name,
        devices=_devices(_numbered(with_code_parts(trimmed(table.frame.with_columns(absent))))),
        unreadable=len(table.errors),
    )


def with_second_list(
    frame: pl.DataFrame, second: SecondList | None
) -> tuple[pl.DataFrame, Comparison | None]:
    """Add the columns, and give what the comparison tells of the whole."""
    if second is None:
        empty = [pl.lit(None, dtype=kind).alias(name) for name, kind in _SCHEMA.items()]
        return frame.with_columns(empty), None
    frame = frame.drop(_SCHEMA, strict=False)
    devices = _devices(frame)
    found = compare(devices, second.devices)
    told = pl.concat([_shared(found, second), _lacking(found, devices, second)], how="diagonal")
    numbered = frame.with_columns(at=pl.int_range(pl.len()))
    joined = numbered.join(told, on="at", how="left", maintain_order="left")
    return joined.drop("at"), found


def _shared(found: Comparison, second: SecondList) -> pl.DataFrame:
    """What is told of the devices that both lists have, by position in the frame."""
    shared = found.shared
    return pl.DataFrame(
        {
            "at": [device.first for device in shared],
            "second_missing": [False] * len(shared),
            "second_name": [
                second.devices.names[d.second] if d.same_name is False else None for d in shared
            ],
            "second_relation": [str(device.relation) for device in shared],
            "second_distance_m": [device.distance_m for device in shared],
        },
        schema_overrides=_AT | _SCHEMA,
    ).with_columns(pl.col("second_distance_m").fill_nan(None))


def _lacking(found: Comparison, devices: DeviceList, second: SecondList) -> pl.DataFrame:
    """The rows that the second list lacks; a code that comes twice is compared to nothing."""
    doubled = frozenset(found.doubled)
    lacking = () if second.unreadable else found.only_first
    rows = [row for row in lacking if devices.codes[row] not in doubled]
    return pl.DataFrame({"at": rows, "second_missing": [True] * len(rows)}, schema_overrides=_AT)


def _column(column: Column) -> Column:
    return Column(column.name, column.header, column.aliases, required=column.name == "device_code")


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        decimal_degrees(name).alias(short)
        for name, short in (("longitude", "lon"), ("latitude", "lat"))
    )


def _devices(frame: pl.DataFrame) -> DeviceList:
    """Only codes that can be codes are matched, and only positions that can be positions."""
    chosen = frame.select(
        code=pl.when(well_formed_code()).then(text("device_code")).otherwise(pl.lit("")),
        name=text("name"),
        **{n: pl.when(inside_china()).then(pl.col(n)) for n in ("lon", "lat")},
    )
    return DeviceList(
        codes=chosen["code"].to_list(),
        names=chosen["name"].to_list(),
        longitude=chosen["lon"].cast(pl.Float64).to_numpy(),
        latitude=chosen["lat"].cast(pl.Float64).to_numpy(),
    )
