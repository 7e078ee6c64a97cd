"""Annex O: counted, looked up, and unknown kept apart from undefined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.capture_position import (
    CapturePosition,
    PositionMeaning,
    PositionStatus,
    lookup,
    validate,
)
from gb28181.capture_position_data import MAJORS, MIDDLE_GLOSSES, MIDDLES, RESERVED_MAJORS
from gb28181.errors import NotDigits, UndefinedCode, WrongLength

DEFINED = sorted(major + middle for major, middles in MIDDLES.items() for middle in middles)

seven_digits = st.text("0123456789", min_size=7, max_size=7)
two_digits = st.text("0123456789", min_size=2, max_size=2)


def test_the_annex_has_32_major_and_124_middle_classes() -> None:
    assert (len(MAJORS), len(DEFINED)) == (32, 124)
    assert list(MAJORS) == [f"{n:03}" for n in (*range(1, 29), 31, 32, 998, 999)]
    assert list(MIDDLES) == list(MAJORS)
    assert all(MAJORS.values())
    assert set(MIDDLE_GLOSSES) <= set(DEFINED)
    assert not RESERVED_MAJORS & set(MAJORS)


@pytest.mark.parametrize(
    ("major", "middles"),
    [
        ("002", {"01", "02", "03", "04", "97", "98", "99"}),
        ("003", {f"{n:02}" for n in range(1, 9)} | {"99"}),
        ("008", {f"{n:02}" for n in range(1, 10)} | {"96", "97", "98", "99"}),
        ("009", {"01"}),
        ("024", {"01", "99"}),
        ("026", {"01", "99"}),
        ("998", {"99"}),
    ],
)
def test_middle_classes(major: str, middles: set[str]) -> None:
    assert MIDDLES[major] == middles


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("0260100", PositionMeaning(PositionStatus.DEFINED, "住宅小区", "出入口及外围")),
        ("0270100", PositionMeaning(PositionStatus.DEFINED, "公共停车场(库)", "主要出入口")),
        ("0269900", PositionMeaning(PositionStatus.DEFINED, "住宅小区", "")),
        ("0260107", PositionMeaning(PositionStatus.UNKNOWN, "住宅小区", "出入口及外围")),
        ("0260200", PositionMeaning(PositionStatus.UNDEFINED, "住宅小区", "")),
        ("0290100", PositionMeaning(PositionStatus.RESERVED, "", "")),
        ("0300107", PositionMeaning(PositionStatus.RESERVED, "", "")),
        ("0330100", PositionMeaning(PositionStatus.UNDEFINED, "", "")),
        ("0000000", PositionMeaning(PositionStatus.UNDEFINED, "", "")),
    ],
)
def test_lookup(text: str, meaning: PositionMeaning) -> None:
    assert lookup(text) == meaning


@given(seven_digits)
def test_parsing_loses_nothing(text: str) -> None:
    assert str(CapturePosition.parse(text)) == text


@given(st.sampled_from(DEFINED), two_digits)
def test_a_defined_class_is_valid_with_any_minor_class(defined: str, minor: str) -> None:
    position = validate(defined + minor)
    assert position == CapturePosition(defined[:3], defined[3:], minor)
    expected = PositionStatus.DEFINED if minor == "00" else PositionStatus.UNKNOWN
    assert lookup(defined + minor).status is expected


@given(seven_digits)
def test_only_reserved_and_undefined_positions_are_refused(text: str) -> None:
    status = lookup(text).status
    if status in {PositionStatus.DEFINED, PositionStatus.UNKNOWN}:
        assert str(validate(text)) == text
        return
    with pytest.raises(UndefinedCode):
        validate(text)


def test_the_minor_class_is_00_unless_given() -> None:
    assert CapturePosition("024", "01") == CapturePosition.parse("0240100")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0290100", "major (digits 1-3) '029': reserved in Annex O"),
        ("1000100", "major (digits 1-3) '100': Annex O has no 100"),
        ("0090200", "middle (digits 4-5) '02': Annex O has no 02 below 009"),
    ],
)
def test_what_is_undefined_is_named(text: str, message: str) -> None:
    with pytest.raises(UndefinedCode) as caught:
        validate(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["", "02601", "026010", "02601000"])
def test_another_length_is_refused(text: str) -> None:
    with pytest.raises(WrongLength) as caught:
        lookup(text)
    assert caught.value.reason == f"{len(text)} characters instead of 7 digits"


@pytest.mark.parametrize(
    ("text", "part"), [("O260100", "major"), ("026 100", "middle"), ("026010０", "minor")]
)
def test_a_character_that_is_no_digit_is_named_with_its_part(text: str, part: str) -> None:
    with pytest.raises(NotDigits) as caught:
        validate(text)
    assert caught.value.part == part
