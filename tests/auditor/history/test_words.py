"""What is said of a camera, in Chinese."""

from dataclasses import replace
from datetime import date

import pytest

from auditor.history.model import CameraTrend
from auditor.history.words import trend_text

TREND = CameraTrend(
    row=1,
    device_code="c",
    states="oxoxx",
    known=5,
    changes=3,
    flapping=True,
    failing_nights=2,
    failing_since=date(2026, 1, 8),
)
FAILS, FLAPS = "失败第 2 晚（自 2026-01-08 起）", "时好时坏：最近 5 个有结果的夜晚好坏变化 3 次"


@pytest.mark.parametrize(
    ("trend", "text"),
    [
        (TREND, f"{FAILS}；{FLAPS}"),
        (replace(TREND, flapping=False), FAILS),
        (replace(TREND, states="oxoxx-"), FLAPS),  # tonight is not known
        (replace(TREND, flapping=False, failing_since=None, failing_nights=0), ""),
    ],
)
def test_cameras(trend: CameraTrend, text: str) -> None:
    assert trend_text(trend) == text
