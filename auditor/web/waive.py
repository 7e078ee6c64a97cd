"""One more waiver in the file of waivers, which is read whole before it is put in place."""

import datetime as dt
import os
import stat
import tempfile
from pathlib import Path

from auditor.errors import AuditorError, ConfigError
from auditor.render.plain_text import without_controls
from auditor.waivers_file import WaiversFile, read_waivers
from auditor.web.files import locked, quoted, replace_file

__all__ = ["LONGEST_REASON", "add_waiver"]

LONGEST_REASON = 200
_KEYS = ("rule", "device_code", "reason", "owner")


def add_waiver(
    path: Path, *, rule: str, device_code: str, reason: str, owner: str, expires: dt.date
) -> None:
    """Append it; AuditorError (Chinese) says why not, and the file is then as it was."""
    values = dict(zip(_KEYS, (rule, device_code, reason, owner), strict=True))
    cells = {key: without_controls(value).strip() for key, value in values.items()}
    if not all(cells.values()) or max(map(len, cells.values())) > LONGEST_REASON:
        raise ConfigError(f"理由、责任人必填，且各不超过 {LONGEST_REASON} 字。")
    if path.suffix.lower() != ".toml":
        raise ConfigError("豁免文件不是 TOML 格式，不能在网页上追加。")
    lines = [f"{key} = {quoted(value)}" for key, value in cells.items()]
    table = "\n".join(["[[waivers]]", *lines, f'expires = "{expires.isoformat()}"', ""])
    try:
        with locked(path):
            _append(path, table)
    except OSError as error:
        raise ConfigError(f"豁免文件不能写入（{error.strerror}）。") from error


def _append(path: Path, table: str) -> None:
    old = path.read_bytes() if path.exists() else b""
    new = old + (b"\n" if old and not old.endswith(b"\n") else b"") + b"\n" * bool(old)
    new += table.encode()
    _refuse_doubles(_checked(new), path)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    replace_file(path, new, mode=mode)


def _checked(data: bytes) -> WaiversFile:
    """The file as it will be, read as a round reads it."""
    handle, name = tempfile.mkstemp(suffix=".toml")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return read_waivers(Path(name))
    except AuditorError as error:
        why = str(error).removeprefix(f"{name}: ")
        raise ConfigError(f"豁免文件不能使用，未作改动：{why}") from error
    finally:
        Path(name).unlink()


def _refuse_doubles(file: WaiversFile, path: Path) -> None:
    new = file.waivers[-1]
    for old in file.waivers[:-1]:
        same = (old.rule, old.device_code) == (new.rule, new.device_code)
        if same and old.expires >= new.expires:
            raise ConfigError(f"{path.name} 中已有同一豁免，有效期至 {old.expires}。")
