"""The ONVIF service as zeep sees it, with the WSDLs of onvif-zeep; then its limits."""

import asyncio
import contextlib
import sysconfig
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zeep.helpers
import zeep.wsse

from auditor.demo.account import Account
from auditor.demo.cast import SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.messages import Request
from auditor.demo.onvif_answers import Addresses
from auditor.demo.onvif_server import BODY_LIMIT, OnvifService, serve_onvif
from auditor.demo.onvif_token import TokenChecker

ADDRESS = "127.0.77.50"
peer: Any = zeep  # its annotations cover only a part
WSDL = Path(sysconfig.get_path("purelib"), "wsdl")
MEDIA_OPERATIONS = ("GetProfiles", "GetStreamUri", "GetOSDs")
DEVICE = "http://www.onvif.org/ver10/device/wsdl"
SOAP = "http://www.w3.org/2003/05/soap-envelope"


@pytest.fixture(scope="module")
def documents() -> dict[str, Any]:
    """Parsed once: this takes most of the time."""
    transport = peer.Transport(timeout=5, operation_timeout=5)
    paths = {"device": "devicemgmt.wsdl", "media": "media.wsdl"}
    return {name: peer.wsdl.Document(str(WSDL / path), transport) for name, path in paths.items()}


Ask = Callable[..., Any]


@contextlib.asynccontextmanager
async def service(
    camera: SimulatedCamera, footage: Footage, account: Account
) -> AsyncIterator[int]:
    """The port of a running service; its streams are said to be on port 8554."""
    server = await serve_onvif(camera, footage, account, address=ADDRESS, port=0, rtsp_port=8554)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


@pytest.fixture
def ask(documents: dict[str, Any], account: Account) -> Ask:
    """Call one operation by zeep in a thread."""

    def call(port: int, operation: str, *, created: datetime | None, **arguments: Any) -> Any:
        name = "media" if operation in MEDIA_OPERATIONS else "device"
        token = peer.wsse.UsernameToken(
            account.username,
            account.password,
            use_digest=True,
            created=created,
            zulu_timestamp=True,
        )
        transport = peer.Transport(timeout=5, operation_timeout=5)
        client = peer.Client(documents[name], wsse=token, transport=transport)
        binding = f"{{http://www.onvif.org/ver10/{name}/wsdl}}{name.title()}Binding"
        url = f"http://{ADDRESS}:{port}/onvif/{name}_service"
        with transport.session:
            return client.create_service(binding, url)[operation](**arguments)

    async def in_thread(
        port: int, operation: str, *, created: datetime | None = None, **arguments: Any
    ) -> Any:
        return await asyncio.to_thread(call, port, operation, created=created, **arguments)

    return in_thread


async def test_device_information(ask: Ask, footage: Footage, account: Account) -> None:
    async with service(SimulatedCamera(row=17), footage, account) as port:
        answer = await ask(port, "GetDeviceInformation")
    assert peer.helpers.serialize_object(answer, dict) == {
        "Manufacturer": "Simulated",
        "Model": "Demonstration camera",
        "FirmwareVersion": "1.0.0",
        "SerialNumber": "SIM-0017",
        "HardwareId": "loopback",
    }


async def test_services_are_found_both_ways(ask: Ask, footage: Footage, account: Account) -> None:
    async with service(SimulatedCamera(row=1), footage, account) as port:
        found = await ask(port, "GetCapabilities", Category="All")
        listed = await ask(port, "GetServices", IncludeCapability=False)
    base = f"http://{ADDRESS}:{port}/onvif"
    expected = [f"{base}/device_service", f"{base}/media_service"]
    assert [found.Device.XAddr, found.Media.XAddr] == expected
    assert [each.XAddr for each in listed] == expected
    assert found.Media.StreamingCapabilities.RTP_RTSP_TCP is True


async def test_profiles_tell_what_is_streamed(
    ask: Ask, footage: Footage, footage_h265: Footage, account: Account
) -> None:
    mixed = Footage(footage_h265.main, footage.sub)
    async with service(SimulatedCamera(row=1), mixed, account) as port:
        answer = await ask(port, "GetProfiles")
    assert [
        (
            profile.token,
            profile.VideoEncoderConfiguration.Encoding,
            profile.VideoEncoderConfiguration.Resolution.Width,
            profile.VideoEncoderConfiguration.Resolution.Height,
            profile.VideoEncoderConfiguration.SessionTimeout,
        )
        for profile in answer
    ] == [
        ("main", "H265", 1280, 720, timedelta(minutes=1)),
        ("sub", "H264", 640, 360, timedelta(minutes=1)),
    ]


async def test_settings_are_told(ask: Ask, footage: Footage, account: Account) -> None:
    async with service(SimulatedCamera(row=17), footage, account) as port:
        server = await ask(port, "GetNTP")
        name = await ask(port, "GetHostname")
        found = await ask(port, "GetScopes")
        (drawn,) = await ask(port, "GetOSDs")
    assert (server.FromDHCP, server.NTPManual[0].IPv4Address) == (False, "127.0.0.1")
    assert name.Name == "simulated-0017"
    assert found[1].ScopeItem == "onvif://www.onvif.org/Profile/Streaming"
    assert drawn.TextString.Type == "DateAndTime"


SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}


@pytest.mark.parametrize("advertised", [None, "127.0.0.99"])
async def test_the_stream_is_where_the_camera_believes(
    ask: Ask, footage: Footage, account: Account, advertised: str | None
) -> None:
    camera = SimulatedCamera(row=1, advertised_host=advertised)
    async with service(camera, footage, account) as port:
        answer = await ask(port, "GetStreamUri", StreamSetup=SETUP, ProfileToken="sub")
        found = await ask(port, "GetCapabilities", Category="All")
    host = advertised or ADDRESS
    assert answer.Uri == f"rtsp://{host}:8554/sub"
    assert found.Media.XAddr == f"http://{host}:{port}/onvif/media_service"


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(hours=3), timedelta(days=-400)])
async def test_the_clock_must_be_asked_for_first(
    ask: Ask, footage: Footage, account: Account, offset: timedelta
) -> None:
    camera = SimulatedCamera(row=1, clock_offset=offset)
    async with service(camera, footage, account) as port:
        clock = (await ask(port, "GetSystemDateAndTime")).UTCDateTime
        date, time = clock.Date, clock.Time
        told = datetime(
            date.Year, date.Month, date.Day, time.Hour, time.Minute, time.Second, tzinfo=UTC
        )
        answer = await ask(port, "GetDeviceInformation", created=told)
        if offset:
            with pytest.raises(peer.exceptions.Fault, match="Sender not Authorized") as caught:
                await ask(port, "GetDeviceInformation")
            assert [code.localname for code in caught.value.subcodes] == ["NotAuthorized"]
    assert answer.Manufacturer == "Simulated"


async def test_a_wrong_password_is_a_fault(ask: Ask, footage: Footage) -> None:
    camera = SimulatedCamera(row=6)
    async with service(camera, footage, Account("inspector", "another")) as port:
        with pytest.raises(peer.exceptions.Fault, match="Sender not Authorized"):
            await ask(port, "GetProfiles")


async def test_what_is_not_played_is_a_fault(ask: Ask, footage: Footage, account: Account) -> None:
    async with service(SimulatedCamera(row=1), footage, account) as port:
        with pytest.raises(peer.exceptions.Fault, match="Not implemented"):
            await ask(port, "GetNetworkInterfaces")
        with pytest.raises(peer.exceptions.Fault, match="Not implemented"):
            await ask(port, "GetStreamUri", StreamSetup=SETUP, ProfileToken="third")


def handle(footage: Footage, body: bytes, **changes: str) -> tuple[int, bytes]:
    """The answer without a network, of a camera whose clock is an hour ahead."""
    played = OnvifService(
        camera=SimulatedCamera(row=1, clock_offset=timedelta(hours=1)),
        footage=footage,
        tokens=TokenChecker(Account("inspector", "right-password")),
        addresses=Addresses(host=ADDRESS, onvif_port=1, rtsp_port=2),
        clock=lambda: datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    parts = {"method": "POST", "uri": "/onvif/device_service"} | changes
    return played.handle(Request(headers={}, body=body, **parts))


def envelope(content: str, *, prolog: str = "") -> bytes:
    body = f'<e:Body><GetSystemDateAndTime xmlns="{DEVICE}">{content}</GetSystemDateAndTime>'
    return f'{prolog}<e:Envelope xmlns:e="{SOAP}">{body}</e:Body></e:Envelope>'.encode()


def test_anybody_may_ask_for_the_time(footage: Footage) -> None:
    status, body = handle(footage, envelope(""))
    assert status == 200
    assert b"<tt:Hour>4</tt:Hour><tt:Minute>4</tt:Minute><tt:Second>5</tt:Second>" in body
    assert b"<tt:Year>2025</tt:Year><tt:Month>1</tt:Month><tt:Day>2</tt:Day>" in body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not XML",
        b"\xff\xfe\x00",
        b"<html/>",
        f'<e:Envelope xmlns:e="{SOAP}"/>'.encode(),
        f'<e:Envelope xmlns:e="{SOAP}"><e:Body/></e:Envelope>'.encode(),
        b"<a>" * 10_000,
        envelope("&x;", prolog='<!DOCTYPE x [<!ENTITY x "y">]>'),
        envelope("", prolog='<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
    ],
)
def test_what_is_no_envelope_is_a_fault(footage: Footage, body: bytes) -> None:
    status, text = handle(footage, body)
    assert (status, b"ter:WellFormed" in text) == (400, True)


def test_only_posts_to_the_two_services(footage: Footage) -> None:
    assert handle(footage, envelope(""), uri="/") == (404, b"")
    assert handle(footage, envelope(""), method="GET") == (405, b"")


async def test_a_body_beyond_the_limit_is_not_read(footage: Footage, account: Account) -> None:
    async with service(SimulatedCamera(row=1), footage, account) as port:
        reader, writer = await asyncio.open_connection(ADDRESS, port)
        head = f"POST / HTTP/1.1\r\nContent-Length: {BODY_LIMIT + 1}\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 413 Request Entity Too Large\r\n")
