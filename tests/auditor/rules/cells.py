"""Frames for rules that judge cells alone: made of rows, without a file or a plan.

As in a frame that was read, a column that no row names is null in every row.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from auditor.criteria import Criteria
from auditor.examples import record_cells
from auditor.registry.columns import REGISTRY_COLUMNS
from auditor.registry.misread import with_misread
from auditor.registry.trimmed import trimmed, with_code_parts
from auditor.rule import RecordRule, RuleMeta


def cells_frame(rows: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    """Correct records with changes; every named key location is known."""
    written = [{**record_cells(), **row} for row in rows]
    named = {name for row in written for name in row}
    columns = {
        column.name: pl.Series(
            [row.get(column.name, "") if column.name in named else None for row in written],
            dtype=pl.String,
        )
        for column in REGISTRY_COLUMNS
    }
    known = pl.when(pl.col("key_location_id").str.strip_chars() != "").then(pl.lit(value=True))
    numbered = pl.DataFrame({"row": range(1, len(written) + 1), **columns})
    return with_misread(with_code_parts(trimmed(numbered.with_columns(key_location_known=known))))


def violations(
    rules: Sequence[RecordRule], rows: Sequence[Mapping[str, str]], criteria: Criteria | None = None
) -> list[list[str]]:
    """The ids of the ``rules`` that refuse each row."""
    chosen = criteria or Criteria()
    asked = {r.meta.id: r.violated(chosen).fill_null(value=False) for r in rules}
    masks = cells_frame(rows).select(pl.col("row"), **asked).drop("row")
    return [[rule for rule, is_bad in row.items() if is_bad] for row in masks.to_dicts()]


def only(rules: Sequence[RecordRule], row: Mapping[str, str]) -> list[str]:
    """The ids of the ``rules`` that refuse one record."""
    return violations(rules, [row])[0]


def told(rules: Sequence[RecordRule], row: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Id, value, message and own suggestion of each finding, as the reader sees them."""
    shown = cells_frame([row]).with_columns(pl.all().cast(pl.String).fill_null("")).to_dicts()[0]
    refusing = only(rules, row)
    said = [(r.meta, r.explain(shown)) for r in rules if r.meta.id in refusing]
    return [_line(meta, (e.value, e.message, e.suggestion)) for meta, e in said]


def _line(meta: RuleMeta, words: tuple[str, str, str]) -> tuple[str, str, str, str]:
    return (meta.id, *words)
