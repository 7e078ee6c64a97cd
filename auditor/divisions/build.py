"""From releases to tables: the packed files and the manifest that describes them.

Pure: bytes that were read become bytes to be written.  The same releases give the same
bytes with the same liblzma.  Reading is left to `lists`, writing to `folder`.
"""

import hashlib
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from auditor.divisions.history import abolished
from auditor.divisions.lists import CurrentList, HistoryList, StatisticalList
from auditor.errors import ConfigError
from gb28181.division_manifest import DataFile, Manifest, Source
from gb28181.division_shapes import (
    ABOLISHED,
    COMMUNITIES,
    DIVISIONS,
    TOWNSHIPS_CIVIL,
    TOWNSHIPS_STATISTICAL,
    Row,
    table_text,
)
from gb28181.errors import DataError

__all__ = ["DataSet", "Table", "build_communities", "build_core", "build_statistical", "combined"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its rows, how it is packed, how the manifest describes it."""

    rows: tuple[Row, ...]
    packed: bytes
    entry: DataFile


@dataclass(frozen=True, slots=True)
class DataSet:
    """Tables and the releases that they were made from."""

    sources: tuple[Source, ...]
    tables: tuple[Table, ...]

    @property
    def manifest(self) -> Manifest:
        """What SOURCES.toml says of the set."""
        return Manifest(self.sources, tuple(table.entry for table in self.tables))


def build_core(current: CurrentList, history: HistoryList) -> DataSet:
    """Divisions with Taiwan, what was abolished, and the civil affairs' townships."""
    divisions = sorted({*current.divisions, history.taiwan})
    names = {code: name for code, name, *_ in divisions}
    gone = [row for row in _abolished(history, names, current.as_of.year) if row[1]]
    sources, day = (current.source, history.source), current.as_of
    return DataSet(
        sources,
        (
            _table(DIVISIONS, divisions, as_of=day, sources=sources),
            _table(ABOLISHED, gone, as_of=day, sources=sources),
            _table(TOWNSHIPS_CIVIL, current.townships, as_of=day, sources=sources[:1]),
        ),
    )


def build_statistical(listed: StatisticalList) -> DataSet:
    """The statisticians' townships."""
    sources = (listed.source,)
    table = _table(TOWNSHIPS_STATISTICAL, listed.rows, as_of=listed.as_of, sources=sources)
    return DataSet(sources, (table,))


def build_communities(listed: StatisticalList) -> DataSet:
    """The statisticians' communities and villages, one table a province."""
    sources = (listed.source,)
    tables = [
        _table(COMMUNITIES.format(province=province), rows, as_of=listed.as_of, sources=sources)
        for province, rows in groupby(listed.rows, key=lambda row: row[0][:2])
    ]
    return DataSet(sources, tuple(tables))


def combined(sets: Iterable[DataSet]) -> DataSet:
    """One set of several that have no file in common."""
    every = tuple(sets)
    sources = dict.fromkeys(source for data in every for source in data.sources)
    return DataSet(tuple(sources), tuple(table for data in every for table in data.tables))


def _abolished(history: HistoryList, names: dict[str, str], last_year: int) -> list[Row]:
    try:
        return abolished(history.events, names, last_year)
    except (LookupError, TypeError, AttributeError) as error:
        name = history.source.name
        raise ConfigError(f"{name}: an event is not of the expected shape: {error}") from error


def _table(file: str, rows: Iterable[Row], *, as_of: date, sources: tuple[Source, ...]) -> Table:
    every = tuple(rows)
    try:
        text = table_text(file, every).encode()
    except DataError as error:
        raise ConfigError(f"{sources[0].name}: its data do not fit: {error}") from error
    packed = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)
    entry = DataFile(
        name=file,
        as_of=as_of,
        rows=len(every),
        sha256=hashlib.sha256(packed).hexdigest(),
        text_sha256=hashlib.sha256(text).hexdigest(),
        sources=tuple(source.name for source in sources),
    )
    return Table(every, packed, entry)
