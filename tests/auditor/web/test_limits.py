"""How often a sign-in may be tried."""

from datetime import timedelta

from auditor.web.limits import SignInLimit, Window
from tests.auditor.web.team import NOW


def test_one_address_cannot_try_many_names() -> None:
    limit = SignInLimit()
    taken = [limit.take(f"user{number}", "127.0.0.1", NOW) for number in range(21)]
    assert taken == [True] * 20 + [False]
    assert limit.take("user0", "127.0.0.2", NOW)


def test_one_name_cannot_be_tried_from_everywhere() -> None:
    limit = SignInLimit()
    taken = [limit.take("li", f"127.0.0.{number}", NOW) for number in range(41)]
    assert taken == [True] * 40 + [False]


def test_a_refused_try_is_not_counted_and_time_passes() -> None:
    limit = SignInLimit()
    first = [limit.take("li", "127.0.0.1", NOW + timedelta(minutes=minute)) for minute in range(7)]
    assert first == [True] * 5 + [False] * 2
    assert limit.take("li", "127.0.0.1", NOW + timedelta(minutes=15))
    assert not limit.take("li", "127.0.0.1", NOW + timedelta(minutes=15))


def test_a_window_remembers_so_many_keys_and_no_more() -> None:
    window = Window(most=1, span=timedelta(hours=1))
    for number in range(10_001):
        window.add(str(number), NOW)
    assert (window.is_full("0", NOW), window.is_full("10000", NOW)) == (False, True)
