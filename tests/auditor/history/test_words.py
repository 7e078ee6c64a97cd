"""What is said of a camera and of a rate, in Chinese."""

from dataclasses import replace
from datetime import date

import pytest

from auditor.answers import RateVerdict
from auditor.history.model import CameraTrend, RateChange
from auditor.history.words import change_text, trend_text

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


def test_rates() -> None:
    change = RateChange(
        since=date(2026, 1, 5), of=0, met=-1, unknown=2, verdict_before=RateVerdict.MEETS
    )
    assert change_text(change) == "比 2026-01-05 合格 -1，未知 +2"
    assert change_text(replace(change, met=0, unknown=0)) == "比 2026-01-05 无变化"
    assert change_text(None) == "无可比的前一晚"
