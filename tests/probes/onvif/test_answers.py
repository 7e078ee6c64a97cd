import pytest
from lxml import etree

from probes.onvif.answers import hostname, identity, media_xaddr, ntp_setting, scopes, services
from probes.onvif.envelope import parse_envelope, response_of
from probes.onvif.payload import NtpSetting
from tests.probes.onvif.stub_camera import MESSAGES

INVENTED = {
    "manufacturer": "Invented",
    "model": "IPC-1",
    "firmware_version": "V1.2.3 build 200101",
}


def captured(name: str, operation: str) -> etree._Element:
    root = parse_envelope((MESSAGES / name).read_bytes())
    return response_of(root, f"{operation}Response")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("device_information.xml", {}),
        ("device_information_shuffled.xml", {}),
        ("device_information_unclosed.xml", {}),
        ("device_information_in_soap11.xml", {}),
        ("device_information_wrong_namespaces.xml", {}),
        ("device_information_no_namespaces.xml", {}),
        ("device_information_undeclared_prefixes.xml", {}),
        ("device_information_bom_and_blank.xml", {}),
        ("device_information_fields_missing.xml", {"model": None}),
        ("device_information_empty.xml", dict.fromkeys(INVENTED)),
    ],
)
def test_an_identity_is_read_as_far_as_it_is_there(name: str, changes: dict[str, None]) -> None:
    assert identity(captured(name, "GetDeviceInformation")) == {**INVENTED, **changes}


def test_a_name_in_another_encoding_spoils_no_other_field() -> None:
    found = identity(captured("device_information_gbk_as_utf8.xml", "GetDeviceInformation"))
    assert (found["model"], found["firmware_version"]) == ("IPC-1", "V1.2.3 build 200101")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("  Invented \n", "Invented"),
        ("In\u202evented\u0007", "Invented"),
        ("监控", "监控"),
        ("", None),
        ("x" * 128, "x" * 128),
        ("x" * 129, None),
        (" " * 1000 + "x", None),
    ],
)
def test_a_text_is_made_printable_or_unknown(told: str, kept: str | None) -> None:
    answer = etree.Element("R")
    etree.SubElement(answer, "Manufacturer").text = told.replace("\u0007", "")
    assert identity(answer)["manufacturer"] == kept


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("ntp.xml", NtpSetting(from_dhcp=False, servers=("127.0.0.7", "ntp.example"))),
        ("ntp_none.xml", NtpSetting(from_dhcp=False)),
        ("ntp_from_dhcp.xml", NtpSetting(from_dhcp=True)),
        ("ntp_without_information.xml", None),
    ],
)
def test_a_time_server_is_read(name: str, setting: NtpSetting | None) -> None:
    assert ntp_setting(captured(name, "GetNTP")) == setting


def test_names_and_scopes_are_read() -> None:
    assert hostname(captured("hostname.xml", "GetHostname")) == "ipc-north-gate"
    assert scopes(captured("scopes.xml", "GetScopes")) == (
        "onvif://www.onvif.org/type/video_encoder",
        "onvif://www.onvif.org/Profile/Streaming",
        "onvif://www.onvif.org/name/Invented",
    )


def test_no_more_than_the_limits_is_kept() -> None:
    item = "<Scopes><ScopeItem>onvif://x/?password=hunter2&amp;n={}</ScopeItem></Scopes>"
    many = etree.fromstring(f"<R>{''.join(item.format(n) for n in range(50))}</R>")
    assert len(scopes(many)) == 32
    assert "hunter2" not in "".join(scopes(many))
    service = "<Service><Namespace>n{}</Namespace><XAddr>http://a/</XAddr></Service>"
    many = etree.fromstring(f"<R>{''.join(service.format(n) for n in range(50))}</R>")
    assert len(services(many)) == 32


def test_the_first_address_of_a_service_counts_and_half_an_entry_does_not() -> None:
    answer = etree.fromstring(
        "<R><Service><Namespace>n</Namespace></Service>"
        "<Service><Namespace>n</Namespace><XAddr>http://a/</XAddr></Service>"
        "<Service><Namespace>n</Namespace><XAddr>http://b/</XAddr></Service></R>"
    )
    assert services(answer) == {"n": "http://a/"}


def test_the_older_capabilities_tell_the_media_service() -> None:
    found = media_xaddr(captured("capabilities.xml", "GetCapabilities"))
    assert found == "http://127.0.0.1:@PORT@/onvif/media_service"
    without = captured("capabilities_without_media.xml", "GetCapabilities")
    assert media_xaddr(without) is None
