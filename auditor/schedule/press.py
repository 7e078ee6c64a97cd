"""Observations packed, small enough to be held for all cameras of a large round."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.store.codec import decode, encode
from probes.observation import Observation

__all__ = ["PackedSeen", "Press"]

_BETWEEN = "\n"


@dataclass(slots=True, eq=False)
class Press:
    """Cameras are much alike: the first one's text is the dictionary of all others."""

    _sample: bytes = field(default=b"", init=False)

    def pack(self, seen: Iterable[Observation[object]]) -> bytes:
        """All of them in one part."""
        text = _BETWEEN.join(f"{one.probe} {encode(one)}" for one in seen).encode()
        self._sample = self._sample or text
        packer = zlib.compressobj(zdict=self._sample)
        return packer.compress(text) + packer.flush()

    def unpack(self, part: bytes) -> Iterator[Observation[object]]:
        """The same again."""
        text = zlib.decompressobj(zdict=self._sample).decompress(part).decode()
        for line in text.split(_BETWEEN):
            probe, _, body = line.partition(" ")
            yield decode(probe, body)


@dataclass(frozen=True, slots=True, eq=False)
class PackedSeen:
    """Observations in the order of their making, unpacked whenever they are gone through."""

    press: Press
    parts: tuple[bytes, ...]

    def __iter__(self) -> Iterator[Observation[object]]:
        """Each one anew."""
        return (one for part in self.parts for one in self.press.unpack(part))
