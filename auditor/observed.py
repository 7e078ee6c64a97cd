"""What a round saw, as judging reads it: camera by camera, again as often as it is needed.  Pure.

The observations of a large round fill the memory; nobody needs more than one camera's at once.
Where they lie is left to who makes an `Observed`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auditor.model import Evidence
from auditor.records import Camera
from probes.observation import Observation

__all__ = ["CameraEvidence", "Observed"]

_Seen = tuple[Observation[object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """``ours`` are the looks at ourselves; ``cameras`` begins to read what each camera showed.

    By row; what is of one row comes at once and in the order of its making, as all of ``ours``.
    """

    ours: _Seen
    cameras: Callable[[], Iterator[_Seen]]


@dataclass(frozen=True, slots=True)
class CameraEvidence:
    """Every camera with what was seen of it, read anew by each iteration; rows must rise."""

    cameras: tuple[Camera, ...]
    observed: Observed

    def __iter__(self) -> Iterator[Evidence]:
        """Each camera once; ValueError when the rows do not rise."""
        found = self.observed.cameras()
        row, seen = _next(found)
        before = 0
        for camera in self.cameras:
            if camera.row <= before:
                raise ValueError("the rows of the cameras do not rise")
            before = camera.row
            while row is not None and row < camera.row:
                row, seen = _next(found)
            yield Evidence(camera=camera, observations=seen if row == camera.row else ())


def _next(found: Iterator[_Seen]) -> tuple[int | None, _Seen]:
    seen = next(found, ())
    return (int(seen[0].target), seen) if seen else (None, ())
