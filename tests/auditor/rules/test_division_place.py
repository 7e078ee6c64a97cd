"""DIV-04, 05 and 06: too coarse a division, or another one than the code or the operator says."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.division_text import known_codes, named, prefecture_digits
from auditor.judge import judge_records
from auditor.model import Severity
from auditor.rules.division_other import explain_county
from gb28181.divisions import Exists, Group, division_table
from tests.auditor.rules.records import correct, frame, judged

_TABLE = division_table()
_KNOWN = st.sampled_from(known_codes())
_SIX = _KNOWN | st.sampled_from([*_TABLE.abolished, "370176"]) | st.from_regex("[0-9]{6}", fullmatch=True)  # fmt: skip


def division_rules(
    folder: Path, changes: dict[str, str], criteria: Criteria | None = None
) -> list[str]:
    found = judged(folder, changes, criteria=criteria)
    return [f.rule for f in found if f.field == "division"]


@settings(max_examples=40, deadline=None)
@given(st.lists(_SIX, min_size=1, max_size=30))
def test_too_coarse_is_what_the_table_has_counties_of(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str]
) -> None:
    rows = [correct(n, division=six) for n, six in enumerate(codes, start=1)]
    found = judge_records(frame(tmp_path_factory.mktemp("coarse"), rows), Criteria())
    refused = {f.row for f in found if f.rule == "DIV-04"}
    assert refused == {n for n, six in enumerate(codes, start=1) if _is_coarse(six)}


def _is_coarse(six: str) -> bool:
    match _TABLE.lookup(six):
        case Exists(is_leaf=is_leaf):
            return not is_leaf
        case Group():
            return True
    return False


def _prefecture(six: str) -> str:
    known = isinstance(_TABLE.lookup(six), Exists | Group)
    return prefecture_digits(six) if known else ""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_SIX, _SIX), min_size=1, max_size=30))
def test_another_prefecture_is_what_the_table_says(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    rows = [
        correct(n, division=division, device_code=f"{six}000113260{n:05d}")
        for n, (division, six) in enumerate(pairs, start=1)
    ]
    found = judge_records(frame(tmp_path_factory.mktemp("other"), rows), Criteria())
    expected = {
        n
        for n, (division, six) in enumerate(pairs, start=1)
        if _prefecture(division) and _prefecture(six) and _prefecture(division) != _prefecture(six)
    }
    assert {f.row for f in found if f.rule == "DIV-05"} == expected


@pytest.mark.parametrize(
    ("division", "expected"),
    [
        ("37", ["DIV-04"]),
        ("3700", ["DIV-04"]),
        ("370000", ["DIV-04"]),
        ("3701", ["DIV-04"]),
        ("37010000", ["DIV-04"]),
        ("37010001", []),
        ("37011601", []),
        ("370100000", ["DIV-09"]),
        ("370102", []),
        ("3709", ["DIV-04", "DIV-05"]),
        ("370902", ["DIV-05"]),
        ("37090201", ["DIV-05"]),
        ("4419", ["DIV-05"]),
        ("419001", []),
        ("71", []),
    ],
)
def test_a_division_beside_a_code_of_laiwu(
    division: str, expected: list[str], tmp_path: Path
) -> None:
    assert division_rules(tmp_path, {"division": division}) == expected


def test_a_coarse_division_is_named(tmp_path: Path) -> None:
    [finding] = judged(tmp_path, {"division": "3701"})
    assert (finding.severity, finding.message, finding.suggestion) == (
        Severity.WARNING,
        "行政区域 3701（山东省济南市） 未到区县级，其下还有区县",
        "登记摄像机所在区县的六位行政区划代码",
    )


def test_both_prefectures_are_named(tmp_path: Path) -> None:
    found = judged(tmp_path, {"division": "370902"})
    [finding] = [finding for finding in found if finding.rule == "DIV-05"]
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "行政区域 370902（山东省泰安市泰山区） 与编码前六位 370116（山东省济南市莱芜区） "
        "不在同一地市；编码前六位表示监控中心所在地"
    )


@pytest.mark.parametrize(
    ("division", "counties", "expected"),
    [
        ("370116", {"": "370116"}, []),
        ("37011601", {"": "370116"}, []),
        ("370117", {"": "370116"}, ["DIV-06"]),
        ("370902", {"": "370116"}, ["DIV-06"]),
        ("370117", {"云帆社区": "370117", "": "370116"}, []),
        ("370117", {"他社区": "370116"}, []),
        ("370117", {"": "371202"}, []),
        ("370117", {"": "370176"}, []),
        ("3701", {"": "370116"}, ["DIV-04"]),
        ("371202", {"": "370116"}, ["DIV-03"]),
        ("370176", {"": "370116"}, ["DIV-11"]),
    ],
)
def test_the_operator_says_which_county_it_is(
    division: str, counties: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    criteria = Criteria(counties=counties)
    assert division_rules(tmp_path, {"division": division}, criteria) == expected


def test_the_division_and_the_community_are_named(tmp_path: Path) -> None:
    criteria = Criteria(counties={"云帆社区": "370116"})
    [finding] = judged(tmp_path, {"division": "370117"}, criteria=criteria)
    assert (finding.rule, finding.severity) == ("DIV-06", Severity.ERROR)
    assert finding.message == (
        "行政区域 370117（山东省济南市钢城区） 不是审计方给出的区划（社区：云帆社区）"
    )


def test_the_county_is_named_where_the_frame_tells_it() -> None:
    cells = {"division": "370117", "community": "", "expected_county": "370116"}
    assert explain_county(cells).message == (
        f"行政区域 {named('370117')} 不是审计方给出的区划 {named('370116')}（社区：未填）"
    )
