"""The exclusions file (免考核/报备) as written: one row a camera and a time; nothing is judged.

Whether a row is valid is left to `auditor.exclusions`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.records import RowError
from auditor.registry.columns import Column
from auditor.registry.table import read_table

__all__ = ["EXCLUSION_COLUMNS", "ExclusionRow", "ExclusionsFile", "read_exclusions"]

EXCLUSION_COLUMNS = (
    Column("device_code", "设备编码", ("SBBM", "国标编码", "DeviceID"), required=True),
    Column("camera_row", "台账行号", ("行号", "registry_row")),
    Column("reason", "原因代码", ("免考核原因", "报备原因", "原因"), required=True),
    Column("starts", "开始时间", ("起始时间", "from"), required=True),
    Column("ends", "结束时间", ("截止时间", "终止时间", "to")),
    Column("approver", "审批人", ("批准人",)),
    Column("reference", "报备文号", ("文号", "报备编号")),
    Column("filed", "报备时间", ("报备日期", "申报时间")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRow:
    """One row; ``line`` is its 1-based data row, every other field the text of its cell."""

    line: int
    device_code: str
    camera_row: str
    reason: str
    starts: str
    ends: str
    approver: str
    reference: str
    filed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionsFile:
    """The rows as read, with the file's identity and the rows that could not be read."""

    name: str
    sha256: str
    rows: tuple[ExclusionRow, ...]
    errors: tuple[RowError, ...]


def read_exclusions(path: Path) -> ExclusionsFile:
    """Read CSV or XLSX; RegistryError when it is no table with the required columns."""
    table = read_table(path, EXCLUSION_COLUMNS)
    rows = tuple(_row(row) for row in table.frame.iter_rows(named=True))
    return ExclusionsFile(name=table.name, sha256=table.sha256, rows=rows, errors=table.errors)


def _row(row: dict[str, Any]) -> ExclusionRow:
    cells = {column.name: row.get(column.name, "").strip() for column in EXCLUSION_COLUMNS}
    return ExclusionRow(line=row["row"], **cells)
