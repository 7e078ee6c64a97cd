"""What became of the cameras between two rounds: new, fixed and lasting faults, slower ones.

Pure.  A camera is compared by its code, and only where both rounds know one camera of that code
and say something about it: the rest is counted and not guessed.
"""

import statistics
from collections import Counter
from dataclasses import dataclass

from auditor.model import CameraResult, CameraState, Report
from auditor.rejudged import RateChange, rate_changes

__all__ = ["CameraChange", "Compared", "compared"]

_SLOWER_TIMES = 2
_SLOWER_BY_MS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraChange:
    """A camera before and after; the times are those of its first picture."""

    device_code: str
    row: int
    before: str
    after: str
    before_ms: int | None
    after_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``not_compared`` are cameras of either round about which nothing is said.

    An ad-hoc round has no rates that could be compared.  The medians are of the first pictures of
    the ``timed`` cameras that were good in both.
    """

    before: str
    after: str
    new: tuple[CameraChange, ...]
    fixed: tuple[CameraChange, ...]
    still: tuple[CameraChange, ...]
    slower: tuple[CameraChange, ...]
    not_compared: int
    rates: tuple[RateChange, ...]
    timed: int = 0
    median_before_ms: int | None = None
    median_after_ms: int | None = None


def compared(before: Report, after: Report) -> Compared:
    """Compare two rounds of one community."""
    old, new = _by_code(before), _by_code(after)
    pairs = [(old[code], new[code]) for code in new if code in old and _said(old[code], new[code])]
    at_fault = [(_bad(was), _bad(now), _change(was, now)) for was, now in pairs]
    total = len(before.cameras) + len(after.cameras)
    times = [_times(c) for was, now, c in at_fault if not (was or now) and _times(c)]
    return Compared(
        before=before.provenance.round_id,
        after=after.provenance.round_id,
        new=tuple(change for was, now, change in at_fault if now and not was),
        fixed=tuple(change for was, now, change in at_fault if was and not now),
        still=tuple(change for was, now, change in at_fault if was and now),
        slower=tuple(c for was, now, c in at_fault if not (was or now) and _slower(c)),
        not_compared=total - 2 * len(pairs),
        rates=() if before.chosen or after.chosen else rate_changes(before, after),
        timed=len(times),
        median_before_ms=_median([was for was, _ in times]),
        median_after_ms=_median([now for _, now in times]),
    )


def _by_code(report: Report) -> dict[str, CameraResult]:
    """Cameras whose code is written and theirs alone."""
    codes = Counter(one.camera.device_code for one in report.cameras)
    return {
        one.camera.device_code: one
        for one in report.cameras
        if one.camera.device_code and codes[one.camera.device_code] == 1
    }


def _said(was: CameraResult, now: CameraResult) -> bool:
    return was.state.is_conclusive and now.state.is_conclusive


def _bad(one: CameraResult) -> bool:
    return one.state is not CameraState.PICTURE_OK


def _change(was: CameraResult, now: CameraResult) -> CameraChange:
    return CameraChange(
        device_code=now.camera.device_code,
        row=now.camera.row,
        before=was.state.value,
        after=now.state.value,
        before_ms=was.first_frame_ms,
        after_ms=now.first_frame_ms,
    )


def _times(change: CameraChange) -> tuple[int, ...]:
    """Both times; empty unless both are known."""
    if change.before_ms is None or change.after_ms is None:
        return ()
    return change.before_ms, change.after_ms


def _median(times: list[int]) -> int | None:
    return statistics.median_low(times) if times else None


def _slower(change: CameraChange) -> bool:
    """Twice as long and a second more: less is a busy network, or where the refresh fell."""
    if change.before_ms is None or change.after_ms is None:
        return False
    more = change.after_ms - change.before_ms
    return more >= _SLOWER_BY_MS and change.after_ms >= change.before_ms * _SLOWER_TIMES
