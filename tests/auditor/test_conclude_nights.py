"""What a report says of nights, and that judging again says the same."""

from dataclasses import replace

import pytest

from auditor.case_bytes import pack_case, unpack_case
from auditor.conclude import Case, conclude
from auditor.errors import StoreError
from auditor.inputs import load_inputs
from auditor.record_check import prepared
from auditor.report import Built
from auditor.schedule.nights import Nights, NightState
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from tests.auditor.observed import in_memory
from tests.auditor.render import builders
from tests.auditor.schedule.test_nights import DAY, MONDAY, at, line
from tests.auditor.small_community import Place, registry_rows, write_inputs
from tests.auditor.store.values import seen

REFUSED = Failure("connect", FailureKind.CONNECTION_REFUSED, "refused")
OWN = line(MONDAY + DAY, NightState.RUNNING, started_at=at(MONDAY + DAY, 22))
MISSED = line(MONDAY, NightState.MISSED, reason="断电")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("case")
    write_inputs(folder, registry_rows(Place(stream=1, onvif=2, outside=3)))
    inputs = load_inputs(
        registry=folder / "registry.csv",
        key_locations=folder / "key.csv",
        community="",
        profile="shandong-growth",
    )
    frame, _ = prepared(inputs.registry, inputs.plan.locations, inputs.terms)
    return Case(
        registry=inputs.registry,
        frame=frame,
        plan=inputs.plan,
        community=inputs.community,
        profile=inputs.profile,
        criteria=inputs.terms.criteria,
        tries=1,
        nights=Nights(own=OWN, earlier=(MISSED,)),
    )


def concluded(case: Case, *observed: Observation[object], complete: bool = True) -> Built:
    origin = builders.provenance(
        started_at=at(MONDAY + DAY, 22),
        ended_at=at(MONDAY + 2 * DAY, 1),
        complete=complete,
        divisions_as_of="2026-01-01",
    )
    return conclude(case, in_memory(observed), origin, lambda _row, _attempt: None)


def ids(built: Built) -> list[str]:
    return [alarm.split()[0] for alarm in built.report.alarms]


ANSWERED = seen(1, answered=True)


def test_a_report_tells_of_the_missed_night_before_it(case: Case) -> None:
    assert ids(concluded(case, ANSWERED)) == ["NIGHT-01"]


def test_a_report_tells_how_its_own_night_ended(case: Case) -> None:
    assert ids(concluded(case, ANSWERED, complete=False)) == ["NIGHT-01", "NIGHT-04"]


def test_three_cameras_and_no_answer_are_a_blind_night(case: Case) -> None:
    silent = [
        replace(seen(row, failure=REFUSED, payload=None), probe="rtsp_frame") for row in (1, 2, 3)
    ]
    blind = concluded(case, *silent)
    assert ids(blind) == ["NIGHT-01", "NIGHT-05"]
    assert blind.blind == "所测 3 路摄像机无一应答，须先排除检测机和网络自身的原因"
    assert concluded(case, *silent[:2]).blind == ""
    assert concluded(case, *silent, complete=False).blind == ""
    heard = replace(silent[0], answered=True)
    assert concluded(case, heard, *silent[1:]).blind == ""


def test_a_failed_self_test_is_a_blind_night(case: Case) -> None:
    control = seen(-1, answered=True)
    assert ids(concluded(case, ANSWERED, control)) == ["NIGHT-01", "NIGHT-05"]


def test_without_a_service_a_report_says_nothing_of_nights(case: Case) -> None:
    alone = concluded(replace(case, nights=None), seen(-1), complete=False)
    assert ids(alone) == []
    assert alone.blind != ""


def test_nights_are_kept_with_the_round_and_apart_from_what_rounds_share(case: Case) -> None:
    parts = pack_case(case, credentials=frozenset())
    assert unpack_case(parts).nights == case.nights
    without = pack_case(replace(case, nights=None), credentials=frozenset())
    assert {**without, "nights": parts["nights"]} == parts
    with pytest.raises(StoreError):
        unpack_case({**parts, "nights": b"[]"})
