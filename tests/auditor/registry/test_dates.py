"""What a date in a cell may have been before the spreadsheet made a date of it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.registry.dates import before_date, readings

MODERN = st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1900-01-01", ("1", "1/1")),
        ("1900-01-30", ("30", "1/30")),
        ("1900-02-28", ("59", "2/28")),
        ("1900-03-01", ("61", "3/1")),
        ("2025-01-05", ("45662", "1/5", "25/1/5")),
        ("2025/1/5", ("45662", "1/5", "25/1/5")),
        ("2025年1月5日", ("45662", "1/5", "25/1/5")),
        ("1900-04-26T03:43:12", ("117.155", "4/26")),
        ("1900-04-26 12:00", ("117.5", "4/26")),
        ("2023-02-30", ("2/30", "23/2/30")),
        ("1899-12-30", ("12/30",)),
        ("1月5日", ("1/5",)),
        ("5-Jan", ("1/5",)),
        ("jan-25", ("1/25",)),
        ("1/5", ()),
        ("", ()),
    ],
)
def test_readings(text: str, expected: tuple[str, ...]) -> None:
    assert readings(text) == expected


@given(MODERN)
def test_the_number_of_a_day_gives_the_day_again(day: dt.date) -> None:
    number = int(readings(day.isoformat())[0])
    assert dt.date(1899, 12, 30) + dt.timedelta(days=number) == day


@given(st.text(max_size=20))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(readings(text), tuple)


def test_only_what_the_column_can_have_is_suggested() -> None:
    assert before_date("1900-01-30", str.isdecimal) == "若原内容为 30，核对后改写"
    assert (
        before_date("2025-01-05", lambda text: "/" in text)
        == "若原内容为 1/5 或 25/1/5，核对后改写"
    )
    assert before_date("2025-01-05", lambda _: False) == ""
