"""HTTP for zeep that reaches one address only and reads only so much.

It offers what zeep asks of an asynchronous transport (``post_xml``).  zeep's own class is
not inherited: it builds a second client for fetching WSDLs, writes whole envelopes with
their digests into the log, and reads bodies of any size.  Time limits are left to the
caller: cancelling aborts whatever the peer is doing.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from lxml import etree

from probes.failure import FailureKind, ProbeError
from probes.onvif.hosts import same_host

__all__ = ["MAX_BODY_BYTES", "OnvifTransport", "SoapResponse", "open_transport"]

MAX_BODY_BYTES = 1_000_000

_REFUSED = frozenset({401, 403})
_STATUS_KINDS = {
    404: FailureKind.NOT_FOUND,
    405: FailureKind.NOT_SUPPORTED,
    501: FailureKind.NOT_SUPPORTED,
}


@dataclass(frozen=True, slots=True)
class SoapResponse:
    """What zeep reads of an HTTP response; no header of the peer is passed on."""

    status_code: int
    content: bytes = field(repr=False)
    encoding: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class OnvifTransport:
    """Posts envelopes for ``registered_host`` to ``address``, an IP literal.

    ``sending`` is called when a connection is up and a request begins, ``heard`` when the
    peer answers 401.  ``answers`` counts the bodies received.
    """

    client: httpx.AsyncClient
    registered_host: str
    address: str
    sending: Callable[[], None]
    heard: Callable[[], None]
    answers: int = 0

    async def post_xml(
        self, address: str, envelope: etree._Element, headers: Mapping[str, str]
    ) -> SoapResponse:
        """Send ``envelope`` to the URL ``address``; called by zeep.

        `ProbeError` for an HTTP answer that holds no SOAP; httpx's errors pass through.
        """
        url = httpx.URL(address)
        if not same_host(url.host, self.registered_host):
            raise ProbeError(FailureKind.ADDRESS_NOT_ALLOWED, "not the registered host")
        status, challenge, body = await self._exchange(url, envelope, headers)
        if status in _REFUSED:
            self._note_refusal(status)
            raise ProbeError(FailureKind.AUTHENTICATION_REQUIRED, _refusal(status, challenge))
        _check_status(status, body)
        self.answers += 1
        return SoapResponse(status, body)

    async def _exchange(
        self, url: httpx.URL, envelope: etree._Element, headers: Mapping[str, str]
    ) -> tuple[int, str, bytes]:
        """Status, authentication challenge and body of one request."""
        request = self.client.stream(
            "POST",
            url.copy_with(host=self.address),
            content=etree.tostring(envelope, xml_declaration=True, encoding="utf-8"),
            headers={
                **headers,
                "Host": url.netloc.decode("ascii"),
                # A compressed body could be a bomb that the cap sees too late.
                "Accept-Encoding": "identity",
            },
            extensions={"trace": self._trace, "sni_hostname": self.registered_host},
        )
        async with request as response:
            body = await _capped_body(response)
        return response.status_code, response.headers.get("WWW-Authenticate", ""), body

    def _note_refusal(self, status: int) -> None:
        """A 401 is an answer of the service; a 403 may come from anything in between."""
        if status == httpx.codes.UNAUTHORIZED:
            self.heard()

    async def _trace(self, event: str, _details: Mapping[str, object]) -> None:
        """Progress of httpcore."""
        if event == "http11.send_request_headers.started":
            self.sending()


@asynccontextmanager
async def open_transport(
    *, registered_host: str, address: str, sending: Callable[[], None], heard: Callable[[], None]
) -> AsyncIterator[OnvifTransport]:
    """A transport with a fresh HTTP client, closed at the end whatever happens."""
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    async with httpx.AsyncClient(
        # Cameras sign their own certificates; the address comes from the registry, and the
        # password never leaves as plain text.
        verify=False,  # noqa: S501  # see above
        timeout=None,  # noqa: S113  # per-read limits never end a drip; the caller cancels
        trust_env=False,
        follow_redirects=False,
        cookies=no_cookies,
        limits=httpx.Limits(max_connections=1),
        headers={"User-Agent": "video-surveillance-auditor"},
    ) as client:
        yield OnvifTransport(
            client=client,
            registered_host=registered_host,
            address=address,
            sending=sending,
            heard=heard,
        )


async def _capped_body(response: httpx.Response) -> bytes:
    """The body as sent; `ProbeError` (protocol_error) beyond the cap or when compressed."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is compressed, unasked")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ProbeError(FailureKind.PROTOCOL_ERROR, "the answer is larger than 1 MB")
    return bytes(body)


def _check_status(status: int, body: bytes) -> None:
    """Refuse redirects and answers without SOAP; a fault of any status goes on to zeep."""
    if httpx.codes.is_redirect(status):
        raise ProbeError(FailureKind.PROTOCOL_ERROR, f"redirect refused (HTTP {status})")
    if status == httpx.codes.OK and body:
        return
    if b"Envelope" not in body:
        kind = _STATUS_KINDS.get(status, FailureKind.PROTOCOL_ERROR)
        raise ProbeError(kind, f"HTTP {status} without a SOAP answer")


def _refusal(status: int, challenge: str) -> str:
    """Status and scheme of the challenge: a device may want HTTP digest, which we lack."""
    scheme = challenge.partition(" ")[0]
    if scheme.isalpha() and scheme.isascii():
        return f"HTTP {status}, challenge {scheme[:16]}"
    return f"HTTP {status}"
