"""What earlier nights tell, arranged for the page: changes, a line per rate, restless cameras.

The history is made elsewhere; only the parts named by the protocols are read.  Without one the
page shows nothing of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from auditor.model import CameraResult, RateVerdict, Report
from auditor.render.figures import permille

__all__ = ["Change", "NightHistory", "Restless", "TrendLine", "changes", "restless", "trend"]

_ALL = "all"
_RESTLESS_SHOWN = 100


class _Night(Protocol):
    @property
    def night(self) -> date: ...


class _Point(Protocol):
    @property
    def of(self) -> int: ...
    @property
    def met(self) -> int: ...
    @property
    def unknown(self) -> int: ...


class Change(Protocol):
    """Differences to the night ``since``."""

    @property
    def since(self) -> date:
        """The night that is compared with."""

    @property
    def of(self) -> int:
        """More or fewer members."""

    @property
    def met(self) -> int:
        """More or fewer that meet it."""

    @property
    def unknown(self) -> int:
        """More or fewer of which nothing is known."""

    @property
    def verdict_before(self) -> RateVerdict:
        """The verdict of that night."""


class _Rate(Protocol):
    @property
    def indicator(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def points(self) -> Sequence[_Point | None]: ...
    @property
    def change(self) -> Change | None: ...


class _Camera(Protocol):
    @property
    def row(self) -> int: ...
    @property
    def states(self) -> str: ...
    @property
    def changes(self) -> int: ...
    @property
    def flapping(self) -> bool: ...


class NightHistory(Protocol):
    """The nights up to the report's own, every rate and camera over them."""

    @property
    def nights(self) -> Sequence[_Night]:
        """Every night, in order."""

    @property
    def rates(self) -> Sequence[_Rate]:
        """Every rate, a point a night."""

    @property
    def cameras(self) -> Sequence[_Camera]:
        """Cameras of tonight over the nights."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One rate over the nights, in thousandths; None where a night has no figure."""

    title: str
    permilles: tuple[int | None, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restless:
    """A camera that comes and goes."""

    result: CameraResult
    changes: int
    states: str


def changes(history: NightHistory | None) -> Mapping[str, Change]:
    """The change of each total rate since the night before, by indicator."""
    if history is None:
        return {}
    return {
        rate.indicator: rate.change
        for rate in history.rates
        if rate.scope == _ALL and rate.change is not None
    }


def trend(history: NightHistory | None) -> tuple[tuple[str, ...], tuple[TrendLine, ...]]:
    """The nights' days and the total rates over them; nothing where there is one night only."""
    if history is None or len(history.nights) <= 1:
        return (), ()
    days = tuple(f"{night.night:%m-%d}" for night in history.nights)
    lines = tuple(_line(rate) for rate in history.rates if rate.scope == _ALL)
    return days, lines


def _line(rate: _Rate) -> TrendLine:
    return TrendLine(
        rate.title,
        tuple(permille(p.met, p.of) if p and p.of else None for p in rate.points),
        tuple(_counted(p) if p else "－" for p in rate.points),
    )


def _counted(point: _Point) -> str:
    unknown = f"（{point.unknown}）" if point.unknown else ""
    return f"{point.met}/{point.of}{unknown}"


def restless(history: NightHistory | None, report: Report) -> tuple[Restless, ...]:
    """The flapping cameras, the most restless first."""
    if history is None:
        return ()
    by_row = {result.camera.row: result for result in report.cameras}
    found = [
        Restless(by_row[camera.row], camera.changes, camera.states)
        for camera in history.cameras
        if camera.flapping and camera.row in by_row
    ]
    return tuple(sorted(found, key=lambda one: -one.changes)[:_RESTLESS_SHOWN])
