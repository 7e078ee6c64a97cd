"""A correct record gives no finding at all, however the spreadsheet spaced it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.criteria import Criteria
from auditor.judge import judge_records
from gb28181.codes import Edition
from tests.auditor.rules.records import correct, frame, judged, registry

BLANKS = st.text(st.sampled_from(" \t\u3000\u00a0"), max_size=3)


@pytest.mark.parametrize("edition", Edition)
def test_a_correct_record_gives_no_finding(edition: Edition, tmp_path: Path) -> None:
    assert judged(tmp_path, {}, edition=edition) == ()


@pytest.mark.parametrize("edition", Edition)
def test_a_registry_of_nothing_but_removed_cameras_gives_no_finding(
    edition: Edition, tmp_path: Path
) -> None:
    assert judge_records(frame(tmp_path, [correct(status="3")]), Criteria(edition=edition)) == ()


def test_a_camera_that_was_taken_down_is_not_judged(tmp_path: Path) -> None:
    rows = [correct(1, status="3", device_code="bad"), correct(2)]
    assert judge_records(frame(tmp_path, rows), Criteria(edition=Edition.E2022)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"device_code": "37010000011326000009"},
        {"device_code": "37000000011326000009"},
        {"device_code": "37099900011326000009", "division": "370900"},
        {"device_code": "41900100011326000009", "division": "419001"},
        {"device_code": "11010100011326000009", "division": "1101"},
        {"division": "37"},
        {"division": "3701"},
        {"division": "37011601"},
        {"device_code": "37011600011220000009"},
        {"device_code": "37011600991318999999"},
        {"name": "云帆社区（东门）-1·球机#2、南往北"},
        {"name": "Camera 3号楼东"},
        {"longitude": "+117.661", "latitude": "36.2"},
        {"longitude": "117", "latitude": "36"},
        {"key_location_id": ""},
        {"status": ""},
        {"status": "2"},
        {"public_video": ""},
    ],
)  # fmt: skip
def test_a_right_record_of_another_kind_breaks_no_error_rule(
    changes: Mapping[str, str], tmp_path: Path
) -> None:
    found = judged(tmp_path, changes)
    assert [f.rule for f in found if f.severity == "error"] == []


@settings(deadline=None)
@given(st.lists(BLANKS, min_size=2 * len(correct()), max_size=2 * len(correct())))
def test_blanks_around_cells_never_make_a_fault(
    tmp_path_factory: pytest.TempPathFactory, blanks: list[str]
) -> None:
    cells = correct()
    spaces = dict(zip(cells, zip(blanks[::2], blanks[1::2], strict=True), strict=True))
    spaced = {name: f"{spaces[name][0]}{value}{spaces[name][1]}" for name, value in cells.items()}
    assert judged(tmp_path_factory.mktemp("spaced"), spaced) == ()


def test_the_reader_left_the_blanks_for_the_rules_to_ignore(tmp_path: Path) -> None:
    read = registry(tmp_path, [correct(device_code="\u300037011600011326000001 ")])
    assert read.frame["device_code"].to_list() == ["\u300037011600011326000001 "]
