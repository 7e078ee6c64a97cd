"""Which column of a file means what: by its header, by the standard's order, by an own map.

A map is for registers whose headers are their own.  It is a TOML file; each of our column
names (see `auditor.registry.columns`) is given a header, ``"header#2"`` for the second column
under that header, or a position counted from 1:

    [columns]
    device_code = "点位国标号"
    name = "点位#2"
    longitude = 14

What the cells say is left to others.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from auditor.errors import RegistryError
from auditor.registry.columns import ARCHIVE_COLUMNS, REGISTRY_COLUMNS, Column, normalise

__all__ = [
    "ColumnMap",
    "header_key",
    "headers_of",
    "known_keys",
    "read_column_map",
    "standard_positions",
]

_MAX_BYTES = 1024 * 1024
_REMARK = re.compile(r"[(\[【<](?:必填|必录|必输|选填|可选|可空|非必填)项?[)\]】>]")
_ORNAMENTS = "*∗⁎※:;,、。."
_NUMBERED = re.compile(r"(.+)#([1-9][0-9]{0,3})", re.DOTALL)

_Position = Annotated[StrictInt, Field(ge=1, le=1000)]
_Header = Annotated[StrictStr, Field(min_length=1, max_length=200)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: Annotated[dict[str, _Position | _Header], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Where to find our columns: a position counted from 1, or a header as in the file."""

    name: str
    places: tuple[tuple[str, int | str], ...]

    @property
    def header_keys(self) -> frozenset[str]:
        """The keys of the headers that the map names, for finding the header row."""
        texts = [place for _, place in self.places if isinstance(place, str)]
        numbered = [match[1] for text in texts if (match := _NUMBERED.fullmatch(text))]
        return frozenset(header_key(text) for text in (*texts, *numbered))

    def positions(self, headers: Sequence[str]) -> dict[str, int]:
        """Positions from 0 by our names; RegistryError where the map does not fit the headers."""
        found: dict[str, int] = {}
        for name, place in self.places:
            position = self._position(name, place, headers)
            other = next((n for n, taken in found.items() if taken == position), None)
            if other is not None:
                raise RegistryError(
                    f"{self.name}: {other} and {name} both take column {position + 1}; "
                    "keep one of them"
                )
            found[name] = position
        return found

    def _position(self, name: str, place: int | str, headers: Sequence[str]) -> int:
        if isinstance(place, int):
            if place > len(headers):
                raise RegistryError(
                    f"{self.name}: {name} = {place}, but the file has {len(headers)} columns"
                )
            return place - 1
        keys = [header_key(header) for header in headers]
        under = _under(keys, place)
        if len(under) == 1:
            return under[0]
        match = _NUMBERED.fullmatch(place)
        numbered = _under(keys, match[1]) if match and not under else []
        if match and int(match[2]) <= len(numbered):
            return numbered[int(match[2]) - 1]
        raise RegistryError(f"{self.name}: {name} = {place!r}: {_misfit(place, under, numbered)}")


def known_keys(column_map: ColumnMap | None) -> frozenset[str]:
    """The headers that ``column_map`` speaks of; none without one."""
    return column_map.header_keys if column_map else frozenset()


def header_key(text: str) -> str:
    r"""The text by which headers are compared: ``*设备编码（必填）：`` equals ``设备编码``.

    Width, case and blanks do not count (`normalise`), nor do stars and points around it and
    remarks that tell whether the column must be filled in.  Other remarks do count.

    >>> header_key("*设备编码（必填）：\n")
    '设备编码'
    """
    key = normalise(text)
    bare = _REMARK.sub("", key).strip(_ORNAMENTS)
    return bare or key


def headers_of(column: Column) -> frozenset[str]:
    """The keys of every header that means ``column``."""
    return frozenset(header_key(text) for text in (column.name, column.header, *column.aliases))


def standard_positions(headers: Sequence[str]) -> dict[str, int]:
    """Positions of the 27 columns of 一机一档 where they stand together in its own order.

    Then a second column under one of these headers, elsewhere in the file, takes nothing away
    from the first.  Empty where they do not.
    """
    keys = [header_key(header) for header in headers]
    accepted = [headers_of(column) for column in ARCHIVE_COLUMNS]
    for start in range(len(keys) - len(accepted) + 1):
        if all(keys[start + i] in texts for i, texts in enumerate(accepted)):
            return {column.name: start + i for i, column in enumerate(ARCHIVE_COLUMNS)}
    return {}


def read_column_map(path: Path, columns: tuple[Column, ...] = REGISTRY_COLUMNS) -> ColumnMap:
    """Read a map of ``columns``; RegistryError when it cannot be read or names others."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise RegistryError(f"{path}: larger than {_MAX_BYTES >> 10} KB; it is no column map")
        content = _File.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except ValidationError as error:
        raise RegistryError(f"{path}: {_fault(error)}") from error
    except (ValueError, RecursionError) as error:
        raise RegistryError(f"{path}: not valid TOML in UTF-8: {error}") from error
    _check_names(path, set(content.columns), {column.name for column in columns})
    return ColumnMap(name=path.name, places=tuple(content.columns.items()))


def _check_names(path: Path, named: set[str], known: set[str]) -> None:
    strangers = sorted(named - known)
    if strangers:
        raise RegistryError(
            f"{path}: unknown columns {', '.join(strangers[:10])}; "
            f"known: {', '.join(sorted(known))}"
        )


def _fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    if len(fault["loc"]) > 1:
        return f'{fault["loc"][1]}: give a header, "header#2" or a position from 1 to 1000'
    return f"needs one table [columns] with our names as keys ({fault['msg']})"


def _under(keys: list[str], header: str) -> list[int]:
    """The positions of the columns under a header."""
    wanted = header_key(header)
    return [position for position, key in enumerate(keys) if key == wanted]


def _misfit(place: str, under: list[int], numbered: list[int]) -> str:
    if under:
        return f'{len(under)} columns have this header; write "{place}#1" or a position'
    if numbered:
        return f"only {len(numbered)} columns have this header"
    return "no column has this header; look at: auditor registry inspect"
