"""Column maps: which columns a platform's template has, and what each of them shows.

A TOML file, or one of the packaged maps by name:

    rows = "rates"                # a row per rate; or "round" (one row), "cameras"
    [[columns]]
    header = "指标"
    field = "rate.title"
    [[columns]]
    header = "比率"
    field = "rate.share"
    decimals = 2                  # rounded down; suffix = "%" makes it a text
    [[columns]]
    header = "填报单位"
    value = "云帆社区居委会"       # the same in every row

Headers may repeat, as they do in real templates: a column is known by its place.
"""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from auditor.errors import ConfigError
from auditor.feed import maps
from auditor.feed.fields import Rows
from auditor.profile_faults import nearest

__all__ = ["ColumnMap", "MapColumn", "load_map", "packaged_maps"]

_MAX_BYTES = 256 * 1024
_PRINTABLE = r"^[^\p{Cc}]*$"

_Header = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_PRINTABLE)]
_Text = Annotated[str, StringConstraints(max_length=500, pattern=_PRINTABLE)]
# A spreadsheet keeps 15 digits of a number: more are written as text.
_Number = Annotated[int, Field(ge=-(10**12), le=10**12)]
_Sheet = Annotated[
    str, StringConstraints(min_length=1, max_length=31, pattern=r"^[^\p{Cc}\[\]:*?/\\']+$")
]


class MapColumn(BaseModel):
    """One column: a field of ours, or a constant."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    header: _Header
    field: Annotated[str, StringConstraints(max_length=100)] | None = None
    value: _Text | _Number | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    suffix: Annotated[str, StringConstraints(max_length=10, pattern=_PRINTABLE)] = ""
    time: Literal["iso", "date", "datetime"] = "datetime"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.field is None) == (self.value is None):
            raise ValueError(f"column {self.header} needs either field or value")
        return self


class ColumnMap(BaseModel):
    """One table; ``title`` and ``source`` say whose template it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rows: Rows
    columns: Annotated[tuple[MapColumn, ...], Field(min_length=1, max_length=200, strict=False)]
    sheet: _Sheet = "结果"
    title: _Text = ""
    source: _Text = ""

    @field_validator("rows", mode="before")
    @classmethod
    def _kind(cls, value: object) -> Rows:
        known = [kind.value for kind in Rows]
        if value not in known:
            raise ValueError(f"write one of {', '.join(known)}")
        return Rows(str(value))


def packaged_maps() -> tuple[str, ...]:
    """The names of the maps that come with the auditor."""
    names = (item.name for item in resources.files(maps).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load_map(name: str) -> ColumnMap:
    """A packaged map by name, or a ``.toml`` file; ConfigError says what is wrong where."""
    try:
        return ColumnMap.model_validate(tomllib.loads(_text(name)))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"column map {name}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"column map {name}: {_explain(error)}") from error


def _explain(error: ValidationError) -> str:
    """An unknown key before all else: what it was meant for is then missing too."""
    faults = error.errors(include_url=False, include_input=False)
    fault = next((one for one in faults if one["type"] == "extra_forbidden"), faults[0])
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] != "extra_forbidden":
        return f"{place}: {fault['msg'].removeprefix('Value error, ')}"
    table = MapColumn if len(fault["loc"]) > 1 else ColumnMap
    known = sorted(table.model_fields)
    hint = nearest(str(fault["loc"][-1]), known) or f"known: {', '.join(known)}"
    return f"unknown key {place}; {hint.rstrip()}"


def _text(name: str) -> str:
    if not name.endswith(".toml"):
        if name not in packaged_maps():
            known = ", ".join(packaged_maps())
            raise ConfigError(f"no column map named {name}; known: {known}, or a .toml file")
        return resources.files(maps).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        with Path(name).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) <= _MAX_BYTES:
            return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:  # not UTF-8, or a NUL in the name
        raise ConfigError(f"column map {name}: cannot be read ({error})") from error
    raise ConfigError(f"column map {name}: larger than {_MAX_BYTES} bytes")
