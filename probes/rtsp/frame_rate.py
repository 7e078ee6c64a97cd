"""The frame rate that was measured: access units counted against their RTP clock."""

__all__ = ["FrameRate"]

MIN_PICTURES = 10
MAX_SECONDS = 60
MAX_RATE = 1000.0
_HALF = 1 << 31
_WRAP = 1 << 32


class FrameRate:
    """Takes the timestamp of every packet; pictures may come out of order."""

    __slots__ = ("_clock_rate", "_count", "_first", "_highest", "_lowest", "_timestamp")

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._timestamp: int | None = None
        self._begin(0)

    def push(self, timestamp: int) -> None:
        """Take a packet's timestamp; a jump of more than a minute begins the count anew."""
        if timestamp == self._timestamp:
            return
        if self._timestamp is None:
            self._begin(timestamp)
        else:
            self._go_on(timestamp)
        self._timestamp = timestamp

    @property
    def value(self) -> float | None:
        """Pictures per second; None when too few were seen or their clock stood still."""
        ticks = self._highest - self._lowest
        if self._count < MIN_PICTURES or ticks <= 0:
            return None
        rate = (self._count - 1) * self._clock_rate / ticks
        return round(rate, 3) if rate <= MAX_RATE else None

    def _begin(self, timestamp: int) -> None:
        self._first = timestamp
        self._count = 1
        self._lowest = self._highest = 0

    def _go_on(self, timestamp: int) -> None:
        ticks = (timestamp - self._first + _HALF) % _WRAP - _HALF
        if abs(ticks) > MAX_SECONDS * self._clock_rate:
            self._begin(timestamp)
            return
        self._count += 1
        self._lowest = min(self._lowest, ticks)
        self._highest = max(self._highest, ticks)
