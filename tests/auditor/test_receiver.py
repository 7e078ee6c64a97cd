"""When we are blind: each fault of the receiver, and none where all is well."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.examples import confirmed, failed, pictured
from auditor.receiver import control_key, doubt, receiver_notes
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.receiver import ReceiverFacts

K = FailureKind
START = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
DATA_FROM = date(2026, 1, 1)
BEFORE = ReceiverFacts(
    wall=START,
    monotonic_s=100.0,
    open_file_limit=1024,
    files_wanted=256,
    udp_buffer_bytes=212992,
    udp_errors=7,
    udp_buffer_errors=7,
    free_bytes=1 << 30,
)
AFTER = replace(BEFORE, wall=START + timedelta(hours=1), monotonic_s=3700.0)


def measured(facts: ReceiverFacts | None) -> Observation[object]:
    failure = None if facts else Failure("measure", K.BUG)
    return replace(
        pictured(), target="0", probe="receiver", answered=False, payload=facts, failure=failure
    )


def of(seen: Observation[object], target: str, attempt: int = 1) -> Observation[object]:
    return replace(seen, target=target, attempt=attempt)


GOOD = (
    measured(BEFORE),
    of(pictured(), "0"),
    of(confirmed(None), "0"),
    measured(AFTER),
)


def told(*seen: Observation[object]) -> tuple[str, tuple[str, ...]]:
    return doubt(seen, data_from=DATA_FROM), receiver_notes(seen, data_from=DATA_FROM)


def test_a_receiver_that_sees_says_nothing() -> None:
    assert told(*GOOD) == ("", ())
    assert told() == ("", ())


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            replace(BEFORE, wall=datetime(2025, 12, 31, tzinfo=UTC)),
            AFTER,
            "系统时钟早于本软件的数据日期",
        ),
        (BEFORE, replace(AFTER, monotonic_s=3600.0), "系统时钟在检测期间被调整"),
        (BEFORE, replace(AFTER, wall=START), "系统时钟在检测期间被调整"),
        (replace(BEFORE, open_file_limit=255), AFTER, "可打开文件数上限 255，低于所需 256"),
        (BEFORE, replace(AFTER, free_bytes=1000), "磁盘剩余空间不足 64 MB"),
        (None, AFTER, "自检未能完成"),
    ],
)
def test_each_fault_of_the_machine_is_a_doubt(
    before: ReceiverFacts | None, after: ReceiverFacts, fault: str
) -> None:
    assert told(measured(before), measured(after)) == (
        f"检测机自检或对照点未通过（{fault}），本轮不作坏结论",
        (f"检测机自检或对照点未通过：{fault}；本轮不作坏结论，只计好结论。",),
    )


def test_what_is_not_known_is_no_fault() -> None:
    before, after = (
        replace(facts, free_bytes=None, udp_errors=None, udp_buffer_errors=None)
        for facts in (BEFORE, AFTER)
    )
    assert told(measured(before), measured(after)) == ("", ())


def test_a_loopback_picture_that_does_not_come_is_a_doubt() -> None:
    dark = of(failed(K.DECODER_CRASHED), "0")
    assert told(measured(BEFORE), dark)[0] == (
        "检测机自检或对照点未通过（本机回环取流未出图），本轮不作坏结论"
    )


def test_a_second_client_that_does_not_work_is_told_and_judges_nobody_anyway() -> None:
    broken = of(confirmed(K.DECODER_CRASHED), "0")
    assert told(of(pictured(), "0"), broken) == (
        "",
        ("第二客户端自检未出图，未出图的摄像机可能无法复核，按未知计。",),
    )


def test_lost_datagrams_are_told() -> None:
    lost = replace(AFTER, udp_buffer_errors=9)
    assert told(measured(BEFORE), measured(lost)) == (
        "",
        ("检测期间本机 UDP 接收缓冲溢出 2 次，UDP 画面可能残缺。",),
    )


def test_control_targets_that_give_pictures_are_told() -> None:
    checks = [of(pictured(), control_key(n), attempt) for n in (1, 2) for attempt in (1, 2, 3)]
    assert told(*checks) == ("", ("对照点 2 个，检测前后共 6 次均出图。",))


def test_a_control_target_may_be_asked_twice_but_not_fail_twice() -> None:
    good, bad = pictured(), failed(K.NO_MEDIA, answered=True)
    assert told(of(bad, "-1"), of(good, "-1"))[0] == ""
    assert told(of(good, "-1", 1), of(bad, "-1", 2), of(bad, "-1", 2)) == (
        "检测机自检或对照点未通过（对照点 1 第 2 次检测未出图），本轮不作坏结论",
        ("检测机自检或对照点未通过：对照点 1 第 2 次检测未出图；本轮不作坏结论，只计好结论。",),
    )


def test_each_sitting_of_a_round_must_have_seen_its_own_camera() -> None:
    dark, seen = of(failed(K.DECODER_CRASHED), "0"), of(pictured(), "0")
    first = (measured(BEFORE), dark, seen)
    assert told(*first, measured(AFTER), seen)[0] == ""
    assert told(*first, measured(AFTER), dark)[0] == (
        "检测机自检或对照点未通过（本机回环取流未出图），本轮不作坏结论"
    )


def test_a_machine_that_was_started_anew_has_no_clock_that_jumped() -> None:
    """Its monotonic clock and its counts begin again; only those of one run compare."""
    anew = replace(AFTER, monotonic_s=20.0, udp_buffer_errors=0, boot="second")
    later = replace(anew, wall=anew.wall + timedelta(minutes=1), monotonic_s=80.0)
    lost = replace(later, udp_buffer_errors=3)
    assert told(measured(BEFORE), measured(anew), measured(later)) == ("", ())
    assert told(measured(BEFORE), measured(anew), measured(lost)) == (
        "",
        ("检测期间本机 UDP 接收缓冲溢出 3 次，UDP 画面可能残缺。",),
    )
    jumped = replace(later, wall=later.wall + timedelta(hours=1))
    assert "系统时钟" in told(measured(anew), measured(jumped))[0]
