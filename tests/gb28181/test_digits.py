"""Which character is not a digit, and in which part it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.digits import require_digits
from gb28181.errors import NotDigits

PARTS = {"head": (1, 3), "tail": (4, 5)}

five_digits = st.text("0123456789", min_size=5, max_size=5)


@given(five_digits)
def test_digits_pass(text: str) -> None:
    require_digits(text, PARTS)


def test_a_shorter_text_needs_no_later_part() -> None:
    require_digits("123", PARTS)


@given(
    text=five_digits,
    index=st.integers(0, 4),
    char=st.characters().filter(lambda char: char not in "0123456789"),
)
def test_the_first_other_character_is_located(text: str, index: int, char: str) -> None:
    spoilt = text[:index] + char + text[index + 1 :]
    with pytest.raises(NotDigits) as caught:
        require_digits(spoilt, PARTS)
    part, (first, last) = ("head", (1, 3)) if index < 3 else ("tail", (4, 5))
    error = caught.value
    assert (error.part, error.position, error.value) == (
        part,
        (first, last),
        spoilt[first - 1 : last],
    )
    assert error.reason == f"digit {index + 1} is {char!r}, not one of 0-9"
