"""The 20 digits: taken apart, put together, refused with the right reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.codes import LENGTH, PART_POSITIONS, DeviceCode
from gb28181.errors import CodeError, NotDigits, WrongLength

VALID = "37090200011320000001"
PRINTED = [
    "11010100001320000009",
    "11010100002000000001",
    "11010100002150000001",
    "11010100002160000002",
    "13010000002000000001",
]
"""The codes that GB/T 28181-2022 prints in Annexes G and J."""

twenty_digits = st.text("0123456789", min_size=LENGTH, max_size=LENGTH)


def test_the_parts_are_where_the_standard_has_them() -> None:
    assert DeviceCode.parse("12345678901234567890") == DeviceCode(
        centre="12345678", industry="90", type_code="123", network="4", serial="567890"
    )


def test_the_centre_is_a_division_and_an_access_unit() -> None:
    code = DeviceCode.parse("37090245011320000001")
    assert (code.division, code.access_unit) == ("370902", "45")


@pytest.mark.parametrize("text", PRINTED)
def test_the_standards_own_codes_are_read(text: str) -> None:
    assert str(DeviceCode.parse(text)) == text


@given(twenty_digits)
def test_parsing_loses_nothing(text: str) -> None:
    code = DeviceCode.parse(text)
    assert str(code) == text
    assert DeviceCode.parse(str(code)) == code


@given(twenty_digits)
def test_part_positions_agree_with_the_parts(text: str) -> None:
    code = DeviceCode.parse(text)
    cut = {part: text[first - 1 : last] for part, (first, last) in PART_POSITIONS.items()}
    assert cut == {part: getattr(code, part) for part in PART_POSITIONS}


def test_part_positions_cover_all_digits_once() -> None:
    digits = [d for first, last in PART_POSITIONS.values() for d in range(first, last + 1)]
    assert digits == list(range(1, LENGTH + 1))


@given(st.text(max_size=60).filter(lambda text: len(text) != LENGTH))
def test_another_length_is_refused_whatever_the_characters(text: str) -> None:
    with pytest.raises(WrongLength) as caught:
        DeviceCode.parse(text)
    error = caught.value
    assert (error.part, error.position, error.value) == ("code", (1, LENGTH), text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "0 characters instead of 20 digits"),
        (f" {VALID}", "21 characters instead of 20 digits"),
        ("3.7090200011320E+19", "19 characters instead of 20 digits"),
        ("３" * 18, "18 characters instead of 20 digits"),
        (VALID[:-1], "19 digits instead of 20"),
        (VALID + "0", "21 digits instead of 20"),
        (
            VALID[:18],
            "18 digits: coding rule B (GB/T 28181-2016 D.2), deleted in the 2022 edition",
        ),
        *(
            (
                VALID[:length],
                f"{length} digits name a division (GB/T 28181-2022 A.2.1.2), never a device",
            )
            for length in (2, 4, 6, 8)
        ),
    ],
)
def test_the_reason_says_what_the_text_looks_like(text: str, reason: str) -> None:
    with pytest.raises(WrongLength) as caught:
        DeviceCode.parse(text)
    assert caught.value.reason == reason


@given(
    text=twenty_digits,
    index=st.integers(0, LENGTH - 1),
    char=st.characters().filter(lambda char: char not in "0123456789"),
)
def test_a_character_that_is_no_digit_is_located(text: str, index: int, char: str) -> None:
    spoilt = text[:index] + char + text[index + 1 :]
    with pytest.raises(NotDigits) as caught:
        DeviceCode.parse(spoilt)
    error = caught.value
    first, last = error.position
    assert PART_POSITIONS[error.part] == (first, last)
    assert first <= index + 1 <= last
    assert error.value == spoilt[first - 1 : last]
    assert error.reason == f"digit {index + 1} is {char!r}, not one of 0-9"


@pytest.mark.parametrize("char", ["０", "٣", "²", "Ⅷ", "一"])
def test_only_ascii_digits_are_digits(char: str) -> None:
    with pytest.raises(NotDigits):
        DeviceCode.parse(VALID[:-1] + char)


def test_the_first_of_several_faults_is_reported() -> None:
    with pytest.raises(CodeError) as caught:
        DeviceCode.parse("37090200O1132O00000l")
    assert str(caught.value) == ("industry (digits 9-10) 'O1': digit 9 is 'O', not one of 0-9")
