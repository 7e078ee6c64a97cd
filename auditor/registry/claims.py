"""Which columns of a file are recognised as which of ours, and by what: told, not judged.

A column map goes before the standard's order, and that before the headers.  Reading the
columns is left to `auditor.registry.table`, which refuses what is only told here.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.registry.column_map import ColumnMap, header_key, headers_of, standard_positions
from auditor.registry.columns import REGISTRY_COLUMNS, Column

__all__ = ["Claim", "Claims", "How", "claim"]


class How(enum.StrEnum):
    """By what a column was recognised."""

    MAP = "map"
    POSITION = "position"
    NAME = "name"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Claim:
    """One of our columns at a position of the file, from 0."""

    column: Column
    position: int
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """``found`` in the file's order; ``duplicates`` are positions that mean one of our columns.

    ``unclaimed`` are the positions of headers that are used for nothing, those without text
    left out.
    """

    found: tuple[Claim, ...]
    unclaimed: tuple[int, ...]
    missing: tuple[Column, ...]
    duplicates: tuple[tuple[Column, tuple[int, ...]], ...]


def claim(
    headers: Sequence[str],
    columns: tuple[Column, ...] = REGISTRY_COLUMNS,
    column_map: ColumnMap | None = None,
) -> Claims:
    """Recognise ``headers``; RegistryError where the map does not fit them."""
    mapped = column_map.positions(headers) if column_map else {}
    ordered = _free(standard_positions(headers), mapped)
    settled = {**ordered, **mapped}
    found: list[Claim] = []
    duplicates: list[tuple[Column, tuple[int, ...]]] = []
    for column in columns:
        meant = _meant(headers, column, settled=settled)
        if column.name in mapped:
            found.append(Claim(column, mapped[column.name], How.MAP))
        elif column.name in ordered and len(meant) > 1:
            found.append(Claim(column, ordered[column.name], How.POSITION))
        elif meant:
            found.append(Claim(column, meant[0], _how(headers[meant[0]], column)))
            if len(meant) > 1:
                duplicates.append((column, tuple(meant)))
    return _told(headers, columns, found, duplicates)


def _told(
    headers: Sequence[str],
    columns: tuple[Column, ...],
    found: list[Claim],
    duplicates: list[tuple[Column, tuple[int, ...]]],
) -> Claims:
    used = {each.position for each in found}
    known = {each.column for each in found}
    return Claims(
        found=tuple(sorted(found, key=lambda each: each.position)),
        unclaimed=tuple(
            at for at, header in enumerate(headers) if at not in used and header.strip()
        ),
        missing=tuple(column for column in columns if column not in known),
        duplicates=tuple(duplicates),
    )


def _free(positions: Mapping[str, int], mapped: Mapping[str, int]) -> dict[str, int]:
    """What the order says of columns and positions that the map says nothing of."""
    taken = set(mapped.values())
    return {name: at for name, at in positions.items() if name not in mapped and at not in taken}


def _meant(headers: Sequence[str], column: Column, *, settled: Mapping[str, int]) -> list[int]:
    """Positions whose header means ``column`` and that no other column has been given."""
    keys = headers_of(column)
    others = {at for name, at in settled.items() if name != column.name}
    return [
        at for at, header in enumerate(headers) if at not in others and header_key(header) in keys
    ]


def _how(header: str, column: Column) -> How:
    own = {header_key(column.name), header_key(column.header)}
    return How.NAME if header_key(header) in own else How.ALIAS
