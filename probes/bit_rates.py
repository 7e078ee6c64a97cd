"""What a stream needs of the uplink, learnt from the streams that were played: pure.

The configured guess counts as much as some seconds of media, and so does the mean of all subnets
for a single one: a few streams change little, a hundred decide.
"""

from collections import defaultdict
from dataclasses import dataclass, field

__all__ = ["BitRates"]

_WEIGHT_S = 10.0
_LEAST_MBPS = 0.05
_BITS = 8 / 1_000_000
# The second client and the other transport play the main stream too.
_SAME = {"rtsp_confirm": "rtsp_frame", "rtsp_udp": "rtsp_frame"}


@dataclass(slots=True)
class _Seen:
    megabits: float = 0.0
    seconds: float = 0.0

    def mbps(self, before: float) -> float:
        """The mean, with ``before`` weighing as much as `_WEIGHT_S` of media."""
        return (before * _WEIGHT_S + self.megabits) / (_WEIGHT_S + self.seconds)


@dataclass(slots=True)
class BitRates:
    """``first_guess`` in Mbit/s; streams are told apart by the probe that plays them."""

    first_guess: float
    _seen: defaultdict[tuple[str, str], _Seen] = field(
        init=False, default_factory=lambda: defaultdict(_Seen)
    )

    def note(self, probe: str, subnet: str, *, received: int, seconds: float) -> None:
        """Learn of a stream that gave ``received`` bytes; one that gave none needs no room."""
        if received <= 0 or seconds <= 0:
            return
        for place in ("", subnet):
            seen = self._seen[_SAME.get(probe, probe), place]
            seen.megabits += received * _BITS
            seen.seconds += seconds

    def mbps(self, probe: str, subnet: str) -> float:
        """What the next stream in ``subnet`` is taken to need."""
        name = _SAME.get(probe, probe)
        value = self.first_guess
        for place in ("", subnet):
            seen = self._seen.get((name, place))
            value = seen.mbps(value) if seen else value
        return max(_LEAST_MBPS, value)
