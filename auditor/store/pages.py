"""What pages show of a round without reading its report: its head, and a line for each camera.

A report of ten thousand cameras is ten megabytes; its head is a few hundred bytes, and the lines
are read with the states of `auditor.store.states`, whose order they have.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from auditor.history.model import LETTERS
from auditor.history.past import NightStates
from auditor.model import CameraState, IndicatorResult, Provenance, Report
from auditor.store.packed_json import packed_json, unpacked_json
from auditor.store.states import unpack_states
from auditor.store.tables import CAMERA_STATES, ROUND_PAGES

__all__ = ["CameraLine", "PageShelf", "Reasons", "RoundHead", "RoundLines", "keep_page"]

_FAULT = "what pages show of a round was damaged or changed"
_STATES = {letter: state for state, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundHead:
    """A report without its members, cameras and findings; ``cameras`` is their number."""

    level: str
    provenance: Provenance
    results: tuple[IndicatorResult, ...]
    by_class: tuple[IndicatorResult, ...]
    notes: tuple[str, ...]
    alarms: tuple[str, ...]
    cameras: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Each different reason once, and for each camera the place of its own."""

    texts: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CameraLine:
    """One camera in one round."""

    row: int
    state: CameraState
    reason: str
    first_frame_ms: int | None


@dataclass(frozen=True, slots=True)
class RoundLines:
    """The cameras of a round, column by column."""

    states: NightStates
    reasons: Reasons

    def of(self, device_code: str) -> CameraLine | None:
        """The camera of a code; None where no camera or more than one has it."""
        code, codes = device_code.strip(), self.states.codes
        if not code or codes.count(code) != 1:
            return None
        at = codes.index(code)
        return CameraLine(
            row=self.states.rows[at],
            state=_STATES[self.states.letters[at]],
            reason=self.reasons.texts[self.reasons.places[at]],
            first_frame_ms=self.states.first_frame_ms[at],
        )


@dataclass(frozen=True, slots=True)
class PageShelf:
    """Reads them."""

    reading: Callable[[], AbstractContextManager[Connection]]

    def heads(self, rounds: Iterable[str]) -> Mapping[str, RoundHead]:
        """The heads of these rounds, as far as they ended."""
        columns = (ROUND_PAGES.c.round_id, ROUND_PAGES.c.head)
        query = select(*columns).where(ROUND_PAGES.c.round_id.in_(list(rounds)))
        with self.reading() as connection:
            found = connection.execute(query).all()
        return {id_: unpacked_json(RoundHead, body, _FAULT) for id_, body in found}

    def lines(self, round_id: str) -> RoundLines | None:
        """The cameras of a round that ended."""
        query = (
            select(CAMERA_STATES.c.body, ROUND_PAGES.c.reasons)
            .join(ROUND_PAGES, ROUND_PAGES.c.round_id == CAMERA_STATES.c.round_id)
            .where(CAMERA_STATES.c.round_id == round_id)
        )
        with self.reading() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            return None
        states, reasons = found
        return RoundLines(unpack_states(states), unpacked_json(Reasons, reasons, _FAULT))


def keep_page(connection: Connection, report: Report) -> None:
    """Keep what pages show of a round that ends."""
    row = {
        "round_id": report.provenance.round_id,
        "head": packed_json(_head(report)),
        "reasons": packed_json(_reasons(report)),
    }
    connection.execute(insert(ROUND_PAGES), [row])


def _head(report: Report) -> RoundHead:
    return RoundHead(
        level=report.level,
        provenance=report.provenance,
        results=tuple(map(_bare, report.results)),
        by_class=tuple(map(_bare, report.by_class)),
        notes=report.notes,
        alarms=report.alarms,
        cameras=len(report.cameras),
    )


def _bare(result: IndicatorResult) -> IndicatorResult:
    return replace(result, rate=replace(result.rate, members=()))


def _reasons(report: Report) -> Reasons:
    texts: dict[str, int] = {}
    places = tuple(texts.setdefault(one.reason, len(texts)) for one in report.cameras)
    return Reasons(texts=tuple(texts), places=places)
