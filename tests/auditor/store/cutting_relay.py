"""A relay between a client and the server's socket that cuts a connection at its next COMMIT."""

import contextlib
import enum
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Cut", "CuttingRelay", "cutting_relay"]

_COMMIT = b"COMMIT"


class Cut(enum.Enum):
    """Where: before the server hears of it, or before the client hears that it was done."""

    NEVER = enum.auto()
    BEFORE = enum.auto()
    AFTER = enum.auto()


@dataclass(slots=True)
class CuttingRelay:
    """``cut`` is what becomes of the next COMMIT, once."""

    server: Path
    port: int = 0
    cut: Cut = Cut.NEVER
    cuts: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)

    def listen(self) -> None:
        """Take connections until the listener is closed."""
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _relay(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, selectors.DefaultSelector() as both:
            server.connect(str(self.server))
            both.register(client, selectors.EVENT_READ, server)
            both.register(server, selectors.EVENT_READ, client)
            with contextlib.suppress(OSError):
                while self._pass_on(both, client, server):
                    pass

    def _pass_on(
        self, both: selectors.BaseSelector, client: socket.socket, server: socket.socket
    ) -> bool:
        """Whether the connection lives on."""
        for key, _ in both.select():
            source, sink = key.fileobj, key.data
            assert isinstance(source, socket.socket)
            data = source.recv(1 << 16)
            if not data:
                return False
            is_cut = source is client and _COMMIT in data and self.cut is not Cut.NEVER
            if is_cut and self.cut is Cut.BEFORE:
                return self._has_cut()
            sink.sendall(data)
            if is_cut:
                server.recv(1 << 16)  # the server's word that it is done
                return self._has_cut()
        return True

    def _has_cut(self) -> bool:
        self.cut, self.cuts = Cut.NEVER, self.cuts + 1
        return False


@contextmanager
def cutting_relay(server: Path) -> Iterator[CuttingRelay]:
    """A relay to the server's Unix socket."""
    relay = CuttingRelay(server)
    relay.listen()
    thread = threading.Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join()
