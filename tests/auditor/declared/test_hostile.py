"""Texts made to cost time: every judging of a form ends soon, whatever is typed into it."""

from time import process_time

import pytest

from auditor.declared.check import check
from auditor.declared.form import Form, Row

MANY = 5_000
TEXTS = {
    "digits": "1" * MANY + "个",
    "percents": "5%" * MANY,
    "rates": "率" * MANY + "5%",
    "names": "覆盖率、" * MANY + "达到5%",
    "links": "覆盖率" + "均" * MANY + "5%",
    "counts": "5个" * MANY,
    "brackets": "(请" * MANY,
    "words": "百分之" + "九" * MANY,
    "separators": "1,111" * MANY + "个",
    "fractions": "覆盖率5%(5/" * MANY,
    "lines": "1.\n" * MANY,
    "choices": "□" * MANY,
    "figures": "覆盖率5%、" * MANY,
    "blanks": " " * MANY + "5%",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_cell_is_judged_soon(name: str) -> None:
    text = TEXTS[name]
    row = Row(number=5, title="x", standard=text, answer=text, definition=text)
    began = process_time()

    check(Form(column="完成情况", rows=(row,), outside=text))

    assert process_time() - began < 20
