"""覆盖率 and 实证覆盖率: the denominator is the plan."""

from dataclasses import replace

from auditor.aggregate import class_rates, total_rate
from auditor.examples import camera, key_location
from auditor.indicators import coverage_rate, proved_coverage_rate
from auditor.model import Member, Outcome, Rate
from auditor.records import DeviceStatus, LocationClass
from tests.auditor.indicators.rounds import DARK, DEAD, GOOD, LOCKED, UNSEEN, judged_round, seen

COVERAGE, PROVED = coverage_rate.INDICATOR, proved_coverage_rate.INDICATOR
PLAN = tuple(key_location(number=n) for n in range(1, 5))
NOBODY = "台账中没有在用摄像机登记于此关键位置"
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def place(number: int, outcome: Outcome, reason: str) -> Member:
    return Member(key=f"KL-{number:02d}", label=f"位置{number}", outcome=outcome, reason=reason)


def test_coverage_is_what_in_use_cameras_name() -> None:
    cameras = (
        seen(DEAD, camera(row=1, key_location_id="KL-01")),
        seen(UNSEEN, camera(row=2, key_location_id="KL-01", status=DeviceStatus.UNSTATED)),
        seen(GOOD, camera(row=3, key_location_id="KL-02", status=DeviceStatus.IN_REPAIR)),
        seen(GOOD, camera(row=4, key_location_id="KL-99")),
        seen(GOOD, camera(row=5, key_location_id="")),
    )
    assert total_rate(COVERAGE, judged_round(*cameras, locations=PLAN)) == Rate(
        indicator="coverage_rate",
        version=1,
        title="关键位置覆盖率",
        scope="all",
        of=4,
        met=1,
        unknown=0,
        excluded=0,
        basis="分母：应建关键位置（key_locations.csv）；"
        "分子：至少有一路在用的在册摄像机登记于该位置。另列实证覆盖：本轮确有画面",
        members=(
            place(1, MET, "台账第1行、第2行登记于此"),
            place(2, NOT_MET, NOBODY),
            place(3, NOT_MET, NOBODY),
            place(4, NOT_MET, NOBODY),
        ),
    )


def test_proof_is_a_picture_of_this_round() -> None:
    cameras = (
        seen(DEAD, camera(row=1, key_location_id="KL-01")),
        seen(GOOD, camera(row=2, key_location_id="KL-01")),
        seen(DARK, camera(row=3, key_location_id="KL-02")),
        seen(DARK, camera(row=4, key_location_id="KL-03")),
        seen(LOCKED, camera(row=5, key_location_id="KL-03")),
        seen(UNSEEN, camera(row=6, key_location_id="KL-03")),
    )
    assert total_rate(PROVED, judged_round(*cameras, locations=PLAN)) == Rate(
        indicator="proved_coverage_rate",
        version=1,
        title="关键位置实证覆盖率",
        scope="all",
        of=4,
        met=1,
        unknown=1,
        excluded=0,
        basis="分母：应建关键位置；分子：其中至少一路在用摄像机本轮取得有效画面（附图片与哈希）",
        members=(
            replace(place(1, MET, "台账第2行本轮取得画面"), proof="2"),
            place(2, NOT_MET, "登记的摄像机本轮均无有效画面"),
            place(3, UNKNOWN, "台账第5行、第6行未能检测"),
            place(4, NOT_MET, NOBODY),
        ),
    )


def test_a_camera_under_repair_proves_nothing() -> None:
    repaired = seen(GOOD, camera(status=DeviceStatus.IN_REPAIR))
    rate = total_rate(PROVED, judged_round(repaired))
    assert (rate.of, rate.met, rate.members[0].reason) == (1, 0, NOBODY)


def test_without_a_plan_nothing_is_counted() -> None:
    rate = total_rate(COVERAGE, judged_round(seen(GOOD, camera()), locations=()))
    assert (rate.of, rate.met, rate.members) == (0, 0, ())


def test_a_class_has_its_own_rate() -> None:
    lane = key_location(number=2, location_class=LocationClass.FIRE_LANE)
    found = class_rates(
        COVERAGE, judged_round(seen(GOOD, camera()), locations=(key_location(number=1), lane))
    )
    assert [(rate.scope, rate.of, rate.met) for rate in found] == [
        ("residential_gate", 1, 1),
        ("parking_gate", 0, 0),
        ("main_road", 0, 0),
        ("fire_lane", 1, 0),
    ]
