"""A history of the past nights: gaps filled in, changes told, cameras followed by their codes."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from auditor.history.changes import changes, failing_from, is_flapping, known
from auditor.history.model import (
    ABSENT,
    BAD,
    CameraTrend,
    History,
    Night,
    Past,
    RateChange,
    RatePoint,
    RateTrend,
)
from auditor.history.past import with_tonight
from auditor.model import Report

__all__ = ["history_of", "report_history"]

_Key = tuple[str, str]


def report_history(past: Past, report: Report) -> History:
    """What a report shows: the past nights and its own."""
    titles = {one.rate.indicator: one.rate.title for one in (*report.results, *report.by_class)}
    cameras = ((one.camera.row, one.camera.device_code.strip()) for one in report.cameras)
    return history_of(with_tonight(past, report), titles, cameras)


def history_of(
    past: Past, titles: Mapping[str, str], cameras: Iterable[tuple[int, str]]
) -> History:
    """The history up to the last night; ``cameras`` are row and code of those to follow.

    A camera whose code is empty or not its alone has no history.
    """
    nights = _calendar(past)
    places = {one.round_id: index for index, one in enumerate(nights) if one.round_id}
    followed = tuple(
        _camera(row, code, _spread(past.cameras[code], past, places, len(nights)), nights)
        for row, code in cameras
        if past.cameras.get(code, ABSENT)[-1] != ABSENT
    )
    return History(
        nights=nights,
        rates=_rates(past, nights, places, titles),
        cameras=followed,
        flapping=tuple(one.row for one in followed if one.flapping),
    )


def _calendar(past: Past) -> tuple[Night, ...]:
    """Every night from the first to the last, missed ones too."""
    if not past.nights:
        return ()
    had = {one.night: one for one in past.nights}
    first, last = past.nights[0].night, past.nights[-1].night
    days = (first + timedelta(days=day) for day in range((last - first).days + 1))
    return tuple(
        Night(
            night=day,
            round_id=had[day].round_id if day in had else None,
            complete=had[day].complete if day in had else None,
        )
        for day in days
    )


def _spread(letters: str, past: Past, places: Mapping[str, int], length: int) -> str:
    """One letter for each night of the calendar."""
    spread = [ABSENT] * length
    for one, letter in zip(past.nights, letters, strict=True):
        spread[places[one.round_id]] = letter
    return "".join(spread)


def _camera(row: int, code: str, states: str, nights: tuple[Night, ...]) -> CameraTrend:
    start = failing_from(states)
    return CameraTrend(
        row=row,
        device_code=code,
        states=states,
        known=len(known(states)),
        changes=changes(states),
        flapping=is_flapping(states),
        failing_nights=0 if start is None else sum(one in BAD for one in states[start:]),
        failing_since=None if start is None else nights[start].night,
    )


def _rates(
    past: Past,
    nights: tuple[Night, ...],
    places: Mapping[str, int],
    titles: Mapping[str, str],
) -> tuple[RateTrend, ...]:
    """Those of the last night first, in their order; then those that are counted no longer."""
    points: dict[_Key, dict[int, RatePoint]] = {}
    for one in reversed(past.nights):
        for rate in one.rates:
            points.setdefault((rate.indicator, rate.scope), {})[places[one.round_id]] = rate.point
    return tuple(
        RateTrend(
            indicator=key[0],
            scope=key[1],
            title=titles.get(key[0], key[0]),
            points=tuple(found.get(index) for index in range(len(nights))),
            change=_change(found, tuple(one.night for one in nights)),
        )
        for key, found in points.items()
    )


def _change(points: Mapping[int, RatePoint], days: tuple[date, ...]) -> RateChange | None:
    """None without an earlier night, or when the indicator is counted in another way by now."""
    now = points.get(len(days) - 1)
    earlier = [index for index in points if index < len(days) - 1]
    if now is None or not earlier:
        return None
    before = points[max(earlier)]
    if before.version != now.version:
        return None
    return RateChange(
        since=days[max(earlier)],
        of=now.of - before.of,
        met=now.met - before.met,
        unknown=now.unknown - before.unknown,
        verdict_before=before.verdict,
    )
