"""The requests that may be sent: the closed list, and each one's XML.

zeep makes the device and media (ver10) requests from onvif-zeep's WSDL files, once a process:
between cameras only a profile's token differs.  onvif-zeep ships no WSDL of Media2 (ver20),
so its two requests are written out here.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from probes.failure import FailureKind, ProbeError
from probes.onvif.documents import DEVICE, MEDIA, Service, load_document

__all__ = [
    "ALLOWED",
    "MEDIA2_NAMESPACE",
    "MEDIA_NAMESPACE",
    "Request",
    "check_allowed",
    "device_request",
    "envelope",
    "media2_request",
    "media_request",
]

DEVICE_NAMESPACE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA_NAMESPACE = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2_NAMESPACE = "http://www.onvif.org/ver20/media/wsdl"

_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_TOKEN_MARK = "PROFILE-TOKEN"  # noqa: S105  # a placeholder in the request's text

# Everything that this program can say to a device.  An audit reads; nothing is configured,
# created, subscribed to or restarted, whatever the code above asks for.
ALLOWED: frozenset[tuple[str, str]] = frozenset(
    {
        *(
            (DEVICE_NAMESPACE, name)
            for name in (
                "GetSystemDateAndTime",
                "GetDeviceInformation",
                "GetServices",
                "GetCapabilities",
                "GetNTP",
                "GetHostname",
                "GetScopes",
            )
        ),
        *(
            (MEDIA_NAMESPACE, name)
            for name in ("GetProfiles", "GetStreamUri", "GetSnapshotUri", "GetOSDs")
        ),
        *((MEDIA2_NAMESPACE, name) for name in ("GetProfiles", "GetStreamUri")),
    }
)

_ARGUMENTS: Mapping[str, Mapping[str, object]] = {
    "GetServices": {"IncludeCapability": False},
    "GetCapabilities": {"Category": "All"},
    "GetStreamUri": {
        "StreamSetup": {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}},
        "ProfileToken": _TOKEN_MARK,
    },
    "GetSnapshotUri": {"ProfileToken": _TOKEN_MARK},
}
_MEDIA2_CONTENT = {
    "GetProfiles": "<m:Type>VideoEncoder</m:Type>",
    "GetStreamUri": f"<m:Protocol>RTSP</m:Protocol><m:ProfileToken>{_TOKEN_MARK}</m:ProfileToken>",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One operation: its namespace, its name and the XML of its element."""

    namespace: str
    name: str
    content: str

    @property
    def action(self) -> str:
        """The SOAP action, by which some devices choose the operation."""
        return f"{self.namespace}/{self.name}"


def device_request(name: str) -> Request:
    """An operation of the device service; `ProbeError` (bug) outside the closed list."""
    return _by_zeep(DEVICE, DEVICE_NAMESPACE, name)


def media_request(name: str, *, profile: str | None = None) -> Request:
    """An operation of the media service, for one profile's token where it takes one."""
    return _with_token(_by_zeep(MEDIA, MEDIA_NAMESPACE, name), profile)


def media2_request(name: str, *, profile: str | None = None) -> Request:
    """An operation of the Media2 service."""
    _check_listed(MEDIA2_NAMESPACE, name)
    content = f'<m:{name} xmlns:m="{MEDIA2_NAMESPACE}">{_MEDIA2_CONTENT[name]}</m:{name}>'
    return _with_token(Request(MEDIA2_NAMESPACE, name, content), profile)


def envelope(request: Request, *, security: str = "") -> bytes:
    """The SOAP 1.2 message; ``security`` is the header's XML, empty without a login."""
    header = f"<s:Header>{security}</s:Header>" if security else ""
    body = f"<s:Body>{request.content}</s:Body>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{_SOAP}">{header}{body}'
    return f"{text}</s:Envelope>".encode()


def check_allowed(message: bytes) -> None:
    """Raise `ProbeError` (bug) unless ``message`` asks for one operation of the closed list.

    The message itself is read, as a device would read it: who made it is of no account.
    """
    try:
        root = etree.fromstring(message, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise ProbeError(FailureKind.BUG, "the request is no XML") from None
    bodies = [child for child in root if child.tag == f"{{{_SOAP}}}Body"]
    operations = [operation for body in bodies for operation in body]
    has_type = root.getroottree().docinfo.internalDTD is not None
    if (
        root.tag != f"{{{_SOAP}}}Envelope"
        or has_type
        or len(operations) != 1
        or not isinstance(operations[0].tag, str)
    ):
        raise ProbeError(FailureKind.BUG, "the request does not ask for one operation")
    name = etree.QName(operations[0])
    _check_listed(name.namespace or "", name.localname)


@functools.cache
def _parser() -> etree.XMLParser:
    """Made once: making one takes as long as reading a message."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _check_listed(namespace: str, name: str) -> None:
    if (namespace, name) not in ALLOWED:
        raise ProbeError(FailureKind.BUG, f"refused to ask a device for {name[:64]}")


@functools.cache
def _by_zeep(service: Service, namespace: str, name: str) -> Request:
    """The request as zeep's types make it."""
    _check_listed(namespace, name)
    binding = load_document(service.wsdl).bindings[service.binding]
    message = binding.get(name).create(**_ARGUMENTS.get(name, {}))  # type: ignore[no-untyped-call]  # zeep
    operation = message.content[-1][0]
    return Request(namespace, name, etree.tostring(operation, encoding="unicode"))


def _with_token(request: Request, profile: str | None) -> Request:
    if profile is None:
        return request
    content = request.content.replace(_TOKEN_MARK, escape(profile))
    return Request(request.namespace, request.name, content)
