"""The fields of the Catalog item in both editions, against the lists of A.2.1.9."""

import pytest

from gb28181.catalog import (
    FIELDS,
    REMOVED_IN_2022,
    Certainty,
    Edition,
    Field,
    FieldLevel,
    Requirement,
    Subject,
    required_fields,
)
from gb28181.catalog_domains import Enumeration

E2016, E2022 = Edition.E2016, Edition.E2022

ITEM_2022 = [
    "DeviceID", "Name", "Manufacturer", "Model", "CivilCode", "Block", "Address", "Parental",
    "ParentID", "RegisterWay", "SecurityLevelCode", "Secrecy", "IPAddress", "Port", "Password",
    "Status", "Longitude", "Latitude", "BusinessGroupID",
]  # fmt: skip
INFO_2022 = [
    "PTZType", "PhotoelectricImagingType", "CapturePositionType", "RoomType", "SupplyLightType",
    "DirectionType", "Resolution", "StreamNumberList", "DownloadSpeed", "SVCSpaceSupportMode",
    "SVCTimeSupportMode", "SSVCRatioSupportList", "MobileDeviceType", "HorizontalFieldAngle",
    "VerticalFieldAngle", "MaxViewDistance", "GrassrootsCode", "PointType", "PointCommonName",
    "MAC", "FunctionType", "EncodeType", "InstallTime", "ManagementUnit", "ContactInfo",
    "RecordSaveDays", "IndustrialClassification",
]  # fmt: skip


def names(edition: Edition, level: FieldLevel) -> list[str]:
    return [name for name, field in FIELDS[edition].items() if field.level is level]


def test_the_fields_of_2022_in_order() -> None:
    assert names(E2022, FieldLevel.ITEM) == ITEM_2022
    assert names(E2022, FieldLevel.INFO) == INFO_2022


def test_2022_removed_eight_fields_and_moved_one() -> None:
    assert (
        frozenset(
            {"Owner", "SafetyWay", "CertNum", "Certifiable", "ErrCode", "EndTime"}
            | {"PositionType", "UseType"}
        )
        == REMOVED_IN_2022
    )
    moved = {
        name
        for name, field in FIELDS[E2022].items()
        if (before := FIELDS[E2016].get(name)) and before.level is not field.level
    }
    assert moved == {"BusinessGroupID"}


def test_everything_of_2016_and_one_form_of_2022_are_secondary() -> None:
    secondary = {
        (edition, name)
        for edition, fields in FIELDS.items()
        for name, field in fields.items()
        if field.certainty is Certainty.SECONDARY
    }
    assert secondary == {(E2016, name) for name in FIELDS[E2016]} | {
        (E2022, "IndustrialClassification")
    }


@pytest.mark.parametrize("edition", Edition)
def test_a_default_is_a_value_of_its_field(edition: Edition) -> None:
    defaults = {name: field for name, field in FIELDS[edition].items() if field.default}
    assert {
        "RegisterWay": "1",
        "Secrecy": "0",
        "RoomType": "1",
        "SupplyLightType": "1",
    }.items() <= {name: field.default for name, field in defaults.items()}.items()
    for field in defaults.values():
        assert isinstance(field.domain, Enumeration)
        assert field.default in field.domain.values


def test_one_field_whole() -> None:
    room = FIELDS[E2022]["RoomType"]
    assert room == Field(
        "RoomType",
        Requirement.OPTIONAL,
        level=FieldLevel.INFO,
        domain=room.domain,
        subject=Subject.CAMERA,
        default="1",
    )
    assert isinstance(room.domain, Enumeration)
    assert dict(room.domain.values) == {"1": "室外", "2": "室内"}


def test_joined_fields() -> None:
    joined = [name for name, field in FIELDS[E2022].items() if field.is_list]
    assert joined == [
        "ParentID", "PhotoelectricImagingType", "Resolution", "StreamNumberList",
        "DownloadSpeed", "SSVCRatioSupportList", "FunctionType", "ContactInfo",
    ]  # fmt: skip


ALWAYS_2022 = {
    "DeviceID",
    "Name",
    "CivilCode",
    "RegisterWay",
    "Secrecy",
    "Status",
    "GrassrootsCode",
}
DEVICE_2022 = {"Manufacturer", "Model", "Address", "Parental", "ParentID"}


@pytest.mark.parametrize(
    ("edition", "conditions", "added"),
    [
        (E2022, [], set()),
        (E2022, [Requirement.OPTIONAL], set()),
        (E2022, [Requirement.DEVICE], DEVICE_2022),
        (E2022, [Requirement.CAMERA], {"PointType"}),
        (E2022, [Requirement.MOBILE], {"MobileDeviceType"}),
        (E2022, [Requirement.POINT_TYPE_1], {"InstallTime", "ContactInfo", "RecordSaveDays"}),
        (E2022, [Requirement.POINT_TYPES_1_2], {"Longitude", "Latitude"}),
        (E2022, [Requirement.VIRTUAL_ORGANISATION], {"BusinessGroupID"}),
        (E2016, [Requirement.DEVICE], DEVICE_2022 - {"ParentID"} | {"Owner"}),
        (E2016, [Requirement.CERTIFICATE], {"CertNum", "Certifiable", "EndTime"}),
        (E2016, [Requirement.INVALID_CERTIFICATE], {"ErrCode"}),
        (E2016, [Requirement.POINT_TYPES_1_2], set()),
    ],
)
def test_required_fields(edition: Edition, conditions: list[Requirement], added: set[str]) -> None:
    always = ALWAYS_2022 if edition is E2022 else ALWAYS_2022 - {"GrassrootsCode"} | {"ParentID"}
    required = required_fields(edition, conditions)
    assert set(required) == always | added
    assert list(required) == [name for name in FIELDS[edition] if name in required]
