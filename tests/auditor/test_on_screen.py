"""What a text in the picture and the record have in common."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.examples import camera
from auditor.on_screen import Likeness, likeness

NAME, ADDRESS = camera().name, camera().address


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), Likeness.UNASKED),
        (("··",), Likeness.UNASKED),
        ((NAME,), Likeness.SAME),
        (("山东济南", f"{NAME[:8]}", NAME[8:]), Likeness.SAME),
        (("星河里小区",), Likeness.SAME),
        (("北 门 ０１",), Likeness.SAME),
        (("星河里东门",), Likeness.PARTLY),
        (("东风路幼儿园门口",), Likeness.NONE),
        (("Camera 01",), Likeness.PARTLY),
        (("北",), Likeness.NONE),
    ],
)
def test_likeness(texts: tuple[str, ...], expected: Likeness) -> None:
    assert likeness(texts, camera()) is expected


def test_a_record_without_a_name_is_compared_with_nothing() -> None:
    assert likeness([NAME], replace(camera(), name="")) is Likeness.UNASKED


@given(st.lists(st.text(max_size=12), max_size=3))
def test_a_name_is_found_whatever_stands_around_it(others: list[str]) -> None:
    assert likeness([*others, NAME], camera()) is Likeness.SAME
