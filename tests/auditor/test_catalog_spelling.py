"""What is proposed is always right, and proposed only where it can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.catalog_spelling import respelled
from gb28181.catalog import FIELDS, check_value
from gb28181.editions import Edition

JUDGED = sorted(name for name, field in FIELDS[Edition.E2022].items() if field.domain)


@pytest.mark.parametrize(
    ("element", "text", "better"),
    [
        ("Status", "on", "ON"),
        ("SecurityLevelCode", "b", "B"),
        ("PTZType", "球机", "1"),
        ("RoomType", "室外", "1"),
        ("MAC", "00:1a:2b:3c:4d:5e", "00-1a-2b-3c-4d-5e"),
        ("MAC", "001A2B3C4D5E", "00-1A-2B-3C-4D-5E"),
        ("IPAddress", "010.000.000.001", "10.0.0.1"),
        ("FunctionType", "1", "01"),
        ("FunctionType", "5.0", "05"),
        ("CapturePositionType", "260100", "0260100"),
        ("CapturePositionType", "260200", ""),
        ("PTZType", "高清", ""),
        ("ParentID", "3", ""),
        ("MAC", "00:1A:2B", ""),
        ("IPAddress", "10.0.0.256", ""),
        ("Status", "O" * 101, ""),
    ],
)
def test_a_plain_meaning_is_written_as_the_standard_writes_it(
    element: str, text: str, better: str
) -> None:
    assert respelled(element, text) == better


@given(st.sampled_from(JUDGED), st.text(max_size=20) | st.from_regex("[0-9A-Fa-f:.-]{0,20}"))
def test_a_proposal_is_never_a_fault(element: str, text: str) -> None:
    assert check_value(element, respelled(element, text), Edition.E2022) is None
