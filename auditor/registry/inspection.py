"""What can be told of a register before it is judged: format, columns, damage.

Works on files that `auditor.registry.table` refuses because a column is missing: telling that
is its purpose.  Nothing is judged; how it is shown is left to `auditor.cli.registry`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from auditor.records import RowError
from auditor.registry import xlsx
from auditor.registry.claims import Claim, Claims, How, claim
from auditor.registry.column_map import ColumnMap, known_keys
from auditor.registry.columns import REGISTRY_COLUMNS, Column
from auditor.registry.damage import (
    Damage,
    DamageKind,
    code_damage,
    fixed_code_damage,
    in_general,
    number_damage,
    rewritten,
    short_code_damage,
)
from auditor.registry.redaction import redact_address
from auditor.registry.registry import ADDRESSES
from auditor.registry.sheet import RawSheet
from auditor.registry.table import read_sheet
from auditor.render.plain_text import shorten, visible
from gb28181.grassroots import LENGTH as GRASSROOTS_LENGTH
from probes.redact import redact_uri

__all__ = ["SHOWN_ERRORS", "ColumnFacts", "DamageCount", "Header", "Inspection", "inspect"]

SHOWN_ERRORS = 20

_Check = tuple[str, Callable[[str], Damage | None]]

_HEADER_LENGTH = 40
_EXAMPLE_LENGTH = 20
_KEPT = 8  # characters of a long example that are shown, and two more at its end
# Their content is nobody's business in a summary that is sent around.
_PRIVATE = frozenset({"credential", "management_contact"})
_POLICE_LENGTH = 12
_DIVISION_LENGTHS = (2, 4, 6, 8)
# Columns of numbers, or of several joined by "/", which a spreadsheet takes for dates.
_NUMBERS = (
    *("maker", "point_type", "camera_type", "function_type", "supply_light", "encoding_format"),
    *("position_type", "direction", "networking", "record_days", "status", "industry"),
    *("parental", "register_way", "secrecy", "ptz_type", "imaging_type", "capture_position"),
    *("room_type", "catalog_light", "catalog_direction", "catalog_function", "mobile_type"),
    *("horizontal_angle", "vertical_angle", "industrial_class", "security_level"),
    *("certifiable", "safety_way", "catalog_position", "use_type"),
)
_NUMBERS_OR_WORDS = r"^[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)*$|^[^0-9]*$"
_MARKS = {
    b"PK\x03\x04": "file signature",
    b"\xd0\xcf\x11\xe0": "file signature",
    b"\xef\xbb\xbf": "byte order mark",
    b"\x84\x31\x95\x33": "byte order mark",
}


@dataclass(frozen=True, slots=True)
class Header:
    """A column by its position, from 1, and its header as written."""

    position: int
    header: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """A recognised column: ``name`` and ``title`` are ours, ``header`` is the file's.

    ``filled`` and ``distinct`` count the cells that are not blank, ``longest`` is in
    characters, ``example`` has no secrets.
    """

    position: int
    header: str
    name: str
    title: str
    required: bool
    how: How
    filled: int
    distinct: int
    longest: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageCount:
    """How many cells of a column are damaged in one way; ``row`` is the first of them.

    ``message`` (Chinese) is of all of them: it names a number only where they share it.
    """

    column: str
    kind: DamageKind
    cells: int
    row: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """``rows`` counts data rows, the ``unreadable`` among them; ``errors`` are the first few.

    ``encoding_by`` is how the encoding was found; ``notes`` are Chinese.
    """

    file: str
    format: str
    encoding: str
    encoding_by: str
    delimiter: str
    lines: int
    rows: int
    unreadable: int
    errors: tuple[RowError, ...]
    notes: tuple[str, ...]
    columns: tuple[ColumnFacts, ...]
    unclaimed: tuple[Header, ...]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    duplicates: tuple[tuple[str, tuple[int, ...]], ...]
    damage: tuple[DamageCount, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every row can be read and every required column is there, once."""
        required = {column.header for column in REGISTRY_COLUMNS if column.required}
        doubled = any(title in required for title, _ in self.duplicates)
        return not (self.unreadable or self.missing_required or doubled)


