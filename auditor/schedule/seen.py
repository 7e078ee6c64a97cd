"""What a round has seen of its cameras so far, small enough to be held for all of them.

Who needs another try is asked after each pass, and the store may not be asked while it is
written.  So what is not looked at just now lies packed; it is judged as it would be unpacked.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from auditor.model import Evidence
from auditor.picture_twins import Shot, shots
from auditor.records import Camera
from auditor.store.codec import decode, encode
from probes.observation import Observation

__all__ = ["SeenBook"]

_Seen = Observation[object]
_BETWEEN = "\n"


@dataclass(slots=True)
class SeenBook:
    """By row of the registry.

    Exchanges are left out of what is packed: they are told in the report, from the store, and
    decide nothing here.
    """

    _fresh: dict[int, list[_Seen]] = field(default_factory=dict, init=False)
    _packed: dict[int, tuple[bytes, ...]] = field(default_factory=dict, init=False)
    _shots: dict[int, tuple[Shot, ...]] = field(default_factory=dict, init=False)
    _sample: bytes = field(default=b"", init=False)

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
        self._packed[camera.row] = (*self._packed.get(camera.row, ()), self._pack(fresh))

    def of(self, camera: Camera) -> Evidence:
        """What was seen of one camera, in the order of its making."""
        settled = (one for part in self._packed.get(camera.row, ()) for one in self._unpack(part))
        return Evidence(camera=camera, observations=(*settled, *self._fresh.get(camera.row, ())))

    def shots(self) -> Iterator[Shot]:
        """The pictures of settled visits, as they are compared with each other."""
        return (shot for found in self._shots.values() for shot in found)

    def _pack(self, seen: list[_Seen]) -> bytes:
        """Cameras are much alike: the first one's text is the dictionary of all others."""
        lines = (f"{one.probe} {encode(replace(one, exchange=()))}" for one in seen)
        text = _BETWEEN.join(lines).encode()
        self._sample = self._sample or text
        packer = zlib.compressobj(zdict=self._sample)
        return packer.compress(text) + packer.flush()

    def _unpack(self, part: bytes) -> Iterator[_Seen]:
        text = zlib.decompressobj(zdict=self._sample).decompress(part).decode()
        for line in text.split(_BETWEEN):
            probe, _, body = line.partition(" ")
            yield decode(probe, body)
