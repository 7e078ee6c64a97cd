"""What a round has seen of its cameras so far, small enough to be held for all of them.

Who needs another try is asked after each pass, and the store may not be asked while it is
written.  So what is not looked at just now lies packed; it is judged as it would be unpacked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from auditor.model import Evidence
from auditor.picture_twins import Shot, shots
from auditor.records import Camera
from auditor.schedule.press import PackedSeen, Press
from probes.observation import Observation

__all__ = ["SeenBook"]

_Seen = Observation[object]


@dataclass(slots=True)
class SeenBook:
    """By row of the registry.

    Exchanges are left out of what is packed: they are told in the report, from the store, and
    decide nothing here.
    """

    _fresh: dict[int, list[_Seen]] = field(default_factory=dict, init=False)
    _packed: dict[int, tuple[bytes, ...]] = field(default_factory=dict, init=False)
    _shots: dict[int, tuple[Shot, ...]] = field(default_factory=dict, init=False)
    _press: Press = field(default_factory=Press, init=False)

    def take(self, row: int, seen: _Seen) -> None:
        """Note what a visit saw that goes on."""
        self._fresh.setdefault(row, []).append(seen)

    def settle(self, camera: Camera) -> None:
        """The visit is over: pack what it saw."""
        fresh = self._fresh.pop(camera.row, None)
        if fresh is None:
            return
        shown = tuple(shots(Evidence(camera=camera, observations=tuple(fresh))))
        if shown:
            self._shots[camera.row] = self._shots.get(camera.row, ()) + shown
        packed = self._press.pack(replace(one, exchange=()) for one in fresh)
        self._packed[camera.row] = (*self._packed.get(camera.row, ()), packed)

    def of(self, camera: Camera) -> Evidence:
        """What was seen of one camera, in the order of its making."""
        settled = PackedSeen(self._press, self._packed.get(camera.row, ()))
        return Evidence(camera=camera, observations=(*settled, *self._fresh.get(camera.row, ())))

    def shots(self) -> Iterator[Shot]:
        """The pictures of settled visits, as they are compared with each other."""
        return (shot for found in self._shots.values() for shot in found)
