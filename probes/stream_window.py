"""How many streams may play at once so that the decoders keep up: pure.

A picture that waits for a decoder holds its camera's stream open while the attempt's time runs
out.  As a sender of TCP does without knowing the network, the window grows with each stream that
did not wait and is halved when one waited for long.  It grows by two, since streams last a second
or more: with one, a round of some hundred cameras would be over before it is open.  While pictures
are decoded at once there is nobody to be kept waiting, and it grows by six; a stream without one
shows nothing of the kind, and many may end within a moment.
"""

from dataclasses import dataclass, field

__all__ = ["StreamWindow"]

_START = 16
_GROWTH = 2
_GROWTH_IDLE = 6
_IDLE_SHARE = 0.1  # of what is prompt


@dataclass(slots=True, kw_only=True)
class StreamWindow:
    """At most ``most`` streams, at least one; waits are in seconds."""

    most: int
    prompt_s: float = 1.0
    slow_s: float = 3.0
    size: int = field(init=False)
    _unaffected: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Begin small: nothing is known of the decoders yet."""
        self.size = min(_START, self.most)

    def left(self, *, waited: float) -> None:
        """Learn of a stream that ended, whose picture ``waited`` for a decoder; 0 without one.

        Those that were let in before the window was halved say nothing of its new size.
        """
        if self._unaffected:
            self._unaffected -= 1
        elif waited > self.slow_s:
            self._unaffected = self.size - 1
            self.size = max(1, self.size // 2)
        elif waited <= self.prompt_s:
            is_idle = 0 < waited <= self.prompt_s * _IDLE_SHARE
            growth = _GROWTH_IDLE if is_idle else _GROWTH
            self.size = min(self.most, self.size + growth)
