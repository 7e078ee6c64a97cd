"""The leash of a round's process: it ends when nobody holds it any more.

The service writes a byte to our standard input whenever it has renewed its lease.  When the
input ends, or no byte came for as long as the lease can be trusted, the round is ended in
order, and at once when that takes too long.
"""

import os
import select
import signal
import time

__all__ = ["GRACE_S", "PATIENCE_S", "hold"]

# Together shorter than the lease (120 s): whoever takes it over finds nobody at work.
PATIENCE_S = 90.0
GRACE_S = 10.0
_INPUT = 0


def hold(patience_s: float = PATIENCE_S, grace_s: float = GRACE_S) -> None:
    """Return never: wait for the leash to be let go, then end this process and its workers."""
    while select.select([_INPUT], [], [], patience_s)[0] and os.read(_INPUT, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_s)
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
