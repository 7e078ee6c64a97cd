"""What a visit really dials: real servers inside and outside of the allowed network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.footage import Footage, Recipe, shoot
from auditor.demo.onvif_server import serve_onvif, utc_now
from probes.engine import Engine
from probes.failure import FailureKind
from probes.observation import Observation
from probes.rtsp_client import Limits
from probes.rtsp_frame import Timing, build
from probes.scope import Scope
from probes.target import Credential, Target
from probes.visit import ProbeSet, Visit
from tests.probes.fake_probes import NOW, engine
from tests.probes.onvif.stub_camera import PASSWORD, USERNAME, StubCamera

ACCOUNT = Account("inspector", "Inv3nted")
CREDENTIAL = Credential("cameras", ACCOUNT.username, ACCOUNT.password)
OUTSIDE = "127.0.79.1"
QUICK = Timing(
    first_frame=timedelta(seconds=1),
    dialogue=timedelta(seconds=5),
    margin=timedelta(seconds=0.5),
    limits=Limits(answer=2.0),
)


@dataclass(slots=True)
class Door:
    """A listening port that counts who comes, and says ``answer`` to each request."""

    answer: str = ""
    port: int = 0
    visitors: int = 0
    requests: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visitors += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                text = head.decode()
                self.requests.append(text)
                cseq = text.partition("CSeq: ")[2].partition("\r\n")[0]
                writer.write(self.answer.format(cseq=cseq).encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(door: Door, address: str) -> AsyncIterator[Door]:
    server = await asyncio.start_server(door.serve, address, 0)
    door.port = server.sockets[0].getsockname()[1]
    try:
        yield door
    finally:
        server.close()


async def visit(target: Target, *, of: Engine | None = None) -> list[Observation[object]]:
    one = Visit(
        engine=of or engine(),
        probes=replace(ProbeSet(), stream=build(timing=QUICK)),
        target=target,
        attempt=1,
    )
    return [observation async for observation in one.observations()]


def kinds(seen: list[Observation[object]]) -> list[tuple[str, FailureKind | None]]:
    return [(one.probe, one.failure.kind if one.failure else None) for one in seen]


@pytest.fixture(scope="module")
def footage() -> Footage:
    return shoot(Recipe(gop=5, length=5), started=NOW)


async def test_a_registered_address_outside_is_never_dialled() -> None:
    async with listening(Door(), OUTSIDE) as door:
        uri, device = f"rtsp://{OUTSIDE}:{door.port}/main", f"http://{OUTSIDE}:{door.port}/onvif"
        seen = await visit(Target(key="1", host=OUTSIDE, stream_uri=uri, onvif_uri=device))
    not_allowed = FailureKind.ADDRESS_NOT_ALLOWED
    assert kinds(seen) == [("tcp_connect", not_allowed), ("onvif_device", not_allowed)]
    assert door.visitors == 0


async def test_each_uri_s_own_host_is_checked() -> None:
    async with listening(Door(), OUTSIDE) as outside, listening(Door(), "127.0.78.1") as inside:
        target = Target(
            key="1",
            host="127.0.78.1",
            stream_uri=f"rtsp://{OUTSIDE}:{outside.port}/main",
            onvif_uri=f"http://127.0.78.1:{inside.port}/onvif/device_service",
        )
        inside.answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        seen = await visit(target)
    assert kinds(seen) == [
        ("tcp_connect", FailureKind.ADDRESS_NOT_ALLOWED),
        ("onvif_device", FailureKind.NOT_FOUND),
    ]
    assert (outside.visitors, inside.visitors) == (0, 1)


async def test_addresses_that_onvif_advertises_are_never_dialled(footage: Footage) -> None:
    camera = SimulatedCamera(row=3, onvif=True, advertised_host=OUTSIDE)
    inside = Door("RTSP/1.0 404 Not Found\r\nCSeq: {cseq}\r\n\r\n")
    async with listening(Door(), OUTSIDE) as outside, listening(inside, "127.0.78.3"):
        server = await serve_onvif(
            camera, footage, ACCOUNT, address="127.0.78.3", port=0, rtsp_port=inside.port
        )
        port = server.sockets[0].getsockname()[1]
        decoy = await asyncio.start_server(outside.serve, OUTSIDE, port)
        decoy_stream = await asyncio.start_server(outside.serve, OUTSIDE, inside.port)
        target = Target(
            key="1",
            host="127.0.78.3",
            onvif_uri=f"http://127.0.78.3:{port}/onvif/device_service",
            credential=CREDENTIAL,
        )
        now = Engine(Scope.parse(["127.0.78.0/24"]), engine().decoder, utc_now)
        seen = await visit(target, of=now)
        for one in (server, decoy, decoy_stream):
            one.close()
    payload: Any = seen[0].payload
    assert payload.advertised_hosts == (OUTSIDE,)
    assert kinds(seen) == [
        ("onvif_device", None),
        ("rtsp_frame", FailureKind.NOT_FOUND),
        ("rtsp_frame", FailureKind.NOT_FOUND),
    ]
    assert (outside.visitors, inside.visitors) == (0, 2)


async def test_a_redirect_to_another_host_is_never_followed() -> None:
    async with listening(Door(), OUTSIDE) as outside:
        location = f"rtsp://{OUTSIDE}:{outside.port}/main"
        answer = f"RTSP/1.0 302 Moved\r\nCSeq: {{cseq}}\r\nLocation: {location}\r\n\r\n"
        async with listening(Door(answer), "127.0.78.4") as inside:
            uri = f"rtsp://127.0.78.4:{inside.port}/main"
            seen = await visit(Target(key="1", host="127.0.78.4", stream_uri=uri))
    assert kinds(seen) == [("tcp_connect", None), ("rtsp_frame", FailureKind.PROTOCOL_ERROR)]
    assert seen[1].failure is not None
    assert seen[1].failure.detail == "redirect to another host refused"
    assert outside.visitors == 0


async def test_a_rejected_password_reaches_the_device_once() -> None:
    challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"\r\n'
    rtsp = Door(f"RTSP/1.0 401 Unauthorized\r\nCSeq: {{cseq}}\r\n{challenge}\r\n")
    onvif = StubCamera(closed=True, address="127.0.78.5")
    async with listening(rtsp, "127.0.78.5"), onvif.serving():
        target = Target(
            key="1",
            host="127.0.78.5",
            stream_uri=f"rtsp://127.0.78.5:{rtsp.port}/main",
            onvif_uri=f"http://127.0.78.5:{onvif.port}/onvif/device_service",
            credential=Credential("cameras", USERNAME, PASSWORD + "x"),
        )
        seen = await visit(target)
    assert kinds(seen) == [
        ("tcp_connect", None),
        ("rtsp_frame", FailureKind.AUTHENTICATION_REJECTED),
        ("onvif_device", FailureKind.LOGIN_WITHHELD),
    ]
    assert sum("Authorization:" in text for text in rtsp.requests) == 1
    assert set(onvif.logins) == {"none"}
    assert PASSWORD not in repr(seen)
