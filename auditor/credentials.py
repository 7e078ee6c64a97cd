"""Credentials by name: from the environment, or from a file that only its owner can read.

Nothing here is ever written, logged or shown; the registry knows names only.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from auditor.errors import ConfigError
from probes.target import Credential

__all__ = ["environment_name", "load_credentials"]

_PREFIX = "AUDITOR_CREDENTIAL_"
_MAX_BYTES = 1 << 20


def environment_name(name: str) -> str:
    """The variable that holds credential ``name`` as ``user:password``.

    >>> environment_name("north-gate")
    'AUDITOR_CREDENTIAL_NORTH_GATE'
    """
    return _PREFIX + re.sub(r"[^0-9A-Za-z]", "_", name).upper()


def load_credentials(
    names: frozenset[str], *, file: Path | None, environment: Mapping[str, str]
) -> dict[str, Credential]:
    """Find each of ``names``; the environment wins, a name found nowhere is left out.

    The file is TOML, one table a credential with ``username`` and ``password``, and must not
    be accessible to group or others, unless systemd hands it over.  ConfigError names the file and the name, never a value.
    """
    stored = _from_file(file, _spared(file, environment)) if file is not None else {}
    found = {name: stored[name] for name in names if name in stored}
    return found | _from_environment(names, environment)


def _spared(path: Path, environment: Mapping[str, str]) -> int:
    """What a mode may grant beside the owner.

    From version 254 on systemd hands a credential (LoadCredential=) to the user of its service by
    an access list, whose mask is shown as the group's right to read: 0440.  The folder is the
    service's alone.
    """
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    return stat.S_IRGRP if folder and path.parent == Path(folder) else 0


def _from_environment(
    names: frozenset[str], environment: Mapping[str, str]
) -> dict[str, Credential]:
    """Two Chinese names of one length share a variable: neither may get the other's password."""
    found: dict[str, Credential] = {}
    taken: set[str] = set()
    for name in sorted(names):
        variable = environment_name(name)
        text = environment.get(variable)
        if text is None:
            continue
        if variable in taken:
            raise ConfigError(
                f"{variable}: several credential names of the registry mean this variable; "
                "use a credentials file, or names that differ in letters or digits"
            )
        taken.add(variable)
        username, colon, password = text.partition(":")
        if not colon:
            raise ConfigError(f"{variable}: write it as user:password")
        found[name] = Credential(name, username, password)
    return found


def _from_file(path: Path, spared: int) -> dict[str, Credential]:
    tables = _parse(path, _read_private(path, spared))
    credentials = {}
    for name, table in tables.items():
        username = table.get("username") if isinstance(table, dict) else None
        password = table.get("password") if isinstance(table, dict) else None
        if not isinstance(username, str) or not isinstance(password, str):
            raise ConfigError(f"{path}: [{name}] needs username and password, both as text")
        credentials[name] = Credential(name, username, password)
    return credentials


def _read_private(path: Path, spared: int) -> bytes:
    """Read through one open file, so that what was checked is what is read."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise ConfigError(f"{path}: not a regular file")
            if mode & (stat.S_IRWXG | stat.S_IRWXO) & ~spared:
                raise ConfigError(f"{path}: others can access it; run: chmod 600 {path}")
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            f"{path}: credentials cannot be read ({error.strerror}); check the path"
        ) from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{path}: larger than 1 MB; this is no credentials file")
    return data


def _parse(path: Path, data: bytes) -> dict[str, object]:
    """TOML errors quote the text, which may be a password: only the place is passed on."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at [^)]*\)", str(error))
        where = place.group(0) if place else ""
        raise ConfigError(f"{path}: not valid TOML {where}".rstrip()) from None
