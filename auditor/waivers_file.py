"""The file of waivers: findings that their owner answers for until a day; TOML, CSV or XLSX.

A waiver that lacks anything is refused with the whole file: it would hide a finding that nobody
answers for.  What a waiver does is left to `auditor.waivers`.
"""

import datetime as dt
import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.discovery import all_rules
from auditor.errors import ConfigError
from auditor.moments import read_moment
from auditor.registry.columns import Column
from auditor.registry.table import read_table

__all__ = ["Waiver", "WaiversFile", "read_waivers"]

_COLUMNS = (
    Column("rule", "规则", ("规则编号",), required=True),
    Column("device_code", "设备编码", ("SBBM", "国标编码", "DeviceID")),
    Column("community", "社区"),
    Column("reason", "理由", ("原因",), required=True),
    Column("owner", "责任人", required=True),
    Column("expires", "到期日", ("有效期至",), required=True),
)
_KEYS = tuple(column.name for column in _COLUMNS)
_MAX_BYTES = 1 << 20
_SHAPE = "write tables [[waivers]] with rule, device_code or community, reason, owner, expires"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One rule waived for a device, or for a community when no device is named.

    ``expires`` is the last day on which it holds, as Beijing counts days.
    """

    number: int
    rule: str
    device_code: str
    community: str
    reason: str
    owner: str
    expires: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiversFile:
    """The waivers as read, with the file's identity."""

    name: str
    sha256: str
    waivers: tuple[Waiver, ...]


def read_waivers(path: Path) -> WaiversFile:
    """Read the file; ConfigError or RegistryError names the waiver and what it lacks."""
    if path.suffix.lower() == ".toml":
        sha256, rows = _from_toml(path)
    else:
        table = read_table(path, _COLUMNS)
        if table.errors:
            raise ConfigError(f"{path}: row {table.errors[0].row}: {table.errors[0].message}")
        sha256, rows = table.sha256, list(table.frame.iter_rows(named=True))
    waivers = tuple(_waiver(path, number, row) for number, row in enumerate(rows, start=1))
    return WaiversFile(name=path.name, sha256=sha256, waivers=waivers)


def _from_toml(path: Path) -> tuple[str, list[dict[str, Any]]]:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        document = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML in UTF-8: {error}") from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{path}: larger than 1 MB; this is no file of waivers")
    rows = document.get("waivers")
    if set(document) != {"waivers"} or not isinstance(rows, list):
        raise ConfigError(f"{path}: {_SHAPE}")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise ConfigError(f"{path}: {_SHAPE}")
        _check_keys(path, number, row)
    return hashlib.sha256(data).hexdigest(), rows


def _check_keys(path: Path, number: int, keys: Iterable[str]) -> None:
    stranger = next((key for key in keys if key not in _KEYS), None)
    if stranger is None:
        return
    near = difflib.get_close_matches(stranger, _KEYS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(_KEYS)}"
    raise ConfigError(f"{path}: waiver {number}: unknown key {stranger}; {hint}")


def _waiver(path: Path, number: int, row: Mapping[str, Any]) -> Waiver:
    cells = {key: str(row.get(key, "")).strip() for key in _KEYS}
    missing = [key for key in ("rule", "reason", "owner", "expires") if not cells[key]]
    if not cells["device_code"] and not cells["community"]:
        missing.append("device_code or community")
    if missing:
        raise ConfigError(
            f"{path}: waiver {number} lacks {', '.join(missing)}; nobody answers for it"
        )
    known = [rule.meta.id for rule in all_rules()]
    rule = cells.pop("rule").upper()
    if rule not in known:
        near = difflib.get_close_matches(rule, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see: auditor rules"
        raise ConfigError(f"{path}: waiver {number}: no rule {rule}; {hint}")
    day = read_moment(cells.pop("expires"))
    if day is None:
        raise ConfigError(f"{path}: waiver {number}: expires is no day; write it as 2026-12-31")
    return Waiver(number=number, rule=rule, expires=day.at.date(), **cells)
