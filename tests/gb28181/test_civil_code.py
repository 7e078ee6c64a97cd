"""The 2, 4, 6 or 8 digits of a division: parts, level, prefix, and the right refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.civil_code import LENGTHS, PART_POSITIONS, CivilCode, CivilLevel
from gb28181.codes import DeviceCode
from gb28181.errors import NotDigits, StatisticalCode, WrongLength

CAMERA = DeviceCode.parse("37090200011320000001")

civil_texts = st.sampled_from(LENGTHS).flatmap(
    lambda size: st.text("0123456789", min_size=size, max_size=size)
)
device_texts = st.text("0123456789", min_size=20, max_size=20)


@pytest.mark.parametrize(
    ("text", "parts", "level"),
    [
        ("11", ("11", "", "", ""), CivilLevel.PROVINCE),
        ("1101", ("11", "01", "", ""), CivilLevel.PREFECTURE),
        ("110101", ("11", "01", "01", ""), CivilLevel.COUNTY),
        ("11010101", ("11", "01", "01", "01"), CivilLevel.ACCESS_UNIT),
    ],
)
def test_the_standards_own_examples(
    text: str, parts: tuple[str, str, str, str], level: CivilLevel
) -> None:
    code = CivilCode.parse(text)
    assert code == CivilCode(*parts)
    assert code.level is level


@pytest.mark.parametrize(
    ("text", "significant", "level"),
    [
        ("370000", "37", CivilLevel.PROVINCE),
        ("37090000", "3709", CivilLevel.PREFECTURE),
        ("37090200", "370902", CivilLevel.COUNTY),
        ("370001", "370001", CivilLevel.COUNTY),
        ("00", "00", CivilLevel.PROVINCE),
        ("00000000", "00", CivilLevel.PROVINCE),
        ("371000", "3710", CivilLevel.PREFECTURE),
    ],
)
def test_zeros_that_fill_up_are_not_in_use(text: str, significant: str, level: CivilLevel) -> None:
    code = CivilCode.parse(text)
    assert (code.significant, code.level, str(code)) == (significant, level, text)


@given(civil_texts)
def test_parsing_loses_nothing(text: str) -> None:
    code = CivilCode.parse(text)
    assert str(code) == text
    assert text.startswith(code.significant)
    assert set(text.removeprefix(code.significant)) <= {"0"}


@given(device_texts, st.sampled_from(LENGTHS))
def test_the_beginning_of_a_code_is_its_prefix(text: str, size: int) -> None:
    device, civil = DeviceCode.parse(text), CivilCode.parse(text[:size])
    assert civil.is_prefix_of(device)
    assert civil.is_prefix_of(CivilCode.parse(text[:8]))
    assert CivilCode.parse(civil.significant).is_prefix_of(civil)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("37", True),
        ("370900", True),
        ("370902", True),
        ("37090200", True),
        ("37090201", False),
        ("370903", False),
        ("11", False),
        ("00", False),
    ],
)
def test_prefix_of_a_camera(text: str, expected: object) -> None:
    assert CivilCode.parse(text).is_prefix_of(CAMERA) is expected


def test_a_county_is_no_prefix_of_its_province() -> None:
    assert not CivilCode.parse("370902").is_prefix_of(CivilCode.parse("37"))


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("", WrongLength, "0 characters instead of 2, 4, 6 or 8 digits"),
        ("370902 ", WrongLength, "7 characters instead of 2, 4, 6 or 8 digits"),
        ("泰山区", WrongLength, "3 characters instead of 2, 4, 6 or 8 digits"),
        ("３" * 9, WrongLength, "9 characters instead of 2, 4, 6 or 8 digits"),
        ("37090", WrongLength, "5 digits instead of 2, 4, 6 or 8"),
        (str(CAMERA), WrongLength, "20 digits: the form of a device code (E.1), not of a division"),
        ("370902001", StatisticalCode, "9 digits: the form of a statistical code of a township"),
        (
            "370902001001",
            StatisticalCode,
            "12 digits: the form of a statistical code of a village, or a GA/T 380 police code",
        ),
    ],
)
def test_another_length_is_refused(text: str, kind: type[WrongLength], reason: str) -> None:
    with pytest.raises(WrongLength) as caught:
        CivilCode.parse(text)
    error = caught.value
    assert type(error) is kind
    assert (error.part, error.position, error.value) == ("civil_code", (1, 8), text)
    assert error.reason == reason


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("O7", "province"),
        ("37Ｏ9", "prefecture"),
        ("37090l", "county"),
        ("370902 1", "access_unit"),
    ],
)
def test_a_character_that_is_no_digit_is_named_with_its_part(text: str, part: str) -> None:
    with pytest.raises(NotDigits) as caught:
        CivilCode.parse(text)
    first, last = PART_POSITIONS[part]
    error = caught.value
    assert (error.part, error.position, error.value) == (
        part,
        (first, last),
        text[first - 1 : last],
    )
