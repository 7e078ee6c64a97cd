"""A simulated camera's ONVIF device and media service: SOAP 1.2 over HTTP, with limits.

The texts are left to :mod:`auditor.demo.onvif_answers`, the tokens to
:mod:`auditor.demo.onvif_token`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from auditor.demo import onvif_answers, onvif_settings
from auditor.demo.account import Account
from auditor.demo.cast import ONVIF_PORT, RTSP_PORT, SimulatedCamera
from auditor.demo.footage import Footage
from auditor.demo.messages import HEAD_LIMIT, MessageError, Request, answer, read_request
from auditor.demo.onvif_answers import DEVICE_NS, MEDIA_NS, PROFILES, Addresses, fault
from auditor.demo.onvif_token import TokenChecker

__all__ = ["BODY_LIMIT", "OnvifService", "serve_onvif", "utc_now"]

BODY_LIMIT = 64 * 1024

_MAX_CONNECTIONS = 32
_IDLE_S = 15.0
_VERSION = "HTTP/1.1"
_SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
_PATHS = frozenset({"/onvif/device_service", "/onvif/media_service"})
_ANONYMOUS = f"{{{DEVICE_NS}}}GetSystemDateAndTime"


def utc_now() -> datetime:
    """The true time, aware."""
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class OnvifService:
    """One camera's service: an HTTP request in, status and envelope out."""

    camera: SimulatedCamera
    footage: Footage
    tokens: TokenChecker
    addresses: Addresses
    clock: Callable[[], datetime] = utc_now

    def handle(self, request: Request) -> tuple[int, bytes]:
        """Answer one request; a fault is an answer too."""
        if request.uri not in _PATHS:
            return 404, b""
        if request.method != "POST":
            return 405, b""
        operation, header = _parse(request.body)
        if operation is None:
            return 400, fault("WellFormed", reason="The request is not a SOAP 1.2 envelope")
        now = self.clock() + self.camera.clock_offset
        if operation.tag == _ANONYMOUS:
            return 200, onvif_answers.date_and_time(now)
        if not self.tokens.accepts(header, now=now):
            return 400, fault("NotAuthorized", reason="Sender not Authorized")
        return self._operate(operation)

    def _operate(self, operation: etree._Element) -> tuple[int, bytes]:
        """Answer an operation that needs the account, to one who has proved it."""
        match operation.tag.removeprefix("{").split("}"):
            case [namespace, name] if namespace == DEVICE_NS:
                content = self._device(name)
            case [namespace, name] if namespace == MEDIA_NS:
                token = operation.findtext(f"{{{MEDIA_NS}}}ProfileToken", "").strip()
                content = self._media(name, token)
            case _:
                content = None
        if content is None:
            return 500, fault("ActionNotSupported", reason="Not implemented", sender=False)
        return 200, content

    def _device(self, name: str) -> bytes | None:
        """The device service, as far as it is played."""
        row, addresses = self.camera.row, self.addresses
        answers: dict[str, Callable[[], bytes]] = {
            "GetDeviceInformation": lambda: onvif_answers.device_information(row),
            "GetCapabilities": lambda: onvif_answers.capabilities(addresses),
            "GetServices": lambda: onvif_answers.services(addresses),
            "GetNTP": onvif_settings.time_server,
            "GetScopes": onvif_settings.scopes,
            "GetHostname": lambda: onvif_settings.host_name(row),
        }
        return answers[name]() if name in answers else None

    def _media(self, name: str, token: str) -> bytes | None:
        """The media service, as far as it is played; ``token`` names a profile."""
        if name == "GetProfiles":
            return onvif_answers.profiles(self.footage)
        if name == "GetOSDs":
            return onvif_settings.on_screen_texts()
        if name == "GetStreamUri" and token in PROFILES:
            return onvif_answers.stream_uri(self.addresses, token)
        return None


@dataclass(slots=True)
class _Port:
    """The listening side; the service is known once the port is."""

    service: OnvifService
    clients: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it goes, is idle for too long or breaks the rules."""
        if len(self.clients) >= _MAX_CONNECTIONS:
            writer.close()
            return
        self.clients.add(writer)
        try:
            await self._converse(reader, writer)
        except MessageError as error:
            writer.write(answer(error.status, version=_VERSION))
        except (OSError, asyncio.IncompleteReadError):
            pass  # gone or silent for too long: the client's right
        except asyncio.CancelledError:
            pass  # the community ends; streams of Python 3.11 print a handler that says so
        finally:
            self.clients.discard(writer)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
        while True:
            async with asyncio.timeout(_IDLE_S):
                request = await read_request(reader, body_limit=BODY_LIMIT)
            if request is None:
                return
            status, body = self.service.handle(request)
            writer.write(answer(status, version=_VERSION, headers=headers, body=body))
            async with asyncio.timeout(_IDLE_S):
                await writer.drain()


async def serve_onvif(
    camera: SimulatedCamera,
    footage: Footage,
    account: Account,
    *,
    address: str | None = None,
    port: int = ONVIF_PORT,
    rtsp_port: int = RTSP_PORT,
) -> asyncio.Server:
    """Listen on the camera's address (or ``address``); port 0 takes a free one.

    Raises OSError when the address cannot be bound.
    """
    host = address or camera.address
    advertised = camera.advertised_host or host
    service = OnvifService(
        camera=camera,
        footage=footage,
        tokens=TokenChecker(account),
        addresses=Addresses(host=advertised, onvif_port=port, rtsp_port=rtsp_port),
    )
    handler = _Port(service)
    server = await asyncio.start_server(handler.serve, host, port, limit=HEAD_LIMIT)
    real_port = server.sockets[0].getsockname()[1]
    service.addresses = Addresses(host=advertised, onvif_port=real_port, rtsp_port=rtsp_port)
    return server


def _parse(body: bytes) -> tuple[etree._Element | None, etree._Element | None]:
    """The operation's element and the SOAP header; nothing for what is no envelope.

    A document type is refused as SOAP demands (SOAP 1.2, 5), entities are never resolved.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        envelope = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, None
    if envelope.tag != f"{_SOAP}Envelope" or _has_document_type(envelope):
        return None, None
    content = envelope.find(f"{_SOAP}Body")
    operation = None if content is None else content.find("*")
    return operation, envelope.find(f"{_SOAP}Header")


def _has_document_type(element: etree._Element) -> bool:
    return element.getroottree().docinfo.internalDTD is not None
