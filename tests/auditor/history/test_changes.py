"""Flapping and lasting faults: laws over any series of nights, and examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.history.changes import changes, failing_from, is_flapping, known

series = st.text("oanx-b.", max_size=40)


@pytest.mark.parametrize(
    ("states", "flaps"),
    [
        ("", False),
        ("ooooooooo", False),
        ("xxxxxxx", False),
        ("oxo", False),
        ("oxox", True),
        ("o-x.o-bx", True),
        ("oanx", False),  # three kinds of fault are one fault
        ("oxoxoooooooooo", True),  # three changes, still among the last fourteen
        ("oxoxo" + "o" * 11, True),  # two changes left: it stays named
        ("oxoxo" + "o" * 12, False),  # one change left
        ("oxo" + "o" * 12, False),  # two changes never named it
    ],
)
def test_flapping(states: str, *, flaps: bool) -> None:
    assert is_flapping(states) is flaps


@given(series, st.data())
def test_unknown_nights_neither_count_nor_break(states: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(states)))
    more = states[:place] + data.draw(st.text("-b.", max_size=4)) + states[place:]
    assert (known(more), changes(more), is_flapping(more)) == (
        known(states),
        changes(states),
        is_flapping(states),
    )


@given(series)
def test_good_and_bad_are_alike_to_flapping(states: str) -> None:
    swapped = states.translate(str.maketrans("oxan", "xooo"))
    assert is_flapping(swapped) == is_flapping(states)


@given(series)
def test_a_camera_that_never_changed_never_flaps(states: str) -> None:
    assert not is_flapping(states.replace("o", "."))
    assert changes(states) <= max(0, len(known(states)) - 1)


@given(series)
def test_the_last_run_of_faults_begins_after_the_last_good_night(states: str) -> None:
    start = failing_from(states)
    run = states[states.rfind("o") + 1 :]
    if start is None:
        assert known(run) == ""
    else:
        assert states[start] in "anx"
        assert "o" not in states[start:]
        assert known(states[:start]).endswith("o") or known(states[:start]) == ""
