"""Who has to repair what: faults alone, the unknown apart, nothing twice."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from auditor.finding_ids import finding_ids, state_ids
from auditor.model import CameraState, ListedExclusion, Report, Severity, Verdict
from auditor.worklist.notice import (
    By,
    Doubtful,
    ItemPicture,
    Notice,
    Responsible,
    WorkItem,
    notices,
)
from tests.auditor.render import builders

OFF, BLOCKED = CameraState.OFFLINE, CameraState.PROBE_BLOCKED
NORTH = Responsible(maintainer="北方公司", contact="王工 13812345678", owner="街道办")
SOUTH = Responsible(maintainer=" 南方公司 ", owner="街道办")
FAULT = builders.finding(row=2, rule="CODE-02", device_code="37090216001320000002")


PICTURE = ItemPicture(f"pictures/{builders.ROUND}/2.jpg", "ab" * 32)


def report(**changes: object) -> Report:
    """Row 1 is offline, row 2 has a wrong code, of row 3 nothing is known, row 4 is well."""
    base = builders.report(
        cameras=(
            builders.camera_result(1, state=OFF, reason="端口拒绝连接", picture=None),
            builders.camera_result(2),
            builders.camera_result(3, state=BLOCKED, reason="登记的凭据未提供"),
            builders.camera_result(4),
        ),
        findings=(FAULT,),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # any field may change


def one(told: Report, by: By = By.COMMUNITY, **options: object) -> Notice:
    (notice,) = notices(told, {}, by=by, **options)  # type: ignore[arg-type]
    return notice


def faults(told: Report) -> list[tuple[str, str]]:
    return [(item.device_code[-1], item.fault) for item in one(told).items]


def test_a_notice() -> None:
    told = report()

    assert one(told, deadline=date(2026, 12, 1)) == Notice(
        number="整改〔20261124〕001 号",
        addressee="华新社区",
        contacts=(),
        community="华新社区",
        round_id=builders.ROUND,
        issued_on=date(2026, 11, 24),
        deadline=date(2026, 12, 1),
        items=(
            WorkItem(
                number=1,
                device_code="37090216001320000001",
                name="东门出入口球机",
                place="K01 东门；东门",
                fault="离线：端口拒绝连接",
                to_do="检查设备供电、网络和台账地址，恢复在线",
                clause="山东省智慧社区建设指标 4",
                finding_id=state_ids(told)[1],
                remark="",
            ),
            WorkItem(
                number=2,
                device_code="37090216001320000002",
                name="东门出入口球机",
                place="K01 东门；东门",
                fault=one(told).items[1].fault,
                to_do="按 GB/T 28181 附录 D 重新编码",
                clause=one(told).items[1].clause,
                finding_id=finding_ids(told)[0],
                remark="",
                picture=PICTURE,
            ),
        ),
        doubtful=(
            Doubtful(
                number=1,
                device_code="37090216001320000003",
                name="东门出入口球机",
                place="K01 东门；东门",
                reason="登记的凭据未提供",
            ),
        ),
    )
    assert "设备编码应为 20 位数字，现为 19 位（登记为“3709021600132000001”）" in (
        one(told).items[1].fault
    )
    assert one(told).items[1].clause.startswith("CODE-02 GB/T 28181-")


@pytest.mark.parametrize(
    "harmless",
    [
        replace(FAULT, verdict=Verdict.UNKNOWN),
        replace(FAULT, verdict=Verdict.WAIVED, original=Verdict.FAIL),
        replace(FAULT, severity=Severity.WARNING),
    ],
)
def test_doubts_waivers_and_warnings_are_not_asked_for(harmless: object) -> None:
    assert faults(report(findings=(harmless,))) == [("1", "离线：端口拒绝连接")]


def test_a_camera_of_which_nothing_is_known_is_never_a_fault() -> None:
    cameras = tuple(
        builders.camera_result(row, state=state)
        for row, state in enumerate((CameraState.NOT_PROBED, BLOCKED), start=1)
    )
    notice = one(report(cameras=cameras, findings=()))

    assert notice.items == ()
    assert len(notice.doubtful) == 2


def test_a_defect_that_the_state_names_is_asked_for_once() -> None:
    camera = builders.camera_result(
        2, state=CameraState.PICTURE_ABNORMAL, reason="画面为黑屏", defects=("PIC-01",)
    )
    told = report(cameras=(camera,), findings=(replace(FAULT, rule="PIC-01"),))

    assert faults(told) == [("2", "画面异常：画面为黑屏")]


def test_each_party_has_its_own_list() -> None:
    named = {1: NORTH, 2: SOUTH, 3: NORTH}

    told = notices(report(), named, by=By.MAINTAINER)
    assert [(n.number, n.addressee, len(n.items), len(n.doubtful)) for n in told] == [
        ("整改〔20261124〕001 号", "北方公司", 1, 1),
        ("整改〔20261124〕002 号", "南方公司", 1, 0),
    ]
    assert told[0].contacts == ("王工 138****5678",)
    (owner,) = notices(report(), named | {4: NORTH}, by=By.OWNER, unmasked=True)
    assert (owner.addressee, len(owner.items), owner.contacts) == (
        *("街道办", 2),
        ("王工 13812345678",),
    )


def test_whom_nobody_names_is_told_so() -> None:
    assert one(report(), By.MAINTAINER).addressee == "（台账未登记管理单位）"
    assert one(report(), By.OWNER).addressee == "（台账未登记设备归属）"


def test_who_is_all_well_gets_no_list() -> None:
    assert notices(report(cameras=(builders.camera_result(4),), findings=()), {}, by=By.OWNER) == ()


def test_what_was_reported_before_is_remarked() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    excused = ListedExclusion(
        line=1, device_code="x", camera_row=1, label="", reason="检修报备", starts_at=at,
        ends_at=at, approver="王某", reference="7号", counts=True,
    )  # fmt: skip
    useless = replace(excused, camera_row=2, counts=False)

    notice = one(report(exclusions=(excused, useless)))
    assert [item.remark for item in notice.items] == ["已报备：检修报备（7号）", ""]


def test_what_is_private_is_hidden_and_the_ids_stay() -> None:
    fault = replace(FAULT, rule="ARCH-19", field="ipv4", value="127.0.0.300", message="127.0.0.300")
    camera = builders.camera(2, name="东门13812345678", device_code="", host="127.0.1.2")
    told = report(cameras=(builders.camera_result(camera=camera),), findings=(fault,))

    (item,) = one(told).items
    (whole,) = one(told, unmasked=True).items
    assert (item.name, whole.name) == ("东门138****5678", "东门13812345678")
    assert ("127.0.*.*" in item.fault, "127.0.0.300" in item.fault) == (True, False)
    assert item.finding_id == whole.finding_id == finding_ids(told)[0]


def test_the_first_fault_of_a_camera_has_its_picture() -> None:
    faults = tuple(replace(FAULT, rule=rule) for rule in ("CODE-02", "NAME-02"))

    assert [item.picture for item in one(report(findings=faults)).items] == [None, PICTURE, None]


@pytest.mark.parametrize(
    ("state", "rule", "defects"),
    [
        (CameraState.OFFLINE, "STR-01", ()),
        (CameraState.ONLINE_NO_STREAM, "STR-02", ()),
        (CameraState.PICTURE_ABNORMAL, "PIC-01", ("PIC-01",)),
        (CameraState.PICTURE_ABNORMAL, "PIC-05", ("PIC-05",)),
    ],
)
def test_a_state_is_asked_for_once_by_the_id_and_clause_that_the_report_has(
    state: CameraState, rule: str, defects: tuple[str, ...]
) -> None:
    camera = builders.camera_result(2, state=state, reason="原因", defects=defects)
    value = "" if defects else state.value
    severity = Severity.WARNING if rule == "PIC-05" else Severity.ERROR
    says = replace(FAULT, rule=rule, value=value, message="同一件事", severity=severity)
    told = report(cameras=(camera,), findings=(FAULT, says))

    first, second = one(told).items
    assert first.fault.endswith("：原因")
    assert first.clause.startswith(f"{rule} ")
    assert (first.finding_id, second.finding_id) == (finding_ids(told)[1], finding_ids(told)[0])
