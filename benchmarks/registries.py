"""Invented registers of any size with the 27 columns of 一机一档, some records planted faulty.

Codes are unique, divisions are real counties, positions lie inside the declared county.  One
record in twenty has one fault of a known kind, so that a benchmark can also see that the faults
are found.  The seed makes the same file each time.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from auditor.geo.layers import amap
from auditor.registry.columns import ARCHIVE_COLUMNS
from gb28181.divisions import Exists, division_table

__all__ = ["FAULTS", "register", "write_register"]

_SEED = 20260105
_FAULTY_SHARE = 0.05
_INVENTED = ["星河里", "云帆里", "松涛苑", "东篱苑", "长庚里", "望舒苑", "扶摇里", "听澜苑"]
_PLACES = ["北门", "南门", "东门", "西门", "停车场入口", "停车场出口", "主干道", "消防通道"]


def _edit(column: str, value: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda chosen: (
        pl.when(chosen).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    )


FAULTS: dict[str, tuple[str, Callable[[pl.Expr], pl.Expr]]] = {
    "code in scientific notation": ("CODE-02", _edit("device_code", "3.70902E+19")),
    "code empty": ("CODE-01", _edit("device_code", "")),
    "name empty": ("NAME-01", _edit("name", "")),
    "factory name": ("NAME-09", _edit("name", "Camera 01")),
    "division retired": ("DIV-03", _edit("division", "370882")),
    "division not a code": ("DIV-01", _edit("division", "泰山区")),
    "longitude zero": ("GEO-04", _edit("longitude", "0")),
    "position not decimal": ("GEO-03", _edit("longitude", "117°05'36\"")),
}
"""What is wrong → the rule that must tell it, and the edit of the chosen rows."""


def register(rows: int) -> pl.DataFrame:
    """The register as text columns under our names."""
    random = np.random.default_rng(_SEED)
    codes = _counties()
    which = np.sort(random.integers(0, len(codes), rows))
    longitude, latitude = _positions(random, codes, which)
    division = pl.Series("division", codes)[which]
    frame = pl.DataFrame({"division": division, "n": np.arange(rows)}).with_columns(
        longitude=pl.Series(longitude).round(6).map_elements(lambda v: f"{v:.6f}", pl.String),
        latitude=pl.Series(latitude).round(6).map_elements(lambda v: f"{v:.6f}", pl.String),
        estate=pl.Series(_INVENTED)[random.integers(0, len(_INVENTED), rows)],
        place=pl.Series(_PLACES)[random.integers(0, len(_PLACES), rows)],
    )
    return _spoiled(_filled(frame), random)


def write_register(path: Path, rows: int, *, encoding: str = "utf-8") -> None:
    """The register as a CSV file under the Chinese headers."""
    headers = {column.name: column.header for column in ARCHIVE_COLUMNS}
    content = register(rows).rename(headers).write_csv().encode(encoding)
    path.write_bytes(content)


def _counties() -> list[str]:
    """Every county that both the division table and the boundary layer know."""
    table, drawn = division_table(), set(amap().codes)
    return [
        code for code in table.names if code in drawn and isinstance(table.lookup(code), Exists)
    ]


def _positions(
    random: np.random.Generator, codes: list[str], which: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Within a few hundred metres of an inner point of each county, and inside it."""
    inner = shapely.get_coordinates([amap().read(code).representative_point() for code in codes])
    scatter = random.normal(0, 0.0015, (len(which), 2))
    spread = inner[which] + scatter
    return spread[:, 0], spread[:, 1]


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    names = {code: _full_name(code) for code in frame["division"].unique().to_list()}
    serial = pl.col("n").cast(pl.String).str.zfill(6)
    chain = pl.col("division").replace_strict(names)
    number = (pl.col("n") % 1_000_000).cast(pl.String).str.zfill(6)
    millions = (pl.col("n") // 1_000_000).cast(pl.String).str.zfill(2)
    site = pl.concat_str(chain, pl.col("estate"), pl.lit("小区"), pl.col("place"))
    made = {
        "device_code": pl.concat_str(pl.col("division"), millions, pl.lit("011326"), number),
        "name": pl.concat_str(site, serial),
        "maker": pl.lit("1"),
        "point_type": pl.lit("2"),
        "model": pl.lit("IPC-X200"),
        "common_name": pl.col("place"),
        "ipv4": pl.concat_str(
            pl.lit("127."),
            *[
                (pl.col("n") // step % 250).cast(pl.String) + end
                for step, end in ((62_500, "."), (250, "."), (1, ""))
            ],
        ),
        "mac": pl.lit("00-00-5E-00-53-01"),
        "camera_type": pl.lit("3"),
        "function_type": pl.lit("5"),
        "supply_light": pl.lit("2"),
        "encoding_format": pl.lit("2"),
        "address": pl.concat_str(site, pl.lit("外侧")),
        "direction": pl.lit("1"),
        "networking": pl.lit("1"),
        "police_unit": pl.concat_str(pl.col("division"), pl.lit("000000")),
        "installed_on": pl.lit("2023-06-01"),
        "management_unit": pl.concat_str(pl.col("estate"), pl.lit("物业服务中心")),
        "management_contact": pl.lit("0538-0000000"),
        "record_days": pl.lit("30"),
        "status": pl.lit("1"),
        "industry": pl.lit("1"),
    }
    whole = frame.with_columns(**made, ipv6=pl.lit(""), position_type=pl.lit("2"))
    return whole.select([column.name for column in ARCHIVE_COLUMNS])


def _full_name(code: str) -> str:
    status = division_table().lookup(code)
    return status.full_name if isinstance(status, Exists) else ""


def _spoiled(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """One fault at most a record."""
    drawn = random.random(frame.height)
    step = _FAULTY_SHARE / len(FAULTS)
    for number, (_, edit) in enumerate(FAULTS.values()):
        chosen = pl.Series((drawn >= number * step) & (drawn < (number + 1) * step))
        frame = frame.with_columns(edit(pl.lit(chosen)))
    return frame
