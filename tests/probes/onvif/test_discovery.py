import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from probes.onvif.discovery import (
    DEVICE_TYPES,
    Answers,
    FoundDevice,
    probe_message,
    read_matches,
)
from tests.probes.onvif.stub_camera import MESSAGES

ASKED = ("aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002")
FOUND = FoundDevice(
    source="127.0.0.1",
    endpoint="urn:uuid:22222222-0000-0000-0000-000000000000",
    types=("NetworkVideoTransmitter", "Device"),
    scopes=(
        "onvif://www.onvif.org/type/video_encoder",
        "onvif://www.onvif.org/name/%E5%8C%97%E9%97%A8",
        "onvif://www.onvif.org/hardware/IPC-1",
        "onvif://www.onvif.org/location/gate",
    ),
    xaddrs=(
        "http://127.0.0.1:8080/onvif/device_service",
        "http://127.0.0.99/onvif/device_service",
    ),
)


def captured(name: str, relates: str = f"urn:uuid:{ASKED[1]}") -> bytes:
    return (MESSAGES / name).read_bytes().replace(b"@RELATES@", relates.encode())


def read(name: str, relates: str = f"urn:uuid:{ASKED[1]}") -> Answers:
    return read_matches(captured(name, relates), source="127.0.0.1", asked=ASKED)


@pytest.mark.parametrize("device_type", DEVICE_TYPES)
def test_a_question_is_well_formed_and_asks_for_one_type(device_type: str) -> None:
    root = etree.fromstring(probe_message(ASKED[0], device_type))
    assert root.findtext(".//{*}MessageID") == f"urn:uuid:{ASKED[0]}"
    assert root.findtext(".//{*}Types") == device_type
    prefix = device_type.partition(":")[0]
    (types,) = root.iter("{*}Types")
    assert types.nsmap[prefix].startswith("http://www.onvif.org/ver10/")


def test_a_question_for_anything_else_is_not_made() -> None:
    with pytest.raises(ValueError, match="printer is none of"):
        probe_message(ASKED[0], "printer")


@pytest.mark.parametrize(
    ("name", "relates"),
    [
        ("probe_matches.xml", f"urn:uuid:{ASKED[0]}"),
        ("probe_matches.xml", f"uuid:{ASKED[1].upper()}"),
        ("probe_matches_without_relates.xml", ""),
        ("probe_match_without_its_list.xml", f"urn:uuid:{ASKED[0]}"),
    ],
)
def test_a_match_is_read(name: str, relates: str) -> None:
    assert read(name, relates) == Answers((FOUND,))


def test_what_a_reader_wants_is_taken_from_the_scopes() -> None:
    assert [FOUND.scope(name) for name in ("name", "hardware", "location", "country")] == [
        "北门",
        "IPC-1",
        "gate",
        None,
    ]


def test_hosts_beside_the_source_are_foreign() -> None:
    assert FOUND.foreign_hosts == ("127.0.0.99",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("probe_matches_to_another_question.xml", "the answer is to another question"),
        ("probe_matches_none.xml", "the answer names no device"),
        ("clock_right.xml", "the answer is no ProbeMatches"),
        ("entity_bomb.xml", "the answer has a document type"),
        ("plain_text.txt", "the answer is not a SOAP envelope"),
    ],
)
def test_what_is_no_match_is_refused(name: str, reason: str) -> None:
    assert read(name) == Answers(refused=reason)


def test_a_flood_of_parts_is_refused() -> None:
    body = captured("probe_matches.xml").replace(b"<s:Body>", b"<s:Body>" + b"<a/>" * 2000)
    found = read_matches(body, source="127.0.0.1", asked=ASKED)
    assert found == Answers(refused="the answer has too many parts")


def test_no_secret_is_kept_and_no_address_that_is_none() -> None:
    (device,) = read("probe_matches_secrets_and_odd_schemes.xml").found
    assert device.xaddrs == ("http://***@127.0.0.1/onvif", "http://[::1]/onvif", "http://[bad/")
    assert device.foreign_hosts == ("::1",)
    assert device.scope("name") is None
    assert "Inv3nted" not in repr(device)


def test_no_more_than_sixteen_devices_are_read_of_one_answer() -> None:
    assert len(read("probe_matches_forty.xml").found) == 16


def test_a_match_without_any_field_is_still_a_device() -> None:
    assert read("probe_matches_fields_missing.xml") == Answers((FoundDevice(source="127.0.0.1"),))


def test_lists_are_cut_and_overlong_entries_left_out() -> None:
    addresses = " ".join(f"http://127.0.0.{n}/" for n in range(20))
    long = f"onvif://www.onvif.org/name/{'x' * 600}"
    body = (
        captured("probe_matches.xml")
        .replace(b"http://127.0.0.99/onvif/device_service", addresses.encode())
        .replace(b"onvif://www.onvif.org/location/gate", long.encode())
    )
    (device,) = read_matches(body, source="127.0.0.1", asked=ASKED).found
    assert (len(device.xaddrs), len(device.scopes)) == (8, 3)


@given(st.integers(min_value=0), st.binary(max_size=8))
def test_any_damage_is_survived(at: int, damage: bytes) -> None:
    body = captured("probe_matches.xml")
    cut = at % len(body)
    read_matches(body[:cut] + damage + body[cut + len(damage) :], source="127.0.0.1", asked=ASKED)
    read_matches(body[:cut] + damage, source="127.0.0.1", asked=ASKED)
