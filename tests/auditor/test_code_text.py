"""Expressions over codes agree with the scalar functions and with what the operator told."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.code_text import (
    begins_locally,
    civil_code,
    division_six,
    expected_county,
    is_known,
    prefecture,
)
from auditor.criteria import Criteria
from auditor.division_text import known_codes, prefecture_digits
from gb28181.civil_code import CivilCode
from gb28181.errors import CodeError

_KNOWN = st.sampled_from(known_codes())
_SIX = _KNOWN | st.from_regex("[0-9]{6}", fullmatch=True)
_DIGITS = st.text("0123456789", max_size=13)


def evaluated(expression: pl.Expr, **columns: list[str]) -> list[object]:
    return pl.DataFrame(columns).select(answer=expression)["answer"].to_list()


@settings(deadline=None)
@given(st.lists(_SIX, min_size=1, max_size=20))
def test_the_prefecture_of_known_codes_only(codes: list[str]) -> None:
    known = set(known_codes())
    assert evaluated(is_known(pl.col("six")), six=codes) == [code in known for code in codes]
    assert evaluated(prefecture(pl.col("six")), six=codes) == [
        (prefecture_digits(code) or None) if code in known else None for code in codes
    ]


@settings(deadline=None)
@given(
    st.lists(_DIGITS, min_size=1, max_size=20),
    st.frozensets(st.sampled_from(["37", "42", "4201", "370176", "37011601", "00"])),
)
def test_local_digits_are_compared_from_the_front(codes: list[str], local: frozenset[str]) -> None:
    criteria = Criteria(local_codes=local)
    found = pl.DataFrame({"code": codes}).select(
        pl.col("code"), answer=begins_locally(pl.col("code"), criteria)
    )
    assert found["answer"].to_list() == [code.startswith(tuple(local)) for code in codes]


@settings(deadline=None)
@given(st.lists(_DIGITS | st.text(max_size=8), min_size=1, max_size=20))
def test_a_civil_code_is_what_parse_accepts(divisions: list[str]) -> None:
    def accepted(text: str) -> bool:
        try:
            CivilCode.parse(text)
        except CodeError:
            return False
        return True

    plain = [text for text in divisions if text == text.strip()]
    assert evaluated(civil_code(), division=plain) == [accepted(text) for text in plain]


def test_a_short_division_is_padded_and_a_long_one_cut() -> None:
    divisions = ["37", "3701", "370116", "37011601"]
    assert evaluated(division_six(), division=divisions) == ["370000", "370100", "370116", "370116"]


@pytest.mark.parametrize(
    ("counties", "expected"),
    [
        ({}, [None, None, None]),
        ({"": "370116"}, ["370116", "370116", "370116"]),
        ({"云帆": "370116"}, ["370116", None, None]),
        ({"云帆": "370116", "": "370117"}, ["370116", "370117", "370117"]),
        ({"云帆": "371202", "": "370117"}, [None, "370117", "370117"]),
        ({"": "370100"}, [None, None, None]),
        ({"": "370176"}, [None, None, None]),
        ({"": "441900"}, ["441900", "441900", "441900"]),
    ],
)
def test_the_expected_county_is_one_of_the_table(
    counties: dict[str, str], expected: list[str | None]
) -> None:
    found = pl.DataFrame({"community": ["云帆", "星河", ""]}).select(
        "community", answer=expected_county(Criteria(counties=counties))
    )
    assert found["answer"].to_list() == expected
