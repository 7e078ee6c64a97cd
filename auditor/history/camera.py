"""One camera night by night, found by its code or by its row in the last round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from auditor.answers import CameraState
from auditor.history.model import LETTERS, Night
from auditor.history.past import NightStates

__all__ = ["CameraNight", "camera_nights", "code_of"]

_STATES = {letter: state for state, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraNight:
    """A camera in one night; ``state`` is None where no round has it."""

    night: date
    round_id: str | None
    state: CameraState | None
    first_frame_ms: int | None


def code_of(name: str, last: NightStates) -> str | None:
    """The code that ``name`` means: itself, or that of a row; None when it is no camera's alone."""
    alone = last.by_code()
    if name in alone:
        return name
    by_row = {str(row): code for row, code in zip(last.rows, last.codes, strict=True)}
    code = by_row.get(name, "")
    return code if code in alone else None


def camera_nights(
    code: str, nights: tuple[Night, ...], states: Mapping[str, NightStates]
) -> tuple[CameraNight, ...]:
    """Every night of the calendar."""
    return tuple(_night(code, night, states.get(night.round_id or "")) for night in nights)


def _night(code: str, night: Night, kept: NightStates | None) -> CameraNight:
    found = kept is not None and code in kept.by_code()
    place = kept.codes.index(code) if found and kept is not None else None
    return CameraNight(
        night=night.night,
        round_id=night.round_id,
        state=_STATES[kept.letters[place]] if kept is not None and place is not None else None,
        first_frame_ms=kept.first_frame_ms[place] if kept and place is not None else None,
    )
