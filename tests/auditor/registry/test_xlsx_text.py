"""Cells as a person reads them."""

import datetime as dt

import pytest

from auditor.registry.damage import DamageKind, code_damage
from auditor.registry.xlsx_text import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("文字", "文字"),
        (5.0, "5"),
        (-0.0, "0"),
        (117.661, "117.661"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "1E-07"),
        (370116000113260.0, "370116000113260"),
        (999999999999999.0, "999999999999999"),
        (1e15, "1E+15"),
        (37011600011326000001.0, "3.70116E+19"),
        (-37011600011326000001.0, "-3.70116E+19"),
        (float("inf"), "INF"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2024, 3, 1), "2024-03-01"),
        (dt.datetime(2024, 3, 1, 12, 30), "2024-03-01T12:30:00"),  # noqa: DTZ001 - of a cell
        (dt.time(8, 5), "08:05:00"),
        (dt.timedelta(hours=30, seconds=5), "30:00:05"),
        (dt.timedelta(minutes=-90), "-1:30:00"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_code_that_was_a_number_is_recognised_as_damaged() -> None:
    damage = code_damage(cell_text(37011600011326000001.0))
    assert damage is not None
    assert damage.kind is DamageKind.SCIENTIFIC
