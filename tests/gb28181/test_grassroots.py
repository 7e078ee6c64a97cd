"""Township and village by range, with the single values that stand inside a range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.errors import NotDigits, UndefinedCode, WrongLength
from gb28181.grassroots import (
    NOT_GRASSROOTS,
    GrassrootsCode,
    TownshipKind,
    VillageKind,
    validate,
)

six_digits = st.text("0123456789", min_size=6, max_size=6)


@pytest.mark.parametrize(
    ("township", "kind"),
    [
        ("000", None),
        ("001", TownshipKind.SUBDISTRICT),
        ("099", TownshipKind.SUBDISTRICT),
        ("100", TownshipKind.TOWN),
        ("197", TownshipKind.TOWN),
        ("198", TownshipKind.COUNTY_RULED),
        ("199", TownshipKind.TOWN),
        ("200", TownshipKind.TOWNSHIP),
        ("398", TownshipKind.TOWNSHIP),
        ("399", TownshipKind.TOWNSHIP),
        ("400", TownshipKind.SIMILAR),
        ("599", TownshipKind.SIMILAR),
        ("600", None),
        ("999", None),
    ],
)
def test_township_ranges(township: str, kind: TownshipKind | None) -> None:
    assert GrassrootsCode.parse(f"{township}001").township_kind is kind


@pytest.mark.parametrize(
    ("village", "kind"),
    [
        ("000", None),
        ("001", VillageKind.RESIDENTS),
        ("198", VillageKind.RESIDENTS),
        ("199", VillageKind.RESIDENTS),
        ("200", VillageKind.VILLAGERS),
        ("398", VillageKind.TOWNSHIP_RULED),
        ("399", VillageKind.VILLAGERS),
        ("400", VillageKind.LIKE_RESIDENTS),
        ("498", VillageKind.VIRTUAL_COMMUNITY),
        ("499", VillageKind.LIKE_RESIDENTS),
        ("500", VillageKind.LIKE_VILLAGERS),
        ("598", VillageKind.VIRTUAL_LIVING_AREA),
        ("599", VillageKind.LIKE_VILLAGERS),
        ("600", None),
    ],
)
def test_village_ranges(village: str, kind: VillageKind | None) -> None:
    assert GrassrootsCode.parse(f"001{village}").village_kind is kind


def test_six_zeros_are_not_a_grassroots_installation() -> None:
    code = validate(NOT_GRASSROOTS)
    assert code == GrassrootsCode("000", "000")
    assert (code.is_grassroots, code.township_kind, code.village_kind) == (False, None, None)


@given(six_digits)
def test_parsing_loses_nothing(text: str) -> None:
    code = GrassrootsCode.parse(text)
    assert str(code) == text
    assert code.is_grassroots is (text != NOT_GRASSROOTS)


@given(st.integers(1, 599), st.integers(1, 599))
def test_from_001_to_599_everything_is_defined(township: int, village: int) -> None:
    code = validate(f"{township:03}{village:03}")
    assert code.township_kind is not None
    assert code.village_kind is not None


@pytest.mark.parametrize(
    ("text", "part", "position", "value"),
    [
        ("000001", "township", (1, 3), "000"),
        ("600001", "township", (1, 3), "600"),
        ("001000", "village", (4, 6), "000"),
        ("001999", "village", (4, 6), "999"),
        ("999999", "township", (1, 3), "999"),
    ],
)
def test_a_part_without_a_range_is_undefined(
    text: str, part: str, position: tuple[int, int], value: str
) -> None:
    with pytest.raises(UndefinedCode) as caught:
        validate(text)
    error = caught.value
    assert (error.part, error.position, error.value) == (part, position, value)
    assert error.reason == "in no range of GB/T 28181-2022 E.3"


@pytest.mark.parametrize("text", ["", "00000", "0000000", "370902001001"])
def test_another_length_is_refused(text: str) -> None:
    with pytest.raises(WrongLength) as caught:
        GrassrootsCode.parse(text)
    assert caught.value.reason == f"{len(text)} characters instead of 6 digits"


@pytest.mark.parametrize(("text", "part"), [("0O1001", "township"), ("00100１", "village")])
def test_a_character_that_is_no_digit_is_named_with_its_part(text: str, part: str) -> None:
    with pytest.raises(NotDigits) as caught:
        validate(text)
    assert caught.value.part == part
