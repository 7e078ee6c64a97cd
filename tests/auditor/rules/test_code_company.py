"""CODE-15 and CODE-31: what shows only by the other codes of the file."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.judge import judge_records
from tests.auditor.rules.records import correct, frame

CUT = ("37011600011326100000", "37011600011326200000")


def rows_of(rule: str, folder: Path, codes: list[str]) -> list[int]:
    rows = [correct(device_code=code) for code in codes]
    return [f.row for f in judge_records(frame(folder, rows), Criteria()) if f.rule == rule]


@pytest.mark.parametrize(
    ("industries", "expected"),
    [
        (["43", "80", "12"], [1]),
        (["43", "89", "59", "55", "42", "56"], [1, 4]),
        (["43", "80", "44"], []),
        (["43", "12", "44"], []),
        (["42", "80", "12"], []),
    ],
)
def test_only_a_mixed_register_has_doubtful_industries(
    industries: list[str], expected: list[int], tmp_path: Path
) -> None:
    codes = [f"37011600{industry}1326{n:06d}" for n, industry in enumerate(industries, start=1)]
    assert rows_of("CODE-15", tmp_path, codes) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([*CUT, "37011600011326000001"], [1, 2]),
        ([CUT[0], "37011600011326100001"], []),
        ([CUT[0], CUT[0]], []),
        ([CUT[0], "37011600011326000000"], []),
    ],
)
def test_one_round_serial_is_no_suspicion(
    codes: list[str], expected: list[int], tmp_path: Path
) -> None:
    assert rows_of("CODE-31", tmp_path, codes) == expected
