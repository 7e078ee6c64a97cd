"""GEO-08: thirty at one place, however the last digits were shifted."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from tests.auditor.rules.records import correct, frame

METRE_NORTH = 1 / 111_000


def crowd(
    folder: Path, number: int, *, apart_m: float = 0.0, **changes: str
) -> tuple[Finding, ...]:
    """GEO-08 of cameras in a row from south to north."""
    rows = [
        correct(n + 1, latitude=f"{36.209 + n * apart_m * METRE_NORTH:.9f}", **changes)
        for n in range(number)
    ]
    found = judge_records(frame(folder, rows), Criteria())
    return tuple(f for f in found if f.rule == "GEO-08")


def test_thirty_at_one_place_are_each_told(tmp_path: Path) -> None:
    found = crowd(tmp_path, 30)
    assert [f.row for f in found] == list(range(1, 31))
    assert found[0] == Finding(
        row=1,
        device_code="37011600011326000001",
        rule="GEO-08",
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        field="longitude",
        value="117.661000, 36.209000000",
        message="约 1 米范围内登记了 30 路摄像机，疑为默认坐标或批量填写",
        suggestion="逐路现场实测；确在同一杆件或机房的，请在台账中注明",
    )


def test_twenty_nine_are_not(tmp_path: Path) -> None:
    assert crowd(tmp_path, 29) == ()


def test_digits_shifted_by_centimetres_hide_nothing(tmp_path: Path) -> None:
    assert len(crowd(tmp_path, 30, apart_m=0.02)) == 30


def test_a_street_of_cameras_is_no_crowd(tmp_path: Path) -> None:
    assert crowd(tmp_path, 60, apart_m=2.5) == ()


@pytest.mark.parametrize(
    "changes", [{"longitude": ""}, {"longitude": "17.661"}, {"mobile_type": "1"}, {"status": "3"}]
)
def test_what_stands_nowhere_is_not_counted(changes: dict[str, str], tmp_path: Path) -> None:
    assert crowd(tmp_path, 30, apart_m=0.0, **changes) == ()
