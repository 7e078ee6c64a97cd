"""Record rules and the scalar `gb28181` give the same answer for any code."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.division_text import province_digits
from auditor.judge import judge_records
from gb28181.civil_code import LENGTHS
from gb28181.codes import DeviceCode, Edition
from gb28181.divisions import Abolished, Exists, Group, StatisticalZone, Unknown, division_table
from gb28181.errors import NotDigits, WrongLength
from gb28181.tables import (
    EXTENSION_TYPES,
    MAIN_DEVICE_TYPES,
    NOT_CAMERA_TYPES,
    NOT_PRINTED_TYPES,
    OTHER_DEVICE_TYPES,
    RESERVED_TYPES,
    Kind,
    device_type,
)
from gb28181.validation import is_valid
from tests.auditor.rules.records import correct, frame

# Refused by the scalar `validate`: what these say, and nothing else.
FORM = {"CODE-01", "CODE-02", "CODE-03", "CODE-04"}
VALIDITY = FORM | {"CODE-13", "CODE-14", "CODE-17", "CODE-19", "CODE-22"}
DIVISION = {"CODE-06", "CODE-08", "CODE-09", "CODE-10"}

_TABLE = division_table()
_KNOWN_SIX = st.sampled_from([*_TABLE.names, *_TABLE.abolished, "370176", "370271", "110100"])
_SIX = _KNOWN_SIX | st.from_regex("[0-9]{6}", fullmatch=True) | st.from_regex("37[0-9]{4}", fullmatch=True)  # fmt: skip
_SHORT = st.integers(0, 8).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)) | (
    st.from_regex("[0-9]{18}", fullmatch=True)
)
_REST = st.from_regex("[0-9]{14}", fullmatch=True)
_CODES = st.builds(lambda six, rest: six + rest, _SIX, _REST)
_TWISTS = st.sampled_from(["０", "x", " ", "", "'", "."])


def _twisted(code: str, at: int, twist: str) -> str:
    return code[:at] + twist + code[at + 1 :]


NEAR = st.builds(_twisted, _CODES, st.integers(1, 18), _TWISTS) | st.text("0123456789", max_size=25)


def rules_by_code(folder: Path, codes: list[str], edition: Edition) -> dict[str, set[str]]:
    rows = [correct(device_code=code) for code in codes]
    found: dict[str, set[str]] = {code: set() for code in codes}
    for finding in judge_records(frame(folder, rows), Criteria(edition=edition)):
        if finding.field == "device_code":
            found[codes[finding.row - 1]].add(finding.rule)
    return found


def form_rule(code: str, edition: Edition) -> str:
    if not code:
        return "CODE-01"
    digits = len(code) if code.isascii() and code.isdigit() else 0
    if digits in LENGTHS:
        return "CODE-04"
    return "CODE-03" if digits == 18 and edition is Edition.E2016 else "CODE-02"


def scalar_division(code: str) -> set[str]:
    if code[:2] not in province_digits():
        return {"CODE-06"}
    match _TABLE.lookup(code[:6]):
        case Exists() | Group():
            return set()
        case StatisticalZone():
            return {"CODE-09"}
        case Abolished(until=until) if until >= 2007:
            return {"CODE-08"}
        case Abolished() | Unknown():
            return {"CODE-10"}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(_CODES | NEAR, min_size=1, max_size=30, unique_by=str.strip), st.sampled_from(Edition)
)
def test_a_code_is_refused_exactly_when_the_scalar_refuses_it(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str], edition: Edition
) -> None:
    found = rules_by_code(tmp_path_factory.mktemp("codes"), codes, edition)
    assert {c: not rules & VALIDITY for c, rules in found.items()} == {
        c: is_valid(c.strip(), edition) for c in codes
    }


@settings(max_examples=40, deadline=None)
@given(
    st.lists(NEAR | _SHORT, min_size=1, max_size=30, unique_by=str.strip), st.sampled_from(Edition)
)
def test_the_form_of_a_code_is_judged_as_parse_judges_it(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str], edition: Edition
) -> None:
    found = rules_by_code(tmp_path_factory.mktemp("form"), codes, edition)
    for code, rules in found.items():
        try:
            DeviceCode.parse(code.strip())
        except (WrongLength, NotDigits):
            assert rules == {form_rule(code.strip(), edition)}
        else:
            assert not rules & FORM


@settings(max_examples=40, deadline=None)
@given(st.lists(_CODES, min_size=1, max_size=30, unique=True))
def test_the_division_and_the_kind_are_what_the_tables_say(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str]
) -> None:
    found = rules_by_code(tmp_path_factory.mktemp("tables"), codes, Edition.E2022)
    for code, rules in found.items():
        assert rules & DIVISION == scalar_division(code)
        assert ("CODE-18" in rules) == (DeviceCode.parse(code).type_code in NOT_CAMERA_TYPES)


@settings(max_examples=40, deadline=None)
@given(st.lists(_CODES, min_size=1, max_size=30, unique=True), st.sampled_from(Edition))
def test_the_doubtful_types_are_what_the_tables_say(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str], edition: Edition
) -> None:
    found = rules_by_code(tmp_path_factory.mktemp("types"), codes, edition)
    for code, rules in found.items():
        entry = device_type(code[10:13], edition)
        kind = entry.kind if entry else None
        assert ("CODE-32" in rules) == (kind is Kind.EXTENSION)
        assert ("CODE-33" in rules) == (kind is Kind.NOT_PRINTED)
        assert ("CODE-35" in rules) == (code[10:13] in OTHER_DEVICE_TYPES[edition])
        assert ("CODE-20" in rules) == (
            code[10:13] in MAIN_DEVICE_TYPES and kind is not Kind.EXTENSION
        )


@pytest.mark.parametrize("edition", Edition)
def test_no_type_is_spoken_of_by_two_rules(edition: Edition) -> None:
    main = MAIN_DEVICE_TYPES - EXTENSION_TYPES[edition]
    sets = [NOT_CAMERA_TYPES, main, EXTENSION_TYPES[edition], NOT_PRINTED_TYPES[edition]]
    sets += [OTHER_DEVICE_TYPES[edition], RESERVED_TYPES[edition]]
    assert len(frozenset.union(*sets)) == sum(len(types) for types in sets)
