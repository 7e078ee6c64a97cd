"""Rows that share a code or a name: how many, and which."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.twins import with_twins

Cells = tuple[str | None, str | None, str | None]


def twins(*cells: Cells, rows: list[int] | None = None) -> pl.DataFrame:
    """Code, division and name of each row."""
    schema = {"device_code": pl.String, "division": pl.String, "name": pl.String}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return with_twins(frame.with_columns(row=pl.Series(rows or range(1, len(cells) + 1))))


def shared(frame: pl.DataFrame, what: str) -> list[tuple[int, str] | None]:
    """Count and rows of each row; None where both are null."""
    pairs = frame.select(f"{what}_count", f"{what}_rows").rows()
    return [None if pair == (None, None) else pair for pair in pairs]


def test_rows_of_one_code_are_counted_and_named_on_each() -> None:
    found = twins(("1", "37", "东门"), ("2", "37", "西门"), ("1", "37", "南门"))
    assert shared(found, "code") == [(2, "1、3"), None, (2, "1、3")]
    assert shared(found, "name") == [None, None, None]


def test_a_name_is_shared_within_its_division_only() -> None:
    found = twins(("1", "370902", "东门"), ("2", "370911", "东门"), ("3", "370902", "东门"))
    assert shared(found, "name") == [(2, "1、3"), None, (2, "1、3")]
    assert shared(found, "code") == [None, None, None]


def test_empty_and_absent_cells_share_nothing() -> None:
    found = twins(("", "37", ""), ("", "37", ""), (None, "37", None), (None, "37", None))
    assert shared(found, "code") == [None] * 4
    assert shared(found, "name") == [None] * 4


def test_a_name_without_division_may_be_that_of_another_place() -> None:
    found = twins(("1", "", "东门"), ("2", "", "东门"), ("3", None, "东门"))
    assert shared(found, "name") == [None] * 3


def test_division_and_name_are_not_run_together() -> None:
    found = twins(("1", "37", "09东门"), ("2", "3709", "东门"))
    assert shared(found, "name") == [None, None]


def test_more_than_five_are_named_as_the_first_five_by_row() -> None:
    found = twins(*[("1", "37", "东门")] * 7, rows=[9, 8, 7, 6, 5, 4, 30])
    assert shared(found, "code") == [(7, "4、5、6、7、8")] * 7
    assert shared(found, "name") == [(7, "4、5、6、7、8")] * 7


def test_every_other_column_and_the_order_are_kept() -> None:
    found = twins(("2", "37", "b"), ("1", "37", "a"), ("2", "37", "c"))
    assert found.columns == [
        "device_code", "division", "name", "row",
        "code_count", "code_rows", "name_count", "name_rows",
    ]  # fmt: skip
    assert found["device_code"].to_list() == ["2", "1", "2"]


def test_no_rows_have_no_twins() -> None:
    assert twins().height == 0


CELL = st.sampled_from(["", "a", "b", None])


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12))
def test_counts_are_those_of_the_whole_file(cells: list[Cells]) -> None:
    found = twins(*cells)
    codes = Counter(code for code, _, _ in cells if code)
    names: Counter[tuple[str | None, str | None]] = Counter(
        (division, name) for _, division, name in cells if division and name
    )

    assert found["code_count"].to_list() == [
        codes[code] if code and codes[code] > 1 else None for code, _, _ in cells
    ]
    assert found["name_count"].to_list() == [
        n if (n := names[division, name]) > 1 else None for _, division, name in cells
    ]
