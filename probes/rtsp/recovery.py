"""Collecting what proves a gradually refreshed picture whole (H.264 without key pictures).

A camera with intra refresh promises at a recovery point that so many frames later the picture
is exact.  The promise is not believed: two recovery points are collected, so that the decoder
can begin at either and must arrive at the same picture.  The comparison is left to
:mod:`probes.picture.recovery`.
"""

from dataclasses import dataclass, field

from probes.rtsp.depacketize import AccessUnit

__all__ = ["RecoveryChain"]

MAX_CHAIN_BYTES = 16 * 1024 * 1024
MAX_CHAIN_UNITS = 400


@dataclass(slots=True)
class RecoveryChain:
    """Takes access units in order; a gap or a limit makes it begin anew."""

    _units: list[AccessUnit] = field(default_factory=list)
    _size: int = 0
    _frames: int = 0
    _second: int | None = None
    is_complete: bool = False

    def push(self, unit: AccessUnit) -> None:
        """Take the next access unit; a complete chain stays as it is."""
        if self.is_complete:
            return
        is_full = self._size > MAX_CHAIN_BYTES or len(self._units) >= MAX_CHAIN_UNITS
        if unit.after_gap or not unit.is_complete or unit.is_key or is_full:
            self.clear()
        if not self._is_wanted(unit):
            return
        if self._units:
            self._count(unit)
        self._units.append(unit)
        self._size += len(unit.data)
        self._close()

    def clear(self) -> None:
        """Forget everything."""
        self._units.clear()
        self._size = self._frames = 0
        self._second = None
        self.is_complete = False

    @property
    def before(self) -> tuple[bytes, ...]:
        """The access units from the first recovery point to the second."""
        return tuple(unit.data for unit in self._units[: self._second])

    @property
    def after(self) -> tuple[bytes, ...]:
        """The access units from the second recovery point to the exact picture."""
        return tuple(unit.data for unit in self._units[self._second :])

    def _is_wanted(self, unit: AccessUnit) -> bool:
        return (bool(self._units) or unit.recovery is not None) and unit.is_complete

    def _count(self, unit: AccessUnit) -> None:
        """Count frames since the last point, and begin anew with the second one.

        It must not come before the first one's promise is due, else both pictures could lack
        the same part.
        """
        first = self._units[0].recovery or 0
        if self._second is None and unit.recovery is not None and self._frames >= first:
            self._second = len(self._units)
            self._frames = 0
        elif unit.is_reference:
            self._frames += 1

    def _close(self) -> None:
        if self._second is not None:
            promised = self._units[self._second].recovery or 0
            self.is_complete = self._frames >= promised
