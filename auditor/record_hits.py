"""Where Boolean questions about a frame are true: many questions, asked as cheaply as they allow.

A question about one column of few different texts (a division, a maker, a type) is asked of the
different texts only, where there are many rows; the others are asked of all rows in one pass,
in which what several have in common is computed once.
"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["hits"]

Rows = npt.NDArray[np.int64]

_SAMPLE = 10_000
_FEW = 0.3


def hits(frame: pl.DataFrame, questions: Mapping[str, pl.Expr]) -> dict[str, Rows]:
    """For each question the positions where it is true; null counts as false."""
    found: dict[str, Rows] = {}
    rest = dict(questions)
    single = _about_one_column(questions) if frame.height >= _SAMPLE else {}
    for column, names in single.items():
        if _is_empty(frame[column]):
            found |= _of_nothing(frame[column], {name: rest.pop(name) for name in names})
        elif _has_few_texts(frame[column]):
            found |= _by_text(frame[column], {name: rest.pop(name) for name in names})
    # Over a few rows, looking for what is in common takes longer than doing it twice.
    effort = pl.QueryOptFlags() if frame.height >= _SAMPLE else pl.QueryOptFlags.none()
    masks = frame.lazy().select(**rest).collect(optimizations=effort)
    return found | {name: _true_at(masks[name]) for name in rest}


def _about_one_column(questions: Mapping[str, pl.Expr]) -> dict[str, list[str]]:
    """The questions whose answer for a row hangs on one cell of it and on nothing else."""
    named: dict[str, list[str]] = defaultdict(list)
    for name, question in questions.items():
        roots = set(question.meta.root_names())
        if len(roots) == 1 and question.meta.is_row_separable():
            named[roots.pop()].append(name)
    return named


def _is_empty(column: pl.Series) -> bool:
    return column.len() == column.null_count()


def _of_nothing(column: pl.Series, questions: Mapping[str, pl.Expr]) -> dict[str, Rows]:
    """A column that the file does not have: one answer for all rows."""
    answers = column.head(1).to_frame().lazy().select(**questions).collect()
    return {
        name: np.arange(column.len() if answers[name].item() else 0, dtype=np.int64)
        for name in questions
    }


def _has_few_texts(column: pl.Series) -> bool:
    """Judged by a sample; a wrong guess costs time only."""
    if column.dtype != pl.String:
        return False
    sample = column.gather_every(max(1, column.len() // _SAMPLE))
    return sample.n_unique() <= _FEW * sample.len()


def _by_text(column: pl.Series, questions: Mapping[str, pl.Expr]) -> dict[str, Rows]:
    """Ask about each different text once, null among them, and look the rows up."""
    packing = pl.Categorical(pl.Categories.random())
    distinct = column.unique(maintain_order=True)
    codes, own = (_codes(series.cast(packing)) for series in (column, distinct))
    answers = pl.DataFrame({column.name: distinct}).lazy().select(**questions).collect()
    found = {}
    for name in questions:
        answer = np.zeros(own.max() + 1, dtype=bool)
        answer[own] = answers[name].fill_null(value=False).to_numpy()
        found[name] = np.flatnonzero(answer[codes])
    return found


def _codes(packed: pl.Series) -> Rows:
    """A number a text; 0 is null."""
    return (packed.to_physical().cast(pl.Int64) + 1).fill_null(0).to_numpy()


def _true_at(mask: pl.Series) -> Rows:
    return mask.arg_true().cast(pl.Int64).to_numpy()
