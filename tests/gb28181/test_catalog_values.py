"""One value of a Catalog item at a time, in both editions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gb28181.catalog import FIELDS, SEPARATOR, Edition, check_value
from gb28181.catalog_domains import Enumeration
from gb28181.errors import (
    CodeError,
    NotDigits,
    NotInDomain,
    OtherSpelling,
    StatisticalCode,
    UndefinedCode,
    UnverifiedFault,
    WrongLength,
)

E2016, E2022 = Edition.E2016, Edition.E2022
DEVICE = "37090200001320000001"
GROUP = "37090200002160000001"

ENUMERATED = {
    name: tuple(field.domain.values)
    for name, field in FIELDS[E2022].items()
    if isinstance(field.domain, Enumeration)
}


def kind(name: str, text: str, edition: Edition = E2022) -> type[CodeError] | None:
    fault = check_value(name, text, edition)
    return None if fault is None else type(fault)


def test_the_enumerations_of_2022() -> None:
    assert ENUMERATED == {
        "Parental": ("0", "1"),
        "RegisterWay": ("1", "2", "3", "4"),
        "SecurityLevelCode": ("A", "B", "C"),
        "Secrecy": ("0", "1"),
        "Status": ("ON", "OFF"),
        "PTZType": ("1", "2", "3", "4", "5", "6", "7"),
        "PhotoelectricImagingType": ("1", "2", "3", "4", "5", "9"),
        "RoomType": ("1", "2"),
        "SupplyLightType": ("1", "2", "3", "4", "9"),
        "DirectionType": ("1", "2", "3", "4", "5", "6", "7", "8"),
        "SVCSpaceSupportMode": ("0", "1", "2", "3"),
        "SVCTimeSupportMode": ("0", "1", "2", "3"),
        "MobileDeviceType": ("1", "2", "3", "4", "5", "9"),
        "PointType": ("1", "2", "3", "9"),
        "FunctionType": ("01", "02", "03", "04", "05", "99"),
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DeviceID", DEVICE), ("DeviceID", "11"), ("DeviceID", "1101"), ("DeviceID", "11010101"),
        ("Name", "莱芜区 东门/1"), ("Password", "8"), ("CivilCode", "370902"), ("Block", "370902000000"),
        ("ParentID", f"{DEVICE}/{GROUP}"), ("BusinessGroupID", GROUP),
        ("PhotoelectricImagingType", "1/2/9"), ("FunctionType", "01/99"),
        ("CapturePositionType", "0260100"), ("CapturePositionType", "0260155"),
        ("GrassrootsCode", "000000"), ("GrassrootsCode", "001498"),
        ("HorizontalFieldAngle", "360"), ("VerticalFieldAngle", "0.1"),
        ("HorizontalFieldAngle", "9.5e1"), ("Longitude", "-0.0"), ("Latitude", "+36."),
        ("MAC", "00-1A-2b-3C-4D-5E"), ("IPAddress", "127.0.0.1"), ("IPAddress", "::1"),
        ("InstallTime", "2023-07-01T08:00:00"), ("InstallTime", "2023-07-01T24:00:00+08:00"),
        ("InstallTime", "2023-07-01T08:00:00.5Z"), ("RecordSaveDays", "030"),
        ("RecordSaveDays", "0"), ("ContactInfo", "0538-1/0538-2"), ("Resolution", "6/4"),
    ],
)  # fmt: skip
def test_good_values(name: str, text: str) -> None:
    assert check_value(name, text, E2022) is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("DeviceID", "123", WrongLength), ("DeviceID", "3709020000132000000x", NotDigits),
        ("CivilCode", "370902001", StatisticalCode), ("BusinessGroupID", "370902", WrongLength),
        ("ParentID", f"{DEVICE}/", WrongLength), ("PointType", "4", NotInDomain),
        ("FunctionType", "1", NotInDomain), ("PhotoelectricImagingType", "1//2", NotInDomain),
        ("RoomType", "1/2", NotInDomain), ("PTZType", "１", NotInDomain),
        ("Status", "on", OtherSpelling), ("Status", "OK", NotInDomain),
        ("CapturePositionType", "0290100", UndefinedCode),
        ("GrassrootsCode", "001000", UndefinedCode), ("GrassrootsCode", "0", WrongLength),
        ("HorizontalFieldAngle", "0", NotInDomain), ("VerticalFieldAngle", "360.1", NotInDomain),
        ("HorizontalFieldAngle", "nan", NotInDomain), ("VerticalFieldAngle", "1_0", NotInDomain),
        ("Longitude", "117.1E", NotInDomain), ("Longitude", "1e999", NotInDomain),
        ("Latitude", "117.1", NotInDomain), ("RecordSaveDays", "30.5", NotInDomain),
        ("RecordSaveDays", "-1", NotInDomain), ("MAC", "00:1A:2B:3C:4D:5E", OtherSpelling),
        ("MAC", "001A2B3C4D5E", OtherSpelling), ("MAC", "00-1A-2B-3C-4D", NotInDomain),
        ("IPAddress", "127.000.000.001", OtherSpelling), ("IPAddress", "127.0.0.999", NotInDomain),
        ("IPAddress", "127.0.0.1:80", NotInDomain), ("IPAddress", ":" * 10_000, NotInDomain),
        ("InstallTime", "2023-07-01 08:00:00", OtherSpelling),
        ("InstallTime", "2023-07-01", OtherSpelling), ("InstallTime", "2023-13-01", NotInDomain),
        ("IndustrialClassification", "U01", UnverifiedFault),
        ("IndustrialClassification", "s9100", UnverifiedFault),
    ],
)  # fmt: skip
def test_faults_are_graded_by_kind(name: str, text: str, expected: type[CodeError]) -> None:
    assert kind(name, text) is expected


@pytest.mark.parametrize("text", ["S", "9100", "S9100", "S91"])
def test_forms_of_gbt_4754(text: str) -> None:
    assert check_value("IndustrialClassification", text, E2022) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PTZType", "5"), ("RegisterWay", "4"), ("SupplyLightType", "9"), ("IPAddress", "::1"),
        ("Status", "on"), ("CivilCode", "370902001"), ("DeviceID", "370902000000010001"),
        ("PositionType", "11"), ("UseType", "4"), ("SafetyWay", "1"), ("Certifiable", "2"),
    ],
)  # fmt: skip
def test_no_fault_of_2016_is_more_than_a_question(name: str, text: str) -> None:
    fault = check_value(name, text, E2016)
    assert type(fault) is UnverifiedFault
    assert fault.reason.endswith("; seen in secondary sources only")


@pytest.mark.parametrize(
    ("name", "text", "edition", "message"),
    [
        ("CivilCode", "37O9", E2022,
         "CivilCode.prefecture (digits 3-4) 'O9': digit 3 is 'O', not one of 0-9"),
        ("ParentID", f"{DEVICE}/37", E2022, None),
        ("ParentID", f"{DEVICE}/x7", E2022,
         "ParentID.province (digits 22-23) 'x7': digit 1 is 'x', not one of 0-9"),
        ("FunctionType", "01/99/", E2022,
         "FunctionType (character 7) '': not one of 01, 02, 03, 04, 05, 99"),
        ("MAC", "none", E2022,
         "MAC (characters 1-4) 'none': not six pairs of hexadecimal digits joined by hyphens"),
        ("IPAddress", "1.1", E2022, "IPAddress (characters 1-3) '1.1': not an address of IPv4 or IPv6"),
        ("IPAddress", "01.1.1.1", E2022,
         "IPAddress (characters 1-8) '01.1.1.1': an octet with a leading zero"),
        ("Latitude", "91", E2022, "Latitude (characters 1-2) '91': outside the range of the field"),
        ("RecordSaveDays", "x", E2022, "RecordSaveDays (character 1) 'x': not an integer"),
        ("UseType", "4", E2016,
         "UseType (character 1) '4': not one of 1, 2, 3; seen in secondary sources only"),
    ],
)  # fmt: skip
def test_messages(name: str, text: str, edition: Edition, message: str | None) -> None:
    fault = check_value(name, text, edition)
    assert (None if fault is None else str(fault)) == message


@given(st.sampled_from(sorted(ENUMERATED)), st.data())
def test_joined_values_are_good_exactly_where_the_field_is_a_list(
    name: str, data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(ENUMERATED[name]), min_size=1, max_size=5))
    is_good = FIELDS[E2022][name].is_list or len(chosen) == 1
    expected = None if is_good else NotInDomain
    assert kind(name, SEPARATOR.join(chosen)) is expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_an_angle_is_above_0_and_up_to_360(angle: float) -> None:
    assert (check_value("HorizontalFieldAngle", repr(angle), E2022) is None) is (0 < angle <= 360)


@given(st.ip_addresses())
def test_every_address_is_an_address(address: object) -> None:
    assert check_value("IPAddress", str(address), E2022) is None


@given(st.sampled_from(Edition), st.text(max_size=40), st.data())
def test_any_text_gets_an_answer_about_its_field(
    edition: Edition, text: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(FIELDS[edition])))
    fault = check_value(name, text, edition)
    assert fault is None or fault.part.split(".")[0] == name


@pytest.mark.parametrize("edition", Edition)
def test_an_empty_text_is_absent_and_never_wrong(edition: Edition) -> None:
    assert {check_value(name, "", edition) for name in FIELDS[edition]} == {None}


def test_a_hostile_value_has_a_short_message() -> None:
    for name in FIELDS[E2022]:
        fault = check_value(name, "9" * 1_000_000, E2022)
        assert fault is None or len(str(fault)) < 250


@pytest.mark.parametrize(("name", "edition"), [("Owner", E2022), ("MAC", E2016), ("mac", E2022)])
def test_a_field_that_the_edition_does_not_have_is_a_key_error(name: str, edition: Edition) -> None:
    with pytest.raises(KeyError):
        check_value(name, "1", edition)
