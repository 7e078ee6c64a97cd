"""A device on loopback that answers WS-Discovery, well or badly."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.probes.onvif.stub_camera import MESSAGES

__all__ = ["Responder", "responding"]


@dataclass(slots=True, kw_only=True)
class Responder:
    """Answers each question with ``messages`` in turn, each ``times`` times."""

    messages: tuple[str, ...] = ("probe_matches.xml",)
    times: int = 1
    port: int = 0
    address: str = "127.0.0.1"
    asked: list[bytes] = field(default_factory=list)

    def answers(self, question: bytes) -> Iterator[bytes]:
        found = re.search(rb"MessageID>([^<]*)<", question)
        relates = found.group(1) if found else b""
        for message in self.messages:
            yield from [
                (MESSAGES / message).read_bytes().replace(b"@RELATES@", relates)
            ] * self.times


@contextmanager
def responding(responder: Responder) -> Iterator[Responder]:
    """Listen in a thread until the block ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind((responder.address, 0))
        responder.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, responder))
        thread.start()
        try:
            yield responder
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waking:
                waking.sendto(b"", (responder.address, responder.port))
            thread.join()


def _serve(listening: socket.socket, responder: Responder) -> None:
    while True:
        question, sender = listening.recvfrom(65_535)
        if not question:
            return
        responder.asked.append(question)
        for answer in responder.answers(question):
            listening.sendto(answer, sender)
