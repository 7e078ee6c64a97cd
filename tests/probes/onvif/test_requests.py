"""Only Get operations can ever be sent: the closed list, and what tries to get past it."""

from collections.abc import Iterator

import pytest
from lxml import etree

from probes.failure import FailureKind, ProbeError
from probes.onvif import documents
from probes.onvif.documents import DEVICE
from probes.onvif.requests import (
    ALLOWED,
    DEVICE_NAMESPACE,
    MEDIA2_NAMESPACE,
    MEDIA_NAMESPACE,
    Request,
    check_allowed,
    device_request,
    envelope,
    media2_request,
    media_request,
)
from probes.onvif_transport import open_transport

WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = "http://www.w3.org/2003/05/soap-envelope"


def shipped_operations() -> Iterator[tuple[str, str]]:
    """Namespace and name of every operation in every WSDL file that onvif-zeep ships."""
    device = documents._locate(DEVICE.wsdl, documents._installed_files())
    for path in sorted(device.parent.glob("*.wsdl")):
        definitions = etree.parse(path).getroot()
        for operation in definitions.iterfind(f"{{{WSDL}}}portType/{{{WSDL}}}operation"):
            yield definitions.get("targetNamespace") or "", operation.get("name") or ""


@pytest.fixture(scope="module")
def shipped() -> list[tuple[str, str]]:
    return list(shipped_operations())


def message(namespace: str, name: str) -> bytes:
    return envelope(Request(namespace, name, f'<x:{name} xmlns:x="{namespace}"/>'))


def test_the_closed_list_holds_nothing_but_get() -> None:
    assert {name[:3] for _, name in ALLOWED} == {"Get"}
    assert {namespace for namespace, _ in ALLOWED} == {
        DEVICE_NAMESPACE,
        MEDIA_NAMESPACE,
        MEDIA2_NAMESPACE,
    }


async def test_every_other_shipped_operation_is_refused_before_anything_is_dialled(
    shipped: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dial(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("asyncio.open_connection", dial)
    names = {name for _, name in shipped}
    assert {"SystemReboot", "SetNTP", "CreateUsers", "DeleteOSD", "UpgradeSystemFirmware"} <= names
    assert len(shipped) > 300
    async with open_transport(
        registered_host="127.0.0.1", address="127.0.0.1", sending=lambda: None
    ) as transport:
        for namespace, name in shipped:
            if (namespace, name) in ALLOWED:
                continue
            with pytest.raises(ProbeError, match="refused to ask a device for") as caught:
                await transport.post("http://127.0.0.1:9/", message(namespace, name), action="Get")
            assert caught.value.kind is FailureKind.BUG


@pytest.mark.parametrize("make", [device_request, media_request, media2_request])
@pytest.mark.parametrize("name", ["SetNTP", "SystemReboot", "GetUsers", ""])
def test_no_request_is_even_made_for_another_operation(make: object, name: str) -> None:
    assert callable(make)
    with pytest.raises(ProbeError, match="refused to ask a device for"):
        make(name)


GET = f'<t:GetNTP xmlns:t="{DEVICE_NAMESPACE}"/>'
REBOOT = f'<t:SystemReboot xmlns:t="{DEVICE_NAMESPACE}"/>'


@pytest.mark.parametrize(
    "text",
    [
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{GET}{REBOOT}</s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{GET}</s:Body><s:Body>{REBOOT}</s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header>{GET}</s:Header><s:Body>{REBOOT}</s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><!--{GET}-->{REBOOT}</s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><GetNTP/></s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><!--nothing--></s:Body></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"/>',
        f"<Envelope><Body>{GET}</Body></Envelope>",
        f'<!DOCTYPE a [<!ENTITY e "x">]><s:Envelope xmlns:s="{SOAP}"><s:Body>{GET}</s:Body></s:Envelope>',
        GET,
        REBOOT,
        "",
        "<",
    ],
)
def test_what_could_hide_another_operation_is_refused(text: str) -> None:
    with pytest.raises(ProbeError) as caught:
        check_allowed(text.encode())
    assert caught.value.kind is FailureKind.BUG


def test_every_operation_of_the_closed_list_can_be_asked() -> None:
    makers = {
        DEVICE_NAMESPACE: device_request,
        MEDIA_NAMESPACE: media_request,
        MEDIA2_NAMESPACE: media2_request,
    }
    for namespace, name in ALLOWED:
        request = makers[namespace](name)
        check_allowed(envelope(request, security="<a/>"))
        assert (request.namespace, request.name) == (namespace, name)
        assert request.action == f"{namespace}/{name}"


@pytest.mark.parametrize("token", ["main", "<a/>", "&amp;", "</trt:GetStreamUri>", '"', "监控"])
def test_a_token_stays_a_text_whatever_it_holds(token: str) -> None:
    for request in (
        media_request("GetStreamUri", profile=token),
        media2_request("GetStreamUri", profile=token),
        media_request("GetSnapshotUri", profile=token),
    ):
        text = envelope(request)
        check_allowed(text)
        assert f">{token.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</" in (
            text.decode()
        )
