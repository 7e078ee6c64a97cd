"""Our probes against ipycam, both inside one confined network namespace.

``python -m tests.interop.peers.ipycam_visit IPYCAM_PYTHON`` sets the loopback interface up,
starts two cameras (an open one, and a locked one that advertises a foreign host), visits them
and prints one JSON object: what discovery found, and a case's name to what was seen.
"""

import asyncio
import contextlib
import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from probes import onvif_device, rtsp_frame
from probes.engine import Engine
from probes.onvif_discovery import Question, ask_all
from probes.picture.pool import DecodePool
from probes.probe import Context, Probe
from probes.scope import Scope
from probes.target import Credential, Target
from tests.interop.peers import ipycam_camera
from tests.interop.peers.confinement import interface_names, refuse_unless_confined
from tests.interop.relay import relay_to

__all__ = ["FOREIGN_HOST", "HOST", "LOCKED", "OPEN"]

HOST = "127.0.0.1"
FOREIGN_HOST = "127.0.0.99"
OPEN, LOCKED = 0, 1

_CASES: dict[str, tuple[int, str | None]] = {
    "open": (OPEN, None),
    "open, needless password": (OPEN, "needless"),
    "locked": (LOCKED, ipycam_camera.PASSWORD),
    "locked, wrong password": (LOCKED, "wrong"),
    "locked, no password": (LOCKED, None),
}


@contextlib.contextmanager
def _camera(python: str, host: str, offset: int, *, locked: str) -> Iterator[str]:
    """A running camera; gives how it streams."""
    command = [python, "-m", "tests.interop.peers.ipycam_camera", host, str(offset), locked]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        try:
            yield json.loads(peer.stdout.readline())["mode"]
            peer.stdin.close()
            peer.wait(timeout=20)
        finally:
            peer.kill()


def _target(port: int, password: str | None) -> Target:
    credential = Credential("peer", ipycam_camera.USER, password) if password else None
    uri = f"http://{HOST}:{port}/onvif/device_service"
    return Target(key="ipycam", host=HOST, onvif_uri=uri, credential=credential)


async def _attempt(
    engine: Engine, probe: Probe[Any], target: Target
) -> tuple[dict[str, Any], Context[Any]]:
    seen, context = await engine.attempt(probe, target, attempt=1)
    failure = None if seen.failure is None else [seen.failure.step, seen.failure.kind.value]
    told = {
        "failure": failure,
        "answered": seen.answered,
        "payload": dataclasses.asdict(seen.payload) if seen.payload else None,
    }
    return told, context


async def _visit(engine: Engine, offset: int, password: str | None) -> dict[str, Any]:
    """The device first, through a witness, then every stream that it told."""
    async with relay_to(ipycam_camera.ONVIF_PORT + offset) as relay:
        target = _target(relay.port, password)
        device, context = await _attempt(engine, onvif_device.PROBE, target)
    streams = {}
    for uri in context.discovered_uris:
        playing = dataclasses.replace(target, stream_uri=uri)
        streams[uri], _ = await _attempt(engine, rtsp_frame.PROBE, playing)
    logins = len(re.findall(rb"<(?:\w+:)?UsernameToken\b", relay.said))
    return {"device": device, "streams": streams, "device_logins": logins}


async def _discover() -> dict[str, Any]:
    """Who answers a real multicast, on the namespace's own loopback interface."""
    found = await ask_all([Question(local=HOST)], wait=timedelta(seconds=1.5))
    return dataclasses.asdict(found)


async def _visit_all() -> dict[str, Any]:
    async with DecodePool(1) as pool:
        engine = Engine(Scope.parse([f"{HOST}/32"]), pool, lambda: datetime.now(UTC))
        return {name: await _visit(engine, *case) for name, case in _CASES.items()}


def _plain(value: object) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(type(value).__name__)


def main() -> None:
    subprocess.run(["ip", "link", "set", "lo", "up", "multicast", "on"], check=True)
    refuse_unless_confined(interface_names())
    subprocess.run(["ip", "route", "add", "239.0.0.0/8", "dev", "lo"], check=True)
    python = sys.argv[1]
    with (
        _camera(python, HOST, OPEN, locked="no") as first,
        _camera(python, FOREIGN_HOST, LOCKED, locked="yes") as second,
    ):
        discovered = asyncio.run(_discover())
        seen = asyncio.run(_visit_all())
    told = {"modes": [first, second], "cases": seen, "discovered": discovered}
    print(json.dumps(told, default=_plain))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
