"""The operator's own lists, by which records are judged where no national list exists.

Local codes (customs, police, ports), access units for digits 7-8 of a code, and the division
of each community: small tables, read like a registry (CSV or XLSX).  A list that is wrong would
condemn good records, so one faulty row refuses the whole list.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from auditor.errors import RegistryError
from auditor.registry.columns import Column
from auditor.registry.table import Table, read_table

__all__ = ["read_access_units", "read_counties", "read_local_codes"]

_CODE = Column("code", "代码", ("编码", "区划代码", "单位编码"), required=True)
_NOTE = Column("note", "名称", ("说明", "备注"))
_COUNTY_COLUMNS = (
    Column("community", "社区", ("社区名称",), required=True),
    Column("code", "行政区划", ("行政区域", "区划代码", "代码"), required=True),
)


def read_local_codes(path: Path) -> frozenset[str]:
    """First digits of codes that are right here: 2, 4, 6 or 8 digits in the column 代码."""
    return frozenset(_codes(path, "2, 4, 6 or 8 digits", r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}"))


def read_access_units(path: Path) -> frozenset[str]:
    """Access units (基层接入单位): eight digits each in the column 代码."""
    return frozenset(_codes(path, "8 digits", r"[0-9]{8}"))


def read_counties(path: Path) -> dict[str, str]:
    """Community → division of six digits, from the columns 社区 and 行政区划.

    An empty 社区 is meant for every community that the list does not name.
    """
    table = _whole(read_table(path, _COUNTY_COLUMNS), path)
    counties: dict[str, str] = {}
    for row, community, code in table.frame.select("row", "community", "code").iter_rows():
        name, digits = community.strip(), _checked(path, row, code, "6 digits", r"[0-9]{6}")
        if counties.setdefault(name, digits) != digits:
            raise RegistryError(
                f"{path}: row {row}: 社区 {name} has two divisions, "
                f"{counties[name]} and {digits}; keep one"
            )
    return counties


def _codes(path: Path, wanted: str, form: str) -> Iterable[str]:
    table = _whole(read_table(path, (_CODE, _NOTE)), path)
    for row, code in table.frame.select("row", "code").iter_rows():
        yield _checked(path, row, code, wanted, form)


def _whole(table: Table, path: Path) -> Table:
    if table.errors:
        first = table.errors[0]
        raise RegistryError(f"{path}: line {first.line} cannot be read; correct the list first")
    return table


def _checked(path: Path, row: int, code: str, wanted: str, form: str) -> str:
    digits = code.strip()
    if not re.fullmatch(form, digits):
        raise RegistryError(f"{path}: row {row}: {digits[:40]!r} is not {wanted}")
    return digits
