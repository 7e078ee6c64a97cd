"""A valid code with one part changed, under both editions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.codes import DeviceCode
from gb28181.editions import Edition
from gb28181.entries import Kind
from gb28181.errors import (
    CodeError,
    NotDigits,
    ReservedIndustry,
    ReservedNetwork,
    ReservedType,
    UnlistedType,
)
from gb28181.tables import device_type, industry, network
from gb28181.validation import is_valid, validate

E2016, E2022 = Edition.E2016, Edition.E2022


def code(industry: str = "01", type_code: str = "132", network: str = "0") -> str:
    return f"37090200{industry}{type_code}{network}000001"


@pytest.mark.parametrize("edition", Edition)
def test_a_good_code_comes_back_parsed(edition: Edition) -> None:
    assert validate(code(), edition) == DeviceCode("37090200", "01", "132", "0", "000001")


@pytest.mark.parametrize(
    ("text", "edition", "kind", "message"),
    [
        (code(industry="12"), E2016, ReservedIndustry,
         "industry (digits 9-10) '12': reserved in GB/T 28181-2016"),
        (code(industry="60"), E2022, ReservedIndustry,
         "industry (digits 9-10) '60': reserved in GB/T 28181-2022"),
        (code(type_code="110"), E2022, UnlistedType,
         "type_code (digits 11-13) '110': GB/T 28181-2022 lists no type below 111"),
        (code(type_code="119"), E2022, ReservedType,
         "type_code (digits 11-13) '119': reserved in GB/T 28181-2022"),
        (code(network="9"), E2016, ReservedNetwork,
         "network (digit 14) '9': reserved in GB/T 28181-2016"),
        (code(industry="0x"), E2016, NotDigits,
         "industry (digits 9-10) '0x': digit 10 is 'x', not one of 0-9"),
    ],
)  # fmt: skip
def test_a_faulty_part_is_named(
    text: str, edition: Edition, kind: type[CodeError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        validate(text, edition)
    assert str(caught.value) == message
    assert not is_valid(text, edition)


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        (code(industry="12"), {E2022}),
        (code(industry="57"), {E2022}),
        (code(industry="85"), {E2016}),
        (code(industry="95"), {E2016, E2022}),
        (code(type_code="119"), {E2016}),
        (code(type_code="202"), {E2016, E2022}),
        (code(type_code="999"), {E2016, E2022}),
        ("99999900011320000001", {E2016, E2022}),
    ],
)
def test_editions_differ_and_divisions_are_not_judged(text: str, editions: set[Edition]) -> None:
    assert {edition for edition in Edition if is_valid(text, edition)} == editions


@given(st.from_regex(r"[0-9]{20}", fullmatch=True), st.sampled_from(Edition))
def test_valid_means_that_no_part_is_reserved_or_unlisted(text: str, edition: Edition) -> None:
    parsed = DeviceCode.parse(text)
    entries = (
        industry(parsed.industry, edition),
        device_type(parsed.type_code, edition),
        network(parsed.network, edition),
    )
    allowed = all(entry is not None and entry.kind is not Kind.RESERVED for entry in entries)
    assert is_valid(text, edition) is allowed
