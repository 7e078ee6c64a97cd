"""GEO-07: how few decimals are too few."""

from pathlib import Path

import pytest

from auditor.criteria import Criteria
from auditor.judge import judge_records
from auditor.model import Finding, Severity, Verdict
from tests.auditor.rules.records import correct, frame, judged


def about(folder: Path, longitude: str, latitude: str, **others: str) -> list[Finding]:
    changes = {"longitude": longitude, "latitude": latitude} | others
    return [f for f in judged(folder, changes) if f.rule == "GEO-07"]


def test_the_finding_quotes_both_texts_and_is_a_warning(tmp_path: Path) -> None:
    assert about(tmp_path, "117.66", "36.209") == [
        Finding(
            row=1,
            device_code="37011600011326000001",
            rule="GEO-07",
            severity=Severity.WARNING,
            verdict=Verdict.FAIL,
            field="longitude",
            value="117.66, 36.209",
            message="经纬度小数位数不足（4 位约 10 米，2 位约 1 公里），不能确定摄像机位置",
            suggestion="现场实测并登记 6 位小数的经纬度；表格中按文本保存，以免丢失末尾的零",
        )
    ]


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("117.661000", "36.209000"),
        ("117.66123", "36.20912"),
        ("117.6612345", "36.2091234"),
        # A spreadsheet drops the zeros at the end of one of the two.
        ("117.66123", "36.2091"),
        ("117.6612", "36.209123"),
        ("117.661", "36.209123"),
        ("117.661234", "36.209"),
        # Written as text, zeros are decimals.
        ("117.000000", "36.000000"),
        (" 117.66123 ", "+36.20912"),
    ],
)
def test_enough_decimals_pass(longitude: str, latitude: str, tmp_path: Path) -> None:
    assert about(tmp_path, longitude, latitude) == []


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ("117.6612", "36.2091"),
        ("117.661", "36.2091"),
        ("117.6600", "36.2000"),
        ("117", "36"),
        ("117.66", "36.209123"),
        ("117.661234", "36.2"),
        ("117.661234", "36"),
    ],
)
def test_too_few_fail(longitude: str, latitude: str, tmp_path: Path) -> None:
    assert len(about(tmp_path, longitude, latitude)) == 1


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("17.66", "36.2"), ("36.2", "117.66"), ("0", "0"), ("", "36.2"), ("117.6E", "36.2")],
)
def test_positions_that_other_rules_refuse_are_left_to_them(
    longitude: str, latitude: str, tmp_path: Path
) -> None:
    assert about(tmp_path, longitude, latitude) == []


def test_a_mobile_device_has_no_place_to_be_found_by(tmp_path: Path) -> None:
    assert about(tmp_path, "117.66", "36.2", mobile_type="1") == []


def test_only_the_numbers_of_decimals_count_and_more_never_make_a_fault(tmp_path: Path) -> None:
    most = 8
    pairs = [(one, other) for one in range(most) for other in range(most)]
    texts = [("117." + "6" * one, "36." + "2" * other) for one, other in pairs]
    rows = [
        correct(n, longitude=longitude.rstrip("."), latitude=latitude.rstrip("."))
        for n, (longitude, latitude) in enumerate(texts, start=1)
    ]
    found = judge_records(frame(tmp_path, rows), Criteria())
    faulty = {pairs[f.row - 1] for f in found if f.rule == "GEO-07"}

    assert faulty == {pair for pair in pairs if max(pair) <= 4 or min(pair) <= 2}
