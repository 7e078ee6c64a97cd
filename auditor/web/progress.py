"""The progress of a running round, as the round writes it beside its reports."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

__all__ = ["FILE", "Progress", "read_progress"]

FILE = ".progress.json"
_MAX_BYTES = 64 * 1024
_STALE = timedelta(minutes=5)


class Progress(BaseModel):
    """``done`` of ``total`` visits of pass ``attempt`` (of ``tries``) are over.

    ``states`` counts the cameras visited so far by what is known of them.
    """

    model_config = ConfigDict(frozen=True)

    round_id: str = Field(default="", max_length=100)
    community: str = Field(default="", max_length=1000)
    phase: str = Field(default="", max_length=100)
    attempt: NonNegativeInt = 0
    tries: NonNegativeInt = 0
    done: NonNegativeInt = 0
    total: NonNegativeInt = 0
    states: dict[str, NonNegativeInt] = {}
    updated_at: AwareDatetime
    next_pass_at: AwareDatetime | None = None


def read_progress(folder: Path, now: datetime) -> Progress | None:
    """What is under way; None when nothing is, or its file is old or cannot be read."""
    try:
        with (folder / FILE).open("rb") as file:
            progress = Progress.model_validate_json(file.read(_MAX_BYTES))
    except (OSError, ValidationError):
        return None
    last = max(progress.updated_at, progress.next_pass_at or progress.updated_at)
    return progress if now - last < _STALE else None
