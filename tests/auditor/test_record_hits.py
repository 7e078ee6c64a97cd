"""Questions asked of the different texts have the answers of questions asked of every row."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import record_hits
from auditor.record_hits import hits

QUESTIONS = {
    "empty": pl.col("maker") == "",
    "absent": pl.col("maker").is_null(),
    "filled": pl.col("maker").fill_null("").str.strip_chars() != "",
    "long": pl.col("maker").str.len_chars() > 2,
    "both": (pl.col("maker") == "1") & (pl.col("name") == "a"),
    "doubled": pl.col("maker").is_duplicated(),
    "mixed": (pl.col("maker") == "1").any() & (pl.col("maker") == "2"),
    "never": pl.lit(value=False) & pl.col("maker").is_null(),
}


def asked_plainly(frame: pl.DataFrame) -> dict[str, list[int]]:
    masks = frame.select(**QUESTIONS)
    return {
        name: np.flatnonzero(masks[name].fill_null(value=False).to_numpy()).tolist()
        for name in QUESTIONS
    }


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "", " ", "海康", "unknown", None]), st.sampled_from("ab")
        ),
        min_size=1,
        max_size=60,
    )
)
def test_few_texts_or_many_rows_are_the_same_answers(rows: list[tuple[str | None, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"maker": pl.String, "name": pl.String}, orient="row")
    with pytest.MonkeyPatch.context() as patch:
        for sample in (1, 10_000):
            patch.setattr(record_hits, "_SAMPLE", sample)
            patch.setattr(record_hits, "_FEW", 1.0)
            found = {name: at.tolist() for name, at in hits(frame, QUESTIONS).items()}
            assert found == asked_plainly(frame)


def test_a_column_of_many_texts_is_asked_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_hits, "_SAMPLE", 10)
    monkeypatch.delattr(record_hits, "_by_text")
    frame = pl.DataFrame({"code": [str(n) for n in range(40)]})
    found = hits(frame, {"seven": pl.col("code").str.ends_with("7")})
    assert found["seven"].tolist() == [7, 17, 27, 37]


def test_a_number_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_hits, "_SAMPLE", 1)
    frame = pl.DataFrame({"n": [1, 2, 3]})
    assert hits(frame, {"odd": pl.col("n") % 2 == 1})["odd"].tolist() == [0, 2]


def test_a_column_that_the_file_lacks_has_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_hits, "_SAMPLE", 1)
    frame = pl.DataFrame({"maker": [None, None]}, schema={"maker": pl.String})
    questions = {"absent": pl.col("maker").is_null(), "empty": pl.col("maker") == ""}
    found = {name: at.tolist() for name, at in hits(frame, questions).items()}
    assert found == {"absent": [0, 1], "empty": []}
