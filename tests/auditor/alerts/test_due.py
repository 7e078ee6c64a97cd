"""Repeats and limits: what a channel gets now, and what waits."""

from dataclasses import replace
from datetime import timedelta

from auditor.alerts.due import due, may_send, noted_failure, noted_sent
from auditor.alerts.memory import ChannelMemory
from auditor.alerts.model import Alert, AlertKind
from tests.auditor.alerts.values import NOW, notice

REPEAT = timedelta(hours=20)
HOUR = timedelta(hours=1)


def test_what_was_told_is_not_told_again_before_its_time() -> None:
    told = noted_sent(ChannelMemory(), notice(), now=NOW, repeat=REPEAT)
    early = replace(notice(), at=NOW + 19 * HOUR)
    late = replace(notice(), at=NOW + 20 * HOUR)
    assert due(told, early, now=early.at, repeat=REPEAT) == ()
    assert due(told, late, now=late.at, repeat=REPEAT) == (late,)


def test_only_the_repeated_alert_is_left_out() -> None:
    told = noted_sent(ChannelMemory(), notice(), now=NOW, repeat=REPEAT)
    new = Alert(kind=AlertKind.DROP, key="drop:x", text="新")
    both = replace(notice(), alerts=(*notice().alerts, new))
    assert due(told, both, now=NOW + HOUR, repeat=REPEAT) == (replace(both, alerts=(new,)),)


def test_a_notice_that_waited_two_days_is_old_news() -> None:
    waiting = ChannelMemory(waiting=(notice(),))
    assert due(waiting, None, now=NOW + 48 * HOUR, repeat=REPEAT) == (notice(),)
    assert due(waiting, None, now=NOW + 48.1 * HOUR, repeat=REPEAT) == ()


def test_the_same_alert_does_not_wait_twice() -> None:
    waiting = ChannelMemory(waiting=(notice(),))
    again = replace(notice(), at=NOW + HOUR)
    assert due(waiting, again, now=NOW + HOUR, repeat=REPEAT) == (notice(),)


def test_at_most_ten_wait() -> None:
    many = tuple(
        replace(notice(), alerts=(Alert(kind=AlertKind.DROP, key=str(n), text="x"),))
        for n in range(15)
    )
    assert due(ChannelMemory(waiting=many), None, now=NOW, repeat=REPEAT) == many[5:]


def test_an_hour_has_room_for_so_many() -> None:
    full = ChannelMemory(sent=(NOW, NOW + HOUR / 2))
    answers = [
        may_send(full, now=NOW + minutes * timedelta(minutes=1), max_per_hour=2)
        for minutes in (31, 59, 60)
    ]
    assert answers == [False, False, True]


def test_what_a_clock_set_back_left_behind_blocks_nothing() -> None:
    future = ChannelMemory(sent=(NOW + HOUR,), told={"verdict:health_rate:misses": NOW + HOUR})
    assert may_send(future, now=NOW, max_per_hour=1)
    assert due(future, notice(), now=NOW, repeat=REPEAT) == (notice(),)


def test_counts() -> None:
    failed = noted_failure(ChannelMemory(), "500")
    assert (failed.failed, failed.last_fault) == (1, "500")
    sent = noted_sent(failed, notice(), now=NOW, repeat=REPEAT)
    assert (sent.delivered, sent.failed, sent.last_fault) == (1, 1, "")
