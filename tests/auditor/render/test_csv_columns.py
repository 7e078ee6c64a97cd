"""Columns of cells are made safe exactly as single cells are."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from auditor.render.csv import cell_text
from auditor.render.csv_columns import safe_columns

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_EDGES = st.text("\t\r\n \u200b\u3000=＝+-@－'0123456789\x00\x07\x85\x9f#名", max_size=16)


@given(st.lists(_TEXTS | _EDGES | st.text("0123456789", min_size=10, max_size=20), max_size=8))
def test_a_column_is_made_safe_as_its_cells_are(texts: list[str]) -> None:
    frame = pl.DataFrame(
        {"n": range(len(texts)), "text": texts}, schema_overrides={"text": pl.String}
    )
    assert safe_columns(frame)["text"].to_list() == [cell_text(text) for text in texts]


def test_numbers_stay_numbers() -> None:
    frame = pl.DataFrame({"row": [1], "value": ["=1+1"]})
    assert safe_columns(frame).to_dicts() == [{"row": 1, "value": "'=1+1"}]
