"""The progress of a running round, as the round writes it beside its reports."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

__all__ = ["FILE", "Progress", "read_progress"]

FILE = ".progress.json"
_MAX_BYTES = 64 * 1024
_STALE = timedelta(minutes=5)


class Progress(BaseModel):
    """``done`` of ``total`` cameras in pass ``pass_`` of ``passes``; ``states`` are counts."""

    model_config = ConfigDict(frozen=True)

    round_id: str = Field(max_length=100)
    community: str = Field(max_length=1000)
    pass_: NonNegativeInt = Field(alias="pass")
    passes: NonNegativeInt
    done: NonNegativeInt
    total: NonNegativeInt
    states: dict[str, NonNegativeInt] = {}
    updated_at: AwareDatetime


def read_progress(folder: Path, now: datetime) -> Progress | None:
    """What is under way; None when nothing is, or its file is old or cannot be read."""
    try:
        with (folder / FILE).open("rb") as file:
            progress = Progress.model_validate_json(file.read(_MAX_BYTES))
    except (OSError, ValidationError):
        return None
    return progress if now - progress.updated_at < _STALE else None
