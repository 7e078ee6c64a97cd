"""zeep's types as a second reader: on good answers both read the same."""

from typing import Any

import pytest
from lxml import etree

from probes.onvif.answers import hostname, identity, media_xaddr, ntp_setting, scopes, services
from probes.onvif.clock import read_clock
from probes.onvif.documents import DEVICE, MEDIA, Service, load_document
from probes.onvif.media_answers import media_profiles, on_screen_texts, stream_uri
from tests.probes.onvif.stub_camera import MESSAGES
from tests.probes.onvif.test_answers import captured


def by_zeep(service: Service, operation: str, name: str) -> Any:
    binding = load_document(service.wsdl).bindings[service.binding]
    envelope = etree.fromstring((MESSAGES / name).read_bytes())
    return binding.get(operation).process_reply(envelope)  # type: ignore[no-untyped-call]  # zeep


def test_the_identity() -> None:
    theirs = by_zeep(DEVICE, "GetDeviceInformation", "device_information.xml")
    assert identity(captured("device_information.xml", "GetDeviceInformation")) == {
        "manufacturer": theirs.Manufacturer,
        "model": theirs.Model,
        "firmware_version": theirs.FirmwareVersion,
    }


@pytest.mark.parametrize("name", ["clock_right.xml", "clock_local_as_utc.xml"])
def test_the_clock(name: str) -> None:
    theirs = by_zeep(DEVICE, "GetSystemDateAndTime", name)
    ours = read_clock(captured(name, "GetSystemDateAndTime"))
    for told, read in ((theirs.UTCDateTime, ours.utc), (theirs.LocalDateTime, ours.local)):
        assert read is not None
        date, time = told.Date, told.Time
        assert (date.Year, date.Month, date.Day, time.Hour, time.Minute, time.Second) == (
            read.timetuple()[:6]
        )
    assert (theirs.TimeZone.TZ, theirs.DaylightSavings, theirs.DateTimeType.lower()) == (
        ours.zone,
        ours.daylight_saving,
        ours.source,
    )


def test_the_services_both_ways() -> None:
    theirs = by_zeep(DEVICE, "GetServices", "services_with_media2.xml")
    ours = services(captured("services_with_media2.xml", "GetServices"))
    assert {service.Namespace: service.XAddr for service in theirs} == ours
    older = by_zeep(DEVICE, "GetCapabilities", "capabilities.xml")
    assert media_xaddr(captured("capabilities.xml", "GetCapabilities")) == older.Media.XAddr


@pytest.mark.parametrize("name", ["profiles.xml", "profiles_with_rates.xml", "profiles_twelve.xml"])
def test_the_profiles(name: str) -> None:
    theirs = by_zeep(MEDIA, "GetProfiles", name)
    ours = media_profiles(captured(name, "GetProfiles"), limit=100)
    assert [_profile(entry) for entry in theirs] == [
        (
            profile.token,
            profile.name,
            profile.encoding,
            profile.width_px,
            profile.height_px,
            profile.frames_per_second,
            profile.bitrate_kbps,
            profile.gop_frames,
        )
        for profile in ours
    ]


def _profile(entry: Any) -> tuple[object, ...]:
    encoder = entry.VideoEncoderConfiguration
    rates = encoder.RateControl
    size = encoder.Resolution
    return (
        entry.token,
        entry.Name,
        encoder.Encoding,
        size.Width,
        size.Height,
        None if rates is None else rates.FrameRateLimit,
        None if rates is None else rates.BitrateLimit,
        None if encoder.H264 is None else encoder.H264.GovLength,
    )


def test_the_addresses() -> None:
    for operation, name in (
        ("GetStreamUri", "stream_uri.xml"),
        ("GetSnapshotUri", "snapshot_uri.xml"),
    ):
        theirs = by_zeep(MEDIA, operation, name)
        assert stream_uri(captured(name, operation)) == theirs.Uri


def test_the_settings() -> None:
    server = by_zeep(DEVICE, "GetNTP", "ntp.xml")
    ours = ntp_setting(captured("ntp.xml", "GetNTP"))
    assert ours is not None
    assert ours.from_dhcp == server.FromDHCP
    assert ours.servers == (server.NTPManual[0].IPv4Address, server.NTPManual[1].DNSname)
    told = by_zeep(DEVICE, "GetScopes", "scopes.xml")
    assert scopes(captured("scopes.xml", "GetScopes")) == tuple(item.ScopeItem for item in told)
    name = by_zeep(DEVICE, "GetHostname", "hostname.xml")
    assert hostname(captured("hostname.xml", "GetHostname")) == name.Name


def test_the_texts_in_the_picture() -> None:
    theirs = by_zeep(MEDIA, "GetOSDs", "osds.xml")
    plain = tuple(osd.TextString.PlainText for osd in theirs if osd.TextString.PlainText)
    assert on_screen_texts(captured("osds.xml", "GetOSDs")).plain == plain
