"""What became of findings: in doubt nothing is called new or fixed."""

from auditor.model import CameraState, Finding, Report, Verdict
from auditor.web.finding_states import FindingState, StatedFinding, stated_findings
from tests.auditor.render import builders

RECORD_RULES = frozenset({"CODE-08"})


def finding(row: int, rule: str = "CODE-08", **changes: object) -> Finding:
    code = builders.camera(row).device_code
    return builders.finding(row=row, device_code=code, rule=rule, **changes)


def report(*findings: Finding, **states: CameraState) -> Report:
    cameras = tuple(
        builders.camera_result(row, state=states.get(f"row{row}", CameraState.PICTURE_OK))
        for row in (1, 2)
    )
    return builders.report(cameras=cameras, findings=findings)


def states(now: Report, before: Report | None) -> list[FindingState]:
    return [one.state for one in stated_findings(now, before, RECORD_RULES)]


def test_new_known_and_fixed() -> None:
    before, now = report(finding(1), finding(2, "PIC-01")), report(finding(1), finding(2))
    assert stated_findings(now, before, RECORD_RULES) == (
        StatedFinding(finding(1), FindingState.KNOWN),
        StatedFinding(finding(2), FindingState.NEW),
        StatedFinding(finding(2, "PIC-01"), FindingState.FIXED),
    )


def test_a_fault_of_a_picture_is_fixed_only_where_a_picture_was_seen() -> None:
    before = report(finding(2, "PIC-01"), finding(1))
    assert states(report(row2=CameraState.OFFLINE, row1=CameraState.OFFLINE), before) == [
        FindingState.FIXED  # the record was read again
    ]


def test_what_is_unknown_or_waived_now_is_not_fixed() -> None:
    before = report(finding(1), finding(2))
    now = report(finding(1, verdict=Verdict.UNKNOWN), finding(2, verdict=Verdict.WAIVED))
    assert states(now, before) == [FindingState.UNDECIDED, FindingState.WAIVED]


def test_a_doubt_of_before_is_no_fault_of_before() -> None:
    before = report(finding(1, verdict=Verdict.UNKNOWN))
    assert states(report(finding(1)), before) == [FindingState.NEW]
    assert states(report(), before) == []


def test_without_a_round_before_or_an_own_code_nothing_is_compared() -> None:
    assert states(report(finding(1)), None) == [FindingState.UNCOMPARED]
    twin = builders.camera(1).device_code
    cameras = tuple(
        builders.camera_result(row, camera=builders.camera(row, device_code=twin)) for row in (1, 2)
    )
    doubled = builders.report(cameras=cameras, findings=(finding(1),))
    assert states(doubled, report(finding(1))) == [FindingState.UNCOMPARED]
    assert states(report(), doubled) == []


def test_what_passes_is_not_told() -> None:
    silent = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    assert states(report(*(finding(1, verdict=verdict) for verdict in silent)), None) == []