def inspect(path: Path, column_map: ColumnMap | None = None, *, sheet: str = "") -> Inspection:
    """Look at ``path``; RegistryError when it cannot be read as a table at all.

    ``sheet`` names the sheet of a workbook where several may be meant.
    """
    start = _start(path)
    is_workbook = start.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    known = known_keys(column_map)
    raw = xlsx.read_sheet(path, sheet=sheet, known=known) if is_workbook else read_sheet(path)
    claims = claim(raw.headers, REGISTRY_COLUMNS, column_map)
    return Inspection(
        file=path.name,
        format="xlsx" if is_workbook else "csv",
        encoding=raw.encoding,
        encoding_by=next((by for mark, by in _MARKS.items() if start.startswith(mark)), "content"),
        delimiter=raw.delimiter,
        lines=raw.lines,
        rows=raw.frame.height + len(raw.errors),
        unreadable=len(raw.errors),
        errors=raw.errors[:SHOWN_ERRORS],
        notes=raw.notes,
        columns=tuple(_facts(raw, each) for each in claims.found),
        unclaimed=tuple(Header(at + 1, _safe(raw.headers[at])) for at in claims.unclaimed),
        missing_required=_titles(claims, required=True),
        missing_optional=_titles(claims, required=False),
        duplicates=tuple(
            (c.header, tuple(at + 1 for at in found)) for c, found in claims.duplicates
        ),
        damage=tuple(count for each in claims.found for count in _damage(raw, each)),
    )


def _start(path: Path) -> bytes:
    """The first bytes; none where the reader will say why it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4) if path.is_file() else b""
    except OSError:
        return b""


def _titles(claims: Claims, *, required: bool) -> tuple[str, ...]:
    return tuple(column.header for column in claims.missing if column.required is required)


def _cells(raw: RawSheet, position: int) -> pl.Series:
    return raw.frame[f"c{position}"].str.strip_chars()


def _facts(raw: RawSheet, each: Claim) -> ColumnFacts:
    cells = _cells(raw, each.position)
    filled = cells.filter(cells != "")
    return ColumnFacts(
        position=each.position + 1,
        header=_safe(raw.headers[each.position]),
        name=each.column.name,
        title=each.column.header,
        required=each.column.required,
        how=each.how,
        filled=filled.len(),
        distinct=filled.n_unique(),
        longest=int(filled.str.len_chars().to_numpy().max(initial=0)),
        example=_example(each.column, filled[0]) if filled.len() else "",
    )


def _safe(text: str) -> str:
    """One line of a header; data in the place of a header may hold an address."""
    return shorten(visible(redact_uri(text.strip())), _HEADER_LENGTH)


def _example(column: Column, text: str) -> str:
    """The beginning and the end, so that the column is recognised and little is told."""
    if column.name in _PRIVATE:
        return "***"
    redact = redact_address if column.name in ADDRESSES else redact_uri
    shown = visible(redact(text))
    return shown if len(shown) < _EXAMPLE_LENGTH else f"{shown[:_KEPT]}…{shown[-2:]}"


def _damage(raw: RawSheet, each: Claim) -> list[DamageCount]:
    """By kind; only distinct cells that are not plainly right are looked at one by one."""
    check = _checks().get(each.column.name)
    if check is None:
        return []
    plain, seen = check
    frame = raw.frame.select("row", text=_cells(raw, each.position))
    odd = frame.filter((pl.col("text") != "") & ~pl.col("text").str.contains(plain))
    grouped = odd.group_by("text").agg(pl.len(), pl.col("row").min()).sort("row")
    cells: Counter[DamageKind] = Counter()
    first: dict[DamageKind, int] = {}
    messages: dict[DamageKind, set[str]] = {}
    for text, count, row in grouped.iter_rows():
        damage = seen(text)
        if damage is not None:
            cells[damage.kind] += count
            first.setdefault(damage.kind, row)
            messages.setdefault(damage.kind, set()).add(damage.message)
    return [
        DamageCount(
            column=each.column.header,
            kind=kind,
            cells=count,
            row=first[kind],
            message=messages[kind].pop() if len(messages[kind]) == 1 else in_general(kind),
        )
        for kind, count in cells.items()
    ]


def _checks() -> dict[str, _Check]:
    """By column: what is plainly right, and what looks for damage in the rest."""
    # Twenty digits that end with five zeros are not plainly right.
    code = (
        "^[0-9]{15}(?:[0-9]{4}[1-9]|[0-9]{3}[1-9]0|[0-9]{2}[1-9]00|[0-9][1-9]000|[1-9]0000)$",
        code_damage,
    )
    number = (r"^[+-]?[0-9]{1,3}(?:\.[0-9]+)?$", number_damage)
    grassroots = partial(short_code_damage, length=GRASSROOTS_LENGTH)
    numbers: _Check = (_NUMBERS_OR_WORDS, rewritten)
    return dict.fromkeys(_NUMBERS, numbers) | {
        "device_code": code,
        "parent_id": code,
        "business_group_id": code,
        "longitude": number,
        "latitude": number,
        "division": (
            "^(?:[0-9]{2}){1,4}$",
            partial(fixed_code_damage, lengths=_DIVISION_LENGTHS),
        ),
        "police_unit": (
            f"^[0-9]{{{_POLICE_LENGTH}}}$|^[^0-9]*$",
            partial(fixed_code_damage, lengths=(_POLICE_LENGTH,)),
        ),
        "grassroots_code": (f"^[0-9]{{{GRASSROOTS_LENGTH}}}$", grassroots),
    }
