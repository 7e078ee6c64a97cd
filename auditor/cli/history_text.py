"""A history as lines for people."""

from collections.abc import Iterator

from auditor.history.camera import CameraNight
from auditor.history.model import CameraTrend, History, Night, RatePoint, RateTrend

__all__ = ["history_lines"]

_SHOWN = 50


def history_lines(history: History, camera: tuple[CameraNight, ...]) -> tuple[str, ...]:
    """The rates of the whole, then the cameras; or one camera alone."""
    nights = history.nights
    missed = sum(one.round_id is None for one in nights)
    span = f"{nights[0].night} to {nights[-1].night}: {len(nights)} nights, {missed} missed"
    if camera:
        return (span, *_camera(history.cameras[0], camera))
    whole = (one for one in history.rates if one.scope == "all")
    rates = (line for one in whole for line in _rate(one, nights))
    return (span, *rates, *_cameras(history))


def _rate(trend: RateTrend, nights: tuple[Night, ...]) -> Iterator[str]:
    yield f"{trend.title} ({trend.indicator})"
    for night, point in zip(nights, trend.points, strict=True):
        yield f"  {night.night}  {_point(night, point)}"
    if trend.change is not None:
        change = trend.change
        counts = f"met {change.met:+d}, of {change.of:+d}, unknown {change.unknown:+d}"
        yield f"  since {change.since}: {counts}"


def _point(night: Night, point: RatePoint | None) -> str:
    if night.round_id is None:
        return "missed"
    incomplete = "" if night.complete else ", incomplete"
    if point is None:
        return f"not counted{incomplete}"
    return f"{point.met}/{point.of} unknown {point.unknown}: {point.verdict}{incomplete}"


def _cameras(history: History) -> Iterator[str]:
    """The flapping ones, and the ones that have failed longest."""
    flapping = [one for one in history.cameras if one.flapping]
    failing = [one for one in history.cameras if one.failing_nights]
    failing.sort(key=lambda one: (-one.failing_nights, one.row))
    yield "o ok, a abnormal, n no stream, x offline, - not probed, b blocked, . no round"
    for name, found in (("flapping", flapping), ("failing", failing)):
        yield f"{name}: {len(found)}"
        yield from (_trend(one) for one in found[:_SHOWN])
        if len(found) > _SHOWN:
            yield f"  and {len(found) - _SHOWN} more; --format json has all"


def _trend(one: CameraTrend) -> str:
    told = f"{one.changes} changes, not good for {one.failing_nights} nights"
    return f"  row {one.row} {one.device_code} {one.states}: {told}"


def _camera(trend: CameraTrend, nights: tuple[CameraNight, ...]) -> Iterator[str]:
    yield f"row {trend.row} {trend.device_code}{', flapping' if trend.flapping else ''}"
    for one in nights:
        state = "missed" if one.round_id is None else one.state or "not in the register"
        taken = "" if one.first_frame_ms is None else f", first picture {one.first_frame_ms} ms"
        yield f"  {one.night}  {state}{taken}"
    if trend.failing_since is not None:
        yield f"not good for {trend.failing_nights} nights, since {trend.failing_since}"
