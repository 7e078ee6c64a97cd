"""Every misbehaviour ends, and soon: through the engine, with its deadline and nothing else."""

import contextlib
import gzip
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from probes.engine import Engine
from probes.failure import FailureKind
from probes.observation import Observation
from probes.onvif.documents import DEVICE, MEDIA, load_document
from probes.onvif_device import PROBE, OnvifDevice
from probes.scope import Scope
from probes.target import Target
from tests.probes.onvif.attempt import NoDecoder, target_of
from tests.probes.onvif.stub_camera import MESSAGES, Reply, StubCamera

SOON = timedelta(seconds=0.4)
# Not what it should take, but what a busy machine may make of it.
AT_MOST_S = 3.0

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(b"<a>" + b" " * 20_000_000 + b"</a>")
BOMB_HEAD = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n".encode()
TIMED_OUT, NO_PROTOCOL = FailureKind.RESPONSE_TIMED_OUT, FailureKind.PROTOCOL_ERROR

MANNERS = {
    "mute": (Reply(manner="mute"), TIMED_OUT),
    "drip of a body": (Reply(manner="drip"), TIMED_OUT),
    "drip of a head": (Reply(manner="drip_raw", raw=b"H"), TIMED_OUT),
    "drip of a head line by line": (
        Reply(manner="drip_raw", raw=b"HTTP/1.1 100 Continue\r\n\r\n"),
        TIMED_OUT,
    ),
    "endless interim answers": (
        Reply(manner="endless_raw", raw=b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
        TIMED_OUT,
    ),
    "endless body": (Reply(manner="endless"), NO_PROTOCOL),
    "endless body of a refusal": (Reply(manner="endless", status=401), NO_PROTOCOL),
    "endless head": (
        Reply(manner="endless_raw", raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 9999),
        NO_PROTOCOL,
    ),
    "endless chunk sizes": (Reply(manner="endless_raw", raw=CHUNKED + b"0" * 9999), NO_PROTOCOL),
    "gzip bomb": (Reply(manner="raw", raw=BOMB_HEAD + BOMB), NO_PROTOCOL),
    "hang up": (Reply(manner="hang_up"), FailureKind.CONNECTION_RESET),
    "cut body": (Reply(manner="raw", raw=OK + b"Content-Length: 99\r\n\r\n<a"), NO_PROTOCOL),
    "garbage": (Reply(manner="raw", raw=bytes(range(256)) * 8), NO_PROTOCOL),
    "RTSP on the port": (Reply(manner="raw", raw=b"RTSP/1.0 400 Bad\r\n\r\n"), NO_PROTOCOL),
    "SSH on the port": (Reply(manner="raw", raw=b"SSH-2.0-x\r\n"), NO_PROTOCOL),
    "redirect": (Reply(status=302, headers=(("Location", "/onvif/device_service"),)), NO_PROTOCOL),
    "billion laughs": (Reply(message="entity_bomb.xml"), NO_PROTOCOL),
    "billion laughs in UTF-16": (Reply(message="billion_laughs_utf16.xml"), NO_PROTOCOL),
    "external entity": (Reply(message="external_entity.xml"), NO_PROTOCOL),
    "nested too deep": (Reply(message="nested_too_deep.xml"), NO_PROTOCOL),
    "HTML": (Reply(message="html_page.html"), NO_PROTOCOL),
    "HTTP 500 without a body": (Reply(status=500), NO_PROTOCOL),
}


@pytest.fixture(scope="module", autouse=True)
def documents() -> None:
    """Parsed before anything is timed: it happens once a process."""
    for service in (DEVICE, MEDIA):
        load_document(service.wsdl)


async def attempt(
    target: Target, *, deadline: timedelta = PROBE.deadline
) -> Observation[OnvifDevice]:
    engine = Engine(Scope.parse(["127.0.0.0/8"]), NoDecoder(), lambda: datetime.now(UTC))
    began = time.monotonic()
    seen, _ = await engine.attempt(replace(PROBE, deadline=deadline), target, attempt=1)
    assert time.monotonic() - began < AT_MOST_S
    return seen


def _deadline(kind: FailureKind) -> timedelta:
    """Short where only the deadline can end it; what ends by itself has the usual time."""
    return SOON if kind is TIMED_OUT else PROBE.deadline


@pytest.mark.parametrize("name", MANNERS)
async def test_the_first_answer_may_be_anything(name: str) -> None:
    reply, kind = MANNERS[name]
    camera = StubCamera(replies={"GetSystemDateAndTime": reply})
    async with camera.serving():
        seen = await attempt(target_of(camera), deadline=_deadline(kind))
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == ("system_date_time", kind)
    assert set(camera.logins) == {"none"}


@pytest.mark.parametrize("operation", ["GetDeviceInformation", "GetProfiles", "GetStreamUri"])
@pytest.mark.parametrize("name", ["mute", "drip of a body", "endless body", "hang up"])
async def test_what_was_learned_before_is_kept(operation: str, name: str) -> None:
    reply, kind = MANNERS[name]
    async with StubCamera(replies={operation: reply}).serving() as camera:
        seen = await attempt(target_of(camera), deadline=_deadline(kind))
    assert seen.failure is not None
    assert seen.failure.kind is kind
    assert seen.answered
    assert seen.payload is not None
    assert seen.payload.clock is not None


async def test_a_profile_list_of_a_megabyte_is_read_in_time() -> None:
    empty = (MESSAGES / "profiles_none.xml").read_text("utf-8")
    head = empty.partition("<env:Body>")[0]
    entry = '<trt:Profiles token="p{}"><tt:Name>n</tt:Name></trt:Profiles>'
    profiles = "".join(entry.format(number) for number in range(14_000))
    body = f"<trt:GetProfilesResponse>{profiles}</trt:GetProfilesResponse>"
    message = f"{head}<env:Body>{body}</env:Body></env:Envelope>".encode()
    assert 800_000 < len(message) < 1_000_000
    raw = OK + f"Content-Length: {len(message)}\r\n\r\n".encode() + message
    camera = StubCamera(replies={"GetProfiles": Reply(manner="raw", raw=raw)})
    async with camera.serving():
        seen = await attempt(target_of(camera))
    assert seen.payload is not None
    assert len(seen.payload.profiles) == 8


async def test_a_port_that_swallows_connections_times_out() -> None:
    """A listener whose backlog is full answers no SYN, as a firewall that drops."""
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        for _ in range(4):
            filler = waiting.enter_context(socket.socket())
            filler.setblocking(False)  # noqa: FBT003  # the socket's own way
            filler.connect_ex(("127.0.0.1", port))
        uri = f"http://127.0.0.1:{port}/onvif/device_service"
        seen = await attempt(Target(key="k", host="127.0.0.1", onvif_uri=uri), deadline=SOON)
    assert seen.failure is not None
    assert (seen.failure.step, seen.failure.kind) == ("connect", FailureKind.CONNECTION_TIMED_OUT)
    assert not seen.answered
