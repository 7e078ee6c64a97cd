"""The vocabulary: complete, and what every format follows."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from auditor.render.dictionary import DICTIONARY, dictionary_lines, dictionary_page
from auditor.render.shared import shared
from auditor.render.tables import TABLES, Filled, filled_tables
from auditor.render.vocabulary.column import Column, Kind, Table
from auditor.render.words import STATES
from tests.auditor.render.community import sample_report

PAGE = Path(__file__).resolve().parents[3] / "docs" / "data-dictionary.md"
PYTHON = {
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.WHOLE: int,
    Kind.TRUTH: bool,
    Kind.TIME: datetime,
    Kind.CHOICE: str,
}
FILLED = filled_tables(shared(sample_report()))


def test_the_page_says_what_the_vocabulary_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary_page(TABLES), "run: make data-dictionary"


def test_names_are_unique_and_fit_for_programs() -> None:
    for table in TABLES:
        titles = [column.title for column in table.columns]
        assert len(set(table.ids)) == len(table.ids)
        assert len(set(titles)) == len(titles)
        assert [name for name in table.ids if not re.fullmatch("[a-z][a-z0-9_]*", name)] == []
    assert len({table.title for table in TABLES}) == len(TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_column_is_explained(table: Table[object]) -> None:
    for column in table.columns:
        assert column.title
        assert column.meaning
        assert column.source
        assert (column.kind is Kind.CHOICE) == (column.values is not None)
        assert not column.words_of or column.words_of in table.ids


@pytest.mark.parametrize("filled", FILLED, ids=lambda filled: filled.table.id)
def test_cells_are_of_the_type_that_is_told(filled: Filled) -> None:
    for line in filled.lines:
        for column in filled.table.columns:
            _check(column, column.read(line))


def _check(column: Column[object], value: object) -> None:
    assert value is None or type(value) is PYTHON[column.kind], column.id
    assert column.values is None or value is None or value in column.values, column.id


def test_the_dictionary_has_every_column_in_order() -> None:
    lines = dictionary_lines(TABLES)

    assert [(one.table.id, one.column.id) for one in lines] == [
        (table.id, name) for table in TABLES for name in table.ids
    ]
    state = next(one for one in lines if one.column.id == "state")
    assert DICTIONARY.values(state) == (
        *("cameras", "摄像机", "state", "状态"),
        "本轮状态；“未检测”“探测受阻”好坏不明，不是故障",
        *("取值之一", ""),
        "；".join(f"{state.value} {word.text}" for state, word in STATES.items()),
        *("本轮检测", ""),
    )
