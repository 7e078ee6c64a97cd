"""``python -m auditor.cli.leashed run …``: the program, ended when nobody holds its leash.

The service writes a byte to our standard input whenever it has renewed its lease.  When the
input ends, or no byte came for longer than the lease can be trusted, the round is ended in
order, and at once when that takes too long.
"""

import os
import select
import signal
import sys
import threading
import time

from auditor.cli.main import execute

__all__ = ["hold", "main"]

# Together shorter than the lease (120 s): whoever takes it over finds nobody at work.
_PATIENCE_S = 90.0
_GRACE_S = 10.0
_INPUT = 0


def main() -> None:
    """Run one command line under the leash."""
    threading.Thread(target=hold, args=(_PATIENCE_S, _GRACE_S), daemon=True).start()
    sys.exit(execute(sys.argv[1:]))


def hold(patience_s: float, grace_s: float) -> None:
    """Return never: wait for the leash to be let go, then end this process."""
    while select.select([_INPUT], [], [], patience_s)[0] and os.read(_INPUT, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_s)
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
