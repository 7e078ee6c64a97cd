"""Names kept in one text for each parent are found like names in a dict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.division_names import NamesByParent, checked
from gb28181.errors import NotDigits, WrongLength

CODES = st.from_regex(r"(37090|44190)[0-3][0-9]{3}", fullmatch=True)
LISTS = st.dictionaries(CODES, st.text("东西街道镇0123456789", min_size=1, max_size=8), max_size=30)


@given(LISTS, CODES)
def test_every_name_is_found_and_no_other(names: dict[str, str], other: str) -> None:
    kept = NamesByParent.of(sorted(names.items()))
    assert {code: kept.name(code) for code in names} == names
    assert kept.name(other) == names.get(other)


@given(LISTS)
def test_children_are_the_codes_that_begin_with_the_parent(names: dict[str, str]) -> None:
    kept = NamesByParent.of(sorted(names.items()))
    for parent in ("370900", "370901", "441900", "999999"):
        below = {code: name for code, name in sorted(names.items()) if code.startswith(parent)}
        assert list(kept.children(parent).items()) == list(below.items())


@given(LISTS, st.sampled_from(["", "37", "3709", "370901", "44", "9"]))
def test_counts_are_by_prefix(names: dict[str, str], prefix: str) -> None:
    kept = NamesByParent.of(sorted(names.items()))
    assert kept.count(prefix) == sum(code.startswith(prefix) for code in names)


def test_a_code_of_the_wrong_length_or_with_letters() -> None:
    assert checked("370902", 6) == "370902"
    with pytest.raises(WrongLength) as caught:
        checked("3709", 6)
    assert str(caught.value) == "division (digits 1-6) '3709': 4 characters instead of 6 digits"
    with pytest.raises(NotDigits):
        checked("37090３", 6)
