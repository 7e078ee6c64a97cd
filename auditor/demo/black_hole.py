"""A camera that never answers: a port whose waiting line is full, so that SYNs are dropped.

Linux drops a SYN while the accept queue is full; a queue of length 0 holds one connection.
To a client it looks like a firewall that swallows packets, without leaving loopback.
"""

import contextlib
import socket
from collections.abc import Iterator

from auditor.demo.cast import RTSP_PORT, SimulatedCamera

__all__ = ["black_hole"]

_FILLERS = 4


@contextlib.contextmanager
def black_hole(
    camera: SimulatedCamera, *, address: str | None = None, port: int = RTSP_PORT
) -> Iterator[int]:
    """Swallow connections while the context lasts; gives the port, OSError when it is taken.

    A few fillers wait unanswered in SYN-SENT: their retries keep the line full.
    """
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address or camera.address, port))
        listener.listen(0)
        for _ in range(_FILLERS):
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])
