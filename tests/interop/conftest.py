"""The real probe, pool and engine, pointed at implementations that we did not write."""

import json
import os
import select
import subprocess
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from probes.engine import Engine
from probes.observation import Observation
from probes.picture.pool import DecodePool
from probes.rtsp_frame import PROBE, RtspFrame
from probes.scope import Scope
from probes.target import Credential, Target
from tests.interop.peers.gst_rtsp_server import ADDRESS, PASSWORD, USER
from tests.probes.certificates import Identity, make_identity

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = Path("/usr/bin/python3")
READY_WITHIN_S = 30.0

Attempt = Callable[..., Coroutine[Any, Any, Observation[RtspFrame]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GstServers:
    """GStreamer's servers by name, and which of its encoders are not installed."""

    ports: dict[str, int]
    missing: tuple[str, ...]
    process: subprocess.Popen[bytes]

    @property
    def has_died(self) -> bool:
        """Whether the peer ended by itself: it aborts where it finds its own state wrong."""
        return self.process.poll() is not None

    def uri(self, path: str, *, server: str = "open") -> str:
        if server not in self.ports:
            pytest.skip(f"GStreamer serves no {server} here: install glib-networking")
        scheme = "rtsps" if server == "tls" else "rtsp"
        return f"{scheme}://{ADDRESS}:{self.ports[server]}{path}"

    def need(self, element: str) -> None:
        if element in self.missing:
            pytest.skip(f"GStreamer has no {element} here: install its plugins")


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The certificate of the peer's TLS."""
    return make_identity(tmp_path_factory.mktemp("interop"))


@pytest.fixture(scope="session")
def gst(identity: Identity) -> Iterator[GstServers]:
    """GStreamer's RTSP servers, for as long as the tests run."""
    with gst_servers(identity) as servers:
        yield servers


@contextmanager
def gst_servers(identity: Identity) -> Iterator[GstServers]:
    """GStreamer's RTSP servers in a process of their own."""
    if not SYSTEM_PYTHON.exists():
        pytest.skip(f"no {SYSTEM_PYTHON}: GStreamer's bindings need the system's Python")
    command = [str(SYSTEM_PYTHON), "-m", "tests.interop.peers.gst_rtsp_server"]
    command += [str(identity.file), str(identity.file.with_name("key.pem"))]
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as peer:
        try:
            said = _first_line(peer)
            if "absent" in said:
                pytest.skip(f"install gir1.2-gst-rtsp-server-1.0: {said['absent']}")
            yield GstServers(ports=said["ports"], missing=tuple(said["missing"]), process=peer)
        finally:
            peer.kill()


def _first_line(peer: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the peer says when it is ready; its own errors are on the terminal."""
    assert peer.stdout is not None
    assert select.select([peer.stdout], [], [], READY_WITHIN_S)[0], "the peer said nothing"
    said: dict[str, Any] = json.loads(peer.stdout.readline() or b"null")
    return said


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool() -> AsyncIterator[DecodePool]:
    """One real decoding process for all tests."""
    async with DecodePool(1) as opened:
        yield opened


@pytest.fixture
def attempt(pool: DecodePool) -> Attempt:
    """Run the RTSP probe with its real limits; the password is GStreamer's unless told."""
    engine = Engine(Scope.parse(["127.0.0.0/8"]), pool, lambda: datetime.now(UTC))

    async def run(
        uri: str, *, password: str | None = PASSWORD, login: bool = True
    ) -> Observation[RtspFrame]:
        credential = None if password is None else Credential("peer", USER, password)
        target = Target(key="peer", host=ADDRESS, stream_uri=uri, credential=credential)
        seen, _ = await engine.attempt(PROBE, target, attempt=1, login=login)
        return seen

    return run
